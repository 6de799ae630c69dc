/** What the customer did here, by day: to be found, and to be forgotten one by one, by day, as found, or all. */
import { html, nothing, type TemplateResult } from "lit";
import { own } from "../../guard.js";
import type { EventView } from "../../wasm/homekept.js";
import type { Words } from "../messages/words.js";
import { shownIn, type Shown } from "../picks/caps.js";
import { confirmation } from "./confirmation.js";
import type { Desk, Search } from "./desk.js";
import { entryList, entryText } from "./entry.js";
import { isOn } from "./is-on.js";
import { isFound, isSearched } from "./search.js";

export function eventsSection(desk: Desk): TemplateResult {
  const { words, inside, keptDays } = desk;
  const events = inside.ask((door) => door.view("events")).map(own);
  return html`<section aria-labelledby="events" class="events">
    <h3 id="events" tabindex="-1" aria-level=${desk.level}>${words.say("events")}</h3>
    ${events.length === 0
      ? html`<p class="muted">${words.sentences(words.say("events-empty"), nextSteps(desk))}</p>`
      : html`<p class="muted">${words.say("events-kept", { days: keptDays })}</p>
          ${finder(desk)} ${list(desk, events)}`}
    ${shownToMe(desk)}
  </section>`;
}

/** What is counted of the picks, where it is. */
function shownToMe({ words, inside }: Desk): TemplateResult | typeof nothing {
  const text = shownText(words, shownIn(inside));
  return text ? html`<p class="muted" data-shown>${text}</p>` : nothing;
}

export function shownText(words: Words, shown: readonly Shown[]): string {
  const items = new Set(shown.flatMap((row) => Object.keys(row.items)));
  return items.size === 0 ? "" : words.say("events-shown", { n: items.size });
}

/** What has to be done so that there is something, or what will be here. */
function nextSteps({ words, status }: Desk): string {
  return isOn(status, "learn")
    ? words.say("events-empty-next")
    : words.say("events-empty-off", { purpose: words.say("learn") });
}

function list(desk: Desk, events: readonly EventView[]): TemplateResult {
  const { words, look, printing, show } = desk;
  const searched = !printing && isSearched(look.search);
  const found = searched
    ? events.filter((event) => isFound(event, entryText(words, event), look.search))
    : events;
  let room = printing ? Infinity : look.entries;
  const shown = byDay(found).flatMap((of) => {
    const part = of.slice(0, room);
    room -= part.length;
    return part.length > 0 ? [dayList(desk, of, part)] : [];
  });
  const more = (): Promise<void> => {
    const next = found[look.entries];
    show({ entries: look.entries + MORE });
    return desk.focus(`.events [data-event="${next?.id}"]`);
  };
  const count = words.say("entries", { n: found.length });
  return html`<p class="found" role="status">
      ${searched ? words.say("events-found", { events: count }) : nothing}
    </p>
    ${shown}
    <div class="acts">
      ${found.length > look.entries && !printing
        ? html`<button type="button" @click=${more}>${words.say("events-show-more")}</button>`
        : nothing}
      ${searched ? forgetFound(desk, found) : forgetAll(desk)}
    </div>`;
}

/** The same order, cut where a day ends. */
function byDay(events: readonly EventView[]): EventView[][] {
  const days = new Map<string, EventView[]>();
  for (const event of events) {
    const day = new Date(event.minute * 60_000).toDateString();
    const of = days.get(day);
    if (of) of.push(event);
    else days.set(day, [event]);
  }
  return [...days.values()];
}

function dayList(desk: Desk, of: readonly EventView[], shown: readonly EventView[]): TemplateResult {
  const { words, level } = desk;
  // A day is known by its newest entry.
  const { id = 0, minute = 0 } = of[0] ?? {};
  const day = words.day(minute);
  const [ask, label] = [words.say("events-forget-day"), words.say("events-forget-day-of", { day })];
  return html`<div class="day">
      <h4 aria-level=${level + 1}>${day}</h4>
      ${of.length > 1 ? forgetSome(desk, `day-${id}`, of, ask, label) : nothing}
    </div>
    ${entryList(desk, shown, { place: ".events", when: ({ minute }) => words.time(minute) })}`;
}

/** By words, and from one day to another. */
function finder({ words, look, show }: Desk): TemplateResult {
  const { search } = look;
  const field = (name: keyof Search, type: "search" | "date", label: string): TemplateResult => {
    const change = ({ currentTarget }: Event): void =>
      show({ search: { ...search, [name]: (currentTarget as HTMLInputElement).value } });
    return html`<label class="field"
      ><span>${label}</span>
      <input type=${type} name=${name} .value=${search[name]} @input=${change}
    /></label>`;
  };
  return html`<div class="find" role="search" aria-label=${words.say("events-find")}>
    ${field("text", "search", words.say("events-search"))}
    ${field("from", "date", words.say("events-from"))} ${field("to", "date", words.say("events-to"))}
  </div>`;
}

function forgetFound(desk: Desk, found: readonly EventView[]): TemplateResult | typeof nothing {
  const ask = desk.words.say("events-forget-found");
  return found.length > 0 ? forgetSome(desk, "found", found, ask) : nothing;
}

/** Forgets several entries, after one question. */
function forgetSome(
  desk: Desk,
  what: string,
  of: readonly EventView[],
  ask: string,
  label = ask,
): TemplateResult {
  const { words, inside } = desk;
  const events = words.say("entries", { n: of.length });
  return confirmation(desk, what, {
    ask,
    label,
    sure: words.say("events-forget-some-sure", { events }),
    yes: words.say("events-forget-some-yes"),
    next: ".events",
    deed: () =>
      desk.does(
        () =>
          inside.change(async (door) => {
            for (const { id } of of) await door.forget(id);
          }),
        words.say("events-some-forgotten", { events }),
      ),
  });
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

const MORE = 50;
