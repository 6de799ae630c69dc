import { HomekeptError } from "./errors.js";
import { Homekept, own } from "./homekept.js";
import { asHomekeptError, Inside, keepInside } from "./internal.js";
import { fetchPack, loadModule, type WasmSource } from "./load.js";
import { addressOf, fetchPolicy, type Policy } from "./policy.js";
import { Door } from "./wasm/homekept.js";

/** How to open the module. */
export interface OpenOptions {
  /** Address of the site's policy file. */
  readonly policy: string | URL;
  /** The language of notices and reasons; the page's own when absent. */
  readonly language?: string;
  /** Where the module comes from, when not from the file beside this one. */
  readonly wasm?: WasmSource;
  /** Subresource integrity of the module, for example `sha384-...`. */
  readonly wasmIntegrity?: string;
}

/**
 * Opens the module, once for a page: later calls get the same instance, and
 * need no options. The requests it makes are the same, and in the same order,
 * for every customer: the policy, the module, the pack.
 */
export function open(options?: OpenOptions): Promise<Homekept> {
  const wanted = options && read(options);
  if (wanted instanceof HomekeptError) return Promise.reject(wanted);
  if (opened) {
    return !wanted || String(wanted.policy) === opened.policy
      ? opened.homekept
      : Promise.reject(new HomekeptError("already-open"));
  }
  if (!wanted) {
    return Promise.reject(
      new HomekeptError("not-open", "call open({ policy }) first"),
    );
  }
  const homekept = openAnew(wanted);
  opened = { policy: String(wanted.policy), homekept };
  // What failed may be tried again: a network comes back.
  homekept.catch(() => (opened = undefined));
  return homekept;
}

/** The caller's own options, or why they are none. A wrong type here could pass for a default. */
function read(options: OpenOptions): OpenOptions | HomekeptError {
  try {
    const { policy, language, wasm, wasmIntegrity } = own(options);
    const isText = (value: unknown): boolean => value === undefined || typeof value === "string";
    if ((policy instanceof URL || typeof policy === "string") && isText(language) && isText(wasmIntegrity)) {
      return { policy, language, wasm, wasmIntegrity } as OpenOptions;
    }
  } catch {
    // A getter throws: told below.
  }
  return new HomekeptError("request-invalid");
}

let opened: { policy: string; homekept: Promise<Homekept> } | undefined;

async function openAnew(options: OpenOptions): Promise<Homekept> {
  const base = addressOf(options.policy);
  const policy = await fetchPolicy(base);
  // Both requests leave before the vault is looked at, so that nothing in it
  // can change them.
  const module = loadModule(options.wasm, options.wasmIntegrity);
  const pack = settle(fetchPack(policy.pack, base));
  await module;
  const bytes = await pack;
  const door = await openDoor(policy);
  return furnish(door, policy, options.language, bytes);
}

/** Puts the facade before an open door, with the pack or with why there is none. */
export function furnish(
  door: Door,
  policy: Policy,
  language: string | undefined,
  pack: Uint8Array | HomekeptError,
): Homekept {
  const homekept = new Homekept();
  const inside = new Inside(door, policy, language);
  keepInside(homekept, inside);
  if (pack instanceof HomekeptError) {
    inside.packProblem = pack.code;
  } else {
    try {
      inside.ask((door) => door.load(pack));
    } catch (error) {
      inside.packProblem = (error as HomekeptError).code;
    }
  }
  retireOnPanic(inside);
  rereadOnReturn(inside);
  return homekept;
}

async function openDoor(policy: Policy): Promise<Door> {
  try {
    const door = new Door(
      policy,
      globalThis.location?.origin ?? "",
      globalThis.navigator?.globalPrivacyControl === true,
      globalThis.self !== globalThis.top,
    );
    await door.open();
    return door;
  } catch (error) {
    throw asHomekeptError(error);
  }
}

/**
 * A panic in the midst of waiting surfaces on the window. It ends there, and
 * whoever waits is told. Where the stack does not say whose panic it was, a
 * module that somebody waits for is retired all the same: picks are a loss
 * that the page survives.
 */
function retireOnPanic(inside: Inside): void {
  globalThis.addEventListener?.("error", (event) => {
    const { error } = event;
    if (!(error instanceof WebAssembly.RuntimeError)) return;
    const ours = error.stack?.includes("homekept") === true;
    if (ours) event.preventDefault();
    if (ours || inside.isAwaited) inside.stop();
  });
}

/**
 * What was allowed or refused meanwhile, in another tab or before the page came
 * back from the browser's cache, holds here too as soon as it is looked at.
 */
function rereadOnReturn(inside: Inside): void {
  const reread = (): void => {
    if (document.visibilityState !== "visible" || inside.stopped) return;
    // Where it cannot be read, what is known goes on; a panic has been dealt with.
    inside.act((door) => door.open()).catch(() => {});
  };
  globalThis.document?.addEventListener("visibilitychange", reread);
}

/** An outcome that waits to be looked at, so that no rejection goes unhandled. */
function settle<T>(promise: Promise<T>): Promise<T | HomekeptError> {
  return promise.catch((error: HomekeptError) => error);
}

declare global {
  interface Navigator {
    /** Global Privacy Control; undefined where it is not expressed. */
    readonly globalPrivacyControl?: boolean;
  }
}
