import { html, type TemplateResult } from "lit";
import { own } from "../../guard.js";
import type { Desk } from "./desk.js";

/** A deed that cannot be undone: one button, and one question in its place. */
export interface Confirmation {
  readonly ask: string;
  /** What tells the button from others that ask the same. */
  readonly label?: string;
  readonly sure: string;
  readonly yes: string;
  deed(): Promise<unknown>;
  /** Where the focus goes when the deed has left no button here. */
  readonly next?: string;
}

export function confirmation(desk: Desk, what: string, given: Confirmation): TemplateResult {
  const { ask, label, sure, yes, deed, next } = own(given);
  const place = `#confirm-${what}`;
  const turn = (confirming?: string): Promise<void> => {
    desk.show({ confirming });
    return desk.focus(place, next);
  };
  const escape = ({ key }: KeyboardEvent): void => {
    if (key === "Escape") void turn();
  };
  const act = async (): Promise<void> => {
    await deed();
    await turn();
  };
  return desk.look.confirming === what
    ? html`<div class="confirm" id=${`confirm-${what}`} role="group" aria-labelledby=${`${what}-sure`} @keydown=${escape}>
        <p id=${`${what}-sure`}>${sure}</p>
        <div class="acts">
          <button type="button" @click=${() => turn()}>${desk.words.say("erase-no")}</button>
          <button type="button" @click=${act}>${yes}</button>
        </div>
      </div>`
    : html`<div class="acts" id=${`confirm-${what}`}>
        <button type="button" aria-label=${label ?? ask} @click=${() => turn(what)}>${ask}</button>
      </div>`;
}
