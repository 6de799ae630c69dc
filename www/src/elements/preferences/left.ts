/**
 * What left this browser: each report in words, its bytes, and what all of them cost; and what the
 * shop learns without that.
 */
import { html, nothing, type TemplateResult } from "lit";
import { measuredText, questionText } from "../consent/measured.js";
import type { Words } from "../messages/words.js";
import type { Desk } from "./desk.js";
import { save } from "./save.js";
import { lastSent, MOST_SPENT, spentBy, type Entry, type Sent } from "./sent.js";

export function leftSection(desk: Desk, sent: Sent): TemplateResult {
  const { words, level, policy } = desk;
  const [first, more] = leftText(desk, sent);
  return html`<section aria-labelledby="left">
    <h3 id="left" aria-level=${level}>${words.say("left")}</h3>
    <p><strong>${first}</strong> ${more}</p>
    ${sent.entries.length > 0
      ? html`<ul class="rows" data-reports>
            ${sent.entries.map((entry) => row(desk, entry))}
          </ul>
          <p class="muted">${budgetText(words, sent)}</p>`
      : nothing}
    <p class="muted">${words.say("left-clicks")}</p>
    ${policy.images === "direct" ? html`<p class="note">${words.say("images-direct")}</p>` : nothing}
  </section>`;
}

/** What has left, and what the site asks for. */
export function leftText({ words, policy }: Pick<Desk, "words" | "policy">, sent: Sent): [string, string] {
  const asked = measuredText(words, policy);
  if (sent.problem) return [words.say("left-unreadable", { code: sent.problem }), asked];
  if (lastSent(sent) !== undefined) return [words.say("left-counts"), asked];
  return policy.signals
    ? [words.say("left-none-yet"), asked]
    : [words.say("left-nothing"), words.say("left-no-way")];
}

/** What each report was on, and what became of it. */
export function reportRow({ words, policy }: Pick<Desk, "words" | "policy">, entry: Entry): [string, string] {
  const asked = policy.signals?.measures.find(({ name, version }) => name === entry.name && version === entry.revision);
  const question = (asked && questionText(words, asked)) || `${entry.name} ${entry.revision}`;
  if (entry.sent !== null) return [question, words.say("left-sent", { day: words.moment(entry.sent) })];
  return [question, words.say(entry.report ? "left-waits" : "left-unsent")];
}

export function budgetText(words: Words, sent: Sent): string {
  return words.say("left-budget", { spent: spentBy(sent), most: MOST_SPENT });
}

function row(desk: Desk, entry: Entry): TemplateResult {
  const { words, policy } = desk;
  const [question, fate] = reportRow(desk, entry);
  const bytes = entry.report;
  const take = (): void =>
    save(`${policy.site}-${entry.period}`, "hkr", "application/octet-stream", Uint8Array.from(bytes ?? []));
  return html`<li class="row">
    <div class="text">
      <p>${question}</p>
      <p class="muted">${fate}</p>
    </div>
    ${bytes
      ? html`<div class="acts">
          <button type="button" aria-label=${words.row([words.say("left-raw"), fate])} @click=${take}>
            ${words.say("left-raw")}
          </button>
        </div>`
      : nothing}
  </li>`;
}
