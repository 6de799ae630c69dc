/**
 * The module that says what comes next, loaded once. Shares nothing of this with the facade, whose own
 * module would be looked for elsewhere then.
 */
import { HomekeptError, type ErrorCode } from "../errors.js";
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
  try {
    return JSON.parse(module.turn(JSON.stringify(question))) as T;
  } catch (error) {
    const { message } = error as Error;
    throw new HomekeptError(/^[a-z-]+$/.test(message) ? (message as ErrorCode) : "module-refused");
  }
}

async function fetchModule(): Promise<void> {
  // Written out literally, so that bundlers see the file and ship it.
  const url = new URL("./signals.wasm", import.meta.url);
  const answer = await fetch(url, { credentials: "omit", referrerPolicy: "no-referrer" }).catch(() => undefined);
  if (!answer?.ok) throw new HomekeptError("module-unreachable");
  const bytes = await answer.arrayBuffer().catch(() => {
    throw new HomekeptError("module-unreachable");
  });
  try {
    module.initSync({ module: await WebAssembly.compile(bytes) });
  } catch {
    throw new HomekeptError("module-refused", "the CSP needs 'wasm-unsafe-eval'");
  }
}

let loaded: Promise<void> | undefined;
