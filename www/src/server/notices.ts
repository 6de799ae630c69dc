/**
 * Every text by which this site's customers may have been asked, under the hash that their receipts
 * name it by: the business can show what was consented to, and keeps nothing of anybody (CON-10).
 */
import { CENTER, hashOf, hashOfPolicy, linesOf, noticeOf, QUESTION } from "../elements/consent/notice.js";
import { LANGUAGE_TAGS, wordsFor } from "../elements/messages/words.js";
import type { Policy } from "../policy.js";
import type { Purpose } from "../wasm/homekept.js";

/** The texts of one policy. */
export interface NoticeArchive {
  /** Version of the notice, and SHA-256 of the policy, as receipts have them. */
  readonly version: string;
  readonly policy: string;
  /** By the SHA-256 of the text. */
  readonly notices: Readonly<Record<string, ArchivedNotice>>;
}

/** One text, and where it is shown. */
export interface ArchivedNotice {
  readonly language: string;
  readonly shown: "question" | "preference-center";
  readonly purposes: readonly Purpose[];
  /** As they are shown; the hash is of them, each followed by a line feed. */
  readonly lines: readonly string[];
}

/** The archive of a policy; of all languages that there are, where none are named. */
export async function archive(
  policy: Policy,
  languages: readonly string[] = LANGUAGE_TAGS,
): Promise<NoticeArchive> {
  const { purposes = DEFAULT } = policy as Partial<Policy>;
  const notices: Record<string, ArchivedNotice> = {};
  for (const language of languages) {
    const words = await wordsFor(language);
    // The question asks for what is not on yet; the preference center tells of all.
    const asked = [
      ...partsOf(purposes).map((part) => ["question", QUESTION, part] as const),
      ["preference-center", CENTER, purposes] as const,
    ];
    for (const [shown, opening, part] of asked) {
      const notice = noticeOf(words, policy, part, opening);
      notices[await hashOf(notice)] = { language, shown, purposes: part, lines: linesOf(notice) };
    }
  }
  return { version: policy.notice.version, policy: await hashOfPolicy(policy), notices };
}

/** All that can be chosen out of a list, but nothing, in its order. */
function partsOf<T>(list: readonly T[]): T[][] {
  const choices = Array.from({ length: 2 ** list.length - 1 }, (_, at) => at + 1);
  return choices.map((choice) => list.filter((_, at) => choice & (1 << at)));
}

/** What the core offers where the policy is silent. */
const DEFAULT: readonly Purpose[] = ["remember", "learn"];
