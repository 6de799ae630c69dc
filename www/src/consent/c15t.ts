import { onArrival } from "./arrival.js";
import { follow, sayOf, type Categories, type Opened } from "./follow.js";

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
  return follow(homekept, Object.keys(categories), (hear) =>
    onArrival(
      () => store ?? (globalThis as { c15tStore?: C15tStore }).c15tStore,
      (store) => {
        const tell = ({ consents, consentInfo }: C15tState, isNew: boolean): void =>
          hear(
            () => (consentInfo ? sayOf(categories, (category) => consents[category] === true) : undefined),
            isNew,
          );
        tell(store.getState(), false);
        return store.subscribe((state, before) => {
          if (state.consentInfo === before.consentInfo && state.consents === before.consents) return;
          tell(state, state.consentInfo?.time !== before.consentInfo?.time);
        });
      },
    ),
  );
}
