/** What a production build gets in the overlay's place: nothing to see. */
import type { Homekept } from "../homekept.js";
import type { DevtoolsOptions } from "./options.js";

export type { DevtoolsOptions } from "./options.js";

/** Shows nothing. */
export function devtools(
  _homekept: Homekept | PromiseLike<Homekept>,
  _options: DevtoolsOptions = {},
): () => void {
  return () => {};
}
