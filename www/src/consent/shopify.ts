import { follow, sayOf, type Categories, type Opened } from "./follow.js";

/** What is used of Shopify's Customer Privacy API. */
export interface CustomerPrivacy {
  /** For each category `yes`, `no`, or nothing where the visitor did not say. */
  currentVisitorConsent(): Readonly<Record<string, string>>;
}

/** Follows Shopify's banner, or what answers in its place: `preferences`, `analytics`, `marketing`. */
export function shopify(homekept: Opened, categories: Categories): () => void {
  return follow(homekept, Object.keys(categories), (hear) => {
    const tell = (isNew: boolean): void =>
      hear(() => {
        const { customerPrivacy } = (globalThis as unknown as { Shopify: { customerPrivacy: CustomerPrivacy } })
          .Shopify;
        const consent = customerPrivacy.currentVisitorConsent();
        return sayOf(categories, (category) =>
          ["yes", "no"].includes(consent[category]!) ? consent[category] === "yes" : undefined,
        );
      }, isNew);
    const loaded = (): void => tell(false);
    const collected = (): void => tell(true);
    document.addEventListener("shopifyCustomerPrivacyApiLoaded", loaded);
    document.addEventListener("visitorConsentCollected", collected);
    loaded();
    return () => {
      document.removeEventListener("shopifyCustomerPrivacyApiLoaded", loaded);
      document.removeEventListener("visitorConsentCollected", collected);
    };
  });
}
