import type { Homekept } from "../homekept.js";
import type { Purpose } from "../wasm/homekept.js";
import { gateOf } from "./gate.js";
import type { Said } from "./managers.js";
import { Says } from "./says.js";

/** The open module, or the promise of it that `open()` gives. */
export type Opened = Homekept | PromiseLike<Homekept>;

/** For each purpose the manager's own category; of several, all must be allowed. */
export type Categories = Readonly<Partial<Record<Purpose, string | readonly string[]>>>;

/** What a manager says of a category: nothing, where it does not know. */
export type Allows = (category: string) => boolean | undefined;

/**
 * Reads what the manager says now: nothing, while it does not know. `isNew`: the person answered
 * just now, and it is not an earlier answer that is told again.
 */
export type Hear<T> = (read: () => T | undefined, isNew?: boolean) => void;

/** Connects to a manager, and gives the way to let it go. */
export type Connect<T> = (hear: Hear<T>) => (() => void) | void;

/** Follows a manager that answers by category. */
export function followCategories(opened: Opened, categories: Categories, connect: Connect<Allows>): () => void {
  return follow(opened, Object.keys(categories), (hear) =>
    connect((read, isNew) =>
      hear(() => {
        const allows = read();
        return allows && sayOf(categories, allows);
      }, isNew),
    ),
  );
}

/** What a manager that answers by category says of each purpose. */
export function sayOf(categories: Categories, allows: Allows): Said {
  const says = (category: string) => [Says.No, Says.Yes][Number(allows(category))] ?? Says.Unknown;
  return Object.fromEntries(
    Object.entries(categories).map(([purpose, names]) => [purpose, Math.min(...[names].flat().map(says))]),
  );
}

/**
 * Follows one consent manager from here on. Of the purposes named, nothing that managers granted is
 * used until this one has said yes. What breaks in the manager says nothing, which counts as a no,
 * and never comes to the page.
 */
export function follow(opened: Opened, purposes: readonly string[], connect: Connect<Said>): () => void {
  const me = {};
  const silence: Said = Object.fromEntries(purposes.map((purpose) => [purpose, Says.Unknown]));
  // Whoever opens the module hears that it does not open.
  const tell = (said?: Said, isNew?: boolean): void =>
    void Promise.resolve(opened)
      .then((homekept) => gateOf(homekept).listener)
      .then((listener) => listener(me, said, isNew))
      .catch(() => {});
  tell(silence);
  let isOver = false;
  const hear: Hear<Said> = (read, isNew) => {
    if (!isOver) tell(attempt(read) ?? silence, isNew);
  };
  const stop = attempt(() => connect(hear));
  return () => {
    isOver = true;
    attempt(() => stop?.());
    tell();
  };
}

/** Listens to events, and gives the way to stop. */
export function listen(target: EventTarget, events: readonly string[], listener: (event: Event) => void): () => void {
  for (const event of events) target.addEventListener(event, listener, true);
  return () => events.forEach((event) => target.removeEventListener(event, listener, true));
}

/** What `deed` gives; nothing, where it throws. */
export function attempt<T>(deed: () => T): T | undefined {
  try {
    return deed();
  } catch {
    return undefined;
  }
}
