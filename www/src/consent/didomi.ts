import { follow, sayOf, type Categories, type Opened } from "./follow.js";

/** What is used of Didomi's SDK. */
export interface Didomi {
  /** Whether an answer is missing. */
  isUserStatusPartial(): boolean;
  getCurrentUserStatus(): { readonly purposes: Readonly<Record<string, { readonly enabled: boolean }>> };
}

/** The queues in which Didomi finds its listeners, whether it is there yet or not. */
export interface DidomiWindow {
  didomiOnReady?: { push(listener: (api: Didomi) => void): void };
  didomiEventListeners?: { push(listener: { event: string; listener: () => void }): void };
}

/** Follows Didomi by its purposes. */
export function didomi(homekept: Opened, purposes: Categories): () => void {
  return follow(homekept, Object.keys(purposes), (hear) => {
    const window: DidomiWindow = globalThis as DidomiWindow;
    let isOver = false;
    let api: Didomi | undefined;
    const tell = (isNew: boolean): void => {
      if (isOver) return;
      hear(() => {
        if (!api || api.isUserStatusPartial()) return undefined;
        const status = api.getCurrentUserStatus().purposes;
        return sayOf(purposes, (purpose) => status[purpose]?.enabled === true);
      }, isNew);
    };
    (window.didomiOnReady ??= [] as ((api: Didomi) => void)[]).push((ready) => {
      api = ready;
      tell(false);
    });
    const changed = { event: "consent.changed", listener: () => tell(true) };
    (window.didomiEventListeners ??= [] as (typeof changed)[]).push(changed);
    // Didomi lets no listener go.
    return () => {
      isOver = true;
    };
  });
}
