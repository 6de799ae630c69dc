import {
  html,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import type { Homekept } from "../../homekept.js";
import { codeOf, HomekeptElement } from "../element.js";
import { Legible } from "../legible.js";
import { shared } from "../shared-styles.js";
import type { Confirming, Desk } from "./desk.js";
import { heading } from "./heading.js";
import { maskFromReplay } from "./mask.js";
import { styles } from "./styles.js";
import { eraseWithoutModule } from "./without-module.js";

/**
 * The preference center: everything that is kept, in words, and a control for
 * each part of it. It needs no account and asks no server.
 */
export class HomekeptPreferences extends HomekeptElement {
  static override properties: PropertyDeclarations = {
    confirming: { state: true },
    eventsShown: { state: true },
    center: { state: true },
  };
  static override styles: CSSResultGroup = [shared, styles];

  declare private confirming: Confirming | undefined;
  declare private eventsShown: number;
  /** What draws the sections, once it has come; null when it does not. */
  declare private center: typeof import("./center.js") | null | undefined;

  constructor() {
    super();
    this.eventsShown = EVENTS;
    new Legible(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    maskFromReplay(this);
    void this.loadCenter();
  }

  private async loadCenter(): Promise<void> {
    this.center ??= await import("./center.js").catch(() => null);
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("message") || !this.message) return;
    const said = this.message;
    setTimeout(() => {
      if (this.message === said) this.message = "";
    }, MESSAGE_STAYS);
  }

  protected onNews(): void {
    // Everything shown is read anew when it is drawn.
  }

  protected override render(): TemplateResult {
    const { words } = this;
    return html`<article
      class="center"
      part="center"
      aria-label=${words.say("title")}
      lang=${words.language}
      dir=${words.direction}
    >
      ${this.content()}
      <p class="toast" part="toast" role="status" ?data-empty=${!this.message}>${this.message}</p>
    </article>`;
  }

  private content(): TemplateResult {
    const { words, problem, center } = this;
    if (problem) return this.closed(problem);
    try {
      const desk = this.desk();
      // Without the sections there is still the way to erase.
      if (center === null) return this.closed("module-unreachable", desk?.hk);
      if (desk && center) return center.sections(desk);
    } catch (error) {
      return this.closed(codeOf(error));
    }
    return html`${heading(words)}
      <p>${words.say("opening")}</p>`;
  }

  /** What is left where the sections cannot be shown; an open module erases what it knows itself. */
  private closed(code: string, hk?: Homekept): TemplateResult {
    const { words } = this;
    const erase = (): Promise<boolean> =>
      this.attempt(async () => {
        const left = hk ? (await hk.erase()).leftovers : await eraseWithoutModule();
        const leftovers = words.list(left);
        this.message = words.say(leftovers ? "erased-leftovers" : "erased", { leftovers });
      });
    return html`${heading(words)}
      <section>
        <p>${words.say("closed", { code })} ${words.say("closed-erase")}</p>
        <div class="acts">
          <button type="button" @click=${erase}>${words.say("erase")}</button>
        </div>
      </section>`;
  }

  private desk(): Desk | undefined {
    const { hk, inside, words } = this;
    if (!hk || !inside) return undefined;
    return {
      hk,
      inside,
      words,
      status: hk.status(),
      level: this.headingLevel + 1,
      does: (deed, done) => this.attempt(deed, done),
      say: (text) => (this.message = text),
      confirming: this.confirming,
      confirm: (what) => (this.confirming = what),
      eventsShown: this.eventsShown,
      showMoreEvents: () => (this.eventsShown += MORE_EVENTS),
      focus: (...selectors) => this.focusOn(selectors),
    };
  }

  private get headingLevel(): number {
    const own = this.querySelector(":scope > [slot=heading]")?.localName ?? "h2";
    return Number(own.slice(1)) || 2;
  }

  private async focusOn(selectors: readonly (string | undefined)[]): Promise<void> {
    await this.updateComplete;
    const places = selectors.map((selector) => selector && this.renderRoot.querySelector(selector));
    const place = places.find((found) => found instanceof Element);
    if (place) place.querySelector<HTMLElement>("button, [tabindex]")?.focus();
  }
}

/** Long enough to read; nothing has to be done about a message. */
const MESSAGE_STAYS = 10_000;
const EVENTS = 10;
const MORE_EVENTS = 50;
