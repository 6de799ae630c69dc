import { onArrival } from "./arrival.js";
import { followCategories, type Categories, type Opened } from "./follow.js";

export type { Categories, Opened } from "./follow.js";

/** What is used of klaro. */
export interface Klaro {
  getManager(): KlaroManager;
}

/** The manager of one klaro configuration. */
export interface KlaroManager {
  /** Whether the person has answered. */
  readonly confirmed: boolean;
  /** What was saved; what they have only ticked so far is not in it. */
  readonly savedConsents: Readonly<Record<string, boolean>>;
  watch(watcher: KlaroWatcher): void;
  unwatch(watcher: KlaroWatcher): void;
}

/** Whom klaro tells. */
export interface KlaroWatcher {
  update(manager: KlaroManager, event: string): void;
}

/** Follows klaro by its services. Its script may come later; a page that imports it names it as `api`. */
export function klaro(homekept: Opened, services: Categories, api?: Klaro): () => void {
  return followCategories(homekept, services, (hear) =>
    onArrival(
      () => (api ?? (globalThis as { klaro?: Klaro }).klaro)?.getManager(),
      (manager) => {
        const tell = (isNew?: boolean): void =>
          hear(() => (manager.confirmed ? (name) => manager.savedConsents[name] === true : undefined), isNew);
        // "consents" comes while somebody ticks, and when all is reset.
        const watcher: KlaroWatcher = { update: (_, event) => tell(event === "saveConsents") };
        tell();
        manager.watch(watcher);
        return () => manager.unwatch(watcher);
      },
    ),
  );
}
