import { insideOf } from "../internal.js";
import type { Opened } from "./follow.js";
import { gpp } from "./gpp.js";
import { jurisdictionOf } from "./jurisdictions.js";
import { tcf } from "./tcf.js";

/**
 * Follows the IAB's standards that hold where the site's policy says it is: `jurisdiction`. Where it
 * does not say, both have to speak before anything that a manager granted is used.
 */
export function iab(opened: Opened): () => void {
  let stops: (() => void)[] = [];
  let isOver = false;
  Promise.resolve(opened)
    .then((homekept) => {
      if (isOver) return;
      const { standards } = jurisdictionOf(insideOf(homekept).policy.jurisdiction);
      stops = standards.map((standard) => FOLLOW[standard](homekept));
    })
    // A module that does not open follows nobody.
    .catch(() => {});
  return () => {
    isOver = true;
    stops.forEach((stop) => stop());
  };
}

const FOLLOW = { tcf, gpp };
