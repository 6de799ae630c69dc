import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { JsonLdDocument, Options } from "jsonld";
import { packageFolder } from "../../testing/package.js";
import { POLICY } from "../../testing/fake-door.js";
import type { ChoiceView } from "../../wasm/homekept.js";
import { hashOfPolicy } from "../consent/notice.js";
import { wordsFor } from "../messages/words.js";
import { drawId, receiptsOf, type Asked } from "./receipts.js";

// It loads parts of Node when it runs, which a bundle cannot.
const jsonld = createRequire(new URL("package.json", packageFolder))("jsonld") as typeof import("jsonld");
const HASH = "9f2c5d0e4b1a7c6388d1f0b2a4e6c8d09f2c5d0e4b1a7c6388d1f0b2a4e6c8d0";

function choice(part: Partial<ChoiceView>): ChoiceView {
  return {
    purpose: "learn",
    allowed: true,
    minute: 29_900_000,
    method: "question",
    noticeVersion: "2",
    noticeHash: HASH,
    language: "en",
    jurisdiction: "strictest",
    toldOfSignal: false,
    ...part,
  };
}

async function asked(choices: readonly ChoiceView[]): Promise<Asked> {
  const address = "https://shop.example/preferences";
  const policyHash = await hashOfPolicy(POLICY);
  return { words: await wordsFor("en"), policy: POLICY, policyHash, choices, at: new Date(0), address, draw: drawId };
}

const CHOICES = [
  choice({ allowed: false, purpose: "remember" }),
  choice({}),
  choice({ allowed: false, minute: 29_900_007, method: "preference-center" }),
  choice({ method: "site", minute: 29_900_009, noticeHash: "", toldOfSignal: true }),
  choice({ purpose: "sponsor", minute: 29_900_010, method: "manager" }),
];

const schema = JSON.parse(readFileSync(new URL("schema/receipt.schema.json", packageFolder), "utf8"));
const validate = new Ajv2020({ strict: true }).compile(schema);

test("CON-09 the receipts are of the published form, and what is not is found", async () => {
  const receipts = receiptsOf(await asked(CHOICES));
  assert.ok(validate(receipts), JSON.stringify(validate.errors, null, 2));
  for (const spoil of [
    (record: Record<string, unknown>) => delete record["dpv:hasRight"],
    (record: Record<string, unknown>) => (record["dct:identifier"] = "1"),
    (record: Record<string, unknown>) => (record["dpv:hasConsentStatus"] = []),
    (record: Record<string, unknown>) => (record["customer"] = "42"),
  ]) {
    const spoilt = JSON.parse(JSON.stringify(receipts));
    spoil(spoilt["@graph"][0]);
    assert.ok(!validate(spoilt), String(spoil));
  }
});

test("CON-09 every field of the receipts is a term of a vocabulary, and reading them asks nobody", async () => {
  const receipts = receiptsOf(await asked(CHOICES));
  const documentLoader = (address: string): never => assert.fail(`asks for ${address}`);
  // What is no term of a vocabulary fails, rather than being left out.
  const options = { documentLoader, safe: true } as Options.Expand;
  const expanded: readonly Record<string, unknown>[] = await jsonld.expand(receipts as JsonLdDocument, options);
  assert.equal(expanded.length, 3);
  const DPV = "https://w3id.org/dpv#";
  for (const record of expanded) {
    assert.deepEqual(record["@type"], [`${DPV}ConsentRecord`]);
    for (const name of Object.keys(record)) assert.match(name, /^(@id|@type|https?:\/\/.+)$/);
    const [process] = record[`${DPV}hasProcess`] as [Record<string, unknown>];
    const text = JSON.stringify(process[`${DPV}hasStorageCondition`]);
    assert.ok(text.includes(`${DPV}WithinDevice`), text);
    assert.deepEqual(process[`${DPV}hasRecipient`], [], "nobody receives it, and that is said");
  }
});

test("CON-09 each change of a purpose is one entry, and a no after a yes is a withdrawal", async () => {
  const { "@graph": records } = receiptsOf(await asked(CHOICES)) as {
    "@graph": readonly {
      "dct:identifier": string;
      "dpv:hasConsentStatus": readonly { "@type": string; "dpv:hasNotice": Record<string, string> }[];
    }[];
  };
  const states = records.map((record) => record["dpv:hasConsentStatus"].map((entry) => entry["@type"]));
  assert.deepEqual(states, [
    ["dpv:ConsentRefused"],
    ["dpv:ConsentGiven", "dpv:ConsentWithdrawn", "dpv:ConsentGiven"],
    ["dpv:ConsentGiven"],
  ]);
  const notices = records[1]?.["dpv:hasConsentStatus"].map((entry) => entry["dpv:hasNotice"]) ?? [];
  const digest = Buffer.from(HASH, "hex").toString("base64url");
  assert.equal(notices[0]?.["@id"], `ni:///sha-256;${digest}`);
  assert.equal(notices[2]?.["@id"], undefined, "a control of the site's own gave no hash");
  assert.equal(new Set(records.map((record) => record["dct:identifier"])).size, 3);
});
