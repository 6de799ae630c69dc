/** What the elements share: the instance they are given, its news, and their language. */
import { LitElement, type PropertyDeclarations, type PropertyValues } from "lit";
import type { ErrorCode } from "../errors.js";
import type { Homekept } from "../homekept.js";
import { asHomekeptError, insideOf, type Inside } from "../internal.js";
import { keepTime } from "./keep-time.js";
import { ENGLISH, wordsFor, type Words } from "./messages/words.js";
import { turn } from "./turn.js";

/**
 * An element that waits for a {@link Homekept}: the instance, or the promise
 * that `open()` gave. There is no global to find one by.
 */
export abstract class HomekeptElement extends LitElement {
  static override properties: PropertyDeclarations = {
    homekept: { attribute: false },
    words: { state: true },
    problem: { state: true },
    message: { state: true },
  };

  declare homekept: Homekept | PromiseLike<Homekept> | undefined;
  /** Why there is nothing to show, once that is certain. */
  declare protected problem: ErrorCode | undefined;
  /** What the live region says. */
  declare protected message: string;
  declare protected words: Words;
  /** The open module; undefined until it is there. */
  protected hk: Homekept | undefined;
  private stopListening: (() => void) | undefined;
  /** How often a language was asked for: the last one holds. */
  private asked = 0;

  constructor() {
    super();
    this.words = ENGLISH;
    this.message = "";
  }

  /** Called when the module has opened, and after each of its changes. */
  protected abstract onNews(): void;

  protected get inside(): Inside | undefined {
    return this.hk && insideOf(this.hk);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hk) this.listen(this.hk);
    // Until the site's own choice is known, and so that the file is there when it is needed.
    else void this.speak();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopListening?.();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("homekept")) void this.settle(this.homekept);
  }

  /** Does what a control asks for; a failure is told, never thrown into the page. */
  protected async attempt(deed: () => unknown, done?: string): Promise<boolean> {
    try {
      await deed();
      if (done !== undefined) this.message = done;
      return true;
    } catch (error) {
      const code = codeOf(error);
      this.message =
        code === "passphrase-needed" ? this.words.say("open-in-center") : this.words.say("failed", { code });
      return false;
    }
  }

  private async settle(given: this["homekept"]): Promise<void> {
    this.stopListening?.();
    this.hk = undefined;
    this.problem = undefined;
    if (!given) return;
    try {
      const hk = await given;
      await this.speak(insideOf(hk).language);
      await turn();
      if (this.homekept !== given) return;
      this.hk = hk;
      if (this.isConnected) this.listen(hk);
    } catch (error) {
      await this.speak();
      if (this.homekept === given) this.problem = codeOf(error);
    }
  }

  /** Speaks the language that the site chose, or the one of this part of the page. */
  private async speak(chosen?: string): Promise<void> {
    const asked = ++this.asked;
    const words = await wordsFor(chosen ?? this.closest<HTMLElement>("[lang]")?.lang ?? "en");
    if (asked === this.asked) this.words = words;
  }

  private listen(hk: Homekept): void {
    this.stopListening?.();
    const inside = insideOf(hk);
    const hear = (): void => {
      try {
        // What the browser puts away might come back before somebody else's eyes.
        keepTime(inside);
        this.toggleAttribute(AWAY, inside.away && hk.status().storage !== "none");
        this.onNews();
      } catch (error) {
        this.problem = codeOf(error);
      }
      this.requestUpdate();
    };
    this.stopListening = hk.on("change", hear);
    hear();
  }
}

/** On an element that hides what it shows, and keeps its room. */
const AWAY = "data-homekept-away";

export function codeOf(error: unknown): ErrorCode {
  return asHomekeptError(error).code;
}
