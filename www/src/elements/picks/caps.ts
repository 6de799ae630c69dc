/**
 * How often a pick is shown: the same item at most three times a day and ten times in fourteen days
 * in one slot (FAIR-13). The numbers are kept sealed with what was learned here, and go with it.
 */
import type { Inside } from "../../internal.js";
import type { EventKind, SlotName } from "../../wasm/homekept.js";

/** What one slot showed on one day: how often each item, by its id. */
export interface Shown {
  readonly slot: SlotName;
  /** Days since 1970, of the customer's own calendar. */
  readonly day: number;
  readonly items: Readonly<Record<string, number>>;
}

/** The items that `slot` has shown often enough for now. */
export function tired(shown: readonly Shown[], slot: SlotName, today: number): string[] {
  const sums = new Map<string, number>();
  for (const row of shown.filter((row) => row.slot === slot && isRecent(row, today))) {
    for (const [id, times] of Object.entries(row.items)) {
      const isEnough = row.day === today && times >= MOST_A_DAY;
      sums.set(id, (sums.get(id) ?? 0) + (isEnough ? MOST : times));
    }
  }
  return [...sums.keys()].filter((id) => (sums.get(id) ?? 0) >= MOST);
}

/** The numbers with `ids` shown once more, the latest first, without what no longer counts. */
export function counted(
  shown: readonly Shown[],
  slot: SlotName,
  ids: readonly string[],
  today: number,
): Shown[] {
  const isNow = (row: Shown): boolean => row.slot === slot && row.day === today;
  const items = new Map(Object.entries(shown.find(isNow)?.items ?? {}));
  for (const id of ids) items.set(id, (items.get(id) ?? 0) + 1);
  const rows = shown.filter((row) => isRecent(row, today) && !isNow(row));
  let kept = 0;
  return [{ slot, day: today, items: Object.fromEntries(items) }, ...rows].filter(
    (row) => (kept += Object.keys(row.items).length) <= MOST_KEPT,
  );
}

/** The numbers that are kept. */
export function shownIn(inside: Inside): Shown[] {
  return shownOf(inside.ask((door) => door.view("shown")));
}

/** The numbers in their text; none where they are none of ours. */
export function shownOf(text = "[]"): Shown[] {
  try {
    const rows: unknown = JSON.parse(text);
    return Array.isArray(rows) ? rows.filter(isShown) : [];
  } catch {
    return [];
  }
}

/** Counts what `slot` shows; where nothing may be learned, nothing comes of it. */
export function count(inside: Inside, slot: SlotName, ids: readonly string[]): Promise<void> {
  // One after the other: two blocks of a page must not overwrite each other's numbers.
  const counting = (last.get(inside) ?? Promise.resolve()).then(async () => {
    const text = JSON.stringify(counted(shownIn(inside), slot, ids, today()));
    try {
      await inside.act((door) => door.record("shown" as EventKind, text, undefined));
      inside.tell(false);
    } catch {
      // What is not counted is shown once too often, which harms nobody.
    }
  });
  last.set(inside, counting);
  return counting;
}

/** Today, in days since 1970. */
export function today(now = new Date()): number {
  return Math.floor((now.getTime() / 60_000 - now.getTimezoneOffset()) / 1_440);
}

const last = new WeakMap<Inside, Promise<void>>();

function isRecent({ day }: Shown, today: number): boolean {
  return day > today - DAYS && day <= today;
}

function isShown(row: unknown): row is Shown {
  const { slot, day, items } = (row ?? {}) as Partial<Record<keyof Shown, unknown>>;
  const numbers: unknown[] = items && typeof items === "object" ? Object.values(items) : [""];
  return [day, ...numbers].every(Number.isFinite) && typeof slot === "string";
}

const MOST_A_DAY = 3;
const MOST = 10;
const DAYS = 14;
/** So many numbers are kept: what is written at every page must stay small. The oldest days go first. */
const MOST_KEPT = 300;
