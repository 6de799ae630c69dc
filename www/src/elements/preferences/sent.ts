/** Every report that left, and what it cost: read from storage, so that it comes a moment later. */
import type { Inside } from "../../internal.js";
import { read, type Entry } from "../../signals/sealed.js";
import type { Desk } from "./desk.js";

export type { Entry } from "../../signals/sealed.js";

/** Newest first; drawn anew once they are known, and after every change. */
export function sentHere({ inside, show }: Pick<Desk, "inside" | "show">): readonly Entry[] {
  const known = entries.get(inside);
  if (known) return known.entries;
  const found: { entries: readonly Entry[] } = { entries: [] };
  entries.set(inside, found);
  if (!inside.policy.signals) return [];
  const look = async (): Promise<void> => {
    // What cannot be read was not written by this version, or was changed: nothing is told of it.
    const kept = await read(inside.policy.site).catch(() => undefined);
    const now = [...(kept?.ledger?.entries ?? [])].reverse();
    if (JSON.stringify(now) === JSON.stringify(found.entries)) return;
    found.entries = now;
    show({});
  };
  inside.news.addEventListener("change", look);
  void look();
  return [];
}

/** When the last one left, in minutes; nothing where none did. */
export function lastSent(sent: readonly Entry[]): number | undefined {
  return sent.find((entry) => entry.sent !== null)?.sent ?? undefined;
}

/** What was spent in the last ninety days. */
export function spentBy(sent: readonly Entry[]): number {
  const since = Date.now() / 60_000 - 90 * 24 * 60;
  return sent.filter(({ spent }) => spent > since).reduce((sum, { epsilon }) => sum + epsilon, 0) / 1_000;
}

/** At the most in ninety days, as `crates/signals` keeps it. */
export const MOST_SPENT = 4;

const entries = new WeakMap<Inside, { entries: readonly Entry[] }>();
