// Puts what a server would render into the page.
import { readFileSync, writeFileSync } from "node:fs";
import { render } from "./node_modules/.prerender/server.js";

const page = "dist/index.html";
writeFileSync(page, readFileSync(page, "utf8").replace("<!-- app -->", render));
