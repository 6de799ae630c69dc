/** An interest of the customer's own: a field that offers the shop's topics. */
import { html, nothing, type TemplateResult } from "lit";
import type { FacetView } from "../../wasm/homekept.js";
import type { Desk } from "./desk.js";

export function addingForm(desk: Desk): TemplateResult | typeof nothing {
  const { words, status, inside } = desk;
  const remember = status.purposes.find(({ purpose }) => purpose === "remember");
  if (!remember?.offered) return nothing;
  if (remember.state !== "on") {
    return html`<p class="muted">
      ${words.say("interests-add-off", { purpose: words.say("remember") })}
    </p>`;
  }
  const topics = inside.ask((door) => door.view("topics"));
  if (topics.length === 0) return nothing;
  const names = namesOf(topics);
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const input = (event.currentTarget as HTMLFormElement).querySelector("input");
    const typed = input?.value.trim();
    if (!input || !typed) return;
    const topic = topicCalled(typed, names);
    input.setAttribute("aria-invalid", String(!topic));
    if (!topic) return desk.say(words.say("interests-add-unknown", { label: typed }));
    const { kind, label } = topic;
    const done = await desk.does(
      () => inside.change((door) => door.state(kind, label, "more")),
      words.say("interest-changed-more", { label }),
    );
    if (done) input.value = "";
    input.focus();
    // The list above has grown, and not every browser keeps in view what has the focus.
    requestAnimationFrame(() => input.scrollIntoView({ block: "nearest" }));
  };
  const options = [...names].slice(0, OFFERED);
  return html`<form class="add" @submit=${add}>
    <label class="name" for="add">${words.say("interests-add")}</label>
    <p class="muted" id="add-hint">${words.say("interests-add-hint")}</p>
    <div class="acts">
      <input id="add" list="topics" autocomplete="off" aria-describedby="add-hint" />
      <button>${words.say("interests-add-now")}</button>
    </div>
    <datalist id="topics">
      ${options.map(([name, { kind }]) => html`<option value=${name}>${kind}</option>`)}
    </datalist>
  </form>`;
}

/** Topics by their labels; where two kinds share one, the kind stands with it. */
export function namesOf(topics: readonly FacetView[]): ReadonlyMap<string, FacetView> {
  const names = new Map<string, FacetView>();
  for (const topic of topics) {
    const { kind, label } = topic;
    names.set(names.has(label) ? `${label} (${kind})` : label, topic);
  }
  return names;
}

/** The topic that was typed in full, in letters of any size; or the only one that begins so. */
export function topicCalled(
  typed: string,
  names: ReadonlyMap<string, FacetView>,
): FacetView | undefined {
  const wanted = typed.toLowerCase();
  const like = [...names].filter(([name]) => name.toLowerCase().startsWith(wanted));
  const exact = like.find(([name]) => name.length === typed.length);
  return (exact ?? (like.length === 1 ? like[0] : undefined))?.[1];
}

/** More would make the field slow; whoever types the whole name finds any of them. */
const OFFERED = 500;
