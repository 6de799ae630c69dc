/** Starts the worker that makes and opens locks and sealed files, for one job, and ends it: its memory goes with it. */
import { HomekeptError, type ErrorCode } from "../errors.js";
import type { Changing, Made, Opening, Sealing } from "./worker.js";

export async function ask(job: Opening | Changing): Promise<Made>;
export async function ask(job: Sealing): Promise<Uint8Array<ArrayBuffer>>;
export async function ask(job: Opening | Changing | Sealing): Promise<Made | Uint8Array> {
  const worker = begin();
  try {
    const { made, code } = await new Promise<{ made?: Made | Uint8Array; code?: ErrorCode }>((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        resolve({ code: "module-unreachable" });
      };
      // Written out literally, so that bundlers see the file and ship it.
      worker.postMessage({ wasm: new URL("./lock.wasm", import.meta.url).href, job });
    });
    if (made) return made;
    throw new HomekeptError(code ?? "module-refused");
  } finally {
    worker.terminate();
  }
}

function begin(): Worker {
  const url = new URL("./lock-worker.js", import.meta.url).href;
  try {
    ours ??= globalThis.trustedTypes?.createPolicy("homekept", { createScriptURL: () => url });
    return new Worker((ours?.createScriptURL(url) ?? url) as string);
  } catch {
    throw new HomekeptError("module-refused", "the page needs the CSP sources worker-src 'self' and trusted-types homekept");
  }
}

/** It names one address, whatever it is asked. */
let ours: Policy | undefined;

interface Policy {
  createScriptURL(url: string): unknown;
}

declare global {
  var trustedTypes: { createPolicy(name: string, rules: Policy): Policy } | undefined;
}
