import { attempt } from "./follow.js";

/**
 * Uses what `find` finds: now, or once a script that loads later has brought it. Gives the way to
 * stop. A script tells that it has loaded on its way through the document, so nobody looks in vain.
 */
export function onArrival<T>(find: () => T | undefined, use: (found: T) => (() => void) | void): () => void {
  let stop: (() => void) | void;
  const look = (): void => {
    const found = attempt(find);
    if (found === undefined) return;
    give();
    stop = use(found);
  };
  const give = (): void => globalThis.removeEventListener?.("load", look, true);
  globalThis.addEventListener?.("load", look, true);
  look();
  return () => {
    give();
    stop?.();
  };
}
