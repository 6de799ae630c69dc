import type { ChoiceView, State } from "../wasm/homekept.js";
import { Says } from "./says.js";

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
 * Whether what the managers say is to be written down. It remembers by the ledger alone;
 * `docs/consent-managers.md` has it as a table.
 */
export function counts({ says, isNew, state, ask, choices }: Standing): boolean {
  const last = choices.at(-1);
  const theirs = choices.filter(({ method }) => method === "manager").at(-1);
  if (says === Says.Yes) {
    if (state === "on") return false;
    if (state === "unasked") return isNew || ask;
    // An earlier yes is news where the last word was their no: it was given where this module was not.
    return isNew || (last !== undefined && last === theirs && !last.allowed);
  }
  // An earlier no is news where they had said yes. Whether it came before or after what the person
  // chose here, nobody knows: the no wins.
  const ends = isNew || says === Says.Never || theirs?.allowed === true;
  return says < Says.Unknown && (state === "on" || state === "ask-again") && ends;
}
