/** What moving house takes, for who has the inside and the lock's worker already. */
import { HomekeptError, type ErrorCode } from "../errors.js";
import { own } from "../guard.js";
import type { Homekept } from "../homekept.js";
import type { Inside } from "../internal.js";
import type { ask } from "../lock/ask.js";
import { LEAST } from "../lock/strength.js";
import { RETENTION_DAYS } from "../retention.js";
import type { StatusView } from "../wasm/homekept.js";
import { check, documentOf } from "./document.js";
import { merge, read, type Arrival } from "./module.js";

/** Whether what a file says comes beside what is here, or in its place. */
export type Way = "add" | "replace";

/** What came of it, in entries. */
export interface Brought {
  readonly status: StatusView;
  /** Came in. */
  readonly brought: number;
  /** Are here already, or a later word on the same topic is. */
  readonly known: number;
  /** Stayed out, since they are not allowed here. */
  readonly barred: number;
  /** Stayed out, since they are older than things are kept, or more than are. */
  readonly expired: number;
}

/** What seals and opens files, in a worker: a page has one, since it may make but one policy for it. */
export type Ask = typeof ask;

export async function seal(homekept: Homekept, passphrase: string, by: Ask): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof passphrase !== "string") throw new HomekeptError("request-invalid");
  if ([...passphrase].length < LEAST) throw new HomekeptError("passphrase-short");
  // At once: the gesture is over after a wait.
  const taken = homekept.export();
  const bytes = new TextEncoder().encode(await documentOf(taken, 0));
  return by({ deed: "seal-file", bytes, passphrase }).catch((error: unknown) => {
    // Nothing was to be opened: it is the memory that is missing.
    const { code } = error as { code?: ErrorCode };
    throw code === "unlock-failed" ? new HomekeptError("module-refused", "there is not enough memory") : error;
  });
}

/** Whether a file takes a passphrase. */
export function isSealed(file: Uint8Array): boolean {
  return file[0] === MAGIC.charCodeAt(0) && file[1] === MAGIC.charCodeAt(1);
}

export async function open(file: Uint8Array, passphrase: string, by: Ask): Promise<Arrival> {
  if (!(file instanceof Uint8Array) || typeof passphrase !== "string") throw new HomekeptError("request-invalid");
  if (file.length > MOST_BYTES) throw new HomekeptError("file-too-large");
  const bytes = isSealed(file) ? await by({ deed: "open-file", bytes: file, passphrase }).catch(newer) : file;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new HomekeptError("file-malformed");
  }
  await check(text);
  return read(text);
}

export async function bring(inside: Inside, arrival: Arrival, way: Way): Promise<Brought> {
  if (way !== "add" && way !== "replace") throw new HomekeptError("request-invalid");
  for (let tries = 1; ; tries += 1) {
    const { kept, status } = inside.ask((door) => ({ kept: door.view("kept"), status: own(door.view("status")) }));
    if (status.locked) throw new HomekeptError("vault-locked");
    if (status.off) throw new HomekeptError("switched-off");
    const allowed = status.purposes.map(own).filter(({ state }) => state === "on");
    const { snapshot, ...counts } = merge(arrival, {
      site: inside.policy.site,
      snapshot: kept,
      allowed: allowed.map(({ purpose }) => purpose),
      retentionDays: inside.policy.retentionDays ?? RETENTION_DAYS,
      replaces: way === "replace",
    });
    try {
      return { status: await inside.change((door) => door.exchange(kept, snapshot)), ...counts };
    } catch (error) {
      const { code } = error as HomekeptError;
      // What storage refused is not to be in use either.
      if (REFUSALS.test(code)) await inside.change((door) => door.exchange(door.view("kept"), kept)).catch(() => {});
      // Something was kept or forgotten meanwhile, here or in another tab: with that, once more.
      if (code !== "request-invalid") throw error;
      if (tries >= TRIES) throw new HomekeptError("storage-busy");
    }
  }
}

/** The vault's own word for it, in terms of files. */
function newer(error: unknown): never {
  const { code } = error as { code?: ErrorCode };
  throw code === "vault-version-unknown" ? new HomekeptError("file-newer") : error;
}

/** How a sealed file begins. */
const MAGIC = "HF";
/** A document has 4 MiB at the most, and a sealed one hardly more. */
export const MOST_BYTES = 5 << 20;
/** By which codes storage refuses what nobody else has changed. */
const REFUSALS = /^storage-(full|failed|silent|unavailable)$/;
/** Each lost race lets another write through, so a few are enough. */
const TRIES = 4;
