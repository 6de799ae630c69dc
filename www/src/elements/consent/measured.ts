/** What a site asks of many at once, in words: before somebody agrees, and of each report that left. */
import type { Measure, Policy } from "../../policy.js";
import type { Words } from "../messages/words.js";

/** Every question that this version answers, and what is done with the answer. */
export function measuredText(words: Words, { signals }: Policy): string {
  // The module judges the whole of it; here nothing may break down over what is written there.
  const measures = Array.isArray(signals?.measures) ? signals.measures : [];
  const asked = measures.map((measure) => questionText(words, measure)).filter(Boolean);
  return asked.length > 0 ? words.sentences(...asked, words.say("measure-noise")) : "";
}

/** One question; nothing for what this version does not answer. */
export function questionText(words: Words, measure: Measure): string {
  if (measure.kind === "outcome" || !Array.isArray(measure.buckets)) return "";
  return measure.kind === "interest"
    ? words.say("measure-interest", { topics: words.list(measure.buckets) })
    : words.say("measure-count", { steps: words.list(measure.buckets) });
}
