// What a page of a shop costs in wasm: `node page.mjs MODULES FEED PACK [SHARDS COUNT]`. A customer
// looked at twenty items of the feed, and the page is about one more. Prints one JSON object; times
// are in microseconds, memory is that of the module that ranks, in bytes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [modules, feed, pack, shards, count] = process.argv.slice(2);
const started = async (name) => {
  const glue = await import(pathToFileURL(join(modules, `${name}.js`)));
  return [glue, glue.initSync({ module: readFileSync(join(modules, `${name}_bg.wasm`)) })];
};
const [{ Door }, core] = await started("homekept");
const [{ graft, leaf }] = await started("graft");

const VISITED = 20;
const RUNS = 400;

/** Evenly spread over the feed: popular and hardly seen. */
function items() {
  const text = gunzipSync(readFileSync(feed));
  const ids = [];
  for (let n = 0; n <= VISITED; n += 1) {
    const line = text.indexOf("\n", Math.floor(((n + 0.5) * text.length) / (VISITED + 1))) + 1;
    ids.push(text.subarray(line, text.indexOf(",", line)).toString());
  }
  return ids;
}

/** As the facade counts. */
function shardOf(id) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(id)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0) % Number(count);
}
const leafOf = (id) => shards && leaf(readFileSync(join(shards, `${shardOf(id)}.hkp`)), id);

function timed(deed) {
  // The first ones also give the engine time to compile all of it well.
  const times = Array.from({ length: RUNS }, () => {
    const begin = process.hrtime.bigint();
    deed();
    return Number(process.hrtime.bigint() - begin) / 1000;
  }).slice(RUNS / 4);
  times.sort((a, b) => a - b);
  return { median: times[times.length >> 1], p99: times[Math.floor(times.length * 0.99)] };
}

const [page, ...visited] = items();
const head = new Uint8Array(readFileSync(pack));
const policy = {
  version: 1,
  site: "scale",
  notice: { version: "1" },
  purposes: ["learn"],
};
const door = new Door(policy, "http://shop.example", false, true);
const of = (leaves) => (shards ? graft(head.slice(), leaves) : head);
await door.open();
const pageLeaves = shards ? [leafOf(page)] : [];
door.load(of(pageLeaves), false);
await door.choose(["learn"], [], "site", "en", "", false);
for (const id of visited) {
  const looked = leafOf(id);
  // What is looked at is on its page, where it is known to everybody.
  if (shards) door.load(of([looked]), false);
  await door.record("view", id, looked);
}
if (shards) door.load(of(pageLeaves), false);
const own = [...pageLeaves, ...door.leaves()];
if (shards) door.load(of(own), true);
const before = core.memory.buffer.byteLength;

const rank = (slot, current) => door.rank(slot, 12, current, [], undefined, false);
assert.equal(rank("for-you", []).length, 12);
assert.ok(rank("for-you", []).some(({ personal }) => personal), "the profile counts");
console.log(
  JSON.stringify({
    forYou: timed(() => rank("for-you", [])),
    likeThis: timed(() => rank("like-this", [page])),
    graft: shards ? timed(() => of(own)) : undefined,
    memory: before,
    leaves: door.leaves().reduce((sum, { length }) => sum + length, 0),
  }),
);
