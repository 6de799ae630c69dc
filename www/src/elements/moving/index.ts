/**
 * Moving to another device: a sealed file to take along, and what another browser kept to bring in. A
 * part of the preference center by itself, with its own texts, which no page has to have before it
 * draws; and with what writes files for machines, which hardly anybody asks for either.
 */
import { html, nothing, type TemplateResult } from "lit";
import { HomekeptError, type ErrorCode } from "../../errors.js";
import { own } from "../../guard.js";
import { asHomekeptError } from "../../internal.js";
import { strengthOf } from "../../lock/strength.js";
import { bring, isSealed, MOST_BYTES, open, seal, type Ask, type Brought, type Way } from "../../transfer/deeds.js";
import type { Arrival } from "../../transfer/module.js";
import { confirmation } from "../preferences/confirmation.js";
import type { Desk, Moving } from "../preferences/desk.js";
import { errorLine, passphraseField, typedIn } from "../preferences/passphrase.js";
import { save } from "../preferences/save.js";
import { says, textsFor, type MovingKey, type MovingTexts } from "./texts.js";

export { documentOf } from "../../transfer/document.js";
export { table } from "../preferences/table.js";

/** How far somebody is. */
interface Stage {
  /** The file that was chosen. */
  readonly file?: Uint8Array | undefined;
  readonly arrival?: Arrival | undefined;
  readonly brought?: Brought | undefined;
}

/** The part, in the language of the desk; `ask` is the page's. */
export async function moving({ words, hk, inside, show }: Desk, ask: Ask): Promise<Moving> {
  const first = at(await textsFor(words.language), ask, {});
  inside.news.addEventListener("change", () => {
    if (inside.stopped) return;
    const { locked, storage } = own(hk.status());
    // Whoever comes next must not find a file that somebody else has opened.
    if (locked || storage === "none") show({ moving: first });
  });
  return first;
}

/** The part at this stage; each step puts the next in its place. */
function at(texts: MovingTexts, ask: Ask, stage: Stage): Moving {
  return (desk) => {
    const say = (key: MovingKey, values?: Record<string, string | number>): string => says(desk.words, texts, key, values);
    const go = (next: Stage): void => desk.show({ moving: at(texts, ask, next) });
    const here = { desk, ask, say, go, stage };
    return html`<div class="lock-form">
      <p class="muted">${say("lead")}</p>
      ${take(here)} ${choose(here)} ${found(here)} ${result(here)}
    </div>`;
  };
}

interface Here {
  readonly desk: Desk;
  readonly ask: Ask;
  readonly say: (key: MovingKey, values?: Record<string, string | number>) => string;
  readonly go: (next: Stage) => void;
  readonly stage: Stage;
}

function take({ desk, ask, say }: Here): TemplateResult {
  const { hk, words, policy } = desk;
  const submit = (event: SubmitEvent): Promise<void> => {
    const form = formOf(event);
    return attempt(desk, say, form, words.say("passphrase-checking"), async () => {
      const file = await seal(hk, typedIn(form, "move-new"), ask);
      save(policy.site, "hks", "application/octet-stream", file);
      empties(form);
      desk.say(say("taken"));
    });
  };
  const hint = (typed: string): string =>
    words.sentences(words.say(`strength-${strengthOf(typed)}`), words.say("strength-how"));
  return html`<form class="lock-form" aria-labelledby="move-take" @submit=${submit}>
    <p class="muted"><strong id="move-take">${say("take")}</strong><br />${say("take-means")}</p>
    ${passphraseField(desk, "move-new", "new-password", hint, words.say("passphrase-new"), "move-take-error")}
    ${errorLine("move-take-error")}
    <div class="acts"><button type="submit">${say("take-now")}</button></div>
  </form>`;
}

function choose({ desk, ask, say, go, stage: { file } }: Here): TemplateResult {
  const chosen = async ({ currentTarget }: Event): Promise<void> => {
    const input = currentTarget as HTMLInputElement;
    const [first] = input.files ?? [];
    go({});
    try {
      // Of one that is too large no more than tells that.
      const bytes = await first?.slice(0, MOST_BYTES + 1).arrayBuffer();
      if (input.files?.[0] === first) go({ file: bytes && new Uint8Array(bytes) });
    } catch {
      // It was taken away, or changes while it is read.
      desk.say(say("unknown"));
    }
  };
  // The same file, once it was changed, is another choice.
  const anew = ({ currentTarget }: Event): void => {
    (currentTarget as HTMLInputElement).value = "";
    go({});
  };
  const submit = (event: SubmitEvent): Promise<void> => {
    const form = formOf(event);
    return attempt(desk, say, form, say("opening"), async () => {
      if (!file) return;
      const arrival = await open(file, typedIn(form, "move-passphrase"), ask);
      if (arrival.site !== desk.policy.site) throw new Foreign(arrival.site);
      const field = form.querySelector<HTMLInputElement>("#move-passphrase");
      if (field) field.value = "";
      go({ file, arrival });
      desk.say(madeText(desk, say, arrival));
      await desk.focus("#move-found");
    });
  };
  return html`<form class="lock-form" aria-labelledby="move-bring" @submit=${submit}>
    <p class="muted"><strong id="move-bring">${say("bring")}</strong><br />${say("bring-means")}</p>
    <div class="field">
      <label for="move-file">${say("file")}</label>
      <input id="move-file" type="file" accept=".hks,.json" aria-describedby="move-error" @click=${anew} @change=${chosen} />
    </div>
    ${file && isSealed(file)
      ? passphraseField(desk, "move-passphrase", "off", undefined, say("file-passphrase"), "move-error")
      : nothing}
    ${errorLine("move-error")}
    <div class="acts"><button type="submit" ?disabled=${!file}>${say("open")}</button></div>
  </form>`;
}

