import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { CENTER, hashOf, hashOfPolicy, noticeOf, QUESTION } from "../elements/consent/notice.js";
import { wordsFor } from "../elements/messages/words.js";
import { receiptsOf } from "../elements/preferences/receipts.js";
import { POLICY } from "../testing/fake-door.js";
import { packageFolder } from "../testing/package.js";
import type { ChoiceView, Purpose } from "../wasm/homekept.js";
import type * as Server from "./index.js";

const { archiveNotices } = (await import(new URL("dist/server.js", packageFolder).href)) as typeof Server;

const FILE = JSON.stringify(POLICY, null, 2);
const archived = (text = FILE, languages?: string[]): Promise<Server.NoticeArchive> =>
  archiveNotices(new TextEncoder().encode(text), languages);

test("CON-10 a receipt names notice version, hash and policy hash, and the archive has their texts", async () => {
  const words = await wordsFor("de");
  const noticeHash = await hashOf(noticeOf(words, POLICY, ["learn"], QUESTION));
  const choice: ChoiceView = {
    purpose: "learn",
    allowed: true,
    minute: 29_900_000,
    method: "question",
    noticeVersion: POLICY.notice.version,
    noticeHash,
    language: "de",
    jurisdiction: "strictest",
    toldOfSignal: false,
  };
  const made = receiptsOf({
    words,
    policy: POLICY,
    policyHash: await hashOfPolicy(POLICY),
    choices: [choice],
    at: new Date(0),
    address: "https://shop.example/preferences",
    draw: () => "0",
  }) as { "@graph": Record<string, Record<string, unknown>>[] };
  const [record] = made["@graph"];
  const [status] = record?.["dpv:hasConsentStatus"] as unknown as Record<string, Record<string, string>>[];
  const { version, policy, notices } = await archived();
  assert.equal(record?.["dpv:hasPolicy"]?.["schema:sha256"], policy);
  assert.equal(status?.["dpv:hasNotice"]?.["schema:version"], version);
  const kept = notices[status?.["dpv:hasNotice"]?.["schema:sha256"] ?? ""];
  assert.equal(kept?.language, "de");
  assert.equal(kept?.shown, "question");
  assert.deepEqual(kept?.purposes, ["learn"]);
  assert.ok(kept?.lines.includes(words.say("learn")));
});

test("CON-10 the archive is of texts alone, and each is what its hash says", async () => {
  const { notices, policy } = await archived();
  const offered: Purpose[] = [...POLICY.purposes];
  const one = 2 ** offered.length - 1 + 1;
  assert.equal(Object.keys(notices).length, 10 * one);
  for (const [hash, { lines, ...where }] of Object.entries(notices)) {
    const text = lines.map((line) => `${line}\n`).join("");
    assert.equal(createHash("sha256").update(text).digest("hex"), hash);
    // Nothing of anybody: when, who, how often.
    assert.deepEqual(Object.keys(where), ["language", "shown", "purposes"]);
  }
  const inCenter = await hashOf(noticeOf(await wordsFor("ja"), POLICY, offered, CENTER));
  assert.equal(notices[inCenter]?.shown, "preference-center");
  assert.equal(policy, createHash("sha256").update(JSON.stringify(POLICY)).digest("hex"));
  const other = await archived(JSON.stringify({ ...POLICY, retentionDays: 30 }), ["en-GB"]);
  assert.notEqual(other.policy, policy);
  assert.ok(Object.values(other.notices).every(({ language }) => language === "en-GB"));
  // A policy that names no purposes offers what the core does.
  const { purposes: _, ...silent } = POLICY;
  assert.equal(Object.keys((await archived(JSON.stringify(silent), ["en"])).notices).length, 4);
});
