/**
 * The back of a card: why it is there, and two things to say about it. It
 * covers the card and stays in its place, so that nothing moves.
 */
import { html, render, type TemplateResult } from "lit";
import type { Inside } from "../../internal.js";
import type { EventKind, PickView } from "../../wasm/homekept.js";
import type { Words } from "../messages/words.js";
import { reasonText } from "./reasons.js";

/** What the customer said about a pick on this page. */
export type Said = Extract<EventKind, "like" | "dismiss">;

export class CardBack {
  private readonly place = document.createElement("div");
  private open = false;
  private said: Said | undefined;
  private undone = false;

  constructor(
    private readonly card: Element,
    private readonly pick: PickView,
    private readonly words: Words,
    private readonly inside: Inside,
    private readonly attempt: (deed: () => unknown, done?: string) => Promise<boolean>,
  ) {
    card.classList.add("homekept-card");
    this.place.className = "homekept-tools";
    words.mark(this.place);
    card.append(this.place);
    this.place.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.open) return;
      this.turn(false);
      this.place.querySelector<HTMLElement>(".open")?.focus();
    });
    this.draw();
  }

  private turn(open: boolean): void {
    this.open = open;
    this.draw();
  }

  private draw(): void {
    const { words, pick, open } = this;
    const name = words.say("card-options", { title: pick.title });
    render(
      html`<button
          type="button"
          class="open"
          part="card-button"
          aria-expanded=${open ? "true" : "false"}
          aria-label=${name}
          @click=${() => this.turn(!this.open)}
        >
          <span aria-hidden="true">${open ? "×" : "⋯"}</span>
        </button>
        <div class="back" part="card-back" role="group" aria-label=${name} ?hidden=${!open}>
          ${open ? this.content() : null}
        </div>`,
      this.place,
    );
    this.card.classList.toggle("homekept-card-open", open);
  }

  private content(): TemplateResult {
    const { words, pick, said } = this;
    if (said) {
      return html`<p>${words.say(said === "like" ? "card-liked" : "card-dismissed")}</p>
        <div class="acts">
          <button type="button" @click=${() => this.undo(said)}>${words.say("card-undo")}</button>
        </div>`;
    }
    return html`<h3>${words.say("card-why")}</h3>
      <ul>
        ${pick.reasons.map((reason) => html`<li>${reasonText(words, reason)}</li>`)}
      </ul>
      ${this.undone ? html`<p>${words.say("card-undone")}</p>` : null}
      <div class="acts">
        <button type="button" @click=${() => this.say("like")}>${words.say("card-like")}</button>
        <button type="button" @click=${() => this.say("dismiss")}>
          ${words.say("card-dismiss")}
        </button>
      </div>`;
  }

  private async say(said: Said): Promise<void> {
    const { words, pick, inside } = this;
    const done = words.say(said === "like" ? "card-liked" : "card-dismissed");
    if (!(await this.attempt(() => inside.record(said, pick.id), done))) return;
    this.said = said;
    this.undone = false;
    this.redraw();
  }

  /** Forgets what was just said, as if it had never been. */
  private async undo(said: Said): Promise<void> {
    const { words, pick, inside } = this;
    const deed = async (): Promise<void> => {
      const event = inside
        .ask((door) => door.view("events"))
        .find(({ kind, item }) => kind === said && item === pick.id);
      if (event) await inside.change((door) => door.forget(event.id));
    };
    if (!(await this.attempt(deed, words.say("card-undone")))) return;
    this.said = undefined;
    this.undone = true;
    this.redraw();
  }

  /** The button that had the focus is gone: its place takes it over. */
  private redraw(): void {
    this.draw();
    this.place.querySelector<HTMLElement>(".acts button")?.focus();
  }
}
