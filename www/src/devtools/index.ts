/**
 * The developer's overlay: what the customer allows, what is known of them, every number behind a
 * pick, and whether any request tells what was picked. Under the export condition `production`
 * this file is another one, which shows nothing.
 */
import type { Homekept } from "../homekept.js";
import type { DevtoolsOptions } from "./options.js";
import { Overlay } from "./overlay.js";

export type { DevtoolsOptions } from "./options.js";

/** Shows the overlay; gives the way to take it off again. */
export function devtools(
  homekept: Homekept | PromiseLike<Homekept>,
  options: DevtoolsOptions = {},
): () => void {
  const overlay = new Overlay(homekept, options);
  return () => overlay.leave();
}
