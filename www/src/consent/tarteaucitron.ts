import { followCategories, listen, type Categories, type Opened } from "./follow.js";

export type { Categories, Opened } from "./follow.js";

/** What is used of tarteaucitron. */
export interface Tarteaucitron {
  /** What was answered for each service, and nothing for those that wait. */
  readonly state: Readonly<Record<string, boolean | undefined>>;
  /** `bypass`: everything counts as allowed here, without a question. */
  readonly user: { readonly bypass?: boolean };
}

/** Follows tarteaucitron by its services. */
export function tarteaucitron(homekept: Opened, services: Categories): () => void {
  return followCategories(homekept, services, (hear) => {
    const tell = (isNew?: boolean): void =>
      hear(() => {
        const { state, user } = (globalThis as unknown as { tarteaucitron: Tarteaucitron }).tarteaucitron;
        return user.bypass ? undefined : (service) => state[service];
      }, isNew);
    const names = Object.values(services).flat();
    const stops = [
      listen(document, names.map((name) => `${name}_added`), () => tell()),
      // It tells of one service after the other, while those to come still have their old answer.
      listen(document, ["tac.consent_updated"], () => queueMicrotask(() => tell(true))),
    ];
    tell();
    return () => stops.forEach((stop) => stop());
  });
}
