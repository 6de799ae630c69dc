import { html, type TemplateResult } from "lit";
import { own } from "../../guard.js";
import type { Words } from "../messages/words.js";

/** A switch with its name, its meaning and its state in words. */
export interface Switch {
  readonly id: string;
  readonly name: string;
  readonly means: string;
  readonly on: boolean;
  /** More on its state, where there is more than on and off. */
  readonly state?: string;
  turn(on: boolean): Promise<unknown>;
}

export function switchRow(words: Words, given: Switch): TemplateResult {
  const { id, name, means, on, state, turn } = own(given);
  const change = async (event: Event): Promise<void> => {
    const input = event.currentTarget as HTMLInputElement;
    await turn(input.checked);
    // What is shown is what holds, also when it did not work.
    input.checked = input.dataset["on"] === "true";
  };
  return html`<div class="switch">
    <div class="text">
      <label class="name" for=${id}>${name}</label>
      <p class="muted" id=${`${id}-means`}>${means}</p>
      ${state ? html`<p class="muted" id=${`${id}-state`}>${state}</p>` : null}
    </div>
    <span class="state" aria-hidden="true">${words.say(on ? "on" : "off")}</span>
    <input
      type="checkbox"
      role="switch"
      part="switch"
      id=${id}
      data-on=${String(on)}
      .checked=${on}
      aria-describedby=${`${id}-means${state ? ` ${id}-state` : ""}`}
      @change=${change}
    />
  </div>`;
}
