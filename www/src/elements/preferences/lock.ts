/** The customer's own lock: a passphrase, and when it locks by itself. */
import { html, nothing, type TemplateResult } from "lit";
import { changeToDevice, setPassphrase, strengthOf, type LockView, type Minutes } from "../../lock/index.js";
import type { Words } from "../messages/words.js";
import type { Desk } from "./desk.js";
import { disclosure } from "./disclosure.js";
import { lockHere } from "./lock-here.js";
import { errorLine, passphraseField, tries, typedIn } from "./passphrase.js";

/** Setting a lock, changing it, and taking it off. */
export function lockRow(desk: Desk): TemplateResult | typeof nothing {
  const lock = lockHere(desk);
  if (!lock) return nothing;
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

function form(desk: Desk, lock: LockView): TemplateResult {
  const { words, hk, look } = desk;
  const isSet = lock.kind === "passphrase";
  const close = (): void => desk.show({ opened: new Map(look.opened).set("lock", false) });
  const save = (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const now = isSet ? typedIn(form, "passphrase-now") : undefined;
    // Who leaves the new one empty changes the time alone.
    const passphrase = typedIn(form, "passphrase-new") || (now ?? "");
    const minutes = Number(form.querySelector("select")?.value) as Minutes;
    return tries(desk, form, words.say("lock-saved"), () => setPassphrase(hk, { passphrase, minutes }, now), close);
  };
  const takeOff = (event: Event): Promise<void> => {
    const form = (event.currentTarget as HTMLElement).closest("form")!;
    const deed = (): Promise<unknown> => changeToDevice(hk, typedIn(form, "passphrase-now"));
    return tries(desk, form, words.say("lock-off-done"), deed, close);
  };
  return html`<form class="lock-form" @submit=${save}>
    <p class="muted">${words.say("lock-passphrase-means")}</p>
    ${isSet ? passphraseField(desk, "passphrase-now", "current-password") : nothing}
    ${passphraseField(desk, "passphrase-new", "new-password", (typed) => hint(words, typed))}
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
