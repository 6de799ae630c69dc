import { html, type TemplateResult } from "lit";
import type { Words } from "../messages/words.js";

/** A dial between two ends, with its name, its meaning and its place in words. */
export interface Dial {
  readonly id: string;
  readonly name: string;
  readonly means: string;
  /** From -2 to 2. */
  readonly at: number;
  readonly low: string;
  readonly high: string;
  turn(at: number): Promise<unknown>;
}

export function dialRow(words: Words, { id, name, means, at, low, high, turn }: Dial): TemplateResult {
  const place = placeOf(words, at, low, high);
  const change = async (event: Event): Promise<void> => {
    const input = event.currentTarget as HTMLInputElement;
    const asked = input.value;
    await turn(input.valueAsNumber);
    // What is shown is what holds, also when it did not work; unless it is being turned further.
    if (input.value === asked) input.value = input.dataset["at"] ?? "0";
  };
  return html`<div class="dial">
    <label class="name" for=${id}>${name}</label>
    <p class="muted" id=${`${id}-means`}>${means}</p>
    <div class="scale">
      <span aria-hidden="true">${low}</span>
      <input
        type="range"
        part="dial"
        id=${id}
        min=${-MOST}
        max=${MOST}
        step="1"
        data-at=${String(at)}
        .value=${String(at)}
        aria-valuetext=${place}
        aria-describedby=${`${id}-means`}
        @input=${change}
      />
      <span aria-hidden="true">${high}</span>
    </div>
    <p class="state" aria-hidden="true">${place}</p>
  </div>`;
}

/** Where it stands, in words. */
export function placeOf(words: Words, at: number, low: string, high: string): string {
  if (at === 0) return words.say("dial-middle");
  return words.say("dial-turned", { step: Math.abs(at), most: MOST, end: at < 0 ? low : high });
}

/** How far a dial turns to either side. */
const MOST = 2;
