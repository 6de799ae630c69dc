/** What every section of the preference center works with. */
import type { Homekept } from "../../homekept.js";
import type { Inside } from "../../internal.js";
import type { StatusView } from "../../wasm/homekept.js";
import type { Words } from "../messages/words.js";

export interface Desk {
  readonly hk: Homekept;
  readonly inside: Inside;
  readonly status: StatusView;
  readonly words: Words;
  /** The level of the sections' headings, one under the page's own. */
  readonly level: number;
  /** Does it, and says `done` once it is done, or what went wrong. */
  does(deed: () => unknown, done?: string): Promise<boolean>;
  /** Puts a text into the live region. */
  say(text: string): void;
  /** What waits for its one confirmation. */
  readonly confirming: Confirming | undefined;
  confirm(what: Confirming | undefined): void;
  /** How many events are on show. */
  readonly eventsShown: number;
  showMoreEvents(): void;
  /** Puts the focus on the first control inside what the first of `selectors` to be there finds, once it is drawn. */
  focus(...selectors: (string | undefined)[]): Promise<void>;
}

export type Confirming = "erase" | "forget-all";
