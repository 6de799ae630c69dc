/** Reasons in the customer's language, built from what made the score. */
import type { PickView, ReasonView } from "../../wasm/homekept.js";
import type { Words } from "../messages/words.js";

/** The strongest reason: the one line that stands on the card. */
export function mainReason(words: Words, pick: PickView): string {
  const [strongest] = pick.reasons;
  return strongest ? reasonText(words, strongest) : words.say("reason-popular");
}

/** The strongest reason that is the customer's own; undefined where there is none. */
export function ownReason(words: Words, { personal, reasons }: PickView): string | undefined {
  const own = personal && reasons.find(({ kind }) => kind !== "listed");
  return own ? reasonText(words, own) : undefined;
}

export function reasonText(words: Words, reason: ReasonView): string {
  const params = { item: reason.item ?? "", facet: reason.facet?.label ?? "" };
  if (reason.kind === "interest" && reason.stated) return words.say("reason-stated", params);
  return words.say(`reason-${reason.kind}`, params);
}
