/** What every section of the preference center works with. */
import type { TemplateResult } from "lit";
import type { Homekept } from "../../homekept.js";
import type { Inside } from "../../internal.js";
import type { Policy } from "../../policy.js";
import type { StatusView } from "../../wasm/homekept.js";
import type { Words } from "../messages/words.js";

export interface Desk {
  readonly hk: Homekept;
  readonly inside: Inside;
  readonly status: StatusView;
  readonly policy: Policy;
  /** How many days an entry is kept. */
  readonly keptDays: number;
  readonly words: Words;
  /** The level of the sections' headings, one under the page's own. */
  readonly level: number;
  /** Does it, and says `done` once it is done, or what went wrong. */
  does(deed: () => unknown, done?: string): Promise<boolean>;
  /** Puts a text into the live region. */
  say(text: string): void;
  /** What is on show, and how. */
  readonly look: Look;
  show(change: Partial<Look>): void;
  /** Whether it is drawn for paper: everything, and all of it opened. */
  readonly printing: boolean;
  /** Draws a part, or gives what was drawn of it at this desk before. */
  once(part: string, draw: () => TemplateResult): TemplateResult;
  /** Puts the focus on the first control inside what the first of `selectors` to be there finds, once it is drawn. */
  focus(...selectors: (string | undefined)[]): Promise<void>;
}

/** What the customer opened, looked for and is about to do. */
export interface Look {
  /** The deed that waits for its one confirmation. */
  readonly confirming: string | undefined;
  /** How many entries are on show. */
  readonly entries: number;
  /** Whether every interest is on show, the weak ones too. */
  readonly allInterests: boolean;
  /** What was opened and closed by hand. */
  readonly opened: ReadonlyMap<string, boolean>;
  readonly search: Search;
  /** What shows how to move to another device, once it has come, and how far that is. */
  readonly moving: Moving | undefined;
}

/** A part of its own, which is drawn when somebody opens it. */
export type Moving = (desk: Desk) => TemplateResult;

/** Which entries are looked for: by words, and between two days, as a date field writes them. */
export interface Search {
  readonly text: string;
  readonly from: string;
  readonly to: string;
}

export const FIRST_LOOK: Look = {
  confirming: undefined,
  entries: 10,
  allInterests: false,
  opened: new Map(),
  search: { text: "", from: "", to: "" },
  moving: undefined,
};
