import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { packageFolder } from "../../testing/package.js";
import { de } from "./de.js";
import { en } from "./en.js";
import { Words, wordsFor, type Message, type Messages } from "./words.js";

const LANGUAGES: Readonly<Record<string, Messages>> = { en, de };

test("UI-06 every language has every text, with the same names and every plural form", () => {
  for (const [language, messages] of Object.entries(LANGUAGES)) {
    assert.deepEqual(Object.keys(messages).sort(), Object.keys(en).sort(), language);
    for (const [key, message] of Object.entries(messages)) {
      const original: Message = en[key as keyof typeof en];
      for (const text of textsOf(message)) {
        assert.notEqual(text.trim(), "", `${language} ${key}`);
        assert.deepEqual(namesIn(text), namesIn(textsOf(original)[0] ?? ""), `${language} ${key}`);
      }
      if (typeof message === "string") continue;
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      assert.deepEqual(Object.keys(message).sort(), [...forms].sort(), `${language} ${key}`);
    }
  }
});

test("UI-06 a language that is not there is told in English, and a region keeps its dates", async () => {
  assert.equal((await wordsFor("tlh")).language, "en");
  assert.equal((await wordsFor("__proto__")).language, "en");
  const austrian = await wordsFor("de-AT");
  assert.equal(austrian.say("card-why"), de["card-why"]);
  assert.match(austrian.day(28_930_000), /Jänner|Dezember|202\d/);
});

test("a text takes its values, its plural form and nothing else", () => {
  const words = new Words("en", en);
  assert.equal(words.say("status-interests", { n: 1 }), "1 interest");
  assert.equal(words.say("status-interests", { n: 1200 }), "1,200 interests");
  assert.equal(words.say("reason-followed", { item: "{facet} $& <b>" }), "Because you looked at “{facet} $& <b>”");
  assert.equal(words.say("reason-followed"), "Because you looked at “”");
});

test("UI-05 plain language: sentences of at most 20 words, English of grade 8 at the most", () => {
  for (const [language, messages] of Object.entries(LANGUAGES)) {
    for (const sentence of Object.values(messages).flatMap(textsOf).flatMap(sentencesIn)) {
      const words = wordsIn(sentence);
      assert.ok(words.length <= 20, `${language}, ${words.length} words: ${sentence}`);
    }
  }
  const english = Object.values(en).flatMap(textsOf).flatMap(sentencesIn);
  const grade = gradeOf(english);
  assert.ok(grade <= 8, `grade ${grade.toFixed(1)}`);
  // The measure itself: this is not plain.
  const legalese = "Notwithstanding aforementioned considerations, personalisation necessitates authorisation.";
  assert.ok(gradeOf([legalese]) > 12);
});

test("DARK-03 no text pushes, shames, or promises what nobody can keep", () => {
  const pushing = [
    /\b(recommended|best experience|better experience|enhance|improve|enjoy|unlock|benefit|miss out|sorry|hurry|only today|last chance|are you sure|no thanks|continue without|limited|unfortunately)\b/i,
    /\b(empfohlen|optimal|bestmöglich|genießen|verpassen|schade|leider|nur heute|beeilen|sind sie sicher|eingeschränkt)\b/i,
  ];
  const promising = [
    /\b(nobody can (read|see)|no one can|100 ?%|completely (safe|secure)|military|unbreakable|anonym)/i,
    /\b(niemand kann|völlig sicher|absolut sicher|unknackbar)/i,
  ];
  for (const [language, messages] of Object.entries(LANGUAGES)) {
    for (const text of Object.values(messages).flatMap(textsOf)) {
      for (const word of [...pushing, ...promising]) assert.doesNotMatch(text, word, language);
    }
  }
});

test("FAIR-15 no text speaks of urgency, scarcity or other people", () => {
  const fake = /\b(left in stock|selling fast|people are|others are viewing|viewing now|in demand|nur noch|andere sehen)\b/i;
  for (const messages of Object.values(LANGUAGES)) {
    for (const text of Object.values(messages).flatMap(textsOf)) assert.doesNotMatch(text, fake);
  }
});

test("every text is used", () => {
  const folder = new URL("src/elements/", packageFolder);
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.includes("messages/"))
    .map((file) => readFileSync(new URL(file, folder), "utf8"))
    .join("\n");
  const composed = [...sources.matchAll(/say\(\s*`([a-z-]*)\$\{[^}]*\}([a-z-]*)`/g)].map(
    ([, before, after]) => [before ?? "", after ?? ""] as const,
  );
  const isUsed = (key: string): boolean =>
    PURPOSES.includes(key) ||
    sources.includes(`"${key}"`) ||
    composed.some(
      ([before, after]) => key.startsWith(before) && key.endsWith(after),
    );
  assert.deepEqual(Object.keys(en).filter((key) => !isUsed(key)), []);
});

/** Keys that are said by the purpose they name. */
const PURPOSES = ["remember", "learn", "measure", "sponsor"];

function textsOf(message: Message): string[] {
  return typeof message === "string" ? [message] : Object.values(message);
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "").sort();
}

function sentencesIn(text: string): string[] {
  return text.split(/[.?!:]+(?:\s+|$)/).filter((sentence) => wordsIn(sentence).length > 0);
}

function wordsIn(sentence: string): string[] {
  return sentence.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
}

/** The Flesch-Kincaid grade of English sentences, with syllables counted by vowel groups. */
function gradeOf(sentences: readonly string[]): number {
  const words = sentences.flatMap(wordsIn);
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59;
}

function syllablesIn(word: string): number {
  const groups = word.toLowerCase().replace(/e$|es$|ed$/, "").match(/[aeiouy]+/g);
  return Math.max(1, groups?.length ?? 1);
}
