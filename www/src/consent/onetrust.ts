import { follow, sayOf, type Categories, type Opened } from "./follow.js";

/** What is used of OneTrust, on the window. */
export interface OneTrustWindow {
  readonly OneTrust?: { IsAlertBoxClosed(): boolean };
  /** The groups that are active, with commas around each. */
  readonly OnetrustActiveGroups?: string;
}

/** Follows OneTrust by its groups (`C0003`). */
export function oneTrust(homekept: Opened, groups: Categories): () => void {
  return follow(homekept, Object.keys(groups), (hear) => {
    let wasAsked = false;
    const tell = ({ type }: { type?: string } = {}): void => {
      const { OneTrust, OnetrustActiveGroups } = globalThis as OneTrustWindow;
      // Before an answer the defaults are active.
      const isAnswered = OneTrust?.IsAlertBoxClosed() === true;
      const active = String(OnetrustActiveGroups).split(",");
      hear(
        () => (isAnswered ? sayOf(groups, (group) => active.includes(group)) : undefined),
        type === APPLIED || wasAsked,
      );
      wasAsked ||= OneTrust !== undefined && !isAnswered;
    };
    for (const event of EVENTS) addEventListener(event, tell);
    tell();
    return () => EVENTS.forEach((event) => removeEventListener(event, tell));
  });
}

/** Comes after a person's answer alone. */
const APPLIED = "OTConsentApplied";
const EVENTS = ["OneTrustGroupsUpdated", APPLIED];
