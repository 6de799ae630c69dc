import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { packageFolder } from "../testing/package.js";

test("the recipes for frameworks are the code of the apps that are tested", () => {
  const page = read("docs/frameworks.md");
  const blocks = [...page.matchAll(/^\[`(\S+)`\]\(\.\.\/\1\):\n\n```\w+\n(.*?)^```$/gms)];
  assert.ok(blocks.length >= 5);
  for (const [, file = "", code = ""] of blocks) assert.ok(read(file).includes(code), file);
});

function read(file: string): string {
  return readFileSync(new URL(`../${file}`, packageFolder), "utf8");
}
