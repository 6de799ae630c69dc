/** How the profile is used: paused, or shown without it. Deletes nothing. */
import { html, type TemplateResult } from "lit";
import type { Desk } from "./desk.js";
import { switchRow } from "./switch.js";

export function useSection({ words, status, hk, does, level }: Desk): TemplateResult {
  return html`<section aria-labelledby="use">
    <h3 id="use" aria-level=${level}>${words.say("use")}</h3>
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
  </section>`;
}
