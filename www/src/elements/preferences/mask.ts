/** Asks the common session-replay tools to leave an element out of their recordings (UI-13). */
export function maskFromReplay(element: Element): void {
  for (const [name, value] of MASKS) element.setAttribute(name, value);
  element.classList.add(...CLASSES);
}

const MASKS: readonly (readonly [string, string])[] = [
  ["data-private", ""],
  ["data-hj-suppress", ""],
  ["data-clarity-mask", "true"],
  ["data-dd-privacy", "mask"],
  ["data-sentry-mask", ""],
  ["data-cs-mask", ""],
  ["data-openreplay-masked", ""],
  ["data-recording-ignore", "mask"],
  ["data-sl", "mask"],
];
const CLASSES = ["ph-no-capture", "fs-exclude", "rr-block", "mouseflow-blocked", "highlight-mask"];
