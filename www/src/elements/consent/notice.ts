/** The text of the question: first layer, as CON-07 wants it, and its hash. */
import type { Policy } from "../../policy.js";
import { sha256 } from "../../digest.js";
import { RETENTION_DAYS } from "../../retention.js";
import type { Purpose } from "../../wasm/homekept.js";
import type { Key, Words } from "../messages/words.js";
import { measuredText } from "./measured.js";

/** A notice in the words of one language; what is shown is made from this alone. */
export interface Notice {
  readonly title: string;
  readonly lead: string;
  readonly purposes: readonly PurposeText[];
  /** Of all purposes together. */
  readonly facts: Facts;
}

/** What, why, where, how long, who: a name and its text. */
export type Facts = readonly (readonly [name: string, text: string])[];

export interface PurposeText {
  readonly purpose: Purpose;
  readonly title: string;
  readonly means: string;
  /** Of this one, where each has its own. */
  readonly facts: Facts;
}

/** How a notice begins, and how it goes on: in the question, or in the preference center. */
export interface Opening {
  readonly title: Key;
  readonly lead: Key;
  /** Whether each purpose has facts of its own; otherwise they stand below all of them, once. */
  readonly apart: boolean;
}

export const QUESTION: Opening = { title: "ask-title", lead: "ask-lead", apart: false };
export const CENTER: Opening = { title: "permissions", lead: "permissions-off-deletes", apart: true };

export function noticeOf(
  words: Words,
  policy: Policy,
  purposes: readonly Purpose[],
  { title, lead, apart }: Opening,
): Notice {
  const textOf = (purpose: Purpose): PurposeText => ({
    purpose,
    title: words.say(purpose),
    means: words.say(`${purpose}-means`),
    facts: apart ? factsOf(words, policy, [purpose]) : [],
  });
  return {
    title: words.say(title),
    lead: words.say(lead),
    purposes: purposes.map(textOf),
    facts: apart ? [] : factsOf(words, policy, purposes),
  };
}

function factsOf(words: Words, policy: Policy, purposes: readonly Purpose[]): Facts {
  const asks = (purpose: Purpose): boolean => purposes.includes(purpose);
  const { name, contact: address } = policy.controller;
  const contact = address.replace(/^mailto:/, "");
  const days = policy.retentionDays ?? RETENTION_DAYS;
  const isKept = asks("remember") || asks("learn");
  return [
    [words.say("fact-who"), words.say("fact-who-text", { name, contact })],
    [
      words.say("fact-what"),
      words.sentences(
        asks("remember") && words.say("fact-what-remember"),
        asks("learn") && words.say("fact-what-learn"),
        asks("measure") && words.say("fact-what-measure"),
        asks("measure") && measuredText(words, policy),
        // Beside what is kept for others, that it adds nothing needs no word.
        asks("sponsor") && !isKept && words.say("fact-what-sponsor"),
      ),
    ],
    [
      words.say("fact-why"),
      words.sentences(
        isKept && words.say("fact-why-text"),
        asks("measure") && words.say("fact-why-measure"),
        asks("sponsor") && words.say("fact-why-sponsor"),
      ),
    ],
    [words.say("fact-where"), words.say("fact-where-text")],
    [
      words.say("fact-how-long"),
      words.sentences(
        asks("learn") && words.say("fact-how-long-learn", { days }),
        asks("remember") && words.say("fact-how-long-remember"),
        asks("measure") && words.say("fact-how-long-measure"),
        asks("sponsor") && !isKept && words.say("fact-how-long-sponsor"),
        words.say("fact-how-long-refusal"),
      ),
    ],
    [
      words.say("fact-receiver"),
      words.say(asks("measure") ? "fact-receiver-measure" : "fact-receiver-text"),
    ],
    [words.say("fact-change"), words.say("fact-change-text")],
  ];
}

/** Every line of the notice, in the order in which it is read: what the hash is of. */
export function linesOf({ title, lead, purposes, facts }: Notice): string[] {
  return [
    title,
    lead,
    ...purposes.flatMap((purpose) => [purpose.title, purpose.means, ...purpose.facts.flat()]),
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
