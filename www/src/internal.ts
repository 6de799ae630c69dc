/**
 * What stands behind a {@link Homekept}: reached by the elements of this
 * package alone. The exports map does not expose this file, so the page gets
 * picks and counts, and the customer's own controls get the rest.
 */
import { HomekeptError, type ErrorCode } from "./errors.js";
import { guard, own } from "./guard.js";
import type { Homekept, RankRequest } from "./homekept.js";
import type { Policy } from "./policy.js";
import type { Shards } from "./shards.js";
import type { Door, EventKind, PickView } from "./wasm/homekept.js";

/** An open module with what the elements need to know about its site. */
export class Inside {
  /** Set once the module broke down; it is never called again. */
  stopped = false;
  /** Why there are no picks, when the pack failed. */
  packProblem: ErrorCode | undefined;
  /** Nobody looks at the page, and what stands on it may have changed meanwhile. */
  away = false;
  /** What the page says is sold out. */
  soldOut: readonly string[] = [];
  /** What stands at each place of the page: no item appears twice. */
  readonly claims = new Map<unknown, readonly string[]>();
  /** The parts of a shop that is too large for one pack. */
  shards: Shards | undefined;
  /** Fires "change" after every deed. */
  readonly news = new EventTarget();
  /** Tells the site's other tabs to read anew: at once, or when they are looked at. */
  tell: (urgent: boolean) => void = () => {};

  private readonly waiting = new Set<(error: HomekeptError) => void>();
  /** The guarded door; a consent manager's adapter puts one before it that withholds. */
  door: Door;
  /** Whether it does at the moment; there only where an adapter is. */
  declare withholds?: () => boolean;

  constructor(
    door: Door,
    readonly policy: Policy,
    /** The language that the site chose; the page's own where it chose none. */
    readonly language: string | undefined,
  ) {
    this.door = guard(door, (error) => this.judge(error));
  }

  /** Whether somebody waits for the module to finish something. */
  get isAwaited(): boolean {
    return this.waiting.size > 0;
  }

  /** Asks the module for something that changes nothing. */
  ask<T>(question: (door: Door) => T): T {
    if (this.stopped) throw new HomekeptError("stopped");
    try {
      return question(this.door);
    } catch (error) {
      // What breaks before the module is reached is the request itself: a getter that throws.
      throw error instanceof HomekeptError ? error : new HomekeptError("request-invalid");
    }
  }

  /** Has the module do something, and tells the listeners once it is done. */
  async act<T>(deed: (door: Door) => Promise<T>): Promise<T> {
    const done = this.ask(deed);
    // A module that breaks down while it waits never answers: `stop` does.
    const outcome = await new Promise<T>((resolve, reject) => {
      this.waiting.add(reject);
      done
        .then(resolve, (error: unknown) => reject(this.judge(error)))
        .finally(() => this.waiting.delete(reject));
    });
    this.shards?.keepUp();
    this.changed();
    return outcome;
  }

  /** As `act`, for what other tabs must know at once, also when it was done in part. */
  async change<T>(deed: (door: Door) => Promise<T>): Promise<T> {
    try {
      return await this.act(deed);
    } finally {
      this.tell(true);
    }
  }

  async record(kind: EventKind, item: string): Promise<void> {
    const leaf = this.shards && (await this.shards.leafOf(item));
    const { storage } = await this.act((door) => door.record(kind, item, leaf));
    if (storage === "device") this.tell(false);
  }

  /** Picks without what is sold out and without what stands at other places. */
  rank(request: RankRequest): PickView[] {
    return this.ask((door) => {
      const { slot, limit, current, exclude = [], within, min = 0, place, plain = false } =
        own(request);
      if (min >>> 0 !== min) throw new HomekeptError("request-invalid");
      // A list that is put in order stays whole: its own items are the only candidates.
      const elsewhere =
        place && slot !== "re-rank"
          ? [...this.claims].flatMap(([other, ids]) => (other === place ? [] : ids))
          : [];
      const without = (exclude as string[]).concat(this.soldOut, elsewhere);
      const about = (typeof current === "string" ? [current] : (current ?? [])) as string[];
      const ranked = door.rank(slot, limit, about, without, within as string[], plain, false);
      const picks = ranked.length < min ? [] : ranked;
      if (place) this.claims.set(place, picks.map(({ id }) => id));
      return picks;
    });
  }

  /** Notes whether the page is put away, and tells the listeners. */
  hide(away: boolean): void {
    this.away = away;
    this.changed();
  }

  /** Retires the module: its memory cannot be trusted after a panic. */
  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    for (const reject of this.waiting) reject(new HomekeptError("stopped"));
    this.waiting.clear();
    this.changed();
  }

  changed(): void {
    this.news.dispatchEvent(new Event("change"));
  }

  private judge(error: unknown): HomekeptError {
    const judged = asHomekeptError(error);
    if (judged.code === "stopped") this.stop();
    return judged;
  }
}

/** The module throws errors that carry a code; whatever has none is a breakdown. */
export function asHomekeptError(error: unknown): HomekeptError {
  if (error instanceof HomekeptError) return error;
  const code = (error as { code?: unknown } | null)?.code;
  return new HomekeptError(typeof code === "string" ? (code as ErrorCode) : "stopped");
}

const insides = new WeakMap<Homekept, Inside>();

export function keepInside(homekept: Homekept, inside: Inside): void {
  insides.set(homekept, inside);
}

export function insideOf(homekept: Homekept): Inside {
  const inside = insides.get(homekept);
  if (!inside) throw new HomekeptError("not-open", "call open({ policy }) first");
  return inside;
}
