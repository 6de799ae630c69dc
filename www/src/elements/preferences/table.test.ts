import assert from "node:assert/strict";
import { test } from "node:test";
import type { Export } from "../../homekept.js";
import { table } from "./table.js";

const TAKEN: Export = {
  homekept: 1,
  site: "bookshop",
  minute: 29_900_321,
  paused: false,
  plain: true,
  sponsored: false,
  surprise: -1,
  memory: 2,
  choices: [
    {
      purpose: "learn",
      allowed: true,
      minute: 29_900_000,
      method: "question",
      noticeVersion: "2",
      noticeHash: "",
      language: "en",
      jurisdiction: "strictest",
      toldOfSignal: false,
    },
  ],
  events: [
    { id: 1, kind: "view", item: "emma", title: 'Emma, or "the match"', minute: 29_900_001, under: "learn" },
    { id: 2, kind: "cart", item: "-1+1", minute: 29_900_002, under: "learn" },
  ],
  interests: [
    { kind: "subject", label: "@SUM(A1)", strength: -0.5, stance: "less", minute: 29_900_003, under: "remember", events: [] },
    { kind: "subject", label: "Two\nlines", strength: 0.25, events: [1] },
  ],
  shown: '[{"slot":"for-you","day":20763,"items":{"emma":2}}]',
};

test("DSR-03 the table has a row for each entry, interest, choice and setting", () => {
  const lines = table({ ...TAKEN, shown: undefined }).split("\r\n");
  assert.deepEqual(lines, [
    '\uFEFF"row","time","what","which","more","value","purpose"',
    '"event","2026-11-06T21:21Z","view","emma","Emma, or ""the match""",,"learn"',
    `"event","2026-11-06T21:22Z","cart","'-1+1",,,"learn"`,
    `"interest","2026-11-06T21:23Z","subject","'@SUM(A1)","less",-0.5,"remember"`,
    '"interest",,"subject","Two\nlines",,0.25,',
    '"choice","2026-11-06T21:20Z","question","2",,true,"learn"',
    '"setting","2026-11-07T02:41Z","paused",,,false,',
    '"setting","2026-11-07T02:41Z","plain",,,true,',
    '"setting","2026-11-07T02:41Z","sponsored",,,false,',
    '"setting","2026-11-07T02:41Z","surprise",,,-1,',
    '"setting","2026-11-07T02:41Z","memory",,,2,',
    "",
  ]);
});

test("what was shown stands in the table by its day", () => {
  const last = table(TAKEN).split("\r\n").at(-2);
  assert.equal(last, '"shown","2026-11-06","for-you","emma",,2,');
});

test("a text that a spreadsheet would take for a formula is none in the table", () => {
  for (const begin of ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"]) {
    const item = `${begin}cmd|' /C calc'!A0`;
    const [, row] = table({ ...TAKEN, events: [{ ...TAKEN.events[0]!, item, title: item }] }).split("\r\n");
    const cells = row!.split(",");
    for (const cell of [cells[3]!, cells[4]!]) assert.match(cell, /^"'/, row);
  }
});
