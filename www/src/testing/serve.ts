/** Modules for tests in Node, where a page would fetch them: by name, out of what was built. */
import { readFileSync } from "node:fs";
import { mock } from "node:test";
import { packageFolder } from "./package.js";

/** From here on `fetch` answers with the module of that name, and with nothing else. */
export function serveModules(): void {
  mock.method(globalThis, "fetch", async (address: URL | string) => {
    const name = /\/(\w+)\.wasm$/.exec(String(address))?.[1];
    if (!name) throw new TypeError(`nobody serves ${address}`);
    return new Response(readFileSync(new URL(`src/wasm/${name}_bg.wasm`, packageFolder)));
  });
}