/** What is in the file, and the two ways to bring it in. */
function found({ desk, say, go, stage: { arrival } }: Here): TemplateResult | typeof nothing {
  if (!arrival) return nothing;
  const { words, inside, status, policy } = desk;
  const made = madeText(desk, say, arrival);
  const keeping = policy.purposes.find((purpose) => purpose === "learn" || purpose === "remember") ?? "learn";
  const isAllowed = status.purposes
    .map(own)
    .some(({ purpose, state }) => state === "on" && (purpose === "learn" || purpose === "remember"));
  const come = (way: Way) => async (): Promise<void> => {
    try {
      go({ brought: await bring(inside, arrival, way) });
    } catch (error) {
      desk.say(wrong(desk, say, error));
    }
    await desk.focus("#move-result");
  };
  return html`<div class="lock-form" id="move-found">
    ${isAllowed
      ? html`<p class="muted"><strong>${made}</strong><br />${say("add-means")}</p>
          <div class="acts"><button type="button" @click=${come("add")}>${say("add")}</button></div>
          ${confirmation(desk, "replace", {
            ask: say("replace"),
            sure: say("replace-sure"),
            yes: say("replace-yes"),
            deed: come("replace"),
          })}`
      : html`<p><strong>${made}</strong></p>
          <p class="note">${say("not-allowed", { purpose: words.say(keeping) })}</p>`}
  </div>`;
}

function madeText({ words }: Desk, say: Here["say"], { minute, entries }: Arrival): string {
  return say("found", { day: words.moment(minute), entries: say("entries", { n: entries }) });
}

function result({ say, stage: { brought } }: Here): TemplateResult | typeof nothing {
  if (!brought) return nothing;
  const told = (["brought", "known", "barred", "expired"] as const).filter(
    (key) => key === "brought" || brought[key] > 0,
  );
  // What was pressed is gone, so the first line has the focus.
  return html`<div class="lock-form" id="move-result">
    ${told.map(
      (key, at) =>
        html`<p tabindex=${at === 0 ? "-1" : nothing}>${say(key, { entries: say("entries", { n: brought[key] }) })}</p>`,
    )}
  </div>`;
}

/**
 * Does what a form asks for, in which nothing else of it can be changed meanwhile. What was wrong
 * stands in the form, and what it takes to try again has the focus.
 */
async function attempt(desk: Desk, say: Here["say"], form: HTMLFormElement, meanwhile: string, deed: () => Promise<void>): Promise<void> {
  const error = form.querySelector(".error");
  const controls = [...form.querySelectorAll<HTMLButtonElement | HTMLInputElement>("button, input")];
  const turn = (off: boolean): void => controls.forEach((control) => (control.disabled = off));
  if (error) error.textContent = "";
  desk.say(meanwhile);
  turn(true);
  try {
    await deed();
    turn(false);
    // A control that could not be pressed has lost the focus, where nothing else was given it.
    if (!(form.getRootNode() as ShadowRoot).activeElement) form.querySelector("button")?.focus();
  } catch (thrown) {
    turn(false);
    desk.say("");
    if (error) error.textContent = wrong(desk, say, thrown);
    const field = form.querySelector<HTMLInputElement>("#move-new, #move-passphrase");
    field?.setAttribute("aria-invalid", "true");
    (field ?? form.querySelector("input"))?.focus();
  }
}

/** Leaves nothing of what was typed, and shows nothing of what will be. */
function empties(form: HTMLFormElement): void {
  form.reset();
  for (const field of form.querySelectorAll<HTMLInputElement>(".field input")) field.type = "password";
  for (const hint of form.querySelectorAll("[aria-live]")) hint.textContent = "";
}

/** What is said of an error. */
function wrong({ words }: Desk, say: Here["say"], error: unknown): string {
  if (error instanceof Foreign) return say("foreign", { site: error.site });
  const { code } = asHomekeptError(error);
  if (code === "passphrase-short") return words.say("strength-short");
  const key = SAID[code as keyof typeof SAID];
  return key ? say(key) : words.say("failed", { code });
}

/** A file of another site, which is told by its name. */
class Foreign extends HomekeptError {
  constructor(readonly site: string) {
    super("file-foreign");
  }
}

function formOf(event: SubmitEvent): HTMLFormElement {
  event.preventDefault();
  return event.currentTarget as HTMLFormElement;
}

/** What has a text of its own. */
const SAID = {
  "unlock-failed": "wrong",
  "file-malformed": "unknown",
  "file-too-large": "too-large",
  "file-damaged": "damaged",
  "file-newer": "newer",
  "file-early": "early",
} as const satisfies Partial<Record<ErrorCode, MovingKey>>;
