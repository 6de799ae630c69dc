/**
 * How picks are chosen: without the profile, with it paused, and by the customer's own dials; and
 * what that gives. Deletes nothing.
 */
import { html, nothing, type TemplateResult } from "lit";
import type { Desk } from "./desk.js";
import { dialRow } from "./dial.js";
import { preview } from "./preview.js";
import { switchRow } from "./switch.js";

/** At first the controls, then what they give. */
export function useSection(desk: Desk, more: number): TemplateResult {
  const { words, status, hk, does, level } = desk;
  return html`<section aria-labelledby="use">
    <h3 id="use" aria-level=${level}>${words.say("use")}</h3>
    ${status.purposes.some(({ state }) => state === "on")
      ? nothing
      : html`<p class="note">${words.say("use-not-kept")}</p>`}
    ${switchRow(words, {
      id: "plain",
      name: words.say("plain"),
      means: words.say("plain-means"),
      on: status.plain,
      turn: (on) => does(() => hk.plain(on)),
    })}
    ${switchRow(words, {
      id: "pause",
      name: words.say("pause"),
      means: words.say("pause-means"),
      on: status.paused,
      turn: (on) => does(() => hk.pause(on)),
    })}
    ${switchRow(words, {
      id: "sponsored",
      name: words.say("show-sponsored"),
      means: words.say("show-sponsored-means"),
      on: status.sponsored,
      turn: (on) => does(() => hk.sponsored(on)),
    })}
    ${dialRow(words, {
      id: "surprise",
      name: words.say("surprise"),
      means: words.say("surprise-means"),
      at: status.surprise,
      low: words.say("surprise-low"),
      high: words.say("surprise-high"),
      turn: (surprise) => does(() => hk.turn({ surprise })),
    })}
    ${dialRow(words, {
      id: "memory",
      name: words.say("memory-dial"),
      means: words.say("memory-dial-means"),
      at: status.memory,
      low: words.say("memory-low"),
      high: words.say("memory-high"),
      turn: (memory) => does(() => hk.turn({ memory })),
    })}
    ${more > 0 ? preview(desk) : nothing}
  </section>`;
}
