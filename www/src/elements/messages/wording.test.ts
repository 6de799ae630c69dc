import assert from "node:assert/strict";
import { test } from "node:test";
import { everyLanguage, sayingsOf } from "../../testing/languages.js";
import { found, WORD_LISTS, type Lists } from "../../testing/word-lists.js";
import type { Key, Words } from "./words.js";

test("UI-05 plain language: sentences of at most 20 words, English of grade 8 at the most", async () => {
  const all = await everyLanguage();
  for (const words of all) {
    const most = /^(ja|zh)/.test(words.language) ? MOST_SIGNS : MOST_WORDS;
    for (const sentence of await sentencesOf(words)) {
      const length = lengthOf(words.language, sentence);
      assert.ok(length <= most, `${words.language}, ${length}: ${sentence}`);
    }
  }
  const [english] = all;
  const grade = gradeOf(english ? await sentencesOf(english) : []);
  assert.ok(grade <= 8, `grade ${grade.toFixed(1)}`);
  // The measure itself: this is not plain.
  const legalese = "Notwithstanding aforementioned considerations, personalisation necessitates authorisation.";
  assert.ok(gradeOf([legalese]) > 12);
  assert.deepEqual(sentencesIn("आप कौन हैं? मैं। 好。好！"), ["आप कौन हैं", "मैं", "好", "好"]);
});

test("DARK-03 no text pushes, shames, or promises what nobody can keep, in any language", async () => {
  for (const words of await everyLanguage()) {
    const { pushing, promising } = listsOf(words);
    const texts = await textsOf(words);
    for (const list of [pushing, promising]) {
      assert.notDeepEqual(found(words.language, list, list.specimen), [], `${words.language}: ${list.specimen}`);
      for (const text of texts) assert.deepEqual(found(words.language, list, text), [], text);
    }
  }
});

test("DARK-03 no text says no to a no, in any language", async () => {
  for (const words of await everyLanguage()) {
    const { negating } = listsOf(words);
    const count = (clause: string): number => found(words.language, negating, clause).length;
    assert.ok(count(negating.specimen) >= 2, `${words.language}: ${negating.specimen}`);
    for (const clause of (await textsOf(words)).flatMap(clausesIn)) {
      assert.ok(count(clause) <= 1, `${words.language}: ${clause}`);
    }
  }
});

test("FAIR-15 no text speaks of urgency, scarcity or other people, in any language", async () => {
  for (const words of await everyLanguage()) {
    const { urging } = listsOf(words);
    assert.notDeepEqual(found(words.language, urging, urging.specimen), [], `${words.language}: ${urging.specimen}`);
    for (const text of await textsOf(words)) assert.deepEqual(found(words.language, urging, text), [], text);
  }
});

test("FAIR-12 FAIR-09 DARK-02 marks and answers are there in every language, and no two say the same", async () => {
  const apart: readonly (readonly Key[])[] = [
    ["picks-personal", "picks-ordered", "picks-plain", "picks-locked", "sponsored"],
    ["ask-allow", "ask-refuse"],
    ["ask-all", "ask-none", "ask-save"],
    ["on", "off"],
    ["allowed", "refused"],
    ["remember", "learn", "measure", "sponsor"],
    ["erase-yes", "erase-no"],
  ];
  for (const words of await everyLanguage()) {
    for (const keys of apart) {
      assert.equal(new Set(keys.map((key) => words.say(key))).size, keys.length, `${words.language} ${keys}`);
    }
  }
  // As the Chinese rules on recommending by algorithm name it.
  const [simplified, traditional] = await Promise.all(["zh-Hans", "zh-Hant"].map(marks));
  assert.deepEqual(simplified, ["为您个性化展示", "广告"]);
  assert.deepEqual(traditional, ["為您個人化顯示", "廣告"]);
});

async function marks(language: string): Promise<string[]> {
  const words = (await everyLanguage()).find((one) => one.language === language);
  return [words?.say("picks-personal") ?? "", words?.say("sponsored") ?? ""];
}

function listsOf({ language }: Words): Lists {
  return WORD_LISTS[language as keyof typeof WORD_LISTS];
}

async function textsOf(words: Words): Promise<string[]> {
  return (await sayingsOf(words)).flatMap(({ texts }) => texts);
}

async function sentencesOf(words: Words): Promise<string[]> {
  return (await textsOf(words)).flatMap(sentencesIn);
}

function sentencesIn(text: string): string[] {
  return text
    .split(/[.?!:؟]+(?:\s+|$)|[।。！？：]+\s*/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => wordsIn(sentence).length > 0);
}

/** What stands between commas and the like, and between words that join. */
function clausesIn(text: string): string[] {
  return sentencesIn(text).flatMap((sentence) => sentence.split(/[,;()،，、“”«»「」„]|\s(?:and|und|et|y|e|और)\s|\sو/u));
}

/** In words; in signs where words are not set apart. */
function lengthOf(language: string, sentence: string): number {
  if (!/^(ja|zh)/.test(language)) return wordsIn(sentence).length;
  // A name in Latin letters is read at one glance.
  return [...sentence.replace(/[A-Za-z]+/g, "A").replace(/[\s\p{P}]/gu, "")].length;
}

function wordsIn(sentence: string): string[] {
  return sentence.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu) ?? [];
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

const MOST_WORDS = 20;
/** About twenty words of Chinese; Japanese needs more signs for less. */
const MOST_SIGNS = 45;
