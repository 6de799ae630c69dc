import { onArrival } from "./arrival.js";
import { follow, sayOf, type Opened } from "./follow.js";

export type { Opened } from "./follow.js";

/** What is used of what TCF 2.2 and 2.3 tell their listeners. */
export interface TcData {
  readonly eventStatus: string;
  readonly listenerId: number;
  readonly gdprApplies?: boolean;
  readonly publisher?: { readonly consents: Readonly<Record<string, boolean>> };
}

/** The function that every consent manager of the framework brings. */
export type TcfApi = (
  command: "addEventListener" | "removeEventListener",
  version: 2,
  callback: (data: TcData, success: boolean) => void,
  parameter?: number,
) => void;

/**
 * Follows the IAB's Transparency and Consent Framework, by the publisher's own consents: the module
 * acts for the site, and for no vendor. Legitimate interests are passed over.
 */
export function tcf(homekept: Opened): () => void {
  return follow(homekept, Object.keys(PURPOSES), (hear) =>
    onArrival(
      () => (globalThis as { __tcfapi?: TcfApi }).__tcfapi,
      (api) => {
        let listener: number;
        api("addEventListener", 2, (data, success) => {
          const { eventStatus, gdprApplies, publisher } = data ?? {};
          listener = data?.listenerId;
          const isAnswer = eventStatus === "useractioncomplete";
          // While the person is asked, what they said before holds.
          if (success && !isAnswer && eventStatus !== "tcloaded") return;
          hear(() => {
            if (!success || gdprApplies === undefined) return undefined;
            return gdprApplies ? sayOf(PURPOSES, (purpose) => publisher!.consents[purpose] === true) : {};
          }, isAnswer);
        });
        return () => api("removeEventListener", 2, () => {}, listener);
      },
    ),
  );
}

/** The framework's purposes that must all be allowed. */
const PURPOSES = {
  remember: ["1", "11"],
  learn: ["1", "5", "6"],
  measure: ["1", "8", "9", "10"],
  sponsor: ["1", "3", "4"],
};
