import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventView } from "../../wasm/homekept.js";
import { isFound, isSearched } from "./search.js";

const at = (year: number, month: number, day: number, hour = 12, minute = 0): EventView => ({
  id: 1,
  kind: "view",
  item: "dracula",
  minute: new Date(year, month - 1, day, hour, minute).getTime() / 60_000,
  under: "learn",
});
const search = (text: string, from = "", to = "") => ({ text, from, to });

test("an entry is found by all of the words, in letters of any size and any order", () => {
  const check = (text: string, found: boolean): void =>
    assert.equal(isFound(at(2026, 11, 26), "Opened “Dracula”", search(text)), found, text);
  check("", true);
  check("DRAC", true);
  check("dracula opened", true);
  check("  dracula  ", true);
  check("dracula bought", false);
  check(".*", false);
});

test("an entry is found between two days, both of them whole", () => {
  const check = (event: EventView, from: string, to: string, found: boolean): void =>
    assert.equal(isFound(event, "", search("", from, to)), found, `${from} ${to}`);
  check(at(2026, 11, 26, 0, 0), "2026-11-26", "2026-11-26", true);
  check(at(2026, 11, 26, 23, 59), "2026-11-26", "2026-11-26", true);
  check(at(2026, 11, 27, 0, 0), "2026-11-26", "2026-11-26", false);
  check(at(2026, 11, 25, 23, 59), "2026-11-26", "", false);
  check(at(2026, 12, 31, 23, 59), "", "2026-12-31", true);
  check(at(2027, 1, 1), "", "2026-12-31", false);
  // A date that is half written asks for nothing yet.
  check(at(2026, 11, 26), "2027", "", true);
});

test("blanks ask for nothing", () => {
  assert.ok(!isSearched(search("  ")));
  assert.ok(isSearched(search("a")) && isSearched(search("", "2026-11-26")) && isSearched(search("", "", "2026-11-26")));
});
