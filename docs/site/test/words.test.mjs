// The documents promise nothing that only a court or a customer could say, and sell nothing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT, documents } from "../check/blocks.mjs";

const BANNED =
  /\b(?:(?:GDPR|CCPA|DSGVO|ePrivacy)[- ](?:compliant|ready|safe)|fully compliant|100 ?% (?:safe|secure|private)|unbreakable|military[- ]grade|bank[- ]grade|world[- ]class|cutting[- ]edge|seamless(?:ly)?|revolutionary|anonymous data)\b/i;

for (const { file } of documents()) {
  test(`${file} promises no law and sells nothing`, () => {
    const lines = readFileSync(join(ROOT, file), "utf8").split("\n");
    assert.deepEqual(lines.filter((line) => BANNED.test(line)), []);
  });
}

test("a promise is found", () => assert.match("It is GDPR-compliant and seamless.", BANNED));
