import { HomekeptError } from "./errors.js";
import { own } from "./guard.js";
import { Homekept } from "./homekept.js";
import { asHomekeptError, Inside, insideOf, keepInside } from "./internal.js";
import { activation, findLocked, keepInStep, lockByHand } from "./life.js";
import { fetchPack, loadModule, start, type WasmSource } from "./load.js";
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
  // What failed may be tried again: a network comes back, a module that broke down does not.
  homekept.catch(({ code }: HomekeptError) => {
    if (code !== "stopped") opened = undefined;
  });
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
  let policy = await fetchPolicy(base);
  // Both requests leave before the vault is looked at, so that nothing in it
  // can change them.
  const module = loadModule(options.wasm, options.wasmIntegrity);
  const pack = fetchPack(policy.pack, base)
    .catch(async () => {
      // A new pack may have come after the policy was read, or a bad copy is in a cache.
      policy = await fetchPolicy(base);
      return fetchPack(policy.pack, base, "reload");
    })
    .catch(() => new HomekeptError("pack-unreachable"));
  await module;
  const bytes = await pack;
  await activation();
  const homekept = furnish(makeDoor(policy), policy, options.language, bytes);
  const inside = insideOf(homekept);
  const { shards } = policy.pack;
  if (shards && bytes instanceof Uint8Array) {
    // Without it the head alone is known.
    inside.shards = await import("./shards.js")
      .then(({ Shards }) => Shards.open(inside, bytes, shards, { base, start, fetchPack }))
      .catch(() => undefined);
  }
  lockByHand(inside, Date.now() / 1000);
  const { storageReason } = await inside.act((door) => door.open());
  if (storageReason === "vault-damaged") await findLocked(inside).catch(() => {});
  return homekept;
}

/** Puts the facade before a door, with the pack or with why there is none. */
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
      inside.ask((door) => door.load(pack, false));
    } catch (error) {
      inside.packProblem = (error as HomekeptError).code;
    }
  }
  retireOnPanic(inside);
  keepInStep(inside);
  return homekept;
}

function makeDoor(policy: Policy): Door {
  try {
    return new Door(
      policy,
      globalThis.location?.origin ?? "",
      globalThis.navigator?.globalPrivacyControl === true,
      globalThis.self !== globalThis.top,
    );
  } catch (error) {
    throw asHomekeptError(error);
  }
}

/**
 * A panic in the midst of waiting surfaces as a rejection that nobody handles.
 * It ends here, and whoever waits is told. Where the stack does not say whose panic it was, a
 * module that somebody waits for is retired all the same: picks are a loss
 * that the page survives.
 */
function retireOnPanic(inside: Inside): void {
  globalThis.addEventListener?.("unhandledrejection", (event) => {
    const error: unknown = event.reason;
    if (!(error instanceof WebAssembly.RuntimeError)) return;
    // By the module's file, or by that of the glue that called it.
    const ours = ["homekept", import.meta.url].some((name) => error.stack?.includes(name));
    if (ours) event.preventDefault();
    if (ours || inside.isAwaited) inside.stop();
  });
}

declare global {
  interface Navigator {
    /** Global Privacy Control; undefined where it is not expressed. */
    readonly globalPrivacyControl?: boolean;
  }
}
