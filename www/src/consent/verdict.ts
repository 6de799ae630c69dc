import type { ChoiceView, State } from "../wasm/homekept.js";

/**
 * What consent managers say of one purpose. `undefined`: nobody knows yet. `null`: never, whatever
 * the person chooses, for they are known to be a child.
 */
export type Says = boolean | null | undefined;

/** How one purpose stands when a manager speaks. */
export interface Standing {
  readonly says: Says;
  /** Whether the person answered just now; if not, an earlier answer is told again. */
  readonly isNew: boolean;
  readonly state: State;
  /** Whether the question is open: no refusal, no privacy signal, no vault that cannot be read. */
  readonly ask: boolean;
  /** The choices about this purpose, oldest first. */
  readonly choices: readonly Pick<ChoiceView, "allowed" | "method">[];
}

/**
 * What is to be written down: a yes, a no, or nothing. It remembers by the ledger alone.
 * `docs/consent-managers.md` has it as a table.
 */
export function verdict({ says, isNew, state, ask, choices }: Standing): boolean | undefined {
  if (says === undefined || state === (says ? "on" : "off")) return undefined;
  if (isNew || says === null) return Boolean(says);
  if (state === "unasked") return ask ? says : undefined;
  const theirs = choices.filter(({ method }) => method === "manager").at(-1);
  // An answer unlike their last one was given where this module was not. Whether that was before
  // or after what the person chose here, nobody knows: the no wins.
  const isNews = theirs !== undefined && theirs.allowed !== says;
  const wins = !says || (state === "off" && choices.at(-1) === theirs);
  return isNews && wins ? says : undefined;
}
