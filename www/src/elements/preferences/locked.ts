/** A locked profile: what that means, the way to open it again, and the way to erase it. */
import { html, nothing, type TemplateResult } from "lit";
import { unlock, type Proof } from "../../lock/index.js";
import { eraseRow } from "./data.js";
import type { Desk } from "./desk.js";
import { LOOKING } from "./from-storage.js";
import { heading } from "./heading.js";
import { lockHere } from "./lock-here.js";
import { errorLine, passphraseField, tries, typedIn } from "./passphrase.js";

/** Nothing until it is known what stands above the button to erase, which would move. */
export function lockedSection(desk: Desk): TemplateResult | undefined {
  const { words, level } = desk;
  const lock = lockHere(desk);
  if (lock === LOOKING) return undefined;
  return html`<header>${heading(words)}</header>
    <section class="locked" aria-labelledby="locked">
      <h3 id="locked" aria-level=${level}>${words.say("locked")}</h3>
      <p>${words.sentences(words.say("locked-how"), words.say("locked-means"))}</p>
      ${lock?.kind === "passphrase" ? byPassphrase(desk, lock.passkey) : lock ? byPress(desk) : nothing}
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

/** By the passphrase, and ahead of it by the passkey, where there is one. */
function byPassphrase(desk: Desk, hasPasskey: boolean): TemplateResult {
  const { words, hk } = desk;
  const open = (event: Event, proof: (form: HTMLFormElement) => Proof): Promise<void> => {
    event.preventDefault();
    const form = (event.currentTarget as HTMLElement).closest("form")!;
    const proven = proof(form);
    return tries(desk, form, {
      byPasskey: typeof proven === "object",
      deed: () => unlock(hk, proven),
      done: words.say("locked-opened"),
      next: () => desk.focus("header"),
    });
  };
  const typed = (event: SubmitEvent): Promise<void> => open(event, (form) => typedIn(form, "passphrase"));
  const shown = (event: Event): Promise<void> => open(event, () => ({ passkey: true }));
  return html`<p class="note">${words.say(hasPasskey ? "locked-passkey" : "locked-passphrase")}</p>
    <form class="lock-form" @submit=${typed}>
      ${hasPasskey
        ? html`<div class="acts">
            <button type="button" class="by-passkey" aria-describedby="passphrase-error" @click=${shown}>
              ${words.say("passkey-open")}
            </button>
          </div>`
        : nothing}
      ${passphraseField(desk, "passphrase", "current-password")} ${errorLine()}
      <div class="acts"><button type="submit">${words.say("locked-open")}</button></div>
    </form>`;
}
