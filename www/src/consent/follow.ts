import { own } from "../guard.js";
import type { Homekept } from "../homekept.js";
import type { Purpose } from "../wasm/homekept.js";
import { Managers, type Said } from "./managers.js";

export type { Said } from "./managers.js";

/** The open module, or the promise of it that `open()` gives. */
export type Opened = Homekept | PromiseLike<Homekept>;

/** For each purpose the manager's own category; of several, all must be allowed. */
export type Categories = Readonly<Partial<Record<Purpose, string | readonly string[]>>>;

/**
 * Reads what the manager says now: nothing, while it does not know. `isNew`: the person answered
 * just now, and it is not an earlier answer that is told again.
 */
export type Hear = (read: () => Said | undefined, isNew: boolean) => void;

/**
 * Follows one consent manager from here on: `listen` connects to it, and gives the way to stop.
 * Of the purposes named, nothing that managers granted is used until this one has said yes. What
 * breaks in the manager says nothing, which counts as a no, and never comes to the page.
 */
export function follow(
  opened: Opened,
  purposes: readonly string[],
  listen: (hear: Hear) => (() => void) | void,
): () => void {
  const me = {};
  const silence: Said = Object.fromEntries(purposes.map((purpose) => [purpose, undefined]));
  const managers = Promise.resolve(opened).then((homekept) => {
    const managers = Managers.of(homekept);
    managers.note(me, silence);
    return managers;
  });
  // Whoever opens the module hears that it does not open.
  managers.catch(() => {});
  const when = (act: (managers: Managers) => void): void => void managers.then(act).catch(() => {});
  const hear: Hear = (read, isNew) => {
    const said = attempt(read) ?? silence;
    when((managers) => managers.hear(me, said, isNew));
  };
  const stop = attempt(() => listen(hear));
  return () => {
    attempt(() => stop?.());
    when((managers) => managers.note(me));
  };
}

/** What a manager that answers by category says of each purpose. */
export function sayOf(
  categories: Categories,
  allows: (category: string) => boolean | undefined,
): Said {
  const says = (names: string | readonly string[]): boolean | undefined => {
    const all = [names].flat().map(allows);
    return all.includes(false) ? false : all.includes(undefined) ? undefined : all.length > 0;
  };
  return Object.fromEntries(
    Object.entries(own(categories)).map(([purpose, names]) => [purpose, says(names)]),
  );
}

/** What `deed` gives; nothing, where it throws. */
export function attempt<T>(deed: () => T): T | undefined {
  try {
    return deed();
  } catch {
    return undefined;
  }
}
