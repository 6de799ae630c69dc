/**
 * Moving house: the export as a sealed file that the customer carries to another browser, and what
 * comes out of such a file, or of an export, put beside what is kept there, or in its place. No file
 * gives consent: what is not allowed where it arrives stays out.
 */
import type { Homekept } from "../homekept.js";
import { insideOf } from "../internal.js";
import { ask } from "../lock/ask.js";
import { bring, open, seal, type Brought, type Way } from "./deeds.js";
import type { Arrival } from "./module.js";

export { isSealed, type Brought, type Way } from "./deeds.js";
export { documentOf } from "./document.js";
export type { Arrival } from "./module.js";

/**
 * Everything that is kept, sealed under a passphrase of 8 characters or more; only at the customer's
 * own gesture, as `export()`.
 */
export function sealedFile(homekept: Homekept, passphrase: string): Promise<Uint8Array<ArrayBuffer>> {
  return seal(homekept, passphrase, ask);
}

/**
 * Reads a file, and changes nothing. A wrong passphrase and a sealed file that was changed are
 * `unlock-failed`; the codes of a document that is not taken in begin with `file-`.
 */
export function openFile(file: Uint8Array, passphrase = ""): Promise<Arrival> {
  return open(file, passphrase, ask);
}

/** Puts what a file says beside what is here, or in its place. */
export async function bringIn(homekept: Homekept, arrival: Arrival, way: Way): Promise<Brought> {
  return bring(insideOf(homekept), arrival, way);
}
