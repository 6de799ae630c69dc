/**
 * A hint at how hard a passphrase is to guess, from its length and from what repeats in it. It knows
 * no words and no habits, so it takes “password123!” for better than it is: the texts beside it say
 * what makes a good one.
 */

/** What the hint says. */
export type Strength = "short" | "weak" | "fair" | "good";

/** Characters that a passphrase has at the least. */
export const LEAST = 8;

export function strengthOf(passphrase: string): Strength {
  const letters = [...passphrase.normalize("NFKC")];
  if (letters.length < LEAST) return "short";
  const fresh = letters.filter((letter, at) => !follows(letters, at) && !letters.slice(0, at).includes(letter));
  // What repeats, or goes on as an alphabet or a row of digits does, counts for a third.
  const worth = fresh.length + (letters.length - fresh.length) / 3;
  return worth < WEAK ? "weak" : worth < GOOD ? "fair" : "good";
}

/** Whether a letter is the next one, or the same, or the one before, of that before it. */
function follows(letters: readonly string[], at: number): boolean {
  const [before, letter] = [letters[at - 1]?.codePointAt(0), letters[at]?.codePointAt(0)];
  return before !== undefined && letter !== undefined && Math.abs(letter - before) <= 1;
}

/** In letters that are not like others: below the first is weak, from the second on good. */
const WEAK = 9;
const GOOD = 14;
