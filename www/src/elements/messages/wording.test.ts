import assert from "node:assert/strict";
import { test } from "node:test";
import { everyLanguage, KEYS, sayings } from "../../testing/languages.js";
import type { Words } from "./words.js";

test("UI-05 plain language: sentences of at most 20 words, English of grade 8 at the most", async () => {
  const all = await everyLanguage();
  for (const words of all) {
    for (const sentence of sentencesOf(words)) {
      const { length } = wordsIn(sentence);
      assert.ok(length <= 20, `${words.language}, ${length} words: ${sentence}`);
    }
  }
  const [english] = all;
  const grade = gradeOf(english ? sentencesOf(english) : []);
  assert.ok(grade <= 8, `grade ${grade.toFixed(1)}`);
  // The measure itself: this is not plain.
  const legalese = "Notwithstanding aforementioned considerations, personalisation necessitates authorisation.";
  assert.ok(gradeOf([legalese]) > 12);
});

test("DARK-03 no text pushes, shames, or promises what nobody can keep", async () => {
  const pushing = [
    /\b(recommended|best experience|better experience|enhance|improve|enjoy|unlock|benefit|miss out|sorry|hurry|only today|last chance|are you sure|no thanks|continue without|limited|unfortunately)\b/i,
    /\b(empfohlen|optimal|bestmöglich|genießen|verpassen|schade|leider|nur heute|beeilen|sind sie sicher|eingeschränkt)\b/i,
  ];
  const promising = [
    /\b(nobody can (read|see)|no one can|100 ?%|completely (safe|secure)|military|unbreakable|anonym)/i,
    /\b(niemand kann|völlig sicher|absolut sicher|unknackbar)/i,
  ];
  for (const words of await everyLanguage()) {
    for (const text of textsOf(words)) {
      for (const word of [...pushing, ...promising]) assert.doesNotMatch(text, word, words.language);
    }
  }
});

test("FAIR-15 no text speaks of urgency, scarcity or other people", async () => {
  const fake = /\b(left in stock|selling fast|people are|others are viewing|viewing now|in demand|nur noch|andere sehen)\b/i;
  for (const words of await everyLanguage()) {
    for (const text of textsOf(words)) assert.doesNotMatch(text, fake);
  }
});

function textsOf(words: Words): string[] {
  return KEYS.flatMap((key) => sayings(words, key));
}

function sentencesOf(words: Words): string[] {
  return textsOf(words).flatMap(sentencesIn);
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
