import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { JsonLdDocument, Options } from "jsonld";
import { HomekeptError, type ErrorCode } from "../errors.js";
import type { Export } from "../homekept.js";
import { packageFolder } from "../testing/package.js";
import { check, documentOf } from "./document.js";

// It loads parts of Node when it runs, which a bundle cannot.
const jsonld = createRequire(new URL("package.json", packageFolder))("jsonld") as typeof import("jsonld");

const TAKEN: Export = {
  homekept: 1,
  site: "bookshop",
  minute: 29_900_321,
  paused: false,
  plain: true,
  sponsored: true,
  surprise: -1,
  memory: 2,
  choices: [
    {
      purpose: "learn",
      allowed: true,
      minute: 29_900_000,
      method: "question",
      noticeVersion: "1",
      noticeHash: "9f2c5d0e4b1a7c6388d1f0b2a4e6c8d09f2c5d0e4b1a7c6388d1f0b2a4e6c8d0",
      language: "zh-Hant",
      jurisdiction: "strictest",
      toldOfSignal: false,
    },
  ],
  events: [
    {
      id: 7_669_744_679_092_395,
      kind: "view",
      item: "frankenstein",
      title: "Frankenstein; or, the “Modern”\nPrometheus \u{1F9DF} é \\ \u007f",
      minute: 29_900_007,
      under: "learn",
    },
    { id: 0, kind: "like", item: "dracula", minute: 29_900_008, under: "remember" },
  ],
  interests: [
    { kind: "subject", label: "Gothic fiction", strength: 0.6200000047683716, events: [7_669_744_679_092_395] },
    { kind: "subject", label: "Sea stories", strength: 0, stance: "never", minute: 29_900_012, under: "learn", events: [] },
    { kind: "author", label: "Mary Shelley", strength: 1e-7, events: [] },
  ],
  shown: '[{"slot":"for-you","day":20764,"items":{"dracula":2}}]',
};

type Json = { [name: string]: Json } | Json[] | string | number | boolean | null;
type Fields = { [name: string]: Json };

const schema = JSON.parse(readFileSync(new URL("schema/export.schema.json", packageFolder), "utf8"));
const ajv = new Ajv2020({ strict: true }).compile(schema);
const validate = (file: unknown): boolean => ajv(file);

test("DSR-05 the file is of the published form", async () => {
  for (const taken of [TAKEN, { ...TAKEN, shown: undefined, events: [] }]) {
    const file = JSON.parse(await documentOf(taken));
    assert.ok(validate(file), JSON.stringify(ajv.errors, null, 2));
    const { "@context": context, checksum, ...rest } = file;
    assert.equal(typeof context, "object");
    assert.deepEqual(rest, JSON.parse(JSON.stringify(taken)), "and says what the export says");
    // What a page gets has neither, and is of the form all the same.
    assert.ok(validate(rest));
    assert.ok(!validate({ ...file, checksum: checksum.slice("sha256:".length) }), "the checksum says what it is");
  }
});

