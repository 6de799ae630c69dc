/**
 * Signals: what many customers answer together, each behind noise, where they allow it. This is the
 * little that a page loads at once; what answers is loaded where somebody has allowed it.
 */
import { own } from "../guard.js";
import type { Homekept } from "../homekept.js";
import { insideOf } from "../internal.js";

/**
 * Answers what the policy's `signals` ask, where the customer allows measuring, and follows whether
 * they do for as long as the page lives. Call it on each page. Resolves when this page's part is
 * done, which mostly is nothing; rejects with the code of what is unsafe in the policy.
 */
export async function sendSignals(homekept: Homekept): Promise<void> {
  const inside = insideOf(homekept);
  if (!inside.policy.signals) return;
  const asOfNow = (): Promise<void> | undefined => {
    if (inside.stopped) return undefined;
    // Also one who takes it back: what waits is to go.
    const choices = inside.ask((door) => door.view("choices")).map(own);
    if (!choices.some(({ purpose, allowed }) => purpose === "measure" && allowed)) return undefined;
    inside.news.removeEventListener("change", listen);
    return import("./reporter.js").then(({ report }) => report(inside));
  };
  const listen = (): void => void asOfNow()?.catch(() => {});
  inside.news.addEventListener("change", listen);
  await asOfNow();
}
