/**
 * Locks that the customer sets: while one is shut, what is kept cannot be read with all that the
 * browser stores, only with the passphrase or the passkey besides. The preference center has controls for them.
 */
import { HomekeptError } from "../errors.js";
import type { Homekept } from "../homekept.js";
import { asHomekeptError, insideOf, type Inside } from "../internal.js";
import type { StatusView } from "../wasm/homekept.js";
import { ask } from "./ask.js";
import { dropPasskey, makePasskey, usePasskey, type Passkey, type Secret } from "./passkey.js";
import { areSame, change, read as readKept, type Kept } from "./store.js";
import { LEAST } from "./strength.js";
import { minutesOf, nameOf, opens, watch } from "./watch.js";
import type { Made } from "./worker.js";

export { hasPasskeys } from "./passkey.js";
export { LEAST, strengthOf, type Strength } from "./strength.js";

/** How a profile is locked. */
export interface LockView {
  /** Whether this device's own key opens it, or a passphrase alone. */
  readonly kind: "device" | "passphrase";
  /** Minutes without use after which it locks by itself; 0 is never. */
  readonly minutes: number;
  /** Whether a passkey opens it, too. */
  readonly passkey: boolean;
}

/** Minutes without use after which a lock shuts by itself; 0 is never. */
export type Minutes = 0 | 5 | 15 | 60 | 1440;

/** A lock to come. */
export interface NewLock {
  readonly passphrase: string;
  readonly minutes: Minutes;
  /** Whether a passkey opens it, too: the browser asks for the one that did so far, or makes one. */
  readonly passkey?: boolean;
}

/** What opens a lock: its passphrase, or its passkey, which the browser asks for. */
export type Proof = string | { readonly passkey: true };

/** Which lock there is. */
export async function lockOf(homekept: Homekept): Promise<LockView> {
  const name = nameOf(insideOf(homekept));
  const { lock, passkey } = await read(name);
  return lock
    ? { kind: "passphrase", minutes: minutesOf(name), passkey: passkey !== undefined }
    : { kind: "device", minutes: 0, passkey: false };
}

/**
 * Has the profile open by this passphrase from now on, and by a passkey where that is wished. Where
 * there is a lock already, `current` opens it. `lock-changed` is the one error after which this lock is
 * the one in force: what failed came after it.
 */
export async function setPassphrase(
  homekept: Homekept,
  { passphrase, minutes, passkey }: NewLock,
  current?: Proof,
): Promise<StatusView> {
  if ([...passphrase].length < LEAST) throw new HomekeptError("passphrase-short");
  return changeLock(insideOf(homekept), { passphrase, minutes, passkey }, current);
}

/** Has this device's own key open it again, for who can open the lock. Fails as {@link setPassphrase} does. */
export async function changeToDevice(homekept: Homekept, current: Proof): Promise<StatusView> {
  return changeLock(insideOf(homekept), { minutes: 0 }, current);
}

/**
 * Opens a lock. A wrong passphrase is `unlock-failed`, and so is a lock that was tampered with. After
 * each passphrase in a row that failed the next try waits for twice as long, from one second to
 * sixty, in all tabs together. What a passkey tells cannot be guessed, so those tries are not counted.
 */
export async function unlock(homekept: Homekept, proof: Proof): Promise<StatusView> {
  const inside = insideOf(homekept);
  const name = nameOf(inside);
  const by = await shown(name, proof);
  try {
    return await alone(name, async () => {
      const { lock } = await (typeof by === "string" ? countedTry(name) : read(name));
      if (!lock) throw new HomekeptError("vault-gone");
      const { key, minutes } = await ask({ deed: "open", lock, proof: by, ...scopeOf(inside) });
      const put = (found: Kept): Partial<Kept> | undefined =>
        areSame(found.lock, lock) ? { key, tries: undefined } : undefined;
      if (!(await stores(name, put))) throw new HomekeptError("storage-busy");
      return reopen(inside, minutes);
    });
  } finally {
    forget(by);
  }
}

/** A lock to come, as it is made. */
interface Next {
  readonly passphrase?: string;
  readonly minutes: number;
  readonly passkey?: Secret | undefined;
}

