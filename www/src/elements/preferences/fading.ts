/**
 * How an interest fades when nothing is added to it: worked out from its strength as the core
 * would, of which the numbers below are a copy; `tests/architecture.rs` holds the two together.
 */
import type { InterestView, StatusView } from "../../wasm/homekept.js";

export interface Fading {
  /** Its strength so many days from now; 0 once it is too weak to count. */
  strengthIn(days: number): number;
  /** Days until it counts no more; undefined for one that was stated, which stays. */
  readonly gone: number | undefined;
}

/**
 * `newest` is how many days ago the last entry behind it was, `kept` how many days each is kept.
 */
export function fadingOf(
  { strength, stance }: InterestView,
  { memory }: StatusView,
  newest: number,
  kept: number,
): Fading {
  if (stance) return { strengthIn: () => strength, gone: undefined };
  // A strength is s / (s + HALF_STRENGTH), and s halves with each half-life.
  const sum = (HALF_STRENGTH * strength) / (1 - strength);
  const least = (HALF_STRENGTH * LEAST_STRENGTH) / (1 - LEAST_STRENGTH);
  const halfLife = HALF_LIFE_DAYS * 2 ** memory;
  const faded = halfLife * Math.log2(Math.max(sum / least, 1));
  const gone = Math.min(faded, Math.max(kept - newest, 0));
  const strengthIn = (days: number): number => {
    const left = sum * 2 ** (-days / halfLife);
    return days > gone ? 0 : left / (left + HALF_STRENGTH);
  };
  return { strengthIn, gone };
}

const HALF_LIFE_DAYS = 30;
const HALF_STRENGTH = 3;
const LEAST_STRENGTH = 0.1;
