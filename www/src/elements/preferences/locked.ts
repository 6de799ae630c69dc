/** A locked profile: what that means, the way to open it again, and the way to erase it. */
import { html, nothing, type TemplateResult } from "lit";
import { unlock } from "../../lock/index.js";
import { eraseRow } from "./data.js";
import type { Desk } from "./desk.js";
import { heading } from "./heading.js";
import { lockHere } from "./lock-here.js";
import { errorLine, passphraseField, tries, typedIn } from "./passphrase.js";

export function lockedSection(desk: Desk): TemplateResult {
  const { words, level } = desk;
  const kind = lockHere(desk)?.kind;
  return html`<header>${heading(words)}</header>
    <section class="locked" aria-labelledby="locked">
      <h3 id="locked" aria-level=${level}>${words.say("locked")}</h3>
      <p>${words.sentences(words.say("locked-how"), words.say("locked-means"))}</p>
      ${kind === "passphrase" ? byPassphrase(desk) : kind === "device" ? byPress(desk) : nothing}
    </section>
    <section>${eraseRow(desk)}</section>`;
}

function byPress(desk: Desk): TemplateResult {
  const { words, hk } = desk;
  const open = async (): Promise<void> => {
    // The button is gone then: what came in its place begins at the top.
    if (await desk.does(() => hk.unlock(), words.say("locked-opened"))) await desk.focus("header");
  };
  return html`<p class="note">${words.say("locked-protects")}</p>
    <div class="acts"><button type="button" @click=${open}>${words.say("locked-open")}</button></div>`;
}

function byPassphrase(desk: Desk): TemplateResult {
  const { words, hk } = desk;
  const open = (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const deed = (): Promise<unknown> => unlock(hk, typedIn(form, "passphrase"));
    return tries(desk, form, words.say("locked-opened"), deed, () => desk.focus("header"));
  };
  return html`<p class="note">${words.say("locked-passphrase")}</p>
    <form class="lock-form" @submit=${open}>
      ${passphraseField(desk, "passphrase", "current-password")} ${errorLine()}
      <div class="acts"><button type="submit">${words.say("locked-open")}</button></div>
    </form>`;
}
