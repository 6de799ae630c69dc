import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import type { Purpose } from "../../wasm/homekept.js";
import { HomekeptElement } from "../element.js";
import { shared } from "../shared-styles.js";
import { factList } from "./fact-list.js";
import { hashOf, noticeOf, QUESTION, type Notice, type PurposeText } from "./notice.js";
import { styles } from "./styles.js";

type Answer = "allow" | "refuse";

/**
 * The question: asked in its place on the page, once, with an equal yes and no
 * for each purpose. It covers nothing and waits for nothing; not answering is a no.
 */
export class HomekeptConsent extends HomekeptElement {
  static override properties: PropertyDeclarations = {
    /** Address of the page with the preference center. */
    preferences: {},
    answers: { state: true },
    done: { state: true },
    notice: { state: true },
  };
  static override styles: CSSResultGroup = [shared, styles];

  declare preferences: string | undefined;
  /** What is chosen so far; nothing at first. */
  declare private answers: ReadonlyMap<Purpose, Answer>;
  /** The status line after an answer. */
  declare private done: string | undefined;
  /** What is asked; undefined when nothing is. */
  declare private notice: Notice | undefined;

  constructor() {
    super();
    this.answers = new Map();
  }

  protected onNews(): void {
    const { hk, inside, words } = this;
    const status = hk?.status();
    const open = status?.purposes.filter(({ offered, state }) => offered && state !== "on");
    this.notice =
      inside && open && status?.ask
        ? noticeOf(words, inside.policy, open.map(({ purpose }) => purpose), QUESTION)
        : undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    const content = this.content();
    // With nothing to say it takes no room, not even a gap of the page's grid.
    this.hidden = content === nothing;
    return content;
  }

  private content(): TemplateResult | typeof nothing {
    if (this.problem) return nothing;
    if (this.done !== undefined) return this.thanks(this.done);
    return this.notice ? this.question(this.notice) : nothing;
  }

  private question(notice: Notice): TemplateResult {
    const { words } = this;
    return html`<section
      class="card"
      part="card"
      aria-labelledby="title"
      lang=${words.language}
      dir=${words.direction}
    >
      <div>
        <h2 id="title">${notice.title}</h2>
        <p class="lead">${notice.lead}</p>
      </div>
      <div class="purposes">${notice.purposes.map((purpose) => this.purpose(purpose))}</div>
      ${factList(notice)}
      <div class="answers">
        ${this.answer("ask-none", () => this.answerAll(notice, "refuse"))}
        ${this.answer("ask-all", () => this.answerAll(notice, "allow"))}
        ${this.answers.size > 0 ? this.answer("ask-save", () => this.save(notice)) : nothing}
      </div>
      <p class="muted" role="status" ?hidden=${!this.message}>${this.message}</p>
    </section>`;
  }

  private purpose({ purpose, title, means }: PurposeText): TemplateResult {
    const choice = (answer: Answer): TemplateResult => html`<label part="choice">
      <input
        type="radio"
        name=${purpose}
        .checked=${this.answers.get(purpose) === answer}
        @change=${() => (this.answers = new Map(this.answers).set(purpose, answer))}
      />${this.words.say(answer === "allow" ? "ask-allow" : "ask-refuse")}</label
    >`;
    return html`<fieldset aria-describedby=${`${purpose}-means`}>
      <legend class="said">${title}</legend>
      <div class="text">
        <p class="name" aria-hidden="true">${title}</p>
        <p class="muted" id=${`${purpose}-means`}>${means}</p>
      </div>
      <div class="pair">${choice("refuse")}${choice("allow")}</div>
    </fieldset>`;
  }

  private answer(text: "ask-all" | "ask-none" | "ask-save", act: () => unknown): TemplateResult {
    return html`<button type="button" part="answer" @click=${act}>${this.words.say(text)}</button>`;
  }

  private thanks(text: string): TemplateResult {
    const { words, preferences } = this;
    return html`<p
      class="done quiet"
      part="done"
      role="status"
      tabindex="-1"
      lang=${words.language}
      dir=${words.direction}
    >
      ${text}
      ${preferences ? html`<a href=${preferences}>${words.say("ask-change")}</a>` : nothing}
    </p>`;
  }

  private answerAll(notice: Notice, answer: Answer): Promise<void> {
    this.answers = new Map(notice.purposes.map(({ purpose }) => [purpose, answer]));
    return this.save(notice);
  }

  /** Whatever has no answer is refused. */
  private async save(notice: Notice): Promise<void> {
    const { hk, words, answers } = this;
    if (!hk) return;
    const asked = notice.purposes.map(({ purpose }) => purpose);
    const allow = asked.filter((purpose) => answers.get(purpose) === "allow");
    const refuse = asked.filter((purpose) => answers.get(purpose) !== "allow");
    const saved = await this.attempt(async () => {
      const noticeHash = await hashOf(notice);
      await hk.consent({ allow, refuse, method: "question", language: words.language, noticeHash });
    });
    if (!saved) return;
    const purposes = words.list(allow.map((purpose) => words.say(purpose)));
    this.done = words.say(allow.length > 0 ? "ask-done-some" : "ask-done-none", { purposes });
    await this.updateComplete;
    // The button that had the focus is gone.
    this.renderRoot.querySelector<HTMLElement>(".done")?.focus({ preventScroll: true });
  }
}
