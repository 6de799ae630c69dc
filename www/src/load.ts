import { HomekeptError } from "./errors.js";
import type { Policy } from "./policy.js";
import { initSync } from "./wasm/homekept.js";

/** Where the module comes from, when it is not the file beside this one. */
export type WasmSource = URL | string | BufferSource | WebAssembly.Module;

/** Compiles and starts the module; its exports work from then on. */
export async function loadModule(source: WasmSource | undefined, integrity?: string): Promise<void> {
  if (typeof WebAssembly !== "object") throw new HomekeptError("module-refused");
  // Written out literally, so that bundlers see the file and ship it.
  const from = source ?? new URL("./homekept.wasm", import.meta.url);
  try {
    const response =
      from instanceof URL || typeof from === "string" ? await fetchModule(from, integrity) : undefined;
    const module = response
      ? await compile(response)
      : from instanceof WebAssembly.Module
        ? from
        : await WebAssembly.compile(from as BufferSource);
    // It is compiled already, and connecting it takes no time.
    initSync({ module });
  } catch (error) {
    if (error instanceof HomekeptError) throw error;
    throw new HomekeptError("module-refused", "the page needs the CSP source 'wasm-unsafe-eval'");
  }
}

/**
 * Fetches the whole pack: never a part chosen by the profile. The address is
 * that of the content's hash, so the browser's cache may keep it.
 */
export async function fetchPack({ url, integrity }: Policy["pack"], base: URL): Promise<Uint8Array> {
  try {
    const response = await fetch(new URL(url, base), {
      ...PLAIN,
      ...(integrity ? { integrity } : {}),
    });
    if (!response.ok) throw response;
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new HomekeptError("pack-unreachable");
  }
}

async function fetchModule(url: URL | string, integrity?: string): Promise<Response> {
  try {
    const response = await fetch(url, { ...PLAIN, ...(integrity ? { integrity } : {}) });
    if (!response.ok) throw response;
    return response;
  } catch {
    throw new HomekeptError("module-unreachable");
  }
}

/** Compiles while it streams; servers that send another MIME type are forgiven. */
async function compile(response: Response): Promise<WebAssembly.Module> {
  return response.headers.get("content-type")?.startsWith("application/wasm")
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

/** No cookie and no address of the page goes with these requests. */
const PLAIN: RequestInit = { credentials: "omit", referrerPolicy: "no-referrer" };
