/** Every report that left, and what it cost. */
import type { ErrorCode } from "../../errors.js";
import { read, type Entry } from "../../signals/sealed.js";
import { codeOf } from "../element.js";
import { fromStorage } from "./from-storage.js";

export type { Entry } from "../../signals/sealed.js";

/** What left, as far as that can be told. */
export interface Sent {
  /** Newest first. */
  readonly entries: readonly Entry[];
  /** Why it cannot be read; it is not known then what left. */
  readonly problem?: ErrorCode;
}

/** Also where the site asks for nothing any more. */
export const sentHere = fromStorage<Sent>(
  ({ inside }) =>
    read(inside.policy.site).then(
      (kept) => ({ entries: [...(kept?.ledger?.entries ?? [])].reverse() }),
      (error: unknown) => unknown(codeOf(error)),
    ),
  unknown("storage-silent"),
);

function unknown(problem: ErrorCode): Sent {
  return { entries: [], problem };
}

/** When the last one left, in minutes; nothing where none did. */
export function lastSent({ entries }: Sent): number | undefined {
  return entries.find((entry) => entry.sent !== null)?.sent ?? undefined;
}

/** What was spent in the last ninety days. */
export function spentBy({ entries }: Sent): number {
  const since = Date.now() / 60_000 - 90 * 24 * 60;
  return entries.filter(({ spent }) => spent > since).reduce((sum, { epsilon }) => sum + epsilon, 0) / 1_000;
}

/** At the most in ninety days, as `crates/signals` keeps it. */
export const MOST_SPENT = 4;
