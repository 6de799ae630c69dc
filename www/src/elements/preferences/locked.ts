/** A locked profile: what that means, the way to open it again, and the way to erase it. */
import { html, type TemplateResult } from "lit";
import { eraseRow } from "./data.js";
import type { Desk } from "./desk.js";
import { heading } from "./heading.js";

export function lockedSection(desk: Desk): TemplateResult {
  const { words, hk, level } = desk;
  const open = async (): Promise<void> => {
    // The button is gone then: what came in its place begins at the top.
    if (await desk.does(() => hk.unlock(), words.say("locked-opened"))) await desk.focus("header");
  };
  return html`<header>${heading(words)}</header>
    <section class="locked" aria-labelledby="locked">
      <h3 id="locked" aria-level=${level}>${words.say("locked")}</h3>
      <p>${words.sentences(words.say("locked-how"), words.say("locked-means"))}</p>
      <p class="note">${words.say("locked-protects")}</p>
      <div class="acts"><button type="button" @click=${open}>${words.say("locked-open")}</button></div>
    </section>
    <section>${eraseRow(desk)}</section>`;
}
