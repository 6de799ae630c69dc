/** One entry of what the customer did, with the way to forget it: among the days, and behind an interest. */
import { html, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { EventView } from "../../wasm/homekept.js";
import type { Words } from "../messages/words.js";
import type { Desk } from "./desk.js";

/** `place` finds what takes the focus when the last of them is gone; `when` tells an entry's time. */
export function entryList(
  desk: Desk,
  entries: readonly EventView[],
  { place, when }: { readonly place: string; when(entry: EventView): string },
): TemplateResult {
  const beside = (entry: EventView): EventView | undefined => {
    const at = entries.indexOf(entry);
    return entries[at + 1] ?? entries[at - 1];
  };
  const row = (entry: EventView): TemplateResult => {
    const { words, inside } = desk;
    const text = entryText(words, entry);
    const forget = async (): Promise<void> => {
      const done = await desk.does(
        () => inside.change((door) => door.forget(entry.id)),
        words.say("events-forgotten", { event: text }),
      );
      // Whoever forgets one goes on beside it.
      const next = beside(entry);
      if (done) await desk.focus(next && `${place} [data-event="${next.id}"]`, place);
    };
    const name = words.say("events-forget-of", { event: `${text}, ${when(entry)}` });
    return html`<li class="row" data-event=${entry.id}>
      <div class="text">
        <p>${text}</p>
        <p class="muted">${when(entry)}</p>
      </div>
      <div class="acts">
        <button type="button" aria-label=${name} @click=${forget}>${words.say("events-forget")}</button>
      </div>
    </li>`;
  };
  return html`<ul class="rows" data-entries>
    ${repeat(entries, ({ id }) => id, row)}
  </ul>`;
}

export function entryText(words: Words, { kind, title }: EventView): string {
  return words.say(`event-${kind}`, { title: title ?? words.say("item-gone") });
}
