/** The vault's page, in a frame of the shop's: all that knows the profile runs here. */
import { serveFrame } from "../src/frame/serve.js";

// In another frame, or in none, there is nothing to do.
void serveFrame({ policy: "/homekept.json", allow: [document.body.dataset["shop"] ?? ""] }).catch(() => {});
