/** What the customer did here, by day, each entry to be forgotten. */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { EventView } from "../../wasm/homekept.js";
import { confirmation } from "./confirmation.js";
import type { Desk } from "./desk.js";

export function eventsSection(desk: Desk): TemplateResult {
  const { words, inside, eventsShown } = desk;
  const events = inside.ask((door) => door.events());
  const shown = events.slice(0, eventsShown);
  const days = byDay(shown, ({ minute }) => words.day(minute));
  // Whoever forgets one entry goes on beside it.
  const beside = (event: EventView): EventView | undefined => {
    const place = shown.indexOf(event);
    return shown[place + 1] ?? shown[place - 1];
  };
  return html`<section aria-labelledby="events" class="events">
    <h3 id="events" tabindex="-1" aria-level=${desk.level}>${words.say("events")}</h3>
    ${events.length === 0
      ? html`<p class="muted">${words.say("events-empty")}</p>`
      : html`<p class="muted">
            ${words.say("events-kept", { days: inside.policy.retentionDays ?? 90 })}
          </p>
          ${[...days].map(([day, of]) => dayList(desk, day, of, beside))}
          <div class="acts">
            ${events.length > eventsShown
              ? html`<button type="button" @click=${desk.showMoreEvents}>
                  ${words.say("events-show-more")}
                </button>`
              : nothing}
            ${forgetAll(desk)}
          </div>`}
  </section>`;
}

type Beside = (event: EventView) => EventView | undefined;

function dayList(
  desk: Desk,
  day: string,
  events: readonly EventView[],
  beside: Beside,
): TemplateResult {
  return html`<h4 aria-level=${desk.level + 1}>${day}</h4>
    <ul class="rows">
      ${repeat(events, ({ id }) => id, (event) => row(desk, event, beside(event)))}
    </ul>`;
}

function row(desk: Desk, event: EventView, beside?: EventView): TemplateResult {
  const { words, inside } = desk;
  const title = event.title ?? words.say("item-gone");
  const text = words.say(`event-${event.kind}`, { title });
  const time = words.time(event.minute);
  const forget = async (): Promise<void> => {
    const done = await desk.does(
      () => inside.change((door) => door.forget(event.id)),
      words.say("events-forgotten", { event: text }),
    );
    if (done) await desk.focus(beside && placeOf(beside), ".events");
  };
  const name = words.say("events-forget-of", { event: `${text}, ${time}` });
  return html`<li class="row" data-event=${event.id}>
    <div class="text">
      <p>${text}</p>
      <p class="muted">${time}</p>
    </div>
    <div class="acts">
      <button type="button" aria-label=${name} @click=${forget}>${words.say("events-forget")}</button>
    </div>
  </li>`;
}

function placeOf({ id }: EventView): string {
  return `[data-event="${id}"]`;
}

function byDay(
  events: readonly EventView[],
  dayOf: (event: EventView) => string,
): Map<string, EventView[]> {
  const days = new Map<string, EventView[]>();
  for (const event of events) {
    const day = dayOf(event);
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return days;
}

function forgetAll(desk: Desk): TemplateResult {
  const { words, hk } = desk;
  return confirmation(desk, "forget-all", {
    ask: words.say("events-forget-all"),
    sure: words.say("events-forget-all-sure"),
    yes: words.say("confirm-yes"),
    next: ".events",
    deed: () => desk.does(() => hk.forget({ all: true }), words.say("events-all-forgotten")),
  });
}
