/** Which lock the profile has: read from storage, so it comes a moment after it is first asked for. */
import type { Inside } from "../../internal.js";
import { hasPasskeys, lockOf, type LockView } from "../../lock/index.js";
import type { Desk } from "./desk.js";

/** The lock, and whether this browser has passkeys to open one by. */
export type LockHere = LockView & { readonly offers: boolean };

/** Nothing until it is known; drawn anew once it is, and after every change. */
export function lockHere({ hk, inside, show }: Desk): LockHere | undefined {
  const known = views.get(inside);
  if (known) return known.view;
  const found: { view?: LockHere } = {};
  views.set(inside, found);
  const look = async (): Promise<void> => {
    // Where storage fails there is no lock to change.
    const [lock, offers] = await Promise.all([lockOf(hk).catch(() => undefined), hasPasskeys()]);
    const view = lock && { ...lock, offers };
    if (JSON.stringify(view) === JSON.stringify(found.view)) return;
    if (view) found.view = view;
    show({});
  };
  inside.news.addEventListener("change", look);
  void look();
  return undefined;
}

const views = new WeakMap<Inside, { view?: LockHere }>();
