import type { Inside } from "../internal.js";

/**
 * Has a lock that shuts by itself seen to, and one that is shut made sure of, while something of the
 * profile may stand on the page. Nobody else loads what does that.
 */
export function keepTime(inside: Inside): void {
  try {
    const mark = localStorage.getItem(`homekept:${inside.policy.site}`) ?? "";
    if (/^(open |locked)/.test(mark)) void import("../lock/watch.js").then(({ watch }) => watch(inside)).catch(() => {});
  } catch {
    // Without storage there is no lock.
  }
}
