import type { Homekept } from "../homekept.js";
import type { Purpose } from "../wasm/homekept.js";
import { attempt, type Opened } from "./follow.js";

export type { Opened } from "./follow.js";

/** What Google may be told. Of advertising nothing ever is. */
export type Storage = "personalization_storage" | "functionality_storage" | "analytics_storage";

/**
 * Tells Google's Consent Mode what the customer allows here, and each change. It sends nothing by
 * itself, but Google's tags on the page read it: nothing else in this package calls it. A storage
 * that another consent manager tells of is left out by naming the others alone.
 */
export function googleConsentMode(opened: Opened, storages = Object.keys(PURPOSES) as Storage[]): () => void {
  const known = storages.filter((storage) => Object.hasOwn(PURPOSES, storage));
  let stop = (): void => {};
  let isOver = false;
  let before = "";
  const tell = (homekept: Homekept): void => {
    // A module that broke down allows nothing any more.
    const status = attempt(() => homekept.status());
    const allowed = status?.paused ? [] : (status?.purposes ?? []).filter(({ state }) => state === "on");
    const isAllowed = (storage: Storage): boolean =>
      allowed.some(({ purpose }) => purpose === PURPOSES[storage]);
    const update = Object.fromEntries(
      known.map((storage) => [storage, isAllowed(storage) ? "granted" : "denied"]),
    );
    const now = JSON.stringify(update);
    if (now === before) return;
    before = now;
    const page = globalThis as { dataLayer?: unknown[] };
    // Tags know a command by its being the arguments of a call.
    (page.dataLayer ??= []).push(argumentsOf("consent", "update", update));
  };
  Promise.resolve(opened)
    .then((homekept) => {
      if (isOver) return;
      stop = homekept.on("change", () => tell(homekept));
      tell(homekept);
    })
    // Whoever opens the module hears that it does not open; Google was told nothing.
    .catch(() => {});
  return () => {
    isOver = true;
    stop();
  };
}

function argumentsOf(..._command: unknown[]): IArguments {
  return arguments;
}

const PURPOSES: Readonly<Record<Storage, Purpose>> = {
  personalization_storage: "learn",
  functionality_storage: "remember",
  analytics_storage: "measure",
};
