"use client";
/**
 * Homekept for React 18 and 19: the elements as components, and a hook for pages that draw picks
 * themselves. What the server rendered stays until better is known, so that there is nothing to
 * hydrate differently. Module, elements and languages are loaded once a page has been hydrated.
 */
export { HomekeptConsent, type ConsentProps } from "./consent.js";
export { HomekeptPicks, type PicksProps } from "./picks.js";
export { HomekeptPreferences, type PreferencesProps } from "./preferences.js";
export type { Component, Opened, PlaceProps } from "./place.js";
export type { ShownPick } from "./follow.js";
export { useHomekept } from "./use-homekept.js";
export { usePicks, type Asked, type Picks } from "./use-picks.js";
