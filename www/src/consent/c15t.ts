import { onArrival } from "./arrival.js";
import { followCategories, type Categories, type Opened } from "./follow.js";

export type { Categories, Opened } from "./follow.js";

/** What is used of c15t's store. */
export interface C15tStore {
  getState(): C15tState;
  subscribe(listener: (state: C15tState, before: C15tState) => void): () => void;
}

/** What is used of its state. */
export interface C15tState {
  readonly consents: Readonly<Record<string, boolean>>;
  /** When the person answered; `null` where only the rules of a place did. */
  readonly consentInfo: { readonly time: number } | null;
}

/**
 * Follows c15t by its categories. The store itself is listened to: its own subscription to changes
 * is silent about a first no.
 */
export function c15t(homekept: Opened, categories: Categories, store?: C15tStore): () => void {
  return followCategories(homekept, categories, (hear) =>
    onArrival(
      () => store ?? (globalThis as { c15tStore?: C15tStore }).c15tStore,
      (store) => {
        const tell = (isNew?: boolean): void =>
          hear(() => {
            const { consents, consentInfo } = store.getState();
            return consentInfo ? (category) => consents[category] === true : undefined;
          }, isNew);
        tell();
        return store.subscribe(({ consents, consentInfo }, before) => {
          if (consentInfo !== before.consentInfo || consents !== before.consents) {
            tell(consentInfo?.time !== before.consentInfo?.time);
          }
        });
      },
    ),
  );
}
