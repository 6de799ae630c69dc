/**
 * The export as a page to read: made of elements and their texts alone, so that no title in it can
 * be taken for markup. It holds no script and asks nobody for anything.
 */
import { own } from "../../guard.js";
import type { ChoiceView, EventView, InterestView } from "../../wasm/homekept.js";
import type { Export } from "../../homekept.js";
import type { Words } from "../messages/words.js";
import { shownOf, type Shown } from "../picks/caps.js";
import type { Desk } from "./desk.js";
import { placeOf } from "./dial.js";
import { entryText } from "./entry.js";
import { shownText } from "./events.js";
import { circumstances } from "./permissions.js";
import { leftText, reportRow } from "./left.js";
import type { Sent } from "./sent.js";
import { glance } from "./status.js";

export function readable(desk: Desk, taken: Export, sent: Sent): string {
  const { words, status, policy } = desk;
  const page = document.implementation.createHTMLDocument(`${words.say("title")}: ${policy.site}`);
  page.documentElement.lang = words.language;
  page.documentElement.dir = words.direction;
  const add = (parent: Element, name: string, text = ""): HTMLElement => {
    const element = page.createElement(name);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  const table = (heading: string, rows: readonly (readonly string[])[], empty: string): void => {
    add(page.body, "h2", heading);
    if (rows.length === 0) return void add(page.body, "p", empty);
    const body = add(add(page.body, "table"), "tbody");
    for (const cells of rows) {
      const row = add(body, "tr");
      for (const cell of cells) add(row, "td", cell);
    }
  };

  const charset = add(page.head, "meta");
  charset.setAttribute("charset", "utf-8");
  add(page.body, "h1", page.title);
  add(page.body, "p", words.say("readable-made", { day: words.moment(taken.minute) }));
  table(words.say("glance"), glance(words, status, sent), "");
  table(words.say("permissions"), taken.choices.map((one) => choiceRow(words, own(one))), words.say("state-unasked"));
  table(words.say("use"), useRows(words, taken), "");
  table(words.say("interests"), taken.interests.map((one) => interestRow(words, own(one))), words.say("interests-empty"));
  table(words.say("events"), taken.events.map((one) => eventRow(words, own(one))), words.say("events-empty"));
  const shown = shownOf(taken.shown);
  if (shown.length > 0) table(shownText(words, shown), shown.map((row) => shownRow(words, row)), "");
  table(words.say("left"), [leftText(desk, sent), ...sent.entries.map((entry) => reportRow(desk, entry))], "");
  // As an element the style would be a breach of the page's own policy, which counts for `page` too.
  return new XMLSerializer().serializeToString(page).replace("</head>", `<style>${STYLE}</style></head>`);
}

/** Which day, and how often each item. */
function shownRow(words: Words, { day, items }: Shown): string[] {
  const times = Object.entries(items).map(([id, times]) => `${id} × ${times}`);
  return [words.day(day * 1_440 + new Date().getTimezoneOffset()), words.list(times)];
}

/** A receipt in words: what, when, how, after which text, by which rules. */
function choiceRow(words: Words, choice: ChoiceView): string[] {
  const { purpose, allowed, minute, language, jurisdiction, noticeHash } = choice;
  return [
    words.moment(minute),
    `${words.say(purpose)}: ${words.say(allowed ? "allowed" : "refused")}`,
    `${circumstances(words, choice)} (${language}, ${jurisdiction})`,
    noticeHash && `SHA-256 ${noticeHash}`,
  ];
}

function useRows(words: Words, { plain, paused, sponsored, surprise, memory }: Export): string[][] {
  const state = (on: boolean): string => words.say(on ? "on" : "off");
  return [
    [words.say("plain"), state(plain)],
    [words.say("pause"), state(paused)],
    [words.say("show-sponsored"), state(sponsored)],
    [
      words.say("surprise"),
      placeOf(words, surprise, words.say("surprise-low"), words.say("surprise-high")),
    ],
    [words.say("memory-dial"), placeOf(words, memory, words.say("memory-low"), words.say("memory-high"))],
  ];
}

function interestRow(words: Words, { kind, label, strength, stance, events }: InterestView): string[] {
  const percent = new Intl.NumberFormat(words.language, { style: "percent" });
  return [
    label,
    kind,
    stance === "never" ? "" : percent.format(strength),
    stance ? words.say(`stance-${stance}`) : words.say("entries", { n: events.length }),
  ];
}

function eventRow(words: Words, event: EventView): string[] {
  return [words.moment(event.minute), entryText(words, event)];
}

const STYLE = `
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
  body { margin: 2rem auto; max-inline-size: 60rem; overflow-wrap: anywhere; padding-inline: 1rem; }
  h1 { font-size: 1.5rem; }
  h2 { font-size: 1.125rem; margin-block-start: 2rem; }
  table { border-collapse: collapse; inline-size: 100%; }
  td { border-block-start: 1px solid; padding: 0.375rem 0.75rem 0.375rem 0; vertical-align: top; }
`;
