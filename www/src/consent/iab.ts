import { follow, type Opened } from "./follow.js";

export type { Opened } from "./follow.js";

/**
 * Follows the IAB's standards that hold where the site's policy says it is: `jurisdiction`. Where it
 * does not say, both have to speak before anything that a manager granted is used.
 */
export function iab(opened: Opened): () => void {
  // In their place until they have come: nobody knows.
  let stop = follow(opened, ["remember", "learn", "measure", "sponsor"], () => {});
  let isOver = false;
  Promise.all([opened, import("./standards.js")])
    .then(([homekept, { followStandards }]) => {
      if (isOver) return;
      const stopStandards = followStandards(homekept);
      stop();
      stop = stopStandards;
    })
    // What does not come says nothing, and whoever opens the module hears that it does not open.
    .catch(() => {});
  return () => {
    isOver = true;
    stop();
  };
}
