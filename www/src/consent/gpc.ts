import { follow, type Opened } from "./follow.js";

export type { Opened } from "./follow.js";

/**
 * Follows Global Privacy Control where the page learns of it in another way than the browser's own
 * property, which the module reads by itself: of a server that saw `Sec-GPC: 1`. While it is
 * expressed, no manager allows what the signal is about, and nothing is deleted for it.
 */
export function globalPrivacyControl(
  homekept: Opened,
  isExpressed: boolean | undefined = globalThis.navigator?.globalPrivacyControl,
): () => void {
  return follow(homekept, isExpressed ? ["learn", "measure", "sponsor"] : [], () => {});
}
