/**
 * What left this browser: nothing of the profile, as this version has no way to send it; and what
 * the shop learns without that.
 */
import { html, nothing, type TemplateResult } from "lit";
import type { Desk } from "./desk.js";

export function leftSection({ words, level, policy }: Desk): TemplateResult {
  return html`<section aria-labelledby="left">
    <h3 id="left" aria-level=${level}>${words.say("left")}</h3>
    <p><strong>${words.say("left-nothing")}</strong> ${words.say("left-no-way")}</p>
    <p class="muted">${words.say("left-clicks")}</p>
    ${policy.images === "direct" ? html`<p class="note">${words.say("images-direct")}</p>` : nothing}
  </section>`;
}
