import { follow, sayOf, type Categories, type Opened } from "./follow.js";

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
  return follow(homekept, Object.keys(categories), (hear) => {
    if (api?.validConsent()) {
      hear(() => sayOf(categories, (category) => api.acceptedCategory(category)), false);
    }
    const listen = ({ type, detail }: Event & { detail?: { cookie: { categories: string[] } } }): void =>
      hear(
        () => sayOf(categories, (category) => detail!.cookie.categories.includes(category)),
        type !== REPLAY,
      );
    for (const event of EVENTS) addEventListener(event, listen);
    return () => EVENTS.forEach((event) => removeEventListener(event, listen));
  });
}

/** Comes on every page for an answer of earlier, and once more after a first answer. */
const REPLAY = "cc:onConsent";
const EVENTS = ["cc:onFirstConsent", REPLAY, "cc:onChange"];
