import { attempt, followCategories, listen, type Categories, type Opened } from "./follow.js";

export type { Categories, Opened } from "./follow.js";

/** What is used of OneTrust, on the window. */
export interface OneTrustWindow {
  readonly OneTrust: { IsAlertBoxClosed(): boolean };
  /** The groups that are active, with commas around each; before an answer those by default. */
  readonly OnetrustActiveGroups: string;
}

/** Follows OneTrust by its groups (`C0003`). */
export function oneTrust(homekept: Opened, groups: Categories): () => void {
  return followCategories(homekept, groups, (hear) => {
    let before: string | undefined;
    const tell = (event?: Event): void => {
      const active = attempt(() => {
        const { OneTrust, OnetrustActiveGroups } = globalThis as unknown as OneTrustWindow;
        return OneTrust.IsAlertBoxClosed() ? OnetrustActiveGroups : UNANSWERED;
      });
      // The same event tells of what was stored, and of what was just answered.
      const isNew = event?.type === APPLIED || (before !== undefined && before !== active);
      before = active;
      hear(() => (active ? (group) => active.split(",").includes(group) : undefined), isNew);
    };
    tell();
    return listen(window, ["OneTrustGroupsUpdated", APPLIED], tell);
  });
}

const UNANSWERED = "";
/** Comes after a person's answer alone. */
const APPLIED = "OTConsentApplied";
