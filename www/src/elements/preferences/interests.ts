/** The interests, where each comes from and how it fades, and the customer's word on each. */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { own } from "../../guard.js";
import type { EventView, InterestView, Stance } from "../../wasm/homekept.js";
import type { Words } from "../messages/words.js";
import { addingForm } from "./adding.js";
import type { Desk } from "./desk.js";
import { disclosure } from "./disclosure.js";
import { entryList } from "./entry.js";
import { fadingOf } from "./fading.js";
import { isOn } from "./is-on.js";
import { timeline, type Drawn } from "./timeline.js";

/** At first the picture, then the strongest as a list, then all that is on show. */
export function interestsSection(desk: Desk, more: number): TemplateResult {
  const { words, inside, level, look, printing, show } = desk;
  const interests = inside.ask((door) => door.view("interests")).map(own);
  const now = Date.now() / 60_000;
  const drawn = drawnOf(desk, interests, now);
  // What was stated stays on show, wherever it comes in the order.
  const isShown = ({ interest }: Drawn, at: number): boolean =>
    look.allInterests || printing || at < SHOWN || Boolean(interest.stance);
  const shown = drawn.filter(isShown);
  const showAll = (): Promise<void> => {
    const next = drawn.find((one) => !shown.includes(one));
    show({ allInterests: true });
    return desk.focus(next && placeOf(next.interest));
  };
  const strongest = shown.filter(({ interest }) => interest.strength > 0).slice(0, PICTURED);
  const listed = shown.slice(0, more > 1 ? Infinity : more * STRONGEST);
  return html`<section aria-labelledby="interests">
    <h3 id="interests" aria-level=${level}>${words.say("interests")}</h3>
    ${strongest.length > 0 ? timeline(desk, strongest, now) : nothing}
    ${drawn.length > 0
      ? html`<ul class="rows">
          ${repeat(listed, ({ interest }) => keyOf(interest), (one) => row(desk, one, now))}
        </ul>`
      : html`<p class="muted">${empty(desk)}</p>`}
    ${more > 1 && shown.length < drawn.length
      ? html`<div class="acts">
          <button type="button" @click=${showAll}>
            ${words.say("interests-show-all", { n: drawn.length })}
          </button>
        </div>`
      : nothing}
    ${more > 1 ? addingForm(desk) : nothing}
  </section>`;
}

/** Each with the entries behind it, newest first, and what becomes of it. */
function drawnOf(desk: Desk, interests: readonly InterestView[], now: number): Drawn[] {
  const { inside, status, keptDays } = desk;
  const events = new Map(inside.ask((door) => door.view("events")).map((event) => [event.id, own(event)]));
  return interests.map((interest) => {
    const behind = interest.events.map((id) => events.get(id)).filter((event) => event !== undefined);
    const newest = (now - (behind[0]?.minute ?? now)) / DAY;
    return { interest, behind, fading: fadingOf(interest, status, newest, keptDays) };
  });
}

/** What has to be done so that there is something, or what will be here. */
function empty({ words, status }: Desk): string {
  const now = isOn(status, "learn")
    ? words.say("interests-empty")
    : words.say("interests-empty-off", { purpose: words.say("learn") });
  return words.sentences(now, words.say("interests-empty-next"));
}

function row(desk: Desk, drawn: Drawn, now: number): TemplateResult {
  const { words } = desk;
  const { interest } = drawn;
  const { kind, label, stance } = interest;
  const wish = (stance: Wish): TemplateResult => {
    const verb = stance === "clear" ? "undo" : stance;
    return html`<button
      type="button"
      aria-label=${words.say(`interests-${verb}-of`, { label })}
      @click=${() => state(desk, interest, stance)}
    >
      ${words.say(`interests-${verb}`)}
    </button>`;
  };
  return html`<li class="row" data-key=${keyOf(interest)}>
    <div class="text">
      <p><span class=${stance === "never" ? "name gone" : "name"}>${label}</span>
        <span class="muted">${kind}</span></p>
      <p class="muted">${strength(words, interest)}</p>
      ${stance ? html`<p class="muted">${words.say("interests-told")}</p>` : nothing}
    </div>
    <div class="acts">
      ${stance ? wish("clear") : [wish("more"), wish("less"), wish("never")]}
    </div>
    ${drawn.behind.length > 0 ? origin(desk, drawn, now) : nothing}
  </li>`;
}

/** The items behind it in a line, which opens to what was done with each, and says how it fades. */
function origin(desk: Desk, { interest, behind, fading }: Drawn, now: number): TemplateResult {
  const { words } = desk;
  const { label } = interest;
  const summary = sourceText(words, behind);
  const when = ({ minute }: EventView): string => words.moment(minute);
  const future =
    fading.gone === undefined
      ? words.say("interests-stays")
      : words.say("interests-fades", { day: words.day(now + fading.gone * DAY) });
  return html`<div class="origin" role="group" aria-label=${words.say("interests-behind-of", { label })}>
    ${disclosure(desk, {
      id: keyOf(interest),
      summary,
      label: `${summary} (${label})`,
      content: () => html`<p class="muted">${future}</p>
        ${entryList(desk, behind, { place: placeOf(interest), when })}`,
    })}
  </div>`;
}

/** The strength as a picture and in words. */
function strength(words: Words, { strength, stance }: InterestView): TemplateResult {
  const filled = Math.min(STEPS, Math.max(0, Math.ceil(strength * STEPS)));
  const word = strength > 0.66 ? "strong" : strength > 0.33 ? "medium" : "light";
  const text = words.row([
    ...(stance !== "never" && strength > 0 ? [words.say(`strength-${word}`)] : []),
    ...(stance ? [words.say(`stance-${stance}`)] : []),
  ]);
  const steps = Array.from({ length: STEPS }, (_, step) => step < filled);
  const picture = html`<span class="strength" aria-hidden="true">
    ${steps.map((on) => html`<i class=${on ? "full" : ""}></i>`)}
  </span>`;
  return html`${stance === "never" ? nothing : picture}${text}`;
}

/** The items that made it an interest, newest first. */
function sourceText(words: Words, behind: readonly EventView[]): string {
  const titles = behind.map(({ title }) => title ?? words.say("item-gone"));
  const distinct = [...new Set(titles)];
  const named = words.row(distinct.slice(0, NAMED));
  const n = distinct.length - NAMED;
  return words.say("interests-from", {
    titles: n > 0 ? words.say("interests-from-more", { titles: named, n }) : named,
  });
}

/** What is wanted of an interest; `clear` takes back what was stated. */
type Wish = Stance | "clear";

async function state(desk: Desk, interest: InterestView, stance: Wish): Promise<void> {
  const { kind, label } = interest;
  const done = await desk.does(
    () => desk.inside.change((door) => door.state(kind, label, stance)),
    desk.words.say(`interest-changed-${stance}`, { label }),
  );
  // The button is gone, and the row may have moved.
  if (done) await desk.focus(placeOf(interest));
}

function placeOf(interest: InterestView): string {
  return `[data-key="${CSS.escape(keyOf(interest))}"]`;
}

function keyOf({ kind, label }: InterestView): string {
  return `${kind}:${label}`;
}

const STEPS = 5;
const NAMED = 3;
/** How many are on show at first; the weak ones come at a press. */
const SHOWN = 8;
/** How many of them are drawn first. */
const STRONGEST = 4;
const PICTURED = 6;
const DAY = 24 * 60;
