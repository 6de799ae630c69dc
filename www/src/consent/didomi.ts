import { followCategories, type Categories, type Opened } from "./follow.js";

export type { Categories, Opened } from "./follow.js";

/** What is used of Didomi's SDK. */
export interface Didomi {
  /** Whether an answer is missing. */
  isUserStatusPartial(): boolean;
  getCurrentUserStatus(): { readonly purposes: Readonly<Record<string, { readonly enabled: boolean }>> };
}

/** The queues in which Didomi finds its listeners, whether it is there yet or not. */
export interface DidomiWindow {
  didomiOnReady?: Pick<((api: Didomi) => void)[], "push">;
  didomiEventListeners?: Pick<{ event: string; listener: () => void }[], "push">;
}

/** Follows Didomi by its purposes. */
export function didomi(homekept: Opened, purposes: Categories): () => void {
  return followCategories(homekept, purposes, (hear) => {
    const page = globalThis as DidomiWindow;
    (page.didomiOnReady ??= []).push((api) => {
      const tell = (isNew?: boolean) =>
        hear(() => {
          const status = api.getCurrentUserStatus().purposes;
          return api.isUserStatusPartial() ? undefined : (purpose) => status[purpose]?.enabled === true;
        }, isNew);
      tell();
      // Didomi lets no listener go; one that is over is not heard.
      (page.didomiEventListeners ??= []).push({ event: "consent.changed", listener: () => tell(true) });
    });
  });
}
