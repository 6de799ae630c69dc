import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { packageFolder } from "../testing/package.js";
import type * as Pack from "./index.js";

const { homekept, PackerError } = (await import(new URL("dist/pack.js", packageFolder).href)) as typeof Pack;

test("a build script packs a feed, asks what is in the pack, and is told of broken lines", async (t) => {
  const folder = withFeed(t, "id,title,colour\n1,Cup,red\n2,Jug,blue\n,Nameless,red\n");
  const packed = await homekept(["pack", "--items", "feed.csv", "-o", "shop.hkp"], { folder });
  assert.equal(packed.status, 3);
  assert.match(packed.output, /^shop\.hkp: 2 items/);
  assert.match(packed.notes, /feed\.csv:4: has no id/);
  const { output, status } = await homekept(["inspect", "shop.hkp", "--json"], { folder });
  assert.equal(status, 0);
  assert.equal(JSON.parse(output).items.count, 2);
});

test("what goes wrong has its code, and leaves what was there", async (t) => {
  const folder = withFeed(t, "id,title\n1,Cup\n");
  const rejected = (words: string[]): Promise<InstanceType<typeof PackerError>> =>
    homekept(words, { folder }).then(() => assert.fail("it did not fail"), (error) => error);
  writeFileSync(join(folder, "shop.hkp"), "the one of yesterday");
  for (const [words, code, status, message] of [
    [["pack", "--items", "none.csv", "-o", "shop.hkp"], "read-failed", 1, /none\.csv/],
    [["pack", "--items", "feed.csv", "-o", "shop.hkp", "--knobs", "feed.csv"], "knobs-unclear", 1, /feed\.csv/],
    [["pack", "--itmes", "feed.csv"], "flags-unclear", 2, /--itmes/],
    [["inspect", "shop.hkp"], "pack-not-a-pack", 1, /shop\.hkp/],
  ] as const) {
    const error = await rejected([...words]);
    assert.ok(error instanceof PackerError, String(error));
    assert.deepEqual([error.code, error.status], [code, status]);
    assert.match(error.message, message);
  }
  assert.equal(readFileSync(join(folder, "shop.hkp"), "utf8"), "the one of yesterday");
});

test("it ends when it is told to", async (t) => {
  const folder = withFeed(t, "id,title\n1,Cup\n");
  const leaving = new AbortController();
  const packing = homekept(["pack", "--items", "feed.csv", "-o", "shop.hkp"], { folder, signal: leaving.signal });
  leaving.abort();
  await assert.rejects(packing, { name: "AbortError" });
  assert.ok(!existsSync(join(folder, "shop.hkp")));
});

function withFeed(t: TestContext, feed: string): string {
  const folder = mkdtempSync(join(tmpdir(), "homekept-pack-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "feed.csv"), feed);
  return folder;
}
