import { follow, sayOf, type Categories, type Opened } from "./follow.js";

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
  return follow(homekept, Object.keys(categories), (hear) => {
    let wasAsked = false;
    const tell = (): void =>
      hear(() => {
        const { hasResponse, consent } = (globalThis as unknown as { Cookiebot: Cookiebot }).Cookiebot;
        if (!hasResponse || consent.method !== "explicit") return undefined;
        return sayOf(categories, (category) => consent[category as "preferences"] === true);
      }, wasAsked);
    // What comes after the dialog was shown is an answer of this moment.
    const asked = (): void => {
      wasAsked = true;
    };
    addEventListener("CookiebotOnDialogDisplay", asked);
    for (const event of ANSWERS) addEventListener(event, tell);
    tell();
    return () => {
      removeEventListener("CookiebotOnDialogDisplay", asked);
      ANSWERS.forEach((event) => removeEventListener(event, tell));
    };
  });
}

const ANSWERS = ["CookiebotOnAccept", "CookiebotOnDecline"];