test("DSR-05 the checksum is SHA-256 of the canonical form", async () => {
  const { checksum, ...rest } = JSON.parse(await documentOf(TAKEN));
  assert.equal(checksum, sumOf(rest));
  // The example of RFC 8785, section 3.2.2, but for its numbers, which JavaScript writes as it asks.
  assert.equal(
    canonical({ string: "€$\u000f\nA'B\"\\\\\"/", literals: [null, true, false] }),
    '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test("DSR-05 a file that is laid out otherwise is the same file", async () => {
  const text = await documentOf(TAKEN);
  for (const spaces of [0, 1, 7, "\t"]) {
    await check(JSON.stringify(JSON.parse(text), null, spaces));
    await check(JSON.stringify(reversed(JSON.parse(text)), null, spaces));
  }
  await check(text.replaceAll("\n", "\r\n"));
  // Another way to write the same text, and the same number.
  await check(text.replaceAll("é", "\\u00e9").replaceAll("29900321", "2.9900321e7"));
});

test("DSR-05 each value that was changed is found, and each that was taken out or put in", async () => {
  const text = await documentOf(TAKEN);
  let places = 0;
  for (const [field, parent] of placesIn(JSON.parse(text))) {
    if (field.join() === "checksum") continue;
    places += 1;
    for (const spoil of [
      (fields: Fields, name: string) => (fields[name] = otherThan(fields[name] ?? null)),
      (fields: Fields, name: string) => (Array.isArray(fields) ? fields.splice(Number(name), 1) : delete fields[name]),
      (fields: Fields) => (Array.isArray(fields) ? fields.push(1) : (fields["more"] = 1)),
    ]) {
      const file = JSON.parse(text);
      spoil(at(file, parent) as Fields, String(field.at(-1)));
      await rejects(check(JSON.stringify(file)), "file-damaged", field.join("/"));
    }
  }
  assert.ok(places > 60, String(places));
  // Two events that have changed places.
  const file = JSON.parse(text);
  file.events.reverse();
  await rejects(check(JSON.stringify(file)), "file-damaged");
});

test("DSR-05 a checksum of another form, or in other letters, is none", async () => {
  const text = await documentOf(TAKEN);
  const { checksum, ...rest } = JSON.parse(text);
  for (const other of [null, 1, "", {}, checksum.toUpperCase(), checksum.slice(7), `${checksum}0`]) {
    await rejects(check(JSON.stringify({ ...rest, checksum: other })), "file-damaged", String(other));
  }
});

test("DSR-05 a text that is no JSON is told apart, and a file without a checksum says nothing of itself", async () => {
  const text = await documentOf(TAKEN);
  for (const none of ["", "GIF89a", "{", text.slice(0, -1), `${text},`, "undefined", "NaN", "{'a': 1}"]) {
    await rejects(check(none), "file-malformed", none.slice(0, 20));
  }
  // What else a file without one has to be is for the module to say.
  const { checksum: _, ...rest } = JSON.parse(text);
  for (const whole of [rest, TAKEN, {}, [], null, 1, "text", true]) await check(JSON.stringify(whole));
});

test("DSR-05 what the fields mean is told in terms of DPV and schema.org, and reading them asks nobody", async () => {
  const documentLoader = (address: string): never => assert.fail(`asks for ${address}`);
  // What is no term of a vocabulary fails, rather than being left out.
  const options = { documentLoader, safe: true } as Options.Expand;
  const file: JsonLdDocument = JSON.parse(await documentOf(TAKEN));
  const expanded: readonly Record<string, unknown>[] = await jsonld.expand(file, options);
  assert.equal(expanded.length, 1);
  const names = namesIn(expanded as unknown as Json);
  for (const name of names) assert.match(name, /^(@\w+|urn:homekept:export:1:\w+|https:\/\/.+)$/);
  const [DPV, SCHEMA] = ["https://w3id.org/dpv#", "https://schema.org/"];
  for (const term of ["hasDataController", "hasConsentStatus", "hasPurpose", "hasNotice", "hasPersonalData"]) {
    assert.ok(names.has(`${DPV}${term}`), term);
  }
  for (const term of ["productID", "name", "about", "inLanguage", "sha256"]) assert.ok(names.has(`${SCHEMA}${term}`), term);
  const text = JSON.stringify(expanded);
  for (const value of ["bookshop", "frankenstein", "Sea stories", "never", "29900012"]) assert.ok(text.includes(value), value);
});

test("DSR-05 the file that was kept of version 1 is still whole, and of the form", async () => {
  const text = readFileSync(new URL("../tests/golden/export-v1.json", packageFolder), "utf8");
  assert.match(JSON.parse(text).checksum, /^sha256:/);
  await check(text);
  await rejects(check(text.replace("gothic-0", "gothic-9")), "file-damaged");
  assert.ok(validate(JSON.parse(text)), JSON.stringify(ajv.errors, null, 2));
});

async function rejects(done: Promise<unknown>, code: ErrorCode, message?: string): Promise<void> {
  await assert.rejects(done, (error) => error instanceof HomekeptError && error.code === code, message);
}

/** By another way than the code's own: RFC 8785, written down from its words. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`).join(",")}}`;
}

function sumOf(document: Json): string {
  return `sha256:${createHash("sha256").update(canonical(document), "utf8").digest("hex")}`;
}

/** With the fields of each object the other way round. */
function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([name, part]) => [name, reversed(part)]));
}

/** The way to each value, and to what it is in. */
function placesIn(value: Json, way: readonly string[] = []): (readonly [readonly string[], readonly string[]])[] {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, part]) => [[[...way, name], way] as const, ...placesIn(part, [...way, name])]);
}

function at(value: Json, way: readonly string[]): Json {
  return way.reduce((part, name) => (part as Fields)[name] ?? null, value);
}

function otherThan(value: Json): Json {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (typeof value === "string") return `${value}x`;
  return Array.isArray(value) ? {} : [];
}

function namesIn(value: Json): Set<string> {
  if (value === null || typeof value !== "object") return new Set();
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return new Set([...own, ...Object.values(value).flatMap((part) => [...namesIn(part)])]);
}
