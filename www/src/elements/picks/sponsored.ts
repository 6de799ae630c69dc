/** The word on a card that somebody pays for: no style sheet of the page's takes it away. */

import type { Words } from "../messages/words.js";

/** Puts the label on a card. */
export function labelSponsored(card: Element, words: Words): void {
  const label = document.createElement("span");
  label.className = "homekept-sponsored";
  label.textContent = words.say("sponsored");
  words.mark(label);
  // A style of the element's own, and important, wins over every sheet that can reach it. The
  // system's colours are legible on each other whatever the page's are.
  label.style.cssText = STYLE.map(([name, value]) => `${name}:${value}!important`).join(";");
  card.setAttribute("data-homekept-sponsored", "");
  card.append(label);
}

const STYLE = [
  ["all", "initial"],
  ["display", "block"],
  ["visibility", "visible"],
  ["position", "absolute"],
  ["inset-block-start", "0.4rem"],
  ["inset-inline-start", "0.4rem"],
  ["z-index", "2"],
  ["max-width", "calc(100% - 3.5rem)"],
  ["padding", "0 0.4rem"],
  ["border-radius", "0.25rem"],
  ["font", "600 0.75rem/1.75 system-ui, sans-serif"],
  ["color", "CanvasText"],
  ["background", "Canvas"],
  ["color-scheme", "inherit"],
];
