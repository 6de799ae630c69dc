/** The module that says what comes next, loaded once. */
import integrity from "integrity:signals";
import { startModule, told } from "../fetch-module.js";
import * as module from "../wasm/signals.js";

/** Loads it, where that has not happened yet. */
export function load(): Promise<void> {
  // What failed may be tried again.
  return (loaded ??= fetchModule().catch((error: unknown) => {
    loaded = undefined;
    throw error;
  }));
}

/** The module's answer, as `crates/signals/src/turn.rs` has it. */
export function ask<T>(question: object): T {
  return told(() => JSON.parse(module.turn(JSON.stringify(question))) as T);
}

function fetchModule(): Promise<void> {
  // Written out literally, so that bundlers see the file and ship it.
  return startModule(new URL("./signals.wasm", import.meta.url), integrity, module.initSync);
}

let loaded: Promise<void> | undefined;
