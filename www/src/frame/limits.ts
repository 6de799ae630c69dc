/**
 * How often a page may ask: each ranking tells a little of the profile, and each event takes the
 * place of an older one. A page that makes the frame anew does not begin anew: what is left is kept
 * for the tab, as numbers that name nothing, where anything is kept at all.
 */

/** What is left of each, which fills up again within a minute. */
export class Limits {
  private left: Left = { ...MOST };
  private at: number;

  constructor(
    private readonly key: string,
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | undefined,
    now: number,
  ) {
    this.at = now;
  }

  /** Takes one; tells whether there was one. `now` in milliseconds; `keep`: whether anything may be kept. */
  take(what: keyof Left, now: number, keep: boolean): boolean {
    if (keep) this.read(now);
    // A clock that was put back gives nothing.
    const minutes = Math.max(0, now - this.at) / 60_000;
    for (const name of NAMES) this.left[name] = Math.min(MOST[name], this.left[name] + minutes * MOST[name]);
    this.at = now;
    const there = this.left[what] >= 1;
    if (there) this.left[what] -= 1;
    if (keep) this.write();
    return there;
  }

  /** Leaves nothing behind. */
  clear(): void {
    try {
      this.storage?.removeItem(this.key);
    } catch {
      // What cannot be written was not written.
    }
  }

  /** Another frame of this tab may have asked meanwhile. */
  private read(now: number): void {
    try {
      const [rank = NaN, record = NaN, at = NaN] = (this.storage?.getItem(this.key) ?? "").split(" ").map(Number);
      if (![rank, record, at].every(Number.isFinite)) return;
      this.left = { rank: Math.min(rank, MOST.rank), record: Math.min(record, MOST.record) };
      this.at = Math.min(at, now);
    } catch {
      // Without storage each frame counts by itself.
    }
  }

  private write(): void {
    try {
      const { rank, record } = this.left;
      this.storage?.setItem(this.key, `${rank.toFixed(3)} ${record.toFixed(3)} ${this.at}`);
    } catch {
      // The same.
    }
  }
}

interface Left {
  rank: number;
  record: number;
}

/** In one minute. A page shows a few lists, and a quick customer opens a page every few seconds. */
const MOST: Readonly<Left> = { rank: 30, record: 60 };
const NAMES = ["rank", "record"] as const;
