/** The interests, where each comes from, and the customer's word on each. */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { EventView, InterestView, Stance } from "../../wasm/homekept.js";
import type { Words } from "../messages/words.js";
import { addingForm } from "./adding.js";
import type { Desk } from "./desk.js";

export function interestsSection(desk: Desk): TemplateResult {
  const { words, inside, status } = desk;
  const interests = inside.ask((door) => door.interests());
  const events = new Map(inside.ask((door) => door.events()).map((event) => [event.id, event]));
  const learns = status.purposes.some(({ purpose, state }) => purpose === "learn" && state === "on");
  const empty = learns
    ? words.say("interests-empty")
    : words.say("interests-empty-off", { purpose: words.say("learn") });
  return html`<section aria-labelledby="interests">
    <h3 id="interests" aria-level=${desk.level}>${words.say("interests")}</h3>
    ${interests.length > 0
      ? html`<ul class="rows">
          ${repeat(interests, keyOf, (interest) => row(desk, interest, events))}
        </ul>`
      : html`<p class="muted">${empty}</p>`}
    ${addingForm(desk)}
  </section>`;
}

function row(
  desk: Desk,
  interest: InterestView,
  events: ReadonlyMap<number, EventView>,
): TemplateResult {
  const { words } = desk;
  const { kind, label, stance } = interest;
  const source = sourceText(words, interest, events);
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
      ${source ? html`<p class="muted">${source}</p>` : nothing}
    </div>
    <div class="acts">
      ${stance ? wish("clear") : [wish("more"), wish("less"), wish("never")]}
    </div>
  </li>`;
}

/** The strength as a picture and in words. */
function strength(words: Words, { strength, stance }: InterestView): TemplateResult {
  const filled = Math.min(STEPS, Math.max(0, Math.ceil(strength * STEPS)));
  const word = strength > 0.66 ? "strong" : strength > 0.33 ? "medium" : "light";
  const text = [
    ...(stance !== "never" && strength > 0 ? [words.say(`strength-${word}`)] : []),
    ...(stance ? [words.say(`stance-${stance}`)] : []),
  ].join(", ");
  const steps = Array.from({ length: STEPS }, (_, step) => step < filled);
  const picture = html`<span class="strength" aria-hidden="true">
    ${steps.map((on) => html`<i class=${on ? "full" : ""}></i>`)}
  </span>`;
  return html`${stance === "never" ? nothing : picture}${text}`;
}

/** The items that made it an interest, newest first. */
function sourceText(
  words: Words,
  interest: InterestView,
  events: ReadonlyMap<number, EventView>,
): string | undefined {
  const titles = interest.events
    .map((id) => events.get(id))
    .filter((event) => event !== undefined)
    .map((event) => event.title ?? words.say("item-gone"));
  const distinct = [...new Set(titles)];
  if (distinct.length === 0) return undefined;
  const named = distinct.slice(0, NAMED).join(", ");
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
  if (done) await desk.focus(`[data-key="${CSS.escape(keyOf(interest))}"]`);
}

function keyOf({ kind, label }: InterestView): string {
  return `${kind}:${label}`;
}

const STEPS = 5;
const NAMED = 3;
