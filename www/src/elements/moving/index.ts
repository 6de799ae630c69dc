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
import { bring, isSealed, open, seal, type Ask, type Brought, type Way } from "../../transfer/deeds.js";
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
export async function moving({ words }: Desk, ask: Ask): Promise<Moving> {
  return at(await textsFor(words.language), ask, {});
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
      form.reset();
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
    const [first] = (currentTarget as HTMLInputElement).files ?? [];
    go({ file: first && new Uint8Array(await first.arrayBuffer()) });
  };
  // The same file, once it was changed, is another choice.
  const anew = ({ currentTarget }: Event): void => {
    (currentTarget as HTMLInputElement).value = "";
  };
  const submit = (event: SubmitEvent): Promise<void> => {
    const form = formOf(event);
    return attempt(desk, say, form, say("opening"), async () => {
      if (!file) return;
      const arrival = await open(file, typedIn(form, "move-passphrase"), ask);
      if (arrival.site !== desk.policy.site) throw new Foreign(arrival.site);
      go({ file, arrival });
      desk.say("");
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
function found({ desk, say, go, stage: { arrival, brought } }: Here): TemplateResult | typeof nothing {
  if (!arrival || brought) return nothing;
  const { words, inside, status, policy } = desk;
  const made = say("found", { day: words.moment(arrival.minute), entries: say("entries", { n: arrival.entries }) });
  const keeping = policy.purposes.find((purpose) => purpose === "learn" || purpose === "remember") ?? "learn";
  const isAllowed = status.purposes
    .map(own)
    .some(({ purpose, state }) => state === "on" && (purpose === "learn" || purpose === "remember"));
  const come = (way: Way) => async (): Promise<void> => {
    const does = async (): Promise<void> => go({ arrival, brought: await bring(inside, arrival, way) });
    await does().catch((error: unknown) => desk.say(wrong(desk, say, error)));
    await desk.focus("#move-result");
  };
  return html`<div class="lock-form">
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

function result({ say, stage: { brought } }: Here): TemplateResult | typeof nothing {
  if (!brought) return nothing;
  const told = (["brought", "known", "barred", "expired"] as const).filter(
    (key) => key === "brought" || brought[key] > 0,
  );
  return html`<div id="move-result" role="status">
    ${told.map((key) => html`<p>${say(key, { entries: say("entries", { n: brought[key] }) })}</p>`)}
  </div>`;
}

/** Does what a form asks for; what was wrong with it stands in the form. */
async function attempt(desk: Desk, say: Here["say"], form: HTMLFormElement, meanwhile: string, deed: () => Promise<void>): Promise<void> {
  const error = form.querySelector(".error");
  const buttons = [...form.querySelectorAll("button")];
  if (error) error.textContent = "";
  for (const button of buttons) button.disabled = true;
  desk.say(meanwhile);
  try {
    await deed();
  } catch (thrown) {
    desk.say("");
    if (error) error.textContent = wrong(desk, say, thrown);
    form.querySelector<HTMLElement>("input[type=password], input")?.focus();
  } finally {
    for (const button of buttons) button.disabled = false;
  }
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
  "file-too-large": "unknown",
  "file-damaged": "damaged",
  "file-newer": "newer",
  "file-early": "early",
} as const satisfies Partial<Record<ErrorCode, MovingKey>>;
