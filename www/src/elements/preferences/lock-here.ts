/** Which lock the profile has: read from storage, so it comes a moment after it is first asked for. */
import type { Inside } from "../../internal.js";
import { lockOf, type LockView } from "../../lock/index.js";
import type { Desk } from "./desk.js";

/** Nothing until it is known; drawn anew once it is, and after every change. */
export function lockHere({ hk, inside, show }: Desk): LockView | undefined {
  const known = views.get(inside);
  if (known) return known.view;
  const found: { view?: LockView } = {};
  views.set(inside, found);
  const look = async (): Promise<void> => {
    // Where storage fails there is no lock to change.
    const view = await lockOf(hk).catch(() => undefined);
    if (view?.kind === found.view?.kind && view?.minutes === found.view?.minutes) return;
    if (view) found.view = view;
    show({});
  };
  inside.news.addEventListener("change", look);
  void look();
  return undefined;
}

const views = new WeakMap<Inside, { view?: LockView }>();
