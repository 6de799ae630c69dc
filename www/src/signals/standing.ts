/** Whether a page may answer for its customer. */
import type { Inside } from "../internal.js";

/**
 * Whether measuring is allowed, not allowed, or to be left as it is: the profile is paused, locked or in
 * a frame, or a consent manager has not confirmed on this page what it allowed earlier.
 */
export function standing(inside: Inside): "on" | "off" | "rest" {
  if (inside.stopped || !inside.policy.signals) return "rest";
  const { locked, paused, off, storage, purposes } = inside.ask((door) => door.view("status"));
  if (locked) return "rest";
  if (inside.withholds?.()) return isRefused(inside) ? "off" : "rest";
  const state = purposes.find(({ purpose }) => purpose === "measure")?.state;
  if (state !== "on") return "off";
  // What is in a page's memory alone cannot tell what was spent.
  return paused || off || storage !== "device" ? "rest" : "on";
}

/** A status through the gate of a manager shows what it withholds as off; the choices tell a no. */
function isRefused(inside: Inside): boolean {
  const choices = inside.ask((door) => door.view("choices")).filter(({ purpose }) => purpose === "measure");
  return choices.at(-1)?.allowed === false;
}
