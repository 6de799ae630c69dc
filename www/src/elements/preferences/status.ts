/** The status line, the same at a glance, and the notes that belong to it. */
import { html, nothing, type TemplateResult } from "lit";
import type { StatusView } from "../../wasm/homekept.js";
import type { Key, Words } from "../messages/words.js";
import type { Desk } from "./desk.js";
import { heading } from "./heading.js";
import { LOOKING } from "./from-storage.js";
import { lastSent, sentHere, type Sent } from "./sent.js";

/** "Profile: on this device only, 12 interests, last signal: none". */
export function statusLine(words: Words, status: StatusView, sent: Sent | typeof LOOKING): string {
  return words.say("status", {
    where: words.say(`status-${status.storage}`),
    interests: words.say("status-interests", { n: status.interests }),
    signal: whenSent(words, sent, "status-signal-none"),
  });
}

/** Where it is, how much it holds, what has left, whether it is locked, what is on: a name and its text. */
export function glance(
  words: Words,
  { storage, events, interests, purposes }: StatusView,
  sent: Sent | typeof LOOKING,
): [string, string][] {
  const on = purposes.filter(({ state }) => state === "on").map(({ purpose }) => words.say(purpose));
  return [
    [words.say("glance-where"), words.say(`glance-where-${storage}`)],
    [
      words.say("glance-holds"),
      words.say("glance-holds-text", {
        events: words.say("entries", { n: events }),
        interests: words.say("status-interests", { n: interests }),
      }),
    ],
    [words.say("glance-left"), whenSent(words, sent, "glance-left-never")],
    // Of a locked profile nothing of this is on show.
    [words.say("glance-lock"), words.say("glance-lock-open")],
    [words.say("glance-on"), on.length > 0 ? words.list(on) : words.say("glance-on-none")],
  ];
}

function whenSent(words: Words, sent: Sent | typeof LOOKING, never: Key): string {
  if (sent === LOOKING || sent.problem) return words.say("status-signal-unknown");
  const last = lastSent(sent);
  return last === undefined ? words.say(never) : words.day(last);
}

export function statusSection(desk: Desk): TemplateResult {
  const { words, status, inside } = desk;
  const sent = sentHere(desk);
  const { storageReason } = status;
  const scripts = foreignHosts();
  const notes = [
    status.paused && words.say("status-paused"),
    !status.paused && status.plain && words.say("status-plain"),
    storageReason && words.say(noteOf(status), { code: storageReason }),
    inside.packProblem && words.say("no-items", { code: inside.packProblem }),
    status.off && words.say("switched-off"),
    scripts.length > 0 && words.say("foreign-scripts", { hosts: words.list(scripts) }),
  ].filter(Boolean);
  return html`<header>
    ${heading(words)}
    <p class="status" part="status" tabindex="-1">${statusLine(words, status, sent)}</p>
    <div role="group" aria-label=${words.say("glance")}>
      <dl class="glance">
        ${glance(words, status, sent).map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}
      </dl>
    </div>
    ${notes.length > 0
      ? html`<ul class="notes">
          ${notes.map((note) => html`<li>${note}</li>`)}
        </ul>`
      : nothing}
  </header>`;
}

function noteOf(status: StatusView): "memory" | "damaged" {
  return status.storageReason === "vault-damaged" ? "damaged" : "memory";
}

/** Other hosts whose scripts run on this page, and can read what is shown on it. */
function foreignHosts(): string[] {
  const hosts = [...document.scripts]
    .filter((script) => script.src !== "")
    .map((script) => new URL(script.src, location.href))
    .filter((url) => url.origin !== location.origin && /^https?:$/.test(url.protocol))
    .map((url) => url.host);
  return [...new Set(hosts)];
}
