import { followCategories, listen, type Categories, type Opened } from "./follow.js";

export type { Categories, Opened } from "./follow.js";

/** What is used of Shopify's Customer Privacy API. */
export interface CustomerPrivacy {
  /** For each category `yes`, `no`, or nothing where the visitor did not say. */
  currentVisitorConsent(): Readonly<Record<string, string>>;
}

/** Follows Shopify's banner, or what answers in its place: `preferences`, `analytics`, `marketing`. */
export function shopify(homekept: Opened, categories: Categories): () => void {
  return followCategories(homekept, categories, (hear) => {
    const tell = (isNew?: boolean): void =>
      hear(() => {
        const { Shopify } = globalThis as unknown as { Shopify: { customerPrivacy: CustomerPrivacy } };
        const consent = Shopify.customerPrivacy.currentVisitorConsent();
        return (category) => consent[category] === "yes" || (consent[category] === "no" ? false : undefined);
      }, isNew);
    tell();
    return listen(document, ["shopifyCustomerPrivacyApiLoaded", COLLECTED], ({ type }) => tell(type === COLLECTED));
  });
}

/** Comes when the visitor answers. */
const COLLECTED = "visitorConsentCollected";
