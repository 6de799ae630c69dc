import assert from "node:assert/strict";
import { test } from "node:test";
import { turn } from "./turn.js";

test("each turn is a task of its own, in the order in which they were asked for", async () => {
  const seen: string[] = [];
  const works = async (name: string): Promise<void> => {
    await turn();
    seen.push(name);
    await Promise.resolve();
    // Still the same turn: nobody else had theirs.
    seen.push(name);
    // Before the next turn, whatever the page has to do has its own.
    setImmediate(() => seen.push("page"));
  };
  await Promise.all(["a", "b", "c"].map(works));
  assert.deepEqual(seen.filter((name) => name !== "page").join(""), "aabbcc");
  assert.notEqual(seen.lastIndexOf("page"), -1);
});

test("a browser that can yield does it by itself", async () => {
  let yields = 0;
  const scheduler = { yield: async (): Promise<void> => void (yields += 1) };
  Object.defineProperty(globalThis, "scheduler", { value: scheduler, configurable: true });
  try {
    await turn();
  } finally {
    Reflect.deleteProperty(globalThis, "scheduler");
  }
  assert.equal(yields, 1);
});
