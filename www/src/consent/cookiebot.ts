import { followCategories, listen, type Categories, type Opened } from "./follow.js";

export type { Categories, Opened } from "./follow.js";

/** What is used of Cookiebot. */
export interface Cookiebot {
  readonly hasResponse: boolean;
  readonly consent: {
    /** Only what is `explicit` was said by a person. */
    readonly method: string | null;
    readonly preferences: boolean;
    readonly statistics: boolean;
    readonly marketing: boolean;
  };
}

/** Follows Cookiebot by its categories: `preferences`, `statistics`, `marketing`. */
export function cookiebot(homekept: Opened, categories: Categories): () => void {
  return followCategories(homekept, categories, (hear) => {
    let wasAsked = false;
    const tell = (event?: Event): void => {
      // What comes after the dialog was shown is an answer of this moment.
      wasAsked ||= event?.type === DIALOG;
      hear(() => {
        const { hasResponse, consent } = (globalThis as unknown as { Cookiebot: Cookiebot }).Cookiebot;
        const isAnswered = hasResponse && consent.method === "explicit";
        return isAnswered ? (category) => consent[category as "preferences"] === true : undefined;
      }, wasAsked && event?.type !== DIALOG);
    };
    tell();
    return listen(window, [DIALOG, "CookiebotOnAccept", "CookiebotOnDecline"], tell);
  });
}

const DIALOG = "CookiebotOnDialogDisplay";
