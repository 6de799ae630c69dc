import {
  adoptStyles,
  html,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import { own } from "../../guard.js";
import type { Homekept } from "../../homekept.js";
import { RETENTION_DAYS } from "../../retention.js";
import { codeOf, HomekeptElement } from "../element.js";
import { Legible } from "../legible.js";
import { shared } from "../shared-styles.js";
import { turn } from "../turn.js";
import { closedSection } from "./closed.js";
import { FIRST_LOOK, type Desk, type Look } from "./desk.js";
import { heading } from "./heading.js";
import { maskFromReplay } from "./mask.js";
import { styles } from "./styles.js";

/**
 * The preference center: everything that is kept, in words, and a control for
 * each part of it. It needs no account and asks no server.
 */
export class HomekeptPreferences extends HomekeptElement {
  static override properties: PropertyDeclarations = {
    /** Address of the site's policy file, for the day on which the module does not come. */
    policy: {},
    look: { state: true },
    printing: { state: true },
    center: { state: true },
    drawn: { state: true },
  };
  static override styles: CSSResultGroup = [shared, styles];

  declare policy: string | undefined;
  declare private look: Look;
  declare private printing: boolean;
  /** What draws the sections, once it has come; null when it does not. */
  declare private center: typeof import("./center.js") | null | undefined;
  /** In how many steps it has been drawn so far. */
  declare private drawn: number;
  /** What the sections work with, until something changes. */
  private set: Desk | undefined;

  constructor() {
    super();
    this.look = FIRST_LOOK;
    this.printing = false;
    this.drawn = 1;
    new Legible(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    maskFromReplay(this);
    for (const moment of PRINT) addEventListener(moment, this.turnToPaper);
    void this.loadCenter();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const moment of PRINT) removeEventListener(moment, this.turnToPaper);
  }

  private async loadCenter(): Promise<void> {
    if (this.center) return;
    this.center = await import("./center.js").catch(() => null);
    const root = this.renderRoot as ShadowRoot;
    if (this.center) adoptStyles(root, [...(root.adoptedStyleSheets ?? []), this.center.styles]);
  }

  /** Paper has everything on it, opened; it is taken as soon as this returns. */
  private readonly turnToPaper = ({ type }: Event): void => {
    this.printing = type === "beforeprint";
    this.performUpdate();
  };

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!changed.has("drawn") || changed.size > 1) this.set = undefined;
  }

  protected override updated(changed: PropertyValues): void {
    this.drawOn();
    if (!changed.has("message") || !this.message) return;
    const said = this.message;
    setTimeout(() => {
      if (this.message === said) this.message = "";
    }, MESSAGE_STAYS);
  }

  /** Step by step: what comes late is below what is in view. */
  private drawOn(): void {
    const { hk, center, drawn } = this;
    if (hk && center && drawn < center.ALL_STEPS) void turn().then(() => (this.drawn = drawn + 1));
  }

  protected onNews(): void {
    // Everything shown is read anew when it is drawn.
    this.set = undefined;
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
      const desk = (this.set ??= this.desk());
      // Without the sections there is still the way to withdraw and to erase.
      if (center === null) return this.closed("module-unreachable", desk?.hk);
      const drawn = desk && center?.sections(desk, desk.printing ? center.ALL_STEPS : this.drawn);
      if (drawn) return drawn;
    } catch (error) {
      return this.closed(codeOf(error));
    }
    return html`${heading(words)}
      <p>${words.say("opening")}</p>`;
  }

  private closed(code: string, hk?: Homekept): TemplateResult {
    const { words, policy } = this;
    const does = async (deed: () => unknown): Promise<void> => {
      await this.attempt(async () => (this.message = String(await deed())));
    };
    return closedSection({ words, code, hk, policy, does });
  }

  private desk(): Desk | undefined {
    const { hk, inside, words } = this;
    if (!hk || !inside) return undefined;
    const policy = own(inside.policy);
    const parts = new Map<string, TemplateResult>();
    return {
      hk,
      inside,
      words,
      status: own(hk.status()),
      policy,
      keptDays: policy.retentionDays ?? RETENTION_DAYS,
      level: this.headingLevel + 1,
      does: (deed, done) => this.attempt(deed, done),
      say: (text) => (this.message = text),
      look: this.look,
      show: (change) => (this.look = { ...this.look, ...change }),
      printing: this.printing,
      once: (part, draw) => {
        const drawn = parts.get(part) ?? draw();
        parts.set(part, drawn);
        return drawn;
      },
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
    const control = place?.querySelector<HTMLElement>("button, [tabindex]");
    control?.focus();
    // The page has grown or shrunk, and not every browser keeps in view what has the focus.
    requestAnimationFrame(() => control?.scrollIntoView({ block: "nearest" }));
  }
}

/** Long enough to read; nothing has to be done about a message. */
const MESSAGE_STAYS = 10_000;
const PRINT = ["beforeprint", "afterprint"];
