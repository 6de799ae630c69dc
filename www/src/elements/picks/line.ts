/** The line over a list: whether it is the customer's own, and the ways to change that. */
import { html, type TemplateResult } from "lit";
import type { Homekept } from "../../homekept.js";
import type { StatusView } from "../../wasm/homekept.js";
import type { Key, Words } from "../messages/words.js";

export interface Line {
  readonly status: StatusView;
  /** Whether the list is the customer's own. */
  readonly shown: boolean;
  /** Whether it is the server's list, put in order. */
  readonly ordered: boolean;
  /** Whether the profile was locked here: whoever did that can take it back. */
  readonly lockedHere: boolean;
}

export type Press = (deed: (hk: Homekept) => Promise<StatusView>) => unknown;

export function drawLine(words: Words, line: Line, press: Press): TemplateResult {
  const { shown, status, lockedHere } = line;
  const button = (text: Key, deed: (hk: Homekept) => Promise<StatusView>): TemplateResult =>
    html`<button type="button" class="toggle" part="switch" @click=${() => press(deed)}>
      ${words.say(text)}
    </button>`;
  const buttons = shown
    ? [button("picks-without", (hk) => hk.plain(true)), button("picks-not-me", (hk) => hk.lock())]
    : status.locked && lockedHere
      ? [button("locked-open", (hk) => hk.unlock())]
      : status.plain
        ? [button("picks-with", (hk) => hk.plain(false))]
        : [];
  return html`<span class="label" part="label">${words.say(labelOf(line))}</span>${buttons}`;
}

export function labelOf({ shown, ordered, status, lockedHere }: Line): Key {
  if (shown) return ordered ? "picks-ordered" : "picks-personal";
  return status.locked && lockedHere ? "picks-locked" : "picks-plain";
}
