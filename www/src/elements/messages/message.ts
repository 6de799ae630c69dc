/** Texts, as they are written and as the build leaves them. */

/** What a text is said with, by name. */
export type Values = Readonly<Record<string, string | number>>;

/** How a language writes a value, and which form it counts in. */
export interface Manner {
  put(value: string | number | undefined): string;
  plural(count: string | number | undefined, forms: Readonly<Record<string, string>>): string;
}

/** A text that can be said; one that names values is made with them. */
export type Message = string | ((values: Values, words: Manner) => string);

/** Texts by their keys. */
export type Texts<Key extends string> = Readonly<Record<Key, Message>>;

/**
 * Texts in ICU MessageFormat. The build puts what they compile to in the place of the call
 * (`scripts/messages.mjs`); a page has neither the call nor a parser.
 */
export declare function icu<Key extends string>(texts: Readonly<Record<Key, string>>): Texts<Key>;
