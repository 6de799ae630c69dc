/** The text of the question: first layer, as CON-07 wants it, and its hash. */
import type { Policy } from "../../policy.js";
import type { Purpose } from "../../wasm/homekept.js";
import type { Key, Words } from "../messages/words.js";
import { measuredText } from "./measured.js";

/** A notice in the words of one language; what is shown is made from this alone. */
export interface Notice {
  readonly title: string;
  readonly lead: string;
  readonly purposes: readonly PurposeText[];
  /** What, why, where, how long, who: a name and its text. */
  readonly facts: readonly (readonly [name: string, text: string])[];
}

export interface PurposeText {
  readonly purpose: Purpose;
  readonly title: string;
  readonly means: string;
}

/** How a notice begins: in the question, or in the preference center. */
export interface Opening {
  readonly title: Key;
  readonly lead: Key;
}

export const QUESTION: Opening = { title: "ask-title", lead: "ask-lead" };
export const CENTER: Opening = { title: "permissions", lead: "permissions-off-deletes" };

export function noticeOf(
  words: Words,
  policy: Policy,
  purposes: readonly Purpose[],
  opening: Opening,
): Notice {
  const asks = (purpose: Purpose): boolean => purposes.includes(purpose);
  const { name, contact: address } = policy.controller;
  const contact = address.replace(/^mailto:/, "");
  const days = policy.retentionDays ?? RETENTION_DAYS;
  return {
    title: words.say(opening.title),
    lead: words.say(opening.lead),
    purposes: purposes.map((purpose) => purposeText(words, purpose)),
    facts: [
      [words.say("fact-who"), words.say("fact-who-text", { name, contact })],
      [
        words.say("fact-what"),
        words.sentences(
          asks("remember") && words.say("fact-what-remember"),
          asks("learn") && words.say("fact-what-learn"),
          asks("measure") && measuredText(words, policy),
        ),
      ],
      [words.say("fact-why"), words.say("fact-why-text")],
      [words.say("fact-where"), words.say("fact-where-text")],
      [
        words.say("fact-how-long"),
        words.sentences(
          asks("learn") && words.say("fact-how-long-learn", { days }),
          asks("remember") && words.say("fact-how-long-remember"),
          words.say("fact-how-long-refusal"),
        ),
      ],
      [
        words.say("fact-receiver"),
        words.say(asks("measure") ? "fact-receiver-measure" : "fact-receiver-text"),
      ],
      [words.say("fact-change"), words.say("fact-change-text")],
    ].filter((fact): fact is [string, string] => Boolean(fact[1])),
  };
}

export function purposeText(words: Words, purpose: Purpose): PurposeText {
  return { purpose, title: words.say(purpose), means: words.say(`${purpose}-means`) };
}

/** Every line of the notice, in the order in which it is read: what the hash is of. */
export function linesOf({ title, lead, purposes, facts }: Notice): string[] {
  return [
    title,
    lead,
    ...purposes.flatMap((purpose) => [purpose.title, purpose.means]),
    ...facts.flat(),
  ];
}

/** The hash of the notice's lines, each followed by a line feed. */
export function hashOf(notice: Notice): Promise<string> {
  return sha256(linesOf(notice).map((line) => `${line}\n`).join(""));
}

/** The hash of the policy as JSON without white space, its fields in the order of the file. */
export function hashOfPolicy(policy: Policy): Promise<string> {
  return sha256(JSON.stringify(policy));
}

/** In hexadecimal. Empty where the page is not a secure context: nothing can be kept there. */
async function sha256(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const digest = await globalThis.crypto?.subtle?.digest("SHA-256", bytes);
  return [...new Uint8Array(digest ?? [])]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

/** What the core assumes where the policy is silent. */
export const RETENTION_DAYS = 90;
