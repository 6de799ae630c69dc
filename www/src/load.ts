import { HomekeptError } from "./errors.js";
import { fetchWhole } from "./fetch.js";
import { initSync } from "./wasm/homekept.js";

/** Where the module comes from, when it is not the file beside this one. */
export type WasmSource = URL | string | BufferSource | WebAssembly.Module;

/** Compiles and starts the module; its exports work from then on. */
export async function loadModule(source: WasmSource | undefined, integrity?: string): Promise<void> {
  if (typeof WebAssembly !== "object") throw new HomekeptError("module-refused");
  // Written out literally, so that bundlers see the file and ship it.
  await start(source ?? new URL("./homekept.wasm", import.meta.url), integrity, initSync);
}

/** Compiles a module and has its glue start it. */
export async function start(
  from: WasmSource,
  integrity = "",
  begin: (compiled: { module: WebAssembly.Module }) => unknown,
): Promise<void> {
  try {
    const module =
      from instanceof URL || typeof from === "string"
        ? await fetchWhole(from, "module-unreachable", { integrity }, compile)
        : from instanceof WebAssembly.Module
          ? from
          : await WebAssembly.compile(from as BufferSource);
    // It is compiled already, and connecting it takes no time.
    begin({ module });
  } catch (error) {
    if (error instanceof HomekeptError) throw error;
    throw new HomekeptError("module-refused", "the CSP needs 'wasm-unsafe-eval'");
  }
}

/**
 * Fetches the whole pack: never a part chosen by the profile. The address is
 * that of the content's hash, so the browser's cache may keep it.
 */
export async function fetchPack(
  { url, integrity = "" }: { readonly url: string; readonly integrity?: string },
  base: URL,
  cache: RequestCache = "default",
): Promise<Uint8Array> {
  const options = { integrity, cache };
  const take = (response: Response): Promise<ArrayBuffer> => response.arrayBuffer();
  return new Uint8Array(await fetchWhole(new URL(url, base), "pack-unreachable", options, take));
}

/** Compiles while it streams; servers that send another MIME type are forgiven. */
async function compile(response: Response): Promise<WebAssembly.Module> {
  return response.headers.get("content-type") === "application/wasm"
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
