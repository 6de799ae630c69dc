/** The part of a site's database that locks are about. */
import { exchange } from "../stored.js";
import type { Passkey } from "./passkey.js";

export { areSame } from "../stored.js";

/** What is kept, as far as locks go. */
export interface Kept {
  /** Encrypts and decrypts the data key; not there while a lock is shut. */
  readonly key?: CryptoKey | undefined;
  readonly header?: Uint8Array | undefined;
  /** What brings the key back; not there where it is this device's own. */
  readonly lock?: Uint8Array | undefined;
  /** What a passkey is asked for by, where one of the lock's ways is a passkey. */
  readonly passkey?: Passkey | undefined;
  /** How many tries failed in a row, and when the last one was. */
  readonly tries?: readonly [number, number] | undefined;
}

/** Reads it; nothing where there is no database, and none is made. */
export async function read(name: string): Promise<Kept> {
  return (await change(name, () => ({}))) ?? {};
}

/** Changes what `act` names, as {@link exchange} does. */
export function change(
  name: string,
  act: (found: Kept) => Partial<Kept> | undefined,
): Promise<Kept | undefined> {
  return exchange<Kept>(name, NAMES, act);
}

const NAMES = ["key", "header", "lock", "passkey", "tries"] as const;
