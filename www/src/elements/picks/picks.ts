import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import type { Homekept, RankRequest } from "../../homekept.js";
import type { PickView, SlotName, StatusView } from "../../wasm/homekept.js";
import { codeOf, HomekeptElement } from "../element.js";
import { count, shownIn, tired, today } from "./caps.js";
import { CardBack } from "./card.js";
import { IDS, idsOf } from "./items.js";
import { labelOf, drawLine, type Line } from "./line.js";
import { watchUse, whenUndisturbed } from "./moment.js";
import { settle, ShopOrder } from "./order.js";
import { ownReason } from "./reasons.js";
import { copySheet } from "./sheet.js";
import { labelSponsored } from "./sponsored.js";
import { styles } from "./styles.js";
import { cardOf, fill } from "./template.js";
import { turn } from "../turn.js";

/**
 * Takes over a list that the server rendered, once it knows better, or puts it
 * in order; keeps it until then, and whenever anything fails. See the package's
 * README for the markup.
 */
export class HomekeptPicks extends HomekeptElement {
  static override properties: PropertyDeclarations = {
    kind: {},
    item: {},
    limit: { type: Number },
    min: { type: Number },
    exclude: { converter: IDS },
    within: { converter: IDS },
    /** A selector for the stylesheet of the page that dresses the cards. */
    styles: {},
    list: { state: true },
    shown: { state: true },
    lockedHere: { state: true },
  };
  static override styles: CSSResultGroup = styles;

  /**
   * The slot: what the customer may like, goes on from `item`, goes with the items in `item`, or
   * looked at last; or the list itself, in order.
   */
  declare kind: SlotName;
  /** The id of the item that the page shows, or those in the basket, between spaces. */
  declare item: string | undefined;
  /** How many picks; as many as the server's list has, when absent. */
  declare limit: number | undefined;
  /** With fewer picks than this the server's list stays; as many as it has, when absent. */
  declare min: number | undefined;
  /** Ids of items that must not appear, or of the only ones that may. */
  declare exclude: readonly string[] | undefined;
  declare within: readonly string[] | undefined;
  declare styles: string | undefined;

  /** The list of picks, where they take the place of the server's list. */
  declare private list: Element | undefined;
  /** The ids of what is shown by the profile; undefined while the server's list is as it came. */
  declare private shown: readonly string[] | undefined;
  /** It was locked by the button here, and can be opened by the button in its place. */
  declare private lockedHere: boolean;
  private status: StatusView | undefined;
  /** What is to be shown when that disturbs nobody. */
  private ready: readonly PickView[] = [];
  /** Whether that is awaited. */
  private preparing = false;
  private wasShown = false;
  /** How much was known when that was shown. */
  private known = 0;
  private order: ShopOrder | undefined;
  /** When the server's list is at rest. */
  private settled: Promise<void> | undefined;
  /** When it is known what the shop says of the page's items. */
  private told: Promise<void> | undefined;
  /** One swap a page load; the customer's own switch is no swap. */
  private swapped = false;
  private callOff: (() => void) | undefined;
  /** The items that were counted as shown on this page. */
  private readonly counted = new Set<string>();

  constructor() {
    super();
    this.kind = "for-you";
    this.lockedHere = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    watchUse();
    this.settled ??= this.settleList();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.rest();
    this.inside?.claims.delete(this);
  }

