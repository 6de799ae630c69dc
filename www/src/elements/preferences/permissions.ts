/** What the customer allows: each purpose on its own, on and off by the same gesture. */
import { html, nothing, type TemplateResult } from "lit";
import type { ChoiceView, Purpose, PurposeView } from "../../wasm/homekept.js";
import { factList } from "../consent/fact-list.js";
import { CENTER, hashOf, noticeOf, type PurposeText } from "../consent/notice.js";
import type { Desk } from "./desk.js";
import { switchRow } from "./switch.js";

export function permissionsSection(desk: Desk): TemplateResult {
  const { words, status, inside } = desk;
  const offered = status.purposes.filter((purpose) => purpose.offered);
  const notice = noticeOf(words, inside.policy, offered.map(({ purpose }) => purpose), CENTER);
  const choices = inside.ask((door) => door.choices());

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
    return switchRow(words, {
      id: text.purpose,
      name: text.title,
      means: text.means,
      on: view?.state === "on",
      state: stateText(desk, choices, view),
      turn: (on) => choose(text.purpose, on),
    });
  };

  return html`<section aria-labelledby="permissions">
    <h3 id="permissions" aria-level=${desk.level}>${notice.title}</h3>
    ${status.gpc ? html`<p class="note">${words.say("gpc")}</p>` : nothing}
    <p class="muted">${notice.lead}</p>
    ${notice.purposes.map(row)}
    <details ?open=${offered.some(({ state }) => state !== "on")}>
      <summary>${words.say("ask-details")}</summary>
      ${factList(notice)}
    </details>
    ${choices.length > 0 ? history(desk, choices) : nothing}
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
      return `${words.say("state-ask-again")} ${words.say("state-ask-again-notice")}`;
    case "off":
      return words.say("state-off");
    default:
      return words.say("state-unasked");
  }
}

function history({ words }: Desk, choices: readonly ChoiceView[]): TemplateResult {
  const row = (choice: ChoiceView): TemplateResult => html`<li>
    <span>${words.day(choice.minute)}, ${words.time(choice.minute)}</span>
    <span>${words.say(choice.purpose)}: ${words.say(choice.allowed ? "allowed" : "refused")}</span>
    <span class="muted">
      ${words.say(`method-${choice.method}`)}, ${words.say("history-notice")} ${choice.noticeVersion}
    </span>
  </li>`;
  return html`<details>
    <summary>${words.say("history")}</summary>
    <ol class="history" reversed>
      ${newestFirst(choices).map(row)}
    </ol>
  </details>`;
}

function newestFirst(choices: readonly ChoiceView[]): ChoiceView[] {
  return [...choices].reverse();
}
