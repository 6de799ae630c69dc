/**
 * What a section reads from storage besides the profile: it comes a moment after it is first asked
 * for, and anew after every change.
 */
import type { Inside } from "../../internal.js";
import type { Desk } from "./desk.js";

/** What is not known yet. */
export const LOOKING = Symbol("looking");

type Reader = Pick<Desk, "hk" | "inside" | "show">;

/**
 * Gives what `read` found at this desk's profile, or `LOOKING`. Where storage keeps it waiting, it is
 * `unknown` for the time being: nobody waits for longer than that to see the ways to erase.
 */
export function fromStorage<Found>(
  read: (desk: Reader) => Promise<Found>,
  unknown: Found,
): (desk: Reader) => Found | typeof LOOKING {
  const views = new WeakMap<Inside, { found: Found | typeof LOOKING }>();
  return (desk) => {
    const { inside, show } = desk;
    const known = views.get(inside);
    if (known) return known.found;
    const view: { found: Found | typeof LOOKING } = { found: LOOKING };
    views.set(inside, view);
    const tell = (now: Found): void => {
      const isNew = view.found === LOOKING || JSON.stringify(now) !== JSON.stringify(view.found);
      view.found = now;
      if (isNew) show({});
    };
    const look = async (): Promise<void> => tell(await read(desk));
    inside.news.addEventListener("change", look);
    void look();
    setTimeout(() => {
      if (view.found === LOOKING) tell(unknown);
    }, PATIENCE);
    return LOOKING;
  };
}

/** In milliseconds: a second, and storage is slow. */
const PATIENCE = 3_000;
