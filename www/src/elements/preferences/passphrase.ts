/** A field for a passphrase, and trying one. */
import { html, nothing, type TemplateResult } from "lit";
import type { ErrorCode } from "../../errors.js";
import { asHomekeptError } from "../../internal.js";
import type { Key } from "../messages/words.js";
import type { Desk } from "./desk.js";

/**
 * What is typed can be pasted, and shown. What `hint` says of it stands below, what was wrong with it
 * where `error` is.
 */
export function passphraseField(
  { words }: Desk,
  name: string,
  autocomplete: "current-password" | "new-password" | "off",
  hint?: (typed: string) => string,
  label = words.say(name as Key),
  error = ERROR,
): TemplateResult {
  const typed = ({ currentTarget }: Event): void => {
    const input = currentTarget as HTMLInputElement;
    input.removeAttribute("aria-invalid");
    const told = input.closest("form")?.querySelector(`#${name}-hint`);
    if (told && hint) told.textContent = input.value ? hint(input.value) : "";
  };
  const shows = ({ currentTarget }: Event): void => {
    const box = currentTarget as HTMLInputElement;
    const input = box.closest("form")?.querySelector<HTMLInputElement>(`#${name}`);
    if (input) input.type = box.checked ? "text" : "password";
  };
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <input
      id=${name}
      type="password"
      autocomplete=${autocomplete}
      autocapitalize="none"
      spellcheck="false"
      aria-describedby=${hint ? `${name}-hint ${error}` : error}
      @input=${typed}
    />
    ${hint ? html`<p class="muted" id=${`${name}-hint`} aria-live="polite"></p>` : nothing}
  </div>
  <label class="shows"><input type="checkbox" @change=${shows} /> ${words.say("passphrase-show")}</label>`;
}

/** Where a form says what was wrong with what was typed. */
export function errorLine(id = ERROR): TemplateResult {
  return html`<p class="error" id=${id} role="alert"></p>`;
}

const ERROR = "passphrase-error";

/** What stands in a field. */
export function typedIn(form: HTMLFormElement, name: string): string {
  return form.querySelector<HTMLInputElement>(`#${name}`)?.value ?? "";
}

/** What is tried by a form, and what is said of it. */
interface Try {
  /** Whether a passkey is to open it, and no passphrase. */
  readonly byPasskey: boolean;
  /** Whether the browser asks for a passkey meanwhile: to open it, or to open it from now on. */
  readonly asks?: boolean;
  readonly deed: () => Promise<unknown>;
  readonly done: string;
  readonly next: () => unknown;
}

/**
 * Does what takes a passphrase or a passkey: a moment, in which nothing else of the form can be
 * pressed. What was typed goes when it is done; where it was wrong, that stands at the field, and
 * what it takes to try again has the focus.
 */
export async function tries({ words, say }: Desk, form: HTMLFormElement, { byPasskey, asks = byPasskey, deed, done, next }: Try): Promise<void> {
  const error = form.querySelector(".error");
  const buttons = [...form.querySelectorAll("button")];
  for (const button of buttons) button.disabled = true;
  if (error) error.textContent = "";
  say(words.say(asks ? "passkey-asked" : "passphrase-checking"));
  try {
    await deed();
    form.reset();
    say(done);
    await next();
  } catch (thrown) {
    const { code } = asHomekeptError(thrown);
    // A passkey that tells another secret than it did is as good as none.
    const key = byPasskey && code === "unlock-failed" ? "passkey-refused" : SAID[code as keyof typeof SAID];
    say("");
    if (error) error.textContent = key ? words.say(key) : words.say("failed", { code });
    for (const button of buttons) button.disabled = false;
    const field = form.querySelector<HTMLElement>(key?.startsWith("passkey-") ? ".by-passkey" : "input");
    if (field?.matches("[type=password]")) field.setAttribute("aria-invalid", "true");
    field?.focus();
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

/** What has a text of its own. */
const SAID = {
  "unlock-failed": "passphrase-wrong",
  "passphrase-short": "strength-short",
  "lock-changed": "lock-changed",
  "passkey-refused": "passkey-refused",
  "passkey-unsuitable": "passkey-unsuitable",
  "passkey-unavailable": "passkey-none",
} as const satisfies Partial<Record<ErrorCode, Key>>;
