/**
 * The facade with the module inside, in base64: for a bundler that ships no file beside a script,
 * and for a page that is one file. It is a third larger, and compiles only once all of it is there.
 */
import { open as openFacade, type Homekept, type OpenOptions } from "./index.js";
import module from "./wasm/homekept_bg.wasm";

export * from "./index.js";

/** As `open` of the facade, with the module that comes along. */
export function open(options?: OpenOptions): Promise<Homekept> {
  return openFacade(options && { wasm: module, ...options });
}
