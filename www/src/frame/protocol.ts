/**
 * What a shop's page and the vault in its frame may say to each other: all of it, in one file that
 * both sides have. Whatever has another shape, a field too many or a value out of its bounds is no
 * message. There is no message that asks for events, interests, scores, reasons or an export.
 */
import type { ErrorCode } from "../errors.js";

/** Both sides speak the same one, or not at all. */
export const VERSION = 1;

/** What the page says once, to the frame's window, with the port for all that follows. */
export interface Hello {
  readonly homekept: "frame";
  readonly version: typeof VERSION;
}

/**
 * The slots that a page may ask for. *Continue* is none of them: what it lists is what somebody
 * looked at.
 */
export type FrameSlot = "for-you" | "like-this" | "basket" | "re-rank";

/** What a page sees happen. What a customer says of an item, they say in the frame. */
export type FrameEvent = "view" | "engage" | "cart" | "purchase";

/** What the frame shows: the question, the preference center, or nothing. */
export type FrameView = "question" | "preferences" | "none";

/**
 * What a page wants ranked, as in `RankRequest` of the facade, within narrower bounds: it names the
 * items itself, so that it is told no id that it does not have.
 */
export interface FrameRankRequest {
  readonly slot: FrameSlot;
  /** The ids of the items that are to be put in order, 100 at the most: those that the server chose. */
  readonly within: readonly string[];
  /** How many ids at the most, 1 to 100. */
  readonly limit: number;
  /** The ids of the item that the page shows, or of those in the basket; 50 at the most. */
  readonly current?: readonly string[];
  /** With fewer picks than this there are none. */
  readonly min?: number;
}

/** All that a page learns of the profile beside the order of ids. */
export interface FrameStatus {
  /** Whether the question may be put. */
  readonly asks: boolean;
  /** Whether the next ranking uses the profile. */
  readonly personal: boolean;
}

/** From the page, over the port; `id` is repeated in the answer. */
export type Ask =
  | { readonly id: number; readonly ask: "rank"; readonly request: FrameRankRequest }
  | { readonly id: number; readonly ask: "record"; readonly kind: FrameEvent; readonly item: string }
  | { readonly id: number; readonly ask: "show"; readonly view: FrameView };

/** From the frame, over the port. */
export type Tell =
  | { readonly tell: "status"; readonly status: FrameStatus }
  | { readonly tell: "ids"; readonly id: number; readonly ids: readonly string[] }
  | { readonly tell: "done"; readonly id: number }
  /** Without an `id` the vault does not open at all. */
  | { readonly tell: "failed"; readonly id?: number; readonly code: ErrorCode };

type Check = (value: unknown) => boolean;
type Fields = Readonly<Record<string, Check>>;

export const isHello = (value: unknown): value is Hello => hello(value);
export const isRank = (value: unknown): value is FrameRankRequest => rank(value);
export const isAsk = (value: unknown): value is Ask => asks.some((check) => check(value));
export const isTell = (value: unknown): value is Tell => tells.some((check) => check(value));

/** A record with these fields of its own, and no other. */
function record(needed: Fields, optional: Fields = {}): Check {
  const known: ReadonlyMap<string, Check> = new Map(Object.entries({ ...needed, ...optional }));
  return (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.keys(needed).every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, field]) => known.get(name)?.(field) === true);
}

function one(...values: readonly unknown[]): Check {
  return (value) => values.includes(value);
}

function whole(from: number, to: number): Check {
  return (value) => Number.isInteger(value) && (value as number) >= from && (value as number) <= to;
}

function list(most: number): Check {
  return (value) => Array.isArray(value) && value.length <= most && value.every(isId);
}

/** An item's id; the longest that anybody has is far shorter. */
const isId: Check = (value) => typeof value === "string" && value.length > 0 && value.length <= 256;
const isCode: Check = (value) => typeof value === "string" && /^[a-z]+(-[a-z]+)*$/.test(value) && value.length <= 64;
const isFlag: Check = (value) => typeof value === "boolean";
const isNumber = whole(0, Number.MAX_SAFE_INTEGER);

const hello = record({ homekept: one("frame"), version: one(VERSION) });
const rank = record(
  { slot: one("for-you", "like-this", "basket", "re-rank"), within: list(100), limit: whole(1, 100) },
  { current: list(50), min: whole(0, 100) },
);
const asks = [
  record({ id: isNumber, ask: one("rank"), request: rank }),
  record({
    id: isNumber,
    ask: one("record"),
    kind: one("view", "engage", "cart", "purchase"),
    item: isId,
  }),
  record({ id: isNumber, ask: one("show"), view: one("question", "preferences", "none") }),
];
const tells = [
  record({ tell: one("status"), status: record({ asks: isFlag, personal: isFlag }) }),
  record({ tell: one("ids"), id: isNumber, ids: list(100) }),
  record({ tell: one("done"), id: isNumber }),
  record({ tell: one("failed"), code: isCode }, { id: isNumber }),
];
