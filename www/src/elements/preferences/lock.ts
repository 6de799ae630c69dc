/** The customer's own lock: a passphrase, a passkey besides, and when it locks by itself. */
import { html, nothing, type TemplateResult } from "lit";
import { changeToDevice, setPassphrase, strengthOf, type Minutes, type Proof } from "../../lock/index.js";
import type { Words } from "../messages/words.js";
import type { Desk } from "./desk.js";
import { disclosure } from "./disclosure.js";
import type { LockHere } from "./lock-here.js";
import { errorLine, passphraseField, tries, typedIn } from "./passphrase.js";

/** Setting a lock, changing it, and taking it off. */
export function lockRow(desk: Desk, lock: LockHere): TemplateResult {
  const { words } = desk;
  const isSet = lock.kind === "passphrase";
  return html`<div class="lock">
    ${disclosure(desk, {
      id: "lock",
      summary: words.say(isSet ? "lock-change" : "lock-passphrase"),
      content: () => form(desk, lock),
    })}
  </div>`;
}

function form(desk: Desk, lock: LockHere): TemplateResult {
  const { words, hk, look } = desk;
  const isSet = lock.kind === "passphrase";
  const close = (): void => desk.show({ opened: new Map(look.opened).set("lock", false) });
  // Who types no passphrase has the browser ask for the passkey.
  const proofIn = (form: HTMLFormElement): Proof =>
    typedIn(form, "passphrase-now") || (lock.passkey ? { passkey: true } : "");
  const save = (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const now = isSet ? proofIn(form) : undefined;
    // Who leaves the new one empty keeps the one so far.
    const passphrase = typedIn(form, "passphrase-new") || (typeof now === "string" ? now : "");
    const minutes = Number(form.querySelector("select")?.value) as Minutes;
    const passkey = form.querySelector<HTMLInputElement>(".by-passkey")?.checked ?? false;
    return tries(desk, form, {
      byPasskey: typeof now === "object",
      asks: passkey || typeof now === "object",
      deed: () => setPassphrase(hk, { passphrase, minutes, passkey }, now),
      done: words.say("lock-saved"),
      next: close,
    });
  };
  const takeOff = (event: Event): Promise<void> => {
    const form = (event.currentTarget as HTMLElement).closest("form")!;
    const now = proofIn(form);
    return tries(desk, form, {
      byPasskey: typeof now === "object",
      deed: () => changeToDevice(hk, now),
      done: words.say("lock-off-done"),
      next: close,
    });
  };
  return html`<form class="lock-form" @submit=${save}>
    <p class="muted">${words.say("lock-passphrase-means")}</p>
    ${isSet ? passphraseField(desk, "passphrase-now", "current-password") : nothing}
    ${lock.passkey ? html`<p class="muted">${words.say("passphrase-or-passkey")}</p>` : nothing}
    ${passphraseField(desk, "passphrase-new", "new-password", (typed) => hint(words, typed))}
    ${byPasskey(words, lock)}
    <label class="field"
      >${words.say("lock-by-itself")}
      <select>
        ${MINUTES.map(
          (minutes) =>
            html`<option value=${minutes} ?selected=${minutes === (isSet ? lock.minutes : FIRST)}>
              ${after(words, minutes)}
            </option>`,
        )}
      </select>
    </label>
    ${errorLine()}
    <div class="acts">
      <button type="submit">${words.say("lock-save")}</button>
      ${isSet ? html`<button type="button" @click=${takeOff}>${words.say("lock-off")}</button>` : nothing}
    </div>
  </form>`;
}

/** Whether a passkey opens it too; where there are none to be had, that is said. */
function byPasskey(words: Words, { offers, passkey }: LockHere): TemplateResult {
  if (!offers) return html`<p class="muted">${words.say("passkey-none")}</p>`;
  return html`<label class="shows">
      <input type="checkbox" class="by-passkey" aria-describedby="lock-passkey" ?checked=${passkey} />
      ${words.say("lock-passkey")}
    </label>
    <p class="muted" id="lock-passkey">${words.say("lock-passkey-means")}</p>`;
}

function hint(words: Words, typed: string): string {
  return words.sentences(words.say(`strength-${strengthOf(typed)}`), words.say("strength-how"));
}

/** How long, as the language counts it. */
function after(words: Words, minutes: number): string {
  if (minutes === 0) return words.say("lock-never");
  const [value, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 1440 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
  return new Intl.NumberFormat(words.language, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

const MINUTES: readonly Minutes[] = [5, 15, 60, 1440, 0];
/** What is chosen before somebody chooses. */
const FIRST: Minutes = 15;
