/**
 * The ledger of signals in the site's database, sealed: what it holds is drawn in
 * `crates/signals/src/ledger.rs`. It lies under `meta`, so that it goes when everything is erased.
 *
 * ```text
 * "signals"      0  1  version, 1
 *                1 12  nonce
 *               13     AES-256-GCM of the ledger as JSON, with spaces up to a multiple of 1,024 bytes;
 *                      bound to "homekept-signals", the version, origin and site
 * "signals-key"  the key, which script can use but not copy
 * ```
 *
 * The key is its own: a lock that changes must not make it unknown what was spent.
 */
import { HomekeptError } from "../errors.js";
import { areSame, exchange } from "../stored.js";

/** One report that was paid for. */
export interface Entry {
  readonly period: number;
  readonly name: string;
  readonly revision: number;
  readonly kind: "interest" | "outcome" | "count";
  /** What it cost, in thousandths. */
  readonly epsilon: number;
  /** In minutes since 1970. */
  readonly spent: number;
  readonly sent: number | null;
  /** Its bytes; none of what never left. */
  readonly report: readonly number[] | null;
}

/** What is written down; the module alone writes the rest of it. */
export interface Ledger {
  readonly closed: boolean;
  readonly plan: object | null;
  readonly entries: readonly Entry[];
}

/** What was found: the record is handed back on writing, so that nobody's word in between is lost. */
export interface Found {
  readonly ledger: Ledger | undefined;
  readonly record: Uint8Array | undefined;
}

/** Reads it; nothing where there is no vault. */
export async function read(site: string): Promise<Found | undefined> {
  const kept = await exchange<Kept>(nameOf(site), NAMES, () => ({}));
  if (!kept?.header) return undefined;
  const record = kept.signals;
  if (!record) return { ledger: undefined, record };
  // Without it, it cannot be told what was spent; to begin anew would be to forget that.
  const key = kept["signals-key"];
  if (!key || record[0] !== VERSION) throw new HomekeptError(key ? "vault-version-unknown" : "vault-damaged");
  const sealed = record.slice(NONCE_END) as Uint8Array<ArrayBuffer>;
  try {
    const bytes = await crypto.subtle.decrypt(cipher(site, record.slice(1, NONCE_END)), key, sealed);
    return { ledger: JSON.parse(new TextDecoder().decode(bytes)), record };
  } catch {
    throw new HomekeptError("vault-damaged");
  }
}

/** Writes it, where what was found is still what is there. Gives whether that was so. */
export async function write(site: string, found: Found, ledger: Ledger): Promise<boolean> {
  const kept = await exchange<Kept>(nameOf(site), NAMES, () => ({}));
  // The same key for as long as there is one.
  const key =
    kept?.["signals-key"] ??
    (await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]));
  const text = JSON.stringify(ledger);
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil(bytes.length / STEP) * STEP).fill(SPACE);
  padded.set(bytes);
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_END - 1));
  const sealed = await crypto.subtle.encrypt(cipher(site, nonce), key, padded);
  const signals = Uint8Array.from([VERSION, ...nonce, ...new Uint8Array(sealed)]);
  const put = (there: Kept): Partial<Kept> | undefined =>
    there.header && areSame(there.signals, found.record) && isSameKey(there, kept)
      ? { signals, "signals-key": key }
      : undefined;
  return (await exchange<Kept>(nameOf(site), NAMES, put)) !== undefined;
}

/** Of the database and the Web Lock. */
export function nameOf(site: string): string {
  return `homekept:${site}`;
}

/** What is there of the vault. */
interface Kept {
  readonly header?: Uint8Array | undefined;
  readonly signals?: Uint8Array | undefined;
  readonly "signals-key"?: CryptoKey | undefined;
}

/** A key comes once and stays, so both have one or neither. */
function isSameKey(one: Kept, other: Kept | undefined): boolean {
  return Boolean(one["signals-key"]) === Boolean(other?.["signals-key"]);
}

function cipher(site: string, iv: Uint8Array): AesGcmParams {
  const bound = JSON.stringify(["homekept-signals", VERSION, location.origin, site]);
  return {
    name: "AES-GCM",
    iv: iv as Uint8Array<ArrayBuffer>,
    additionalData: new TextEncoder().encode(bound),
  };
}

const NAMES = ["header", "signals", "signals-key"] as const;
const VERSION = 1;
const NONCE_END = 13;
const STEP = 1_024;
const SPACE = 32;
