/**
 * Locks that the customer sets: while one is shut, what is kept cannot be read with all that the
 * browser stores, only with the passphrase besides. The preference center has controls for them.
 */
import { HomekeptError } from "../errors.js";
import type { Homekept } from "../homekept.js";
import { insideOf, type Inside } from "../internal.js";
import type { StatusView } from "../wasm/homekept.js";
import { ask } from "./ask.js";
import { areSame, change, read, type Kept } from "./store.js";
import { LEAST } from "./strength.js";
import { minutesOf, nameOf, opens, watch } from "./watch.js";
import type { Made } from "./worker.js";

export { LEAST, strengthOf, type Strength } from "./strength.js";

/** How a profile is locked. */
export interface LockView {
  /** Whether this device's own key opens it, or a passphrase alone. */
  readonly kind: "device" | "passphrase";
  /** Minutes without use after which it locks by itself; 0 is never. */
  readonly minutes: number;
}

/** Minutes without use after which a lock shuts by itself; 0 is never. */
export type Minutes = 0 | 5 | 15 | 60 | 1440;

/** A lock to come. */
export interface NewLock {
  readonly passphrase: string;
  readonly minutes: Minutes;
}

/** Which lock there is. */
export async function lockOf(homekept: Homekept): Promise<LockView> {
  const name = nameOf(insideOf(homekept));
  const { lock } = await read(name);
  return lock ? { kind: "passphrase", minutes: minutesOf(name) } : { kind: "device", minutes: 0 };
}

/**
 * Has the profile open by this passphrase from now on. Where there is a lock already, its passphrase
 * so far is `current`.
 */
export async function setPassphrase(
  homekept: Homekept,
  { passphrase, minutes }: NewLock,
  current?: string,
): Promise<StatusView> {
  if ([...passphrase].length < LEAST) throw new HomekeptError("passphrase-short");
  return changeLock(insideOf(homekept), { passphrase, minutes }, current);
}

/** Has this device's own key open it again, for who knows the passphrase. */
export async function changeToDevice(homekept: Homekept, current: string): Promise<StatusView> {
  return changeLock(insideOf(homekept), { minutes: 0 }, current);
}

/**
 * Opens a lock. A wrong passphrase is `unlock-failed`, and so is a lock that was tampered with. After
 * each failure in a row the next try waits for twice as long, from one second to sixty, in all tabs
 * together.
 */
export async function unlock(homekept: Homekept, passphrase: string): Promise<StatusView> {
  const inside = insideOf(homekept);
  const name = nameOf(inside);
  return alone(name, async () => {
    const { lock } = await countedTry(name);
    if (!lock) throw new HomekeptError("vault-gone");
    const { key, minutes } = await ask({ deed: "open", lock, passphrase, ...scopeOf(inside) });
    const put = (found: Kept): Partial<Kept> | undefined =>
      areSame(found.lock, lock) ? { key, tries: undefined } : undefined;
    if (!(await change(name, put))) throw new HomekeptError("storage-busy");
    return reopen(inside, minutes);
  });
}

async function changeLock(
  inside: Inside,
  next: { readonly passphrase?: string; readonly minutes: number },
  current: string | undefined,
): Promise<StatusView> {
  const name = nameOf(inside);
  const { locked, storage } = inside.ask((door) => door.view("status"));
  if (locked) throw new HomekeptError("vault-locked");
  if (storage !== "device") throw new HomekeptError("storage-unavailable");
  return alone(name, async () => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const found = await read(name);
      if (!found.header || !found.key) throw new HomekeptError("vault-gone");
      if (found.lock && current === undefined) throw new HomekeptError("passphrase-needed");
      if (found.lock) await countedTry(name);
      const { header, key, lock } = found;
      const made = await ask({ deed: "change", header, key, lock, current, ...next, ...scopeOf(inside) });
      if (await exchange(name, found, made)) return reopen(inside, made.minutes);
      // A generation began meanwhile: its data key is another.
    }
    throw new HomekeptError("storage-busy");
  });
}

/** Header, lock and key, all of them or none: whatever happens then, one of the two locks opens it. */
async function exchange(name: string, { header, lock }: Kept, made: Made): Promise<boolean> {
  const put = (found: Kept): Partial<Kept> | undefined =>
    found.key && areSame(found.header, header) && areSame(found.lock, lock)
      ? { key: made.key, header: made.header, lock: made.lock, tries: undefined }
      : undefined;
  return (await change(name, put)) !== undefined;
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
async function alone<T>(name: string, deed: () => Promise<T>): Promise<T> {
  try {
    return await navigator.locks.request(name, deed);
  } catch (error) {
    if (error instanceof HomekeptError) throw error;
    throw new HomekeptError((error as Error).name === "QuotaExceededError" ? "storage-full" : "storage-failed");
  }
}

function scopeOf({ policy }: Inside): { origin: string; site: string } {
  return { origin: location.origin, site: policy.site };
}

const MOST_SECONDS = 60;
/** Each lost race lets another page's write through, so a few are enough. */
const TRIES = 4;
