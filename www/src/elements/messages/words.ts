/** The texts of one language, ready to be said. Languages load on use, one file each. */
import { en } from "./en.js";
import { languageOf } from "./language.js";
import type { Manner, Texts, Values } from "./message.js";

export type Key = keyof typeof en;

/** A complete language: a missing key does not compile. */
export type Messages = Texts<Key>;

export class Words implements Manner {
  private readonly rules: Intl.PluralRules;
  /** Made once each: to make one takes longer than to write a page of dates. */
  private readonly dates = new Map<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>();

  constructor(
    readonly language: string,
    private readonly messages: Messages,
  ) {
    this.rules = new Intl.PluralRules(language);
  }

  get direction(): "ltr" | "rtl" {
    return RIGHT_TO_LEFT.test(this.language) ? "rtl" : "ltr";
  }

  /** Says of an element in which language it speaks, and in which direction. */
  mark(element: HTMLElement): void {
    element.lang = this.language;
    element.dir = this.direction;
  }

  /** The text of `key`, with what `values` has for the names in it. */
  say(key: Key, values: Values = {}): string {
    const message = this.messages[key];
    return typeof message === "string" ? message : message(values, this);
  }

  /** Sentences, one after the other; Chinese and Japanese set no space between them. */
  sentences(...texts: (string | false)[]): string {
    return texts.filter(Boolean).join(/^(ja|zh)\b/i.test(this.language) ? "" : " ");
  }

  /** "a, b and c" as the language joins them. */
  list(parts: readonly string[]): string {
    return new Intl.ListFormat(this.language).format(parts.map((part) => this.put(part)));
  }

  /** "a, b, c": the same without a last word that joins, where the language can do without. */
  row(parts: readonly string[]): string {
    const [, between] = new Intl.ListFormat(this.language).formatToParts(["a", "b", "c"]);
    return parts.map((part) => this.put(part)).join(between?.value);
  }

  day(minute: number): string {
    return this.date(minute, DAY);
  }

  time(minute: number): string {
    return this.date(minute, TIME);
  }

  /** The day and the time. */
  moment(minute: number): string {
    return this.date(minute, MOMENT);
  }

  /**
   * A value inside a text. Among letters that run from right to left it stands by itself: a title
   * in other letters would draw the marks around it to its own side.
   */
  put(value: string | number | undefined = ""): string {
    const text = typeof value === "number" ? new Intl.NumberFormat(this.language).format(value) : value;
    return this.direction === "rtl" ? `\u2068${text}\u2069` : text;
  }

  plural(count: string | number | undefined, forms: Readonly<Record<string, string>>): string {
    return forms[this.rules.select(Number(count))] ?? forms["other"] ?? "";
  }

  private date(minute: number, style: Intl.DateTimeFormatOptions): string {
    let format = this.dates.get(style);
    if (!format) this.dates.set(style, (format = new Intl.DateTimeFormat(this.language, style)));
    return format.format(minute * 60_000);
  }
}

const DAY = { dateStyle: "long" } as const;
const TIME = { timeStyle: "short" } as const;
const MOMENT = { ...DAY, ...TIME } as const;

/** English: there from the start, and what is said where a language is missing. */
export const ENGLISH = new Words("en", en);

/** The words for a language tag; English where there is no file for it. */
export async function wordsFor(tag: string): Promise<Words> {
  try {
    const load = LANGUAGES[languageOf(tag) as keyof typeof LANGUAGES];
    // The region is kept: it decides how dates and numbers are written.
    return load ? new Words(tag, await load()) : ENGLISH;
  } catch {
    return ENGLISH;
  }
}

/** One loader a language: the file is fetched when the page first needs it. */
const LANGUAGES = {
  en: async (): Promise<Messages> => en,
  ar: async (): Promise<Messages> => (await import("./ar.js")).ar,
  de: async (): Promise<Messages> => (await import("./de.js")).de,
  es: async (): Promise<Messages> => (await import("./es.js")).es,
  fr: async (): Promise<Messages> => (await import("./fr.js")).fr,
  hi: async (): Promise<Messages> => (await import("./hi.js")).hi,
  ja: async (): Promise<Messages> => (await import("./ja.js")).ja,
  pt: async (): Promise<Messages> => (await import("./pt.js")).pt,
  "zh-Hans": async (): Promise<Messages> => (await import("./zh-Hans.js")).zhHans,
  "zh-Hant": async (): Promise<Messages> => (await import("./zh-Hant.js")).zhHant,
};

/** The languages that there are. */
export const LANGUAGE_TAGS: readonly string[] = Object.keys(LANGUAGES);

const RIGHT_TO_LEFT = /^ar\b/i;
