/** The texts of one language, ready to be said. Languages load on use, one file each. */
import { en } from "./en.js";

export type Key = keyof typeof en;

/** A text, or its plural forms by the categories of `Intl.PluralRules`. */
export type Message = string | ({ readonly other: string } & { readonly [form: string]: string });

/** A complete language: a missing key does not compile. */
export type Messages = { readonly [K in Key]: Message };

export type Params = Readonly<Record<string, string | number>>;

export class Words {
  private readonly plural: Intl.PluralRules;

  constructor(
    readonly language: string,
    private readonly messages: Messages,
  ) {
    this.plural = new Intl.PluralRules(language);
  }

  get direction(): "ltr" | "rtl" {
    return RIGHT_TO_LEFT.test(this.language) ? "rtl" : "ltr";
  }

  /** The text of `key`, with `{name}` replaced by what `params` has for it; `n` chooses the plural form. */
  say(key: Key, params: Params = {}): string {
    const message = this.messages[key];
    const text =
      typeof message === "string"
        ? message
        : (message[this.plural.select(Number(params["n"]))] ?? message.other);
    return text.replace(/\{(\w+)\}/g, (_, name: string) =>
      Object.hasOwn(params, name) ? this.number(params[name]) : "",
    );
  }

  /** "a, b and c" as the language joins them. */
  list(parts: readonly string[]): string {
    return new Intl.ListFormat(this.language, { type: "conjunction" }).format(parts);
  }

  day(minute: number): string {
    return this.date(minute, { dateStyle: "long" });
  }

  time(minute: number): string {
    return this.date(minute, { timeStyle: "short" });
  }

  private date(minute: number, style: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(this.language, style).format(new Date(minute * 60_000));
  }

  private number(value: string | number | undefined): string {
    return typeof value === "number"
      ? new Intl.NumberFormat(this.language).format(value)
      : (value ?? "");
  }
}

/** English: there from the start, and what is said where a language is missing. */
export const ENGLISH = new Words("en", en);

/** The words for a language tag; English where there is no file for it. */
export async function wordsFor(tag: string): Promise<Words> {
  const language = tag.toLowerCase().split("-")[0] ?? "";
  if (!Object.hasOwn(LANGUAGES, language)) return ENGLISH;
  try {
    const messages = await LANGUAGES[language as keyof typeof LANGUAGES]();
    // The region is kept: it decides how dates and numbers are written.
    return new Words(tag, messages);
  } catch {
    return ENGLISH;
  }
}

/** One loader a language: the file is fetched when the page first needs it. */
const LANGUAGES = {
  en: async (): Promise<Messages> => en,
  de: async (): Promise<Messages> => (await import("./de.js")).de,
};

const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/i;
