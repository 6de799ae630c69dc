import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { POLICY } from "../../testing/fake-door.js";
import { everyLanguage } from "../../testing/languages.js";
import type { Purpose } from "../../wasm/homekept.js";
import { wordsFor } from "../messages/words.js";
import { CENTER, hashOf, linesOf, noticeOf, QUESTION } from "./notice.js";

test("CON-07 the first layer says who, what, why, where, how long, who receives and how to change", async () => {
  const offers: Purpose[][] = [["remember"], ["learn"], ["remember", "learn"], ["learn", "measure"]];
  for (const words of await everyLanguage()) {
    const { language } = words;
    for (const purposes of offers) {
      const { facts } = noticeOf(words, POLICY, purposes, QUESTION);
      assert.equal(facts.length, 7, `${language} ${purposes}`);
      for (const text of facts.flat()) assert.notEqual(text.trim(), "");
      const shown = facts.flat().join(" ");
      assert.match(shown, /The Long Shelf Ltd/);
      assert.match(shown, /privacy@longshelf\.example/);
      const days = new Intl.NumberFormat(language).format(90);
      assert.equal(new RegExp(`(?<!\\d)${days}(?!\\d)`).test(shown), purposes.includes("learn"), language);
    }
  }
});

test("CON-07 in the preference center each purpose says who, what, why, where, how long and who receives of its own", async () => {
  const offered: Purpose[] = ["remember", "learn", "measure", "sponsor"];
  const policy = { ...POLICY, retentionDays: 31 };
  for (const words of await everyLanguage()) {
    const { language } = words;
    const { purposes, facts } = noticeOf(words, policy, offered, CENTER);
    assert.deepEqual(facts, [], "nothing is said of all together");
    assert.deepEqual(purposes.map(({ purpose }) => purpose), offered);
    const names = ["who", "what", "why", "where", "how-long", "receiver", "change"] as const;
    for (const { facts } of purposes) {
      assert.deepEqual(facts.map(([name]) => name), names.map((name) => words.say(`fact-${name}`)), language);
      for (const [name, text] of facts) assert.notEqual(text.trim(), "", `${language} ${name}`);
    }
    const told = (at: number): string[] => purposes.map(({ facts }) => facts[at]?.[1] ?? "");
    for (const who of told(0)) assert.match(who, /The Long Shelf Ltd.*privacy@longshelf\.example/, language);
    const [what, why, long] = [told(1), told(2), told(4)];
    assert.equal(new Set(what).size, offered.length, `${language}: what is kept differs`);
    assert.equal(new Set(why).size, offered.length - 1, `${language}: two have one aim`);
    assert.equal(new Set(long).size, offered.length, `${language}: how long differs`);
    const days = new RegExp(`(?<!\\d)${new Intl.NumberFormat(language).format(31)}(?!\\d)`);
    assert.deepEqual(long.map((text) => days.test(text)), [false, true, false, false], language);
    // Of the random counts alone anything leaves the browser.
    const [remember, learn, measure, sponsor] = told(5);
    assert.deepEqual([learn, sponsor], [remember, remember], language);
    assert.notEqual(measure, remember, language);
  }
});

test("DARK-06 the question speaks of the purposes that it asks for, and of no other", async () => {
  const words = await wordsFor("en");
  const notice = noticeOf(words, POLICY, ["remember"], QUESTION);
  assert.deepEqual(notice.purposes.map(({ purpose }) => purpose), ["remember"]);
  assert.ok(!linesOf(notice).includes(words.say("learn")));
});

test("CON-09 the hash is SHA-256 of the lines that are shown, and changes with any of them", async () => {
  const words = await wordsFor("en");
  const notice = noticeOf(words, POLICY, ["remember", "learn"], QUESTION);
  const text = linesOf(notice).map((line) => `${line}\n`).join("");
  const expected = createHash("sha256").update(text).digest("hex");
  assert.equal(await hashOf(notice), expected);

  const others = [
    noticeOf(await wordsFor("de"), POLICY, ["remember", "learn"], QUESTION),
    noticeOf(words, POLICY, ["learn"], QUESTION),
    noticeOf(words, POLICY, ["remember", "learn"], CENTER),
    noticeOf(words, { ...POLICY, retentionDays: 30 }, ["remember", "learn"], CENTER),
    noticeOf(words, { ...POLICY, retentionDays: 30 }, ["remember", "learn"], QUESTION),
  ];
  const hashes = await Promise.all([notice, ...others].map(hashOf));
  assert.equal(new Set(hashes).size, hashes.length);
});