  protected onNews(): void {
    const { hk, inside } = this;
    if (!hk || !inside) return;
    this.status = hk.status();
    // For everybody alike: whoever watches the requests learns of the page, and of nobody.
    this.told ??= hk.about(this.current).catch(() => {});
    const { personal, events, stated } = this.status;
    if (!personal) return this.restore();
    // What was forgotten may be behind what is shown, with its name in a reason.
    if (this.shown && events + stated < this.known) this.restore();
    // What the page has called sold out meanwhile is the one reason for a second swap.
    const isSoldOut = !this.order && this.shown?.some((id) => inside.soldOut.includes(id));
    this.claim();
    if (this.swapped && !isSoldOut) return;
    if (!this.preparing) void this.prepare();
    else if (this.callOff) this.tryTo(() => this.rank());
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.problem) this.restore();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { words, line, list } = this;
    // Without a list of the server's it takes no room until it has something to show.
    if (this.isBare && !this.wasShown) return nothing;
    return html`<slot name="heading"></slot>
      <div class="meta" part="meta" role="group" lang=${words.language} dir=${words.direction} aria-label=${this.heading ?? nothing}>
        ${line && !this.problem ? drawLine(words, line, (deed) => this.press(deed)) : nothing}
      </div>
      ${list ?? html`<slot></slot>`}
      <p class="said" role="status">${this.message}</p>`;
  }

  private get line(): Line | undefined {
    const { status, shown, lockedHere, kind } = this;
    return status && { status, shown: Boolean(shown), ordered: kind === RERANK, lockedHere };
  }

  /**
   * Ranks as soon as it can, once each block of the page has said what it shows: which of them gets
   * an item must not hang on where the pointer is. Shows that when it disturbs nobody.
   */
  private async prepare(): Promise<void> {
    this.preparing = true;
    if (!(await this.arrives())) return;
    await turn();
    if (!this.preparing) return;
    this.tryTo(() => this.rank());
    this.callOff?.();
    const grows = this.isBare && this.offsetHeight === 0;
    this.callOff = whenUndisturbed(this, () => this.tryTo(() => this.show()), grows);
  }

  /** Does what a button in the line asks for; the button in its place has the focus then. */
  private async press(deed: (hk: Homekept) => Promise<StatusView>): Promise<void> {
    const { hk } = this;
    if (!hk || !(await this.attempt(() => deed(hk), ""))) return;
    const { personal, locked } = hk.status();
    this.lockedHere = locked;
    if (personal && (await this.arrives())) this.tryTo(() => this.show());
    this.message = this.line ? this.words.say(labelOf(this.line)) : "";
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(".toggle")?.focus();
  }

  /** Waits for what picks need; says whether it came. */
  private async arrives(): Promise<boolean> {
    try {
      await Promise.all([this.dress(), this.settled, this.told]);
    } catch (error) {
      this.fail(error);
    }
    return !this.problem;
  }

  private rank(): void {
    this.ready = [];
    const { hk, originalList, template } = this;
    if (!hk || !originalList) return;
    if (this.kind === RERANK) this.order ??= new ShopOrder(originalList);
    const { order } = this;
    if (order ? order.ids.length === 0 : !template) return;
    this.ready = hk.rank(order ? this.orderRequest(order) : this.picksRequest());
    this.claim();
  }

  private show(): void {
    const { status, inside, words } = this;
    if (!status?.personal) return this.restore();
    if (this.ready.length === 0) this.rank();
    const { originalList, template, order, ready } = this;
    if (ready.length === 0 || !originalList) return this.restore();
    if (order) order.apply(ready, (pick) => ownReason(words, pick), words);
    else if (template) this.list = this.listOf(originalList, cardOf(template, inside?.policy.images), ready);
    this.shown = ready.map(({ id }) => id);
    this.known = status.events + status.stated;
    this.swapped = this.wasShown = true;
    this.rest();
    this.claim();
    this.dispatchEvent(new Event("homekept-shown"));
    this.count();
  }

  /** Notes what is shown, each item once a page: the customer's own switching to and fro is no showing. */
  private count(): void {
    const { inside, order, shown = [], counted, kind } = this;
    const ids = shown.filter((id) => !counted.has(id));
    if (!inside || order || ids.length === 0) return;
    for (const id of ids) counted.add(id);
    void count(inside, kind, ids);
  }

  private picksRequest(): RankRequest {
    const { kind, exclude: without = [], within, ownLength, inside, counted } = this;
    // What stands here already is not taken away for having been shown.
    const often = inside ? tired(shownIn(inside), kind, today()) : [];
    const exclude = [...without, ...often.filter((id) => !counted.has(id))];
    const current = kind === BASKET ? this.current : (this.item ?? undefined);
    const limit = this.limit || ownLength || LIMIT;
    // Fewer picks than the server's list has would move the page: it stays.
    const min = this.min ?? (Math.min(ownLength, limit) || 1);
    return { slot: kind, limit, current, exclude, within, min, place: this };
  }

  /** The items that the list is about. */
  private get current(): string[] {
    const { kind, item } = this;
    return kind === BASKET ? IDS.fromAttribute(item ?? null) : item === undefined ? [] : [item];
  }

  private orderRequest({ ids }: ShopOrder): RankRequest {
    return { slot: RERANK, limit: ids.length, within: ids, place: this };
  }

  /** A list like the server's, with a card for each pick. */
  private listOf(original: Element, card: Element, picks: readonly PickView[]): Element {
    const { inside, words } = this;
    const list = document.importNode(original, false);
    list.removeAttribute("id");
    list.setAttribute("part", "list");
    for (const pick of picks) {
      const filled = fill(card, pick, words);
      if (pick.sponsored) labelSponsored(filled, words);
      if (inside) new CardBack(filled, pick, words, inside, (deed, done) => this.attempt(deed, done));
      list.append(filled);
    }
    return list;
  }

  private restore(): void {
    // The customer changed how things stand: when it changes back, so may the list.
    if (this.shown) {
      this.swapped = false;
      this.order?.undo();
    }
    this.list = this.shown = undefined;
    this.rest();
    this.claim();
  }

  /** Nothing is about to be shown. */
  private rest(): void {
    this.callOff?.();
    this.callOff = undefined;
    this.preparing = false;
    this.ready = [];
  }

  private tryTo(deed: () => void): void {
    try {
      deed();
    } catch (error) {
      this.fail(error);
    }
  }

  /** The server's list stands; whoever develops the page can listen for the code. */
  private fail(error: unknown): void {
    this.problem = codeOf(error);
    this.dispatchEvent(new CustomEvent("homekept-problem", { detail: { code: this.problem } }));
  }

  private async dress(): Promise<void> {
    if (!this.styles) return;
    const sheets = await copySheet(this.styles, this.ownerDocument);
    const root = this.shadowRoot;
    const [first] = sheets;
    if (!root || !first || root.adoptedStyleSheets.includes(first)) return;
    // Before our own sheet, which lays the backs over the cards.
    root.adoptedStyleSheets = [...sheets, ...root.adoptedStyleSheets];
  }

  /** For everybody, whether or not there is a profile. */
  private async settleList(): Promise<void> {
    if (isParsing()) {
      await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve));
      this.requestUpdate();
      this.onNews();
    }
    if (this.kind === RERANK && this.originalList) await settle(this.originalList);
  }

  private get template(): HTMLTemplateElement | null {
    return this.querySelector<HTMLTemplateElement>(":scope > template");
  }

  private get originalList(): Element | undefined {
    return [...this.children].find(
      (child) => child.slot !== "heading" && child.localName !== "template",
    );
  }

  /** How many items the server's list has. */
  private get ownLength(): number {
    return this.originalList?.childElementCount ?? 0;
  }

  /** Whether it came without a list of the server's. */
  private get isBare(): boolean {
    return this.ownLength === 0 && !isParsing();
  }

  private get heading(): string | undefined {
    return this.querySelector(":scope > [slot=heading]")?.textContent?.trim();
  }

  /** What is shown here, or about to be, is not shown elsewhere. */
  private claim(): void {
    const { list, shown, originalList, ready } = this;
    const ids = list && shown ? shown : idsOf(originalList);
    this.inside?.claims.set(this, [...ids, ...ready.map(({ id }) => id)]);
  }
}

function isParsing(): boolean {
  return document.readyState === "loading";
}

const RERANK: SlotName = "re-rank";
const BASKET: SlotName = "basket";
/** How many picks where neither the page nor a list of the server's says. */
const LIMIT = 8;
