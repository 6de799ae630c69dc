import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import type { Purpose } from "../../wasm/homekept.js";
import { HomekeptElement } from "../element.js";
import { Legible } from "../legible.js";
import { shared } from "../shared-styles.js";
import { factList } from "./fact-list.js";
import { hashOf, noticeOf, QUESTION, type Notice, type PurposeText } from "./notice.js";
import { styles } from "./styles.js";

type Answer = "allow" | "refuse";

/**
 * The question: asked in its place on the page, once, with an equal yes and no
 * for each purpose. It covers nothing and waits for nothing; not answering is a
 * no. A yes can be taken back where it was given, by one press as it was given.
 */
export class HomekeptConsent extends HomekeptElement {
  static override properties: PropertyDeclarations = {
    /** Address of the page with the preference center. */
    preferences: {},
    answers: { state: true },
    allowed: { state: true },
    notice: { state: true },
  };
  static override styles: CSSResultGroup = [shared, styles];

  declare preferences: string | undefined;
  /** What is chosen so far; nothing at first. */
  declare private answers: ReadonlyMap<Purpose, Answer>;
  /** What holds: the purposes that are on. */
  declare private allowed: readonly Purpose[];
  /** What is asked; undefined when nothing is. */
  declare private notice: Notice | undefined;

  constructor() {
    super();
    this.answers = new Map();
    this.allowed = [];
    new Legible(this);
  }

  protected onNews(): void {
    const { hk, inside, words } = this;
    const status = hk?.status();
    const offered = status?.purposes.filter((purpose) => purpose.offered) ?? [];
    const open = offered.filter(({ state }) => state !== "on");
    const allowed = offered.filter(({ state }) => state === "on").map(({ purpose }) => purpose);
    // What was said of an earlier answer no longer holds: the other one may come from another tab.
    if (String(allowed) !== String(this.allowed)) this.message = "";
    this.allowed = allowed;
    this.notice =
      inside && status?.ask
        ? noticeOf(words, inside.policy, open.map(({ purpose }) => purpose), QUESTION)
        : undefined;
  }

  protected override render(): TemplateResult {
    const { words, notice, allowed, message, problem } = this;
    // With nothing to say it takes no room, not even a gap of the page's grid.
    this.hidden = Boolean(problem) || !(notice || message || allowed.length > 0);
    return html`<div lang=${words.language} dir=${words.direction}>
      ${notice ? this.question(notice) : nothing}
      <div class="line" part="line">
        <p role="status">${message}</p>
        ${notice ? nothing : this.afterwards()}
      </div>
    </div>`;
  }

  private question(notice: Notice): TemplateResult {
    return html`<section class="card" part="card" aria-labelledby="title">
      <div>
        <h2 id="title">${notice.title}</h2>
        <p class="lead">${notice.lead}</p>
      </div>
      <div class="purposes">${notice.purposes.map((purpose) => this.purpose(purpose))}</div>
      ${factList(notice.facts)}
      <div class="answers">
        ${this.answer("ask-none", () => this.answerAll(notice, "refuse"))}
        ${this.answer("ask-all", () => this.answerAll(notice, "allow"))}
        ${this.answers.size > 0 ? this.answer("ask-save", () => this.save(notice)) : nothing}
      </div>
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

  /** What holds, and the ways to change it. */
  private afterwards(): TemplateResult {
    const { words, preferences, allowed, message } = this;
    const purposes = words.list(allowed.map((purpose) => words.say(purpose)));
    return html`${allowed.length > 0 && !message
        ? html`<p>${words.say("ask-standing", { purposes })}</p>`
        : nothing}
      ${preferences ? html`<a href=${preferences}>${words.say("ask-change")}</a>` : nothing}
      ${allowed.length > 0
        ? html`<button type="button" part="answer" @click=${this.withdraw}>
            ${words.say("ask-withdraw")}
          </button>`
        : nothing}`;
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
    const purposes = words.list(allow.map((purpose) => words.say(purpose)));
    const done = words.say(allow.length > 0 ? "ask-done-some" : "ask-done-none", { purposes });
    const saved = await this.attempt(async () => {
      const noticeHash = await hashOf(notice);
      await hk.consent({ allow, refuse, method: "question", language: words.language, noticeHash });
    }, done);
    if (saved) await this.goOn();
  }

  private readonly withdraw = async (): Promise<void> => {
    const { hk, words, allowed: refuse } = this;
    const deed = (): unknown =>
      hk?.consent({ refuse, method: "question", language: words.language });
    if (await this.attempt(deed, words.say("ask-withdrawn"))) await this.goOn();
  };

  /** The button that had the focus is gone: what comes next takes it over, and comes into view. */
  private async goOn(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(".line a, .line button")?.focus();
  }
}
