import assert from "node:assert/strict";
import { test } from "node:test";
import { shardOf } from "./shards.js";

test("the shard of an item is counted as the packer counts it", () => {
  // The test vectors of RFC 9923 for FNV-1a of 32 bits; the packer's test has the same.
  const largest = 0xffff_ffff;
  assert.deepEqual(["", "a", "foobar"].map((text) => shardOf(text, largest)), [
    0x811c9dc5, 0xe40c292c, 0xbf9cf968,
  ]);
  assert.equal(shardOf("a", 10), 0xe40c292c % 10);
});