async function changeLock(
  inside: Inside,
  next: Omit<Next, "passkey"> & { readonly passkey?: boolean | undefined },
  current: Proof | undefined,
): Promise<StatusView> {
  const name = nameOf(inside);
  const { locked, storage } = inside.ask((door) => door.view("status"));
  if (locked) throw new HomekeptError("vault-locked");
  if (storage !== "device") throw new HomekeptError("storage-unavailable");
  const { lock, passkey: known } = await read(name);
  if (lock && current === undefined) throw new HomekeptError("passphrase-needed");
  const by = lock && current !== undefined ? await shown(name, current) : undefined;
  let passkey: Secret | undefined;
  try {
    if (next.passkey && typeof by === "object") passkey = by;
    else if (next.passkey) passkey = await (known ? usePasskey(known) : makePasskey(inside.policy.site));
    const status = await alone(name, () => exchange(inside, { ...next, passkey }, by));
    if (known && !passkey) dropPasskey(known);
    return status;
  } catch (error) {
    // What failed may have come after the change: the lock in force tells whether a passkey is of use.
    const unused = passkey && known ? undefined : (passkey ?? known);
    const inForce = unused && (await read(name).catch(() => undefined));
    if (unused && inForce && !inForce.passkey) dropPasskey(unused);
    throw error;
  } finally {
    forget(by);
    forget(passkey);
  }
}

/** Puts a lock in the place of what is there. */
async function exchange(inside: Inside, next: Next, by: string | Secret | undefined): Promise<StatusView> {
  const name = nameOf(inside);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const found = await read(name);
    const { header, key, lock } = found;
    if (!header || !key) throw new HomekeptError("vault-gone");
    if (lock && by === undefined) throw new HomekeptError("passphrase-needed");
    if (lock && typeof by === "string") await countedTry(name);
    const made = await ask({ deed: "change", header, key, lock, current: by, ...next, ...scopeOf(inside) });
    if (await puts(name, found, made, next.passkey)) {
      return reopen(inside, made.minutes).catch(() => {
        throw new HomekeptError("lock-changed", "load the page again");
      });
    }
    // A generation began meanwhile: its data key is another.
  }
  throw new HomekeptError("storage-busy");
}

/** Header, lock and key, all of them or none: whatever happens then, one of the two locks opens it. */
async function puts(name: string, before: Kept, { key, header, lock }: Made, by: Passkey | undefined): Promise<boolean> {
  const passkey = by && { id: by.id, salt: by.salt };
  const put = (found: Kept): Partial<Kept> | undefined =>
    found.key && areSame(found.header, before.header) && areSame(found.lock, before.lock)
      ? { key, header, lock, passkey, tries: undefined }
      : undefined;
  return (await stores(name, put)) !== undefined;
}

/** Stores what the right passphrase or passkey allows. Where storage fails at it, nobody has guessed wrong. */
async function stores(name: string, act: (found: Kept) => Partial<Kept> | undefined): Promise<Kept | undefined> {
  try {
    return await change(name, act);
  } catch (error) {
    await change(name, () => ({ tries: undefined })).catch(() => undefined);
    throw error;
  }
}

/** What somebody shows that they may open it: a passkey is asked for, ahead of all waiting. */
async function shown(name: string, proof: Proof): Promise<string | Secret> {
  if (typeof proof === "string") return proof;
  const { passkey } = await read(name);
  if (!passkey) throw new HomekeptError("passkey-unavailable");
  return usePasskey(passkey);
}

/** Keeps no secret of a passkey in the page's memory that can be wiped out of it. */
function forget(shown: string | Secret | undefined): void {
  if (typeof shown === "object") shown.secret.fill(0);
}

/**
 * Opens what the key that is there now opens, and begins a new generation: after a change, a key
 * from before, of which the disk may still hold a copy, opens nothing that comes later.
 */
function reopen(inside: Inside, minutes: number): Promise<StatusView> {
  return inside.change(async (door) => {
    const status = await door.set("locked", false);
    opens(nameOf(inside), minutes);
    void watch(inside);
    return status;
  });
}

/** Waits for as long as the failures so far ask for, and counts this try before it is made. */
async function countedTry(name: string): Promise<Kept> {
  const { tries: [failed, at] = [0, 0] } = await read(name);
  const delay = failed > 0 ? Math.min(2 ** (failed - 1), MOST_SECONDS) * 1000 : 0;
  // A clock that was set back asks for no more than the whole of it.
  const rest = Math.min(delay, Math.max(0, at + delay - Date.now()));
  if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
  const count = ({ tries: [before] = [0, 0] }: Kept): Partial<Kept> => ({ tries: [before + 1, Date.now()] });
  return (await change(name, count)) ?? {};
}

/** One page at a time. */
function alone<T>(name: string, deed: () => Promise<T>): Promise<T> {
  return navigator.locks.request(name, deed).catch(fail) as Promise<T>;
}

function read(name: string): Promise<Kept> {
  return readKept(name).catch(fail);
}

/** What storage throws has a code alone, and what the browser throws none of ours. */
function fail(error: unknown): never {
  throw error instanceof DOMException ? new HomekeptError("storage-failed") : asHomekeptError(error);
}

function scopeOf({ policy }: Inside): { origin: string; site: string } {
  return { origin: location.origin, site: policy.site };
}

const MOST_SECONDS = 60;
/** Each lost race lets another page's write through, so a few are enough. */
const TRIES = 4;
