import { follow, sayOf, type Categories, type Opened } from "./follow.js";

/** What is used of tarteaucitron. */
export interface Tarteaucitron {
  /** What was answered for each service, and nothing for those that wait. */
  readonly state: Readonly<Record<string, boolean | undefined>>;
  /** `bypass`: everything counts as allowed here, without a question. */
  readonly user: { readonly bypass?: boolean };
}

/** Follows tarteaucitron by its services. */
export function tarteaucitron(homekept: Opened, services: Categories): () => void {
  return follow(homekept, Object.keys(services), (hear) => {
    const tell = (isNew: boolean): void =>
      hear(() => {
        const { state, user } = (globalThis as unknown as { tarteaucitron: Tarteaucitron }).tarteaucitron;
        return user.bypass ? undefined : sayOf(services, (service) => state[service]);
      }, isNew);
    const added = (): void => tell(false);
    // It tells of one service after the other, while those to come still have their old answer.
    const updated = (): void => queueMicrotask(() => tell(true));
    const events = Object.values(services).flat().map((service) => `${service}_added`);
    document.addEventListener("tac.consent_updated", updated);
    for (const event of events) document.addEventListener(event, added);
    added();
    return () => {
      document.removeEventListener("tac.consent_updated", updated);
      for (const event of events) document.removeEventListener(event, added);
    };
  });
}
