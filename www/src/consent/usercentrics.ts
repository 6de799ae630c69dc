import { follow, sayOf, type Categories, type Opened } from "./follow.js";

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
  return follow(homekept, Object.keys(categories), (hear) => {
    const tell = (isNew: boolean): void =>
      hear(() => {
        const { UC_UI: ui } = globalThis as unknown as { UC_UI: UsercentricsUi };
        if (!ui.isInitialized() || ui.isConsentRequired() !== false) return undefined;
        const services = ui.getServicesBaseInfo();
        return sayOf(categories, (category) => {
          const own = services.filter(({ name, categorySlug }) => [name, categorySlug].includes(category));
          return own.length > 0 && own.every(({ consent }) => consent.status);
        });
      }, isNew);
    const ready = (): void => tell(false);
    const answered = (event: Event & { detail?: { type?: string } }): void => {
      // Its event comes with the press; what was pressed is noted by then or right after.
      if (ANSWERS.includes(event.detail?.type ?? "")) setTimeout(() => tell(true));
    };
    addEventListener("UC_UI_INITIALIZED", ready);
    addEventListener("UC_UI_CMP_EVENT", answered);
    ready();
    return () => {
      removeEventListener("UC_UI_INITIALIZED", ready);
      removeEventListener("UC_UI_CMP_EVENT", answered);
    };
  });
}

const ANSWERS = ["ACCEPT_ALL", "DENY_ALL", "SAVE"];
