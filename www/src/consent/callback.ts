import type { Purpose } from "../wasm/homekept.js";
import { follow, type Hear, type Opened, type Said } from "./follow.js";

export type { Said } from "./follow.js";

/** What a consent manager without an adapter is followed by. */
export interface Teller {
  /** Says what the manager says. `isNew`: the person answered just now. */
  tell(said: Said | undefined, isNew: boolean): void;
  stop(): void;
}

/** Follows any consent manager: the page tells what it says about `purposes`. */
export function consentFrom(homekept: Opened, purposes: readonly Purpose[]): Teller {
  let hear: Hear = () => {};
  const stop = follow(homekept, purposes, (given) => void (hear = given));
  return { stop, tell: (said, isNew) => hear(() => said && pick(said, purposes), isNew) };
}

/** Of what is said only what it is asked about, and only a plain yes as a yes. */
function pick(said: Said, purposes: readonly Purpose[]): Said {
  const about = purposes.filter((purpose) => purpose in said);
  return Object.fromEntries(about.map((purpose) => [purpose, said[purpose] == null ? said[purpose] : said[purpose] === true]));
}
