import { followCategories, listen, type Categories, type Opened } from "./follow.js";

export type { Categories, Opened } from "./follow.js";

/** What is used of Usercentrics' Browser UI. */
export interface UsercentricsUi {
  isInitialized(): boolean;
  /** Whether an answer is missing. */
  isConsentRequired(): boolean | null;
  getServicesBaseInfo(): readonly UsercentricsService[];
}

/** One of its services. */
export interface UsercentricsService {
  readonly name: string;
  readonly categorySlug: string;
  readonly consent: { readonly status: boolean };
}

/** Follows Usercentrics by its categories (`functional`), or by the names of services. */
export function usercentrics(homekept: Opened, categories: Categories): () => void {
  return followCategories(homekept, categories, (hear) => {
    const tell = (isNew?: boolean): void =>
      hear(() => {
        const { UC_UI } = globalThis as unknown as { UC_UI: UsercentricsUi };
        if (!UC_UI.isInitialized() || UC_UI.isConsentRequired() !== false) return undefined;
        const services = UC_UI.getServicesBaseInfo();
        return (category) => {
          const its = services.filter(({ name, categorySlug }) => [name, categorySlug].includes(category));
          return its.length > 0 && its.every(({ consent }) => consent.status);
        };
      }, isNew);
    tell();
    return listen(window, ["UC_UI_INITIALIZED", "UC_UI_CMP_EVENT"], (event) => {
      const { type } = (event as CustomEvent<{ type: string } | null>).detail ?? {};
      // The event comes with the press; what was pressed is noted by then or right after.
      setTimeout(() => tell(/^(ACCEPT_ALL|DENY_ALL|SAVE)$/.test(type!)));
    });
  });
}
