/** The texts on moving to another device: loaded with the part that shows them, one file a language. */
import { languageOf } from "../messages/language.js";
import type { Texts, Values } from "../messages/message.js";
// The type alone: whoever shows these texts has the words already, and the main texts with them.
import type { Words } from "../messages/words.js";
import { en } from "./messages/en.js";

export type MovingKey = keyof typeof en;

/** A complete language: a missing key does not compile. */
export type MovingTexts = Texts<MovingKey>;

/** The texts of a language tag; English where there is no file for it. */
export async function textsFor(tag: string): Promise<MovingTexts> {
  try {
    const load = LANGUAGES[languageOf(tag) as keyof typeof LANGUAGES];
    return load ? await load() : en;
  } catch {
    return en;
  }
}

/** Says a text in the manner of `words`. */
export function says(words: Words, texts: MovingTexts, key: MovingKey, values: Values = {}): string {
  const message = texts[key];
  return typeof message === "string" ? message : message(values, words);
}

/** One loader a language: the file is fetched when the page first needs it. */
const LANGUAGES = {
  en: async (): Promise<MovingTexts> => en,
  ar: async (): Promise<MovingTexts> => (await import("./messages/ar.js")).ar,
  de: async (): Promise<MovingTexts> => (await import("./messages/de.js")).de,
  es: async (): Promise<MovingTexts> => (await import("./messages/es.js")).es,
  fr: async (): Promise<MovingTexts> => (await import("./messages/fr.js")).fr,
  hi: async (): Promise<MovingTexts> => (await import("./messages/hi.js")).hi,
  ja: async (): Promise<MovingTexts> => (await import("./messages/ja.js")).ja,
  pt: async (): Promise<MovingTexts> => (await import("./messages/pt.js")).pt,
  "zh-Hans": async (): Promise<MovingTexts> => (await import("./messages/zh-Hans.js")).zhHans,
  "zh-Hant": async (): Promise<MovingTexts> => (await import("./messages/zh-Hant.js")).zhHant,
};
