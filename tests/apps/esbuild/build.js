import { build } from "esbuild";
import { cpSync } from "node:fs";
import { copyModules, options } from "./options.js";

await build({ ...options, minify: true });
copyModules();
cpSync("index.html", "dist/index.html");
