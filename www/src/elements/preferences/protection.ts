/** What the encryption does and does not stop, in three sentences (SEC-01). */
import { html, type TemplateResult } from "lit";
import type { Desk } from "./desk.js";

export function protectionSection({ words, level }: Desk): TemplateResult {
  return html`<section aria-labelledby="protection">
    <h3 id="protection" aria-level=${level}>${words.say("protection")}</h3>
    <p>${words.sentences(words.say("threat-1"), words.say("threat-2"), words.say("threat-3"))}</p>
  </section>`;
}
