/** Every language, and all that it can say. */
import { en } from "../elements/messages/en.js";
import { wordsFor, type Key, type Words } from "../elements/messages/words.js";
import { packageFolder } from "./package.js";

/** What builds the texts, as the build runs it. */
export interface Compiler {
  readonly LANGUAGES: readonly string[];
  readonly messages: import("esbuild").Plugin;
  textsIn(path: string): Promise<Record<string, string>>;
  problemsOf(language: string, texts: Record<string, string>, english: Record<string, string>): string[];
  compiled(language: string, texts: Record<string, string>): string;
}

export const compiler = (await import(new URL("scripts/messages.mjs", packageFolder).href)) as Compiler;

/** The tags of all languages, English first. */
export const LANGUAGES: readonly string[] = ["en", ...compiler.LANGUAGES];

export const KEYS = Object.keys(en) as Key[];

/** The words of every language; fails where one of them is told in English. */
export async function everyLanguage(): Promise<Words[]> {
  const all = await Promise.all(LANGUAGES.map((language) => wordsFor(language)));
  for (const [at, words] of all.entries()) {
    if (words.language !== LANGUAGES[at]) throw new Error(`${LANGUAGES[at]} does not load`);
  }
  return all;
}

/** All that a language says for `key`: once for each plural form, with the names of the values in their places. */
export function sayings(words: Words, key: Key): string[] {
  const texts = COUNTS.map((n) => words.say(key, new Proxy({}, { get: (_, name) => (name === "n" ? n : String(name)) })));
  return [...new Set(texts.map((text) => text.replace(/[\u2068\u2069]/g, "")))];
}

/** Between them they take every plural form that a language has. */
const COUNTS = [0, 1, 2, 3, 11, 100, 1_000_000];
