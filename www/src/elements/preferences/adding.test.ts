import assert from "node:assert/strict";
import { test } from "node:test";
import { namesOf, topicCalled } from "./adding.js";

const TOPICS = [
  { kind: "subject", label: "Gothic fiction" },
  { kind: "subject", label: "Sea stories" },
  { kind: "author", label: "Mary Shelley" },
  { kind: "author", label: "Mary Wollstonecraft" },
  { kind: "year", label: "1818" },
  { kind: "shelf", label: "1818" },
  { kind: "subject", label: "Sea" },
];

test("a topic is found by its name in letters of any size, or by a beginning that is its alone", () => {
  const names = namesOf(TOPICS);
  const check = (typed: string, label?: string, kind?: string): void => {
    const found = topicCalled(typed, names);
    assert.deepEqual([found?.label, kind && found?.kind], [label, kind], typed);
  };
  check("Gothic fiction", "Gothic fiction");
  check("gothic", "Gothic fiction");
  check("mary", undefined);
  check("mary s", "Mary Shelley");
  check("fiction", undefined);
  // The whole name goes before a longer one.
  check("sea", "Sea");
  check("nothing", undefined);
  check("1818", "1818", "year");
  check("1818 (shelf)", "1818", "shelf");
});
