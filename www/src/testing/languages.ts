/** Every language, and all that it can say. */
import { en } from "../elements/messages/en.js";
import type { Values } from "../elements/messages/message.js";
import { wordsFor, type Key, type Words } from "../elements/messages/words.js";
import { en as moving } from "../elements/moving/messages/en.js";
import { says, textsFor, type MovingKey } from "../elements/moving/texts.js";
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

export const MOVING_KEYS = Object.keys(moving) as MovingKey[];

/** Where the texts are, a file a language: those of every element, and those on moving to another device. */
export const FOLDERS = ["src/elements/messages/", "src/elements/moving/messages/"] as const;

/** The words of every language; fails where one of them is told in English. */
export async function everyLanguage(): Promise<Words[]> {
  const all = await Promise.all(LANGUAGES.map((language) => wordsFor(language)));
  for (const [at, words] of all.entries()) {
    if (words.language !== LANGUAGES[at]) throw new Error(`${LANGUAGES[at]} does not load`);
  }
  return all;
}

/** All that a language says for one key. */
export interface Saying {
  readonly key: string;
  /** Once for each plural form, with the names of the values in their places. */
  readonly texts: readonly string[];
}

/** All that a language says; fails where it says a part of it in English. */
export async function sayingsOf(words: Words): Promise<Saying[]> {
  const texts = await textsFor(words.language);
  if (texts === moving && words.language !== "en") throw new Error(`${words.language} does not load on moving`);
  return [
    ...KEYS.map((key) => saying(key, (values) => words.say(key, values))),
    ...MOVING_KEYS.map((key) => saying(`moving: ${key}`, (values) => says(words, texts, key, values))),
  ];
}

function saying(key: string, say: (values: Values) => string): Saying {
  const texts = COUNTS.map((n) => say(new Proxy({}, { get: (_, name) => (name === "n" ? n : String(name)) })));
  return { key, texts: [...new Set(texts.map((text) => text.replace(/[\u2068\u2069]/g, "")))] };
}

/** Between them they take every plural form that a language has. */
const COUNTS = [0, 1, 2, 3, 11, 100, 1_000_000];
