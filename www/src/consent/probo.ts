import { followCategories, type Categories, type Opened } from "./follow.js";

export type { Categories, Opened } from "./follow.js";

/** What is used of what `getConsent()` of `@probo/cookie-banner/consent` gives. */
export interface ProboConsent {
  /** Whether the person answered; before that it tells what a place's rules suppose. */
  readonly hasResponse: boolean;
  has(category: string): boolean;
  onReady(listener: () => void): () => void;
  onChange(listener: () => void): () => void;
}

/** Follows Probo's cookie banner by its categories; `consent` is what its `getConsent()` gives. */
export function probo(homekept: Opened, categories: Categories, consent: ProboConsent): () => void {
  return followCategories(homekept, categories, (hear) => {
    let isReady = false;
    const tell = (): void =>
      hear(() => (consent.hasResponse ? (category) => consent.has(category) : undefined), isReady);
    const stops = [
      // It calls those who listen to changes as well when it is ready, and all at once.
      consent.onReady(() => queueMicrotask(() => (isReady = true))),
      consent.onChange(tell),
    ];
    tell();
    return () => stops.forEach((stop) => stop());
  });
}
