import { attempt, listen } from "./follow.js";

/**
 * Uses what `find` finds: now, or once a script that comes later has brought it. Gives the way to
 * stop. That a script has loaded is told on its way down through the document, so nobody has to look
 * again and again.
 */
export function onArrival<T>(find: () => T | undefined, use: (found: T) => (() => void) | void): () => void {
  let stop: (() => void) | void;
  const look = (): void => {
    const found = attempt(find);
    if (!found) return;
    leave();
    stop = attempt(() => use(found));
  };
  const leave = listen(document, ["load", "DOMContentLoaded"], look);
  look();
  return () => (stop ?? leave)();
}
