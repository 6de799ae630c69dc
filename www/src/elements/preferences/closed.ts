/** What is left where the sections cannot be shown: how it stands, and the ways to withdraw and to erase. */
import { html, nothing, type TemplateResult } from "lit";
import type { Homekept } from "../../homekept.js";
import type { Words } from "../messages/words.js";
import { heading } from "./heading.js";
import { eraseWithoutModule, keptHere, withdrawWithoutModule } from "./without-module.js";

export interface Closed {
  readonly words: Words;
  /** Why. */
  readonly code: string;
  /** The open module, where only the sections did not come. */
  readonly hk: Homekept | undefined;
  /** Address of the policy file, where the page gave it. */
  readonly policy: string | undefined;
  /** Does it, and says the text that it gives. */
  does(deed: () => Promise<string>): Promise<void>;
}

export function closedSection({ words, code, hk, policy, does }: Closed): TemplateResult {
  const kept = keptHere();
  const told = (left: readonly string[], done: "erased" | "withdrawn-all"): string =>
    left.length > 0 ? words.say("erased-leftovers", { leftovers: words.list(left) }) : words.say(done);
  // A module that is open does it itself, and knows what it did.
  const erase = async (): Promise<string> =>
    told(hk ? (await hk.erase()).leftovers : await eraseWithoutModule(), "erased");
  const withdraw = async (): Promise<string> => {
    if (!hk) return told(await withdrawWithoutModule(policy ?? ""), "withdrawn-all");
    const refuse = hk.status().purposes.map(({ purpose }) => purpose);
    await hk.consent({ refuse, method: "preference-center", language: words.language });
    return words.say("withdrawn-all");
  };
  const row = (name: "withdraw-all" | "erase", deed: () => Promise<string>): TemplateResult =>
    html`<div class="row">
      <p class="text muted">${words.say(`${name}-means`)}</p>
      <div class="acts">
        <button type="button" @click=${() => does(deed)}>${words.say(name)}</button>
      </div>
    </div>`;
  return html`${heading(words)}
    <section>
      <p>
        ${words.sentences(
          words.say("closed", { code }),
          words.say(`kept-${kept}`),
          (kept === "open" || kept === "locked") && words.say("closed-rest"),
        )}
      </p>
      <p>${words.say("closed-erase")}</p>
      ${(hk || policy) && kept !== "refused" ? row("withdraw-all", withdraw) : nothing}
      ${row("erase", erase)}
    </section>`;
}
