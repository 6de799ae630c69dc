/**
 * Whether any request tells what was picked. A browser names each request of a page; one whose
 * address holds that of a shown pick, made after it was shown and before somebody pressed it, has told.
 */

/** A request of the page. */
export interface Seen {
  readonly url: string;
  /** By whom: the module's own public files, or the page. */
  readonly from: "homekept" | "page";
  readonly elsewhere: boolean;
  /** Whether it tells a pick. */
  readonly tells: boolean;
}

export class Network {
  readonly seen: Seen[] = [];
  /**
   * Paths of the picks that were shown, and when first, in milliseconds of the page. One that the
   * customer pressed is told by them, and never again a secret of this page.
   */
  private readonly shown = new Map<string, number>();
  private readonly leaving = new AbortController();
  private readonly observer: PerformanceObserver;

  constructor(
    /** Whether an address is one of the module's own files. */
    private readonly isOurs: (url: string) => boolean,
    private readonly onNews: () => void,
  ) {
    this.observer = new PerformanceObserver((list) => {
      this.take(list.getEntries());
      this.onNews();
    });
    this.observer.observe({ type: "resource", buffered: true });
    const { signal } = this.leaving;
    document.addEventListener("click", (event) => this.press(event), { capture: true, signal });
  }

  /** Notes which picks stand on the page, by their links. */
  notes(links: readonly HTMLAnchorElement[]): void {
    for (const { pathname } of links) {
      if (pathname.length > 1 && !this.shown.has(pathname)) this.shown.set(pathname, performance.now());
    }
  }

  stop(): void {
    this.observer.disconnect();
    this.leaving.abort();
  }

  private press(event: Event): void {
    if (!event.isTrusted) return;
    for (const node of event.composedPath()) {
      if (node instanceof HTMLAnchorElement && node.href) this.shown.set(node.pathname, Infinity);
    }
  }

  private take(entries: readonly PerformanceEntry[]): void {
    for (const { name: url, startTime } of entries) {
      const { origin, pathname } = new URL(url, location.href);
      const from = this.isOurs(url) ? "homekept" : "page";
      const tells =
        from === "page" &&
        [...this.shown].some(([path, since]) => startTime > since && holds(pathname, path));
      this.seen.push({ url, from, elsewhere: origin !== location.origin, tells });
    }
  }
}

/** Whether one path holds the other: whole, or within a longer one, as an image's may. */
export function holds(pathname: string, path: string): boolean {
  const rest = pathname.split(path).slice(1);
  return rest.some((after) => !/^[\w-]/.test(after));
}
