/**
 * What is kept, as a table for spreadsheets: CSV by RFC 4180, a row for each entry, interest, choice,
 * setting and count of what was shown.
 */
import { own } from "../../guard.js";
import type { Export } from "../../homekept.js";
import { shownOf } from "../picks/caps.js";

export function table(taken: Export): string {
  const rows: Cell[][] = [
    "row time what which more value purpose".split(" "),
    ...LISTS.flatMap(([row, list, ...fields]) =>
      taken[list].map((one: object) => {
        const kept = own(one) as Readonly<Record<string, Cell>>;
        return [row, timeOf(kept["minute"]), ...fields.map((field) => kept[field])];
      }),
    ),
    ...SETTINGS.map((name) => ["setting", timeOf(taken.minute), name, "", "", taken[name], ""]),
    ...shownOf(taken.shown).flatMap(({ slot, day, items }) =>
      Object.entries(items).map(([id, times]) => ["shown", timeOf(day * 1_440).slice(0, 10), slot, id, "", times, ""]),
    ),
  ];
  // The mark at the beginning has spreadsheets read it as UTF-8.
  return `\uFEFF${rows.map((row) => `${row.map(cell).join()}\r\n`).join("")}`;
}

type Cell = string | number | boolean | undefined;

/**
 * A text that a spreadsheet would take for a formula, and do, begins with an apostrophe instead (OWASP,
 * "CSV Injection", the wide signs too); a number is none.
 */
function cell(value: Cell): Cell {
  if (!value || typeof value !== "string") return value;
  return `"${/^[=+\-@＝＋－＠\t\r\n]/.test(value) ? "'" : ""}${value.replaceAll('"', '""')}"`;
}

/** Of minutes since 1970: in UTC, to the minute, as it is kept. */
function timeOf(minute: Cell): string {
  return typeof minute === "number" ? `${new Date(minute * 60_000).toISOString().slice(0, 16)}Z` : "";
}

/** The fields that stand in the columns from the third one on. */
const LISTS = [
  ["event", "events", "kind", "item", "title", "", "under"],
  ["interest", "interests", "kind", "label", "stance", "strength", "under"],
  ["choice", "choices", "method", "noticeVersion", "", "allowed", "purpose"],
] as const;
const SETTINGS = ["paused", "plain", "sponsored", "surprise", "memory"] as const;
