import type { Purpose } from "../wasm/homekept.js";
import { followCategories, type Allows, type Hear, type Opened } from "./follow.js";

export type { Opened } from "./follow.js";

/** What a manager says of each purpose: nothing, where it does not know. */
export type Answers = Readonly<Partial<Record<Purpose, boolean>>>;

/** By what a consent manager without an adapter is followed. */
export interface Teller {
  /** Says what the manager says now. `isNew`: the person answered just now. */
  tell(answers: Answers | undefined, isNew: boolean): void;
  stop(): void;
}

/** Follows any consent manager: the page tells what it says about `purposes`. */
export function consentFrom(homekept: Opened, purposes: readonly Purpose[]): Teller {
  let hear: Hear<Allows>;
  const themselves = Object.fromEntries(purposes.map((purpose) => [purpose, purpose]));
  const stop = followCategories(homekept, themselves, (given) => {
    hear = given;
  });
  const read = (answer: unknown) => (answer === undefined ? answer : answer === true);
  return {
    tell: (answers, isNew) => hear(() => answers && ((purpose) => read(answers[purpose as Purpose])), isNew),
    stop,
  };
}
