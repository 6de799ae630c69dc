// Every relative link leads to a file, and to a heading in it where it names one.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { ROOT, documents, read } from "../check/blocks.mjs";

const all = documents();

for (const { file, links } of all) {
  test(`the links of ${file} lead somewhere`, () => assert.deepEqual(dead(file, links), []));
}

test("a link that leads nowhere is found", () => {
  const { links } = read("[a](gone.md) [b](#gone) [c](errors.md#gone) [d](errors.md#codes)", "docs/x.md");
  assert.equal(dead("docs/x.md", links, new Set()).length, 3);
});

function dead(file, links, own) {
  return links
    .filter(({ to }) => !/^[a-z]+:/.test(to))
    .filter(({ to }) => {
      const [path, anchor] = to.split("#");
      const target = path ? relative(ROOT, join(ROOT, dirname(file), path)) : file;
      if (!existsSync(join(ROOT, target))) return true;
      if (!anchor || !target.endsWith(".md")) return false;
      const anchors = (path === "" && own) || all.find((other) => other.file === target)?.anchors;
      return anchors !== undefined && !anchors.has(anchor);
    })
    .map(({ to, line }) => `line ${line}: ${to}`);
}
