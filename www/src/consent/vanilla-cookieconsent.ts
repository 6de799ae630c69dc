import { followCategories, listen, type Categories, type Opened } from "./follow.js";

export type { Categories, Opened } from "./follow.js";

/** What is used of vanilla-cookieconsent 3. */
export interface CookieConsent {
  validConsent(): boolean;
  acceptedCategory(category: string): boolean;
}

/**
 * Follows vanilla-cookieconsent. Its events say what comes; what it knows already is asked of
 * `api`, the module that the page imported or the global that its script made.
 */
export function cookieConsent(
  homekept: Opened,
  categories: Categories,
  api: CookieConsent | undefined = (globalThis as { CookieConsent?: CookieConsent }).CookieConsent,
): () => void {
  return followCategories(homekept, categories, (hear) => {
    hear(() => (api!.validConsent() ? (category) => api!.acceptedCategory(category) : undefined));
    return listen(window, ["cc:onFirstConsent", "cc:onConsent", "cc:onChange"], (event) => {
      const { type, detail } = event as CustomEvent<{ cookie: { categories: string[] } }>;
      // The one in the middle comes on every page for an answer of earlier.
      hear(() => (category) => detail.cookie.categories.includes(category), type !== "cc:onConsent");
    });
  });
}
