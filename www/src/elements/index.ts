/** The elements' classes. Importing them registers nothing; `homekept/elements/define` does. */
export { HomekeptConsent } from "./consent/consent.js";
export { HomekeptPicks } from "./picks/picks.js";
export { HomekeptPreferences } from "./preferences/preferences.js";
export { HomekeptVariant } from "./variant/variant.js";
export { drawPicture } from "./picks/picture.js";
