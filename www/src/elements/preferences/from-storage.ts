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
export function fromStorage<Found extends object | null>(
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
      // There is no JSON of a symbol: the first that is found is always new.
      if (JSON.stringify(now) === JSON.stringify(view.found)) return;
      view.found = now;
      show({});
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

/** In milliseconds: most browsers answer in a few. */
const PATIENCE = 3_000;
