/**
 * The picks that the settings give, as text, and what decided them. Ranked as the page's own are,
 * but for no place on it: nothing is written, nobody is told that they were shown, and no block of
 * the page loses an item.
 */
import { html, nothing, type TemplateResult } from "lit";
import { own } from "../../guard.js";
import type { PickView } from "../../wasm/homekept.js";
import type { Words } from "../messages/words.js";
import { mainReason } from "../picks/reasons.js";
import type { Desk } from "./desk.js";

export function preview(desk: Desk): TemplateResult | typeof nothing {
  const { words, hk, level } = desk;
  // Without the pack there is nothing to rank; the note above says so.
  if (hk.problem) return nothing;
  const picks = hk.rank({ slot: "for-you", limit: PICKS }).map(own);
  const label = words.say(picks.some(({ personal }) => personal) ? "picks-personal" : "picks-plain");
  return html`<div class="preview" role="group" aria-labelledby="preview">
    <h4 id="preview" aria-level=${level + 1}>${words.say("preview")}</h4>
    <p class="muted">${words.say("preview-means")}</p>
    ${picks.length === 0
      ? html`<p>${words.say("preview-none")}</p>`
      : html`<p class="label">${label}</p>
          <ol class="picked">
            ${picks.map((pick) => line(words, pick))}
          </ol>
          ${influence(desk, picks)}`}
  </div>`;
}

function line(words: Words, pick: PickView): TemplateResult {
  return html`<li data-pick=${pick.id}>
    <span class="name">${pick.title}</span>
    <span class="muted">
      ${pick.sponsored ? html`<b class="paid">${words.say("sponsored")}</b>` : nothing}
      ${mainReason(words, pick)}
    </span>
  </li>`;
}

/**
 * How many of the picks stand higher than they would if the shop lifted nothing: ranked once more
 * without it, since an item can be lifted past others without that being a main reason for it.
 */
function lifted({ inside }: Desk, picks: readonly PickView[]): number {
  const { soldOut } = inside;
  const without = inside
    .ask((door) => door.rank("for-you", PICKS, [], [...soldOut], undefined, false, true))
    .map(({ id }) => id);
  const isHigher = ({ id }: PickView, at: number): boolean => !without.slice(0, at + 1).includes(id);
  return picks.filter(isHigher).length;
}

/** How many of the picks each decided; what is the profile's and who is paid for, each pick says. */
function influence(desk: Desk, picks: readonly PickView[]): TemplateResult {
  const { words, level, status, policy } = desk;
  const counted = (isOne: (pick: PickView) => boolean): number => picks.filter(isOne).length;
  const bound = new Intl.NumberFormat(words.language, { style: "percent", maximumFractionDigits: 1 });
  const percent = bound.format(policy.boost ?? BOOST);
  const rows: [name: string, n: number, means: string][] = [
    [
      words.say("influence-profile"),
      counted(({ personal }) => personal),
      words.say("influence-profile-means"),
    ],
    [
      words.say("influence-shop"),
      lifted(desk, picks),
      words.say("influence-shop-means", { percent }),
    ],
    [
      words.say("influence-paid"),
      counted(({ sponsored }) => sponsored),
      words.say(status.sponsored ? "influence-paid-means" : "influence-paid-off"),
    ],
  ];
  return html`<h4 aria-level=${level + 1}>${words.say("influence")}</h4>
    <dl class="influence">
      ${rows.map(
        ([name, n, means]) => html`<div>
          <dt>${name}</dt>
          <dd>
            <b>${words.say("influence-count", { n, of: picks.length })}</b>
            <span class="muted">${means}</span>
          </dd>
        </div>`,
      )}
    </dl>`;
}

const PICKS = 8;
/** What the core assumes where the policy is silent. */
const BOOST = 0.05;
