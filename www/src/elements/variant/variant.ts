import { html, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from "lit";
import { HomekeptError } from "../../errors.js";
import type { Homekept } from "../../homekept.js";
import type { StatusView } from "../../wasm/homekept.js";
import { codeOf, HomekeptElement } from "../element.js";
import { drawLine, labelOf, type Line } from "../picks/line.js";
import { watchUse, whenUndisturbed } from "../picks/moment.js";
import { settle } from "../picks/order.js";
import { reasonText } from "../picks/reasons.js";
import { styles } from "../picks/styles.js";
import { choose, topicsOf, type Choice } from "./choice.js";

/**
 * Shows one of its children, a banner or a headline: the first, or the one that suits the customer
 * best, by what its `data-homekept-topics` says it is about. All of them are in the page, the same
 * for everyone, so that no request tells which one is seen.
 */
export class HomekeptVariant extends HomekeptElement {
  static override properties: PropertyDeclarations = {
    chosen: { state: true },
    lockedHere: { state: true },
  };
  static override styles: CSSResultGroup = styles;

  /** What is shown by the profile; undefined while it is the first, as for everybody. */
  declare private chosen: Choice | undefined;
  declare private lockedHere: boolean;
  private status: StatusView | undefined;
  /** When everything that the variants load is there. */
  private settled: Promise<void> | undefined;
  /** One change a page load; the customer's own switch is none. */
  private changed = false;
  private callOff: (() => void) | undefined;

  constructor() {
    super();
    this.lockedHere = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    watchUse();
    this.settled ??= settle(this);
    if (!this.chosen) this.show(0);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.callOff?.();
  }

  protected onNews(): void {
    const { hk } = this;
    if (!hk) return;
    this.status = hk.status();
    if (!this.status.personal) return this.restore();
    if (this.changed) return;
    this.callOff?.();
    const choice = this.choice();
    if (choice.place === 0 && !choice.because) return this.restore();
    this.callOff = whenUndisturbed(this, () => void this.change());
  }

  protected override render(): TemplateResult {
    const { words, line, chosen } = this;
    const because = chosen?.because;
    const why = because && {
      kind: "interest" as const,
      facet: because,
      stated: because.stance !== undefined,
    };
    return html`<slot></slot>
      <div class="meta" part="meta" role="group" lang=${words.language} dir=${words.direction}>
        ${line && !this.problem ? drawLine(words, line, (deed) => this.press(deed)) : null}
        ${why ? html`<span class="label" part="reason">${reasonText(words, why)}</span>` : null}
      </div>
      <p class="said" role="status">${this.message}</p>`;
  }

  private get line(): Line | undefined {
    const { status, chosen, lockedHere } = this;
    return status && { status, shown: Boolean(chosen), ordered: false, lockedHere };
  }

  private choice(): Choice {
    const topics = this.variants.map((variant) => topicsOf(variant.getAttribute(TOPICS)));
    return choose(topics, this.inside?.ask((door) => door.view("interests")) ?? []);
  }

  /** Shows what suits the customer best, as far as all that it needs is here. */
  private async change(): Promise<void> {
    await this.settled;
    if (!this.status?.personal || !this.isConnected) return;
    try {
      this.refuseWhatTells();
      this.chosen = this.choice();
      this.changed = true;
      this.show(this.chosen.place);
      this.dispatchEvent(new Event("homekept-shown"));
    } catch (error) {
      this.restore();
      this.problem = codeOf(error);
      this.dispatchEvent(new CustomEvent("homekept-problem", { detail: { code: this.problem } }));
    }
  }

  private restore(): void {
    this.callOff?.();
    // The customer changed how things stand: when it changes back, so may this.
    if (this.chosen) this.changed = false;
    this.chosen = undefined;
    this.show(0);
  }

  private show(place: number): void {
    for (const [at, variant] of this.variants.entries()) variant.toggleAttribute("hidden", at !== place);
  }

  /** What is loaded only once it is seen would tell which variant that is. */
  private refuseWhatTells(): void {
    const parts = this.variants.flatMap((variant) => [variant, ...variant.querySelectorAll("*")]);
    const tells = parts.some(
      (part) => part.matches(LOADS_LATE) || getComputedStyle(part).backgroundImage.includes("url("),
    );
    if (tells) throw new HomekeptError("template-refused", "a variant loads something once it is seen");
  }

  private async press(deed: (hk: Homekept) => Promise<StatusView>): Promise<void> {
    const { hk } = this;
    if (!hk || !(await this.attempt(() => deed(hk), ""))) return;
    const { personal, locked } = hk.status();
    this.lockedHere = locked;
    if (personal) await this.change();
    this.message = this.line ? this.words.say(labelOf(this.line)) : "";
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(".toggle")?.focus();
  }

  private get variants(): Element[] {
    return [...this.children];
  }
}

/** What a variant is about, as `kind=label`, several between bars. */
const TOPICS = "data-homekept-topics";
/** What the browser loads when it is seen, or plays. */
const LOADS_LATE = "iframe, object, embed, audio, video, link, [loading=lazy], img:not([src], [srcset])";
