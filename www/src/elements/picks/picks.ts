import {
  html,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import type { Homekept } from "../../homekept.js";
import type { PickView, SlotName, StatusView } from "../../wasm/homekept.js";
import { codeOf, HomekeptElement } from "../element.js";
import { CardBack } from "./card.js";
import { watchUse, whenUndisturbed } from "./moment.js";
import { mainReason } from "./reasons.js";
import { copySheet } from "./sheet.js";
import { styles } from "./styles.js";
import { cardOf, fill } from "./template.js";

/**
 * Takes over a list that the server rendered, once it knows better; keeps it
 * until then, and whenever anything fails. See the package's README for the
 * markup.
 */
export class HomekeptPicks extends HomekeptElement {
  static override properties: PropertyDeclarations = {
    kind: {},
    item: {},
    limit: { type: Number },
    /** A selector for the stylesheet of the page that dresses the cards. */
    styles: {},
    list: { state: true },
  };
  static override styles: CSSResultGroup = styles;

  /** The slot: what the customer may like, or what goes on from `item`. */
  declare kind: SlotName;
  /** The id of the item that the page shows. */
  declare item: string | undefined;
  /** How many picks; as many as the server's list has, when absent. */
  declare limit: number | undefined;
  declare styles: string | undefined;

  /** The list of picks; undefined while the server's list is shown. */
  declare private list: Element | undefined;
  private status: StatusView | undefined;
  /** One swap a page load; the customer's own switch is no swap. */
  private swapped = false;
  private callOff: (() => void) | undefined;

  constructor() {
    super();
    this.kind = "for-you";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    watchUse();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.callOff?.();
    this.release();
  }

  protected onNews(): void {
    const { hk } = this;
    if (!hk) return;
    this.status = hk.status();
    if (!this.status.personal) return this.restore();
    if (this.swapped) return;
    this.swapped = true;
    void this.prepare(hk);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.problem) this.restore();
  }

  protected override render(): TemplateResult {
    return html`<slot name="heading"></slot>
      <p class="meta" part="meta">${this.meta()}</p>
      ${this.list ?? html`<slot></slot>`}
      <p class="said" role="status">${this.message}</p>`;
  }

  private meta(): TemplateResult | undefined {
    const { status, words, list } = this;
    if (!status || this.problem) return undefined;
    const label = words.say(list ? "picks-personal" : "picks-plain");
    const offersSwitch = list || status.plain;
    return html`<span class="label" part="label">${label}</span>${offersSwitch
        ? html`<button type="button" class="toggle" part="switch" @click=${this.toggle}>
            ${words.say(list ? "picks-without" : "picks-with")}
          </button>`
        : undefined}`;
  }

  /** Ranks now, so that picks are ready; shows them when that disturbs nobody. */
  private async prepare(hk: Homekept): Promise<void> {
    try {
      await this.dress();
      if (this.hk !== hk) return;
      this.callOff = whenUndisturbed(this, () => this.tryToShow());
    } catch (error) {
      this.fail(error);
    }
  }

  private readonly toggle = async (): Promise<void> => {
    const { hk, list } = this;
    if (!hk) return;
    if (!(await this.attempt(() => hk.plain(Boolean(list)), ""))) return;
    if (!list) {
      await this.attempt(() => this.dress());
      this.tryToShow();
    }
    this.message = this.words.say(this.list ? "picks-personal" : "picks-plain");
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(".toggle")?.focus();
  };

  private tryToShow(): void {
    try {
      this.show();
    } catch (error) {
      this.fail(error);
    }
  }

  private show(): void {
    const { hk, inside, words } = this;
    const original = this.originalList;
    const template = this.querySelector<HTMLTemplateElement>(":scope > template");
    if (!hk || !inside || !original || !template || !hk.status().personal) return;
    const wanted = original.childElementCount;
    const picks = hk.rank({
      slot: this.kind,
      limit: this.limit || wanted,
      exclude: shownElsewhere(hk, this),
      current: this.item,
    });
    // Fewer picks than the server's list has would move the page: it stays.
    if (picks.length < Math.min(wanted, this.limit || wanted)) return;
    const card = cardOf(template);
    const list = document.importNode(original, false);
    list.removeAttribute("id");
    list.setAttribute("part", "list");
    for (const pick of picks) {
      const filled = fill(card, pick, mainReason(words, pick));
      new CardBack(filled, pick, words, inside, (deed, done) => this.attempt(deed, done));
      list.append(filled);
    }
    this.claim(hk, picks);
    this.list = list;
    this.dispatchEvent(new Event("homekept-shown"));
  }

  private restore(): void {
    this.callOff?.();
    this.list = undefined;
    this.release();
  }

  /** The server's list stands; whoever develops the page can listen for the code. */
  private fail(error: unknown): void {
    this.problem = codeOf(error);
    this.dispatchEvent(new CustomEvent("homekept-problem", { detail: { code: this.problem } }));
  }

  private async dress(): Promise<void> {
    if (!this.styles) return;
    const sheet = await copySheet(this.styles, this.ownerDocument);
    const root = this.shadowRoot;
    if (!root || root.adoptedStyleSheets.includes(sheet)) return;
    // Before our own sheet, which lays the backs over the cards.
    root.adoptedStyleSheets = [sheet, ...root.adoptedStyleSheets];
  }

  private get originalList(): Element | undefined {
    return [...this.children].find(
      (child) => child.slot !== "heading" && child.localName !== "template",
    );
  }

  private claim(hk: Homekept, picks: readonly PickView[]): void {
    shownBy(hk).set(this, picks.map(({ id }) => id));
  }

  private release(): void {
    if (this.hk) shownBy(this.hk).delete(this);
  }
}

/** Which picks are on the page, so that no item appears twice. */
const shown = new WeakMap<Homekept, Map<HomekeptPicks, readonly string[]>>();

function shownBy(hk: Homekept): Map<HomekeptPicks, readonly string[]> {
  let map = shown.get(hk);
  if (!map) shown.set(hk, (map = new Map()));
  return map;
}

function shownElsewhere(hk: Homekept, here: HomekeptPicks): string[] {
  return [...shownBy(hk)].flatMap(([element, ids]) => (element === here ? [] : ids));
}
