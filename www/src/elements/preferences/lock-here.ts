/** Which lock the profile has. */
import { hasPasskeys, lockOf, type LockView } from "../../lock/index.js";
import { fromStorage } from "./from-storage.js";

/** The lock, and whether this browser has passkeys to open one by. */
export type LockHere = LockView & { readonly offers: boolean };

/** Nothing where storage fails: there is no lock to change then. */
export const lockHere = fromStorage<LockHere | null>(async ({ hk }) => {
  const [lock, offers] = await Promise.all([lockOf(hk).catch(() => null), hasPasskeys()]);
  return lock && { ...lock, offers };
}, null);
