// Times the predictions that the packer timed natively: `node times.mjs MODULE-FOLDER CASES-FOLDER`.
// As there, each is asked for a few times and the fastest counts: a slower one waited for something
// else on this machine.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [module, cases] = process.argv.slice(2);
const glue = await import(pathToFileURL(join(module, "homekept.js")));
glue.initSync({ module: readFileSync(join(module, "homekept_bg.wasm")) });
const read = (name) => new Uint8Array(readFileSync(join(cases, name)));
const asked = new glue.Cases(read("cases.hkp"), read("cases.bin"));

const ANSWERS = 4;

// The first round also gives the engine time to compile all of it well.
for (let number = 0; number < asked.length; number += 1) {
  assert.ok(asked.isAsNatively(number), `prediction ${number} differs from the native one`);
}
const taken = Array.from({ length: asked.length }, (_, number) => {
  let fastest = Infinity;
  for (let answer = 0; answer < ANSWERS; answer += 1) {
    const begin = process.hrtime.bigint();
    asked.rank(number);
    fastest = Math.min(fastest, Number(process.hrtime.bigint() - begin) / 1000);
  }
  return fastest;
}).sort((a, b) => a - b);
const at = (share) => taken[Math.round(share * (taken.length - 1))];
console.log(JSON.stringify({ cases: taken.length, median: at(0.5), p99: at(0.99) }));
