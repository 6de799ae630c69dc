/** What the customer allows: each purpose on its own, on and off by the same gesture. */
import { html, nothing, type TemplateResult } from "lit";
import { own } from "../../guard.js";
import type { ChoiceView, Purpose, PurposeView, StatusView } from "../../wasm/homekept.js";
import { factList } from "../consent/fact-list.js";
import { CENTER, hashOf, hashOfPolicy, noticeOf, type PurposeText } from "../consent/notice.js";
import type { Words } from "../messages/words.js";
import type { Desk } from "./desk.js";
import { disclosure } from "./disclosure.js";
import { isOn } from "./is-on.js";
import { drawId, receiptsOf } from "./receipts.js";
import { save } from "./save.js";
import { switchRow } from "./switch.js";

export function permissionsSection(desk: Desk): TemplateResult {
  const { words, status, inside, policy } = desk;
  const offered = status.purposes.filter((purpose) => purpose.offered);
  const notice = noticeOf(words, policy, offered.map(({ purpose }) => purpose), CENTER);
  const choices = inside.ask((door) => door.view("choices")).map(own);

  const choose = (purpose: Purpose, allow: boolean): Promise<boolean> =>
    desk.does(async () => {
      await desk.hk.consent({
        [allow ? "allow" : "refuse"]: [purpose],
        method: "preference-center",
        language: words.language,
        noticeHash: await hashOf(notice),
        // The note on the signal stands above the switches.
        toldOfSignal: status.gpc,
      });
    });
  const row = (text: PurposeText): TemplateResult => {
    const view = offered.find(({ purpose }) => purpose === text.purpose);
    const on = view?.state === "on";
    return html`${switchRow(words, {
      id: text.purpose,
      name: text.title,
      means: text.means,
      on,
      state: stateText(desk, choices, view),
      turn: (on) => choose(text.purpose, on),
    })}
    ${disclosure(desk, {
      id: `facts-${text.purpose}`,
      summary: words.say("ask-details"),
      label: `${words.say("ask-details")}: ${text.title}`,
      // Whoever has yet to choose has it before their eyes.
      open: !on,
      content: () => factList(text.facts),
    })}`;
  };

  return html`<section aria-labelledby="permissions">
    <h3 id="permissions" aria-level=${desk.level}>${notice.title}</h3>
    ${signal(words, status)}
    <p class="muted">${notice.lead}</p>
    ${notice.purposes.map(row)}
    ${choices.length > 0 ? [history(desk, choices), receipts(desk, choices)] : nothing}
  </section>`;
}

function stateText({ words }: Desk, choices: readonly ChoiceView[], view?: PurposeView): string {
  switch (view?.state) {
    case "on": {
      const since = newestFirst(choices).find(({ purpose }) => purpose === view.purpose);
      return since
        ? words.say("state-on", { day: words.day(since.minute) })
        : words.say("state-on-plain");
    }
    case "ask-again":
      return words.sentences(words.say("state-ask-again"), words.say("state-ask-again-notice"));
    case "off":
      return words.say("state-off");
    default:
      return words.say("state-unasked");
  }
}

/** Whether the browser asks for privacy, and what follows from it. */
function signal(words: Words, status: StatusView): TemplateResult {
  if (!status.gpc) return html`<p class="muted">${words.say("gpc-none")}</p>`;
  return html`<p class="note">${words.say(isOn(status, "learn") ? "gpc-allowed" : "gpc")}</p>`;
}

function history(desk: Desk, choices: readonly ChoiceView[]): TemplateResult {
  const { words } = desk;
  const row = (choice: ChoiceView): TemplateResult => html`<li>
    <span>${words.moment(choice.minute)}</span>
    <span>${words.say(choice.purpose)}: ${words.say(choice.allowed ? "allowed" : "refused")}</span>
    <span class="muted">${circumstances(words, choice)}</span>
  </li>`;
  return disclosure(desk, {
    id: "history",
    summary: words.say("history"),
    content: () => html`<ol class="history" reversed>
      ${newestFirst(choices).map(row)}
    </ol>`,
  });
}

/** By which control, with which text before one's eyes, knowing of what. */
export function circumstances(words: Words, { method, noticeVersion, toldOfSignal }: ChoiceView): string {
  return words.row([
    words.say(`method-${method}`),
    `${words.say("history-notice")} ${noticeVersion}`,
    ...(toldOfSignal ? [words.say("history-told")] : []),
  ]);
}

function receipts({ words, policy, does }: Desk, choices: readonly ChoiceView[]): TemplateResult {
  const take = (): Promise<boolean> =>
    does(async () => {
      const address = location.origin + location.pathname;
      const policyHash = await hashOfPolicy(policy);
      const made = receiptsOf({ words, policy, policyHash, choices, at: new Date(), address, draw: drawId });
      save(`${policy.site}-receipts`, "jsonld", "application/ld+json", JSON.stringify(made, null, 2));
    }, words.say("receipts-done"));
  return html`<div class="row">
    <p class="text muted">${words.say("receipts-means")}</p>
    <div class="acts"><button type="button" @click=${take}>${words.say("receipts")}</button></div>
  </div>`;
}

function newestFirst(choices: readonly ChoiceView[]): ChoiceView[] {
  return [...choices].reverse();
}
