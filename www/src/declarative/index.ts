/**
 * A page that says in its markup what happens on it needs no script of its own: elements get the
 * open module, and what is marked as an event is recorded, once it is used or seen.
 */
import type { HomekeptError } from "../errors.js";
import type { Homekept } from "../homekept.js";
import { deedOf, EVENT, isControl, ITEM, JSON_LD, productIn, type Deed } from "./markup.js";

export type { Deed };

/** What to look for, beside elements and marked events. */
export interface WatchOptions {
  /** Takes the one product of the page's JSON-LD, if there is one, as viewed. */
  readonly jsonLd?: boolean;
  /** Hears why something was not recorded: an item that is not in the pack, for example. */
  readonly onError?: (error: HomekeptError, deed: Deed) => void;
}

/**
 * Watches the page from now on, also as it changes. Gives the way to stop that.
 */
export function watchPage(
  homekept: Homekept | PromiseLike<Homekept>,
  options: WatchOptions = {},
): () => void {
  const watch = new Watch(homekept, options);
  return () => watch.stop();
}

class Watch {
  /** What was noted on the page at this address: what is seen counts once. */
  private readonly noted = new Set<string>();
  private address = "";
  /** Elements in view, each with the timer until it counts as seen. */
  private readonly inView = new Map<Element, ReturnType<typeof setTimeout>>();
  private readonly views = new IntersectionObserver((entries) => this.look(entries), {
    threshold: SHARES,
  });
  private readonly changes = new MutationObserver(() => this.scanSoon());
  private readonly leaving = new AbortController();
  private scanning: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly homekept: Homekept | PromiseLike<Homekept>,
    private readonly options: WatchOptions,
  ) {
    const { signal } = this.leaving;
    for (const type of ["click", "submit"]) {
      // On its way down: what the page does with it is the page's business.
      document.addEventListener(type, (event) => this.use(event), { capture: true, signal });
    }
    addEventListener("popstate", () => this.scanSoon(), { signal });
    // What is in view behind other windows is not seen before that.
    addEventListener("visibilitychange", () => this.scanSoon(), { signal });
    this.changes.observe(document, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: [EVENT, ITEM],
    });
    this.scan();
  }

  stop(): void {
    this.leaving.abort();
    this.changes.disconnect();
    this.views.disconnect();
    clearTimeout(this.scanning);
    for (const timer of this.inView.values()) clearTimeout(timer);
    this.inView.clear();
  }

  /** A page that is being built changes many times: it is looked at once in a while. */
  private scanSoon(): void {
    this.scanning ??= setTimeout(() => this.scan(), PAUSE);
  }

  private scan(): void {
    this.scanning = undefined;
    this.turn();
    for (const element of document.querySelectorAll<Receiver>(ELEMENTS)) {
      element.homekept ??= this.homekept;
    }
    for (const element of document.querySelectorAll(`[${EVENT}]`)) {
      // Anew, so that one that stands for something else by now is looked at again.
      this.views.unobserve(element);
      if (!isControl(element) && this.isNew(deedOf(element))) this.views.observe(element);
    }
    if (this.options.jsonLd && isLookedAt()) this.readProduct();
  }

  /** An application that never loads anew is at its next page. */
  private turn(): void {
    const { pathname, search } = location;
    if (this.address === pathname + search) return;
    this.address = pathname + search;
    this.noted.clear();
  }

  private readProduct(): void {
    const scripts = [...document.querySelectorAll(JSON_LD)];
    const products = scripts.map((script) => productIn(script.textContent ?? "")).filter(Boolean);
    const [item] = products;
    if (item && new Set(products).size === 1) this.note({ kind: "view", item });
  }

  /** What fills half of its own room or half of the window, for a second, is seen. */
  private look(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, intersectionRatio, intersectionRect } of entries) {
      const seen =
        intersectionRatio >= HALF || intersectionRect.height >= globalThis.innerHeight * HALF;
      if (!seen) {
        clearTimeout(this.inView.get(target));
        this.inView.delete(target);
      } else if (!this.inView.has(target)) {
        // How long it stays beyond that is nobody's business.
        const deed = deedOf(target);
        if (deed) this.inView.set(target, setTimeout(() => this.see(target, deed), LOOK));
      }
    }
  }

  private see(target: Element, deed: Deed): void {
    this.inView.delete(target);
    if (!isLookedAt()) return;
    this.views.unobserve(target);
    const now = deedOf(target);
    // What stands for something else by now has not been in view for so long.
    if (now && nameOf(now) !== nameOf(deed)) this.views.observe(target);
    else if (target.isConnected && now) this.note(now);
  }

  private use(event: Event): void {
    // A script of the page is no customer.
    if (!event.isTrusted) return;
    const path = event.composedPath().filter((node) => node instanceof Element);
    const used = path.find((element) => element.hasAttribute(EVENT) && isControl(element));
    // A form is used when it is sent, not when something in it is pressed.
    const deed = used && used.matches("form") === (event.type === "submit") && deedOf(used);
    if (deed) this.record(deed);
  }

  private isNew(deed: Deed | undefined): boolean {
    return !!deed && !this.noted.has(nameOf(deed));
  }

  private note(deed: Deed): void {
    this.turn();
    if (!this.isNew(deed)) return;
    this.noted.add(nameOf(deed));
    this.record(deed);
  }

  private record(deed: Deed): void {
    void Promise.resolve(this.homekept)
      .then((homekept) => homekept.record(deed.kind, deed.item))
      // The page goes on whatever happens.
      .catch((error: HomekeptError) => this.options.onError?.(error, deed));
  }
}

type Receiver = Element & { homekept?: Homekept | PromiseLike<Homekept> };

function isLookedAt(): boolean {
  return document.visibilityState === "visible";
}

function nameOf({ kind, item }: Deed): string {
  return `${kind} ${item}`;
}

const ELEMENTS = "homekept-consent, homekept-picks, homekept-preferences, homekept-variant";
const HALF = 0.5;
/** Often enough to notice half of the window filled by something that is many windows high. */
const SHARES = [0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, HALF];
/** In milliseconds: what a glance takes, and how long a page may change unwatched. */
const LOOK = 1000;
const PAUSE = 100;
