import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { packageFolder } from "../testing/package.js";
import type { Method, State } from "../wasm/homekept.js";
import { Says } from "./says.js";
import { counts } from "./verdict.js";

test("CON-12 a person's choice, a manager's earlier answer and its answer of now: as the document says", () => {
  const rows = tableOf(readFileSync(new URL("../docs/consent-managers.md", packageFolder), "utf8"));
  assert.deepEqual(rows.map(([standing]) => standing), Object.keys(STANDINGS));
  for (const [standing = "", ...cells] of rows) {
    const { state, ask = false, choices } = STANDINGS[standing]!;
    const found = ANSWERS.map(({ says, isNew }) =>
      counts({ says, isNew, state, ask, choices: choices.map(choiceOf) }) ? (says === Says.Yes ? "allow" : "refuse") : "-",
    );
    assert.deepEqual(found, cells, standing);
  }
});

test("CON-17 who does not know, and who has no opinion, changes nothing", () => {
  for (const [name, { state, ask = false, choices }] of Object.entries(STANDINGS)) {
    for (const says of [Says.Unknown, Says.Nothing]) {
      for (const isNew of [false, true]) {
        assert.equal(counts({ says, isNew, state, ask, choices: choices.map(choiceOf) }), false, name);
      }
    }
  }
});

test("CON-15 for a child every yes ends, however old the news is", () => {
  for (const [name, { state, ask = false, choices }] of Object.entries(STANDINGS)) {
    const ends = counts({ says: Says.Never, isNew: false, state, ask, choices: choices.map(choiceOf) });
    assert.equal(ends, state === "on" || state === "ask-again", name);
  }
});

/** The columns of the table. */
const ANSWERS = [
  { says: Says.Yes, isNew: false },
  { says: Says.No, isNew: false },
  { says: Says.Yes, isNew: true },
  { says: Says.No, isNew: true },
];

type Choice = readonly [by: Method, allowed: boolean];

/** Its rows. */
const STANDINGS: Record<string, { state: State; ask?: true; choices: readonly Choice[] }> = {
  "nothing was chosen": { state: "unasked", ask: true, choices: [] },
  "nothing was chosen, and nothing may be asked": { state: "unasked", choices: [] },
  "allowed in the manager": { state: "on", choices: [["manager", true]] },
  "refused in the manager": { state: "off", choices: [["manager", true], ["manager", false]] },
  "allowed here": { state: "on", choices: [["question", true]] },
  "allowed here, after a no in the manager": {
    state: "on",
    choices: [["manager", false], ["preference-center", true]],
  },
  "allowed here, after a yes in the manager": {
    state: "on",
    choices: [["manager", true], ["preference-center", false], ["preference-center", true]],
  },
  "refused here": { state: "off", choices: [["site", true], ["preference-center", false]] },
  "refused here, after a yes in the manager": {
    state: "off",
    choices: [["manager", true], ["preference-center", false]],
  },
  "refused here, after a no in the manager": {
    state: "off",
    choices: [["manager", false], ["preference-center", false]],
  },
  "everything refused": { state: "off", choices: [] },
  "allowed in the manager, under an older text": { state: "ask-again", choices: [["manager", true]] },
  "allowed here, under an older text": { state: "ask-again", choices: [["question", true]] },
};

function choiceOf([method, allowed]: Choice): { method: Method; allowed: boolean } {
  return { method, allowed };
}

/** The rows of the table between two marks. */
function tableOf(document: string): string[][] {
  const [, table = ""] = document.split(/<!-- \/?verdicts -->/);
  const lines = table.split("\n").filter((line) => line.startsWith("|")).slice(2);
  return lines.map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}
