/**
 * Whether two origins are of one site, as far as a script can tell: browsers partition the storage
 * of a frame of another site. They go by a list of public suffixes, which is not at hand here; what
 * this takes for one site and a browser does not is met by the browser's own word (`serve.ts`).
 */

/** One scheme, and one host or two hosts that share their last two labels. */
export function isSameSite(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)];
  if (a.protocol !== b.protocol) return false;
  if (a.hostname === b.hostname) return true;
  const [ofA, ofB] = [a, b].map(({ hostname }) => (ADDRESS.test(hostname) ? undefined : hostname.split(".").slice(-2)));
  return ofA?.length === 2 && String(ofA) === String(ofB);
}

/** Whether it is one origin and nothing more: what `event.origin` says, letter for letter. */
export function isOrigin(text: unknown): text is string {
  try {
    return typeof text === "string" && new URL(text).origin === text && !text.includes("*");
  } catch {
    return false;
  }
}

/** Of numbers alone, version 4 or 6: it has no labels. */
const ADDRESS = /^[\d.]+$|:/;
