/**
 * The page's template for one pick, filled in by text, address, hue and the pack's own picture.
 *
 * Whatever a template could do to make a request for a pick is refused: an
 * image of its own would tell its host what was picked. A site that wants such
 * images all the same says so in its public policy, and the customer is told.
 */
import { HomekeptError } from "../../errors.js";
import type { Policy } from "../../policy.js";
import type { PickView } from "../../wasm/homekept.js";
import type { Words } from "../messages/words.js";
import { drawPicture } from "./picture.js";
import { mainReason } from "./reasons.js";

/** The element that a template makes for each pick; refuses a template that could tell, or that hides why. */
export function cardOf(template: HTMLTemplateElement, images: Policy["images"]): Element {
  const card = template.content.firstElementChild;
  if (!card || template.content.childElementCount !== 1) {
    throw new HomekeptError("template-refused", "a template holds exactly one element");
  }
  if (!template.content.querySelector('[data-bind="reason"]')) {
    throw new HomekeptError("template-refused", "a pick shows its reason");
  }
  for (const element of [card, ...card.querySelectorAll("*")]) {
    const allows = (name: string): boolean =>
      BINDINGS.includes(name) ||
      (name === PICTURE && element instanceof HTMLCanvasElement) ||
      (name === IMAGE && element.localName === "img" && images === "direct");
    const bad = element
      .getAttributeNames()
      .find((name) => name.startsWith("data-bind") && !allows(name));
    if (bad || (element.hasAttribute("data-bind") && ACTIVE.includes(element.localName))) {
      throw new HomekeptError("template-refused", `${bad ?? element.localName} cannot be bound`);
    }
  }
  return card;
}

/** A copy of the card with `pick` in it, and why it is there. */
export function fill(card: Element, pick: PickView, words: Words): Element {
  const copy = document.importNode(card, true);
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    const text = element.getAttribute("data-bind");
    if (text === "reason") words.mark(element as HTMLElement);
    if (text !== null) element.textContent = text === "reason" ? mainReason(words, pick) : valueOf(pick, text);
    if (element.hasAttribute("data-bind-href")) link(element, pick.url);
    const hue = element.getAttribute("data-bind-hue");
    if (hue !== null) element.setAttribute("data-hue", String(hueOf(valueOf(pick, hue))));
    const picture = element.getAttribute(PICTURE);
    if (picture !== null) drawPicture(element as HTMLCanvasElement, valueOf(pick, picture));
    const image = element.getAttribute(IMAGE);
    if (image !== null) load(element as HTMLImageElement, valueOf(pick, image));
  }
  return copy;
}

/**
 * What a name in a template stands for: `title`, `id`, a display field of the
 * pack, or the labels of a kind of facet.
 */
function valueOf(pick: PickView, name: string): string {
  if (name === "title" || name === "id") return pick[name];
  const shown = pick.display.find(([key]) => key === name);
  if (shown) return shown[1];
  const labels = pick.facets.filter(({ kind }) => kind === name).map(({ label }) => label);
  return labels.join(", ");
}

/** Links lead to web addresses only, and prefetchers are asked to leave them alone. */
function link(element: Element, address: string): void {
  if (!isOfTheWeb(address)) return;
  element.setAttribute("href", address);
  element.setAttribute("rel", "nofollow");
  element.classList.add("no-prefetch");
}

/** An item's own image, where the policy says that picks load theirs; of several the first. */
function load(image: HTMLImageElement, addresses: string): void {
  const [address] = addresses.split(", ");
  if (!address || !isOfTheWeb(address)) return;
  // Who serves it learns what was picked, and need not learn on which page.
  image.referrerPolicy = "no-referrer";
  image.decoding = "async";
  image.src = address;
}

function isOfTheWeb(address: string): boolean {
  const { protocol } = new URL(address, location.href);
  return protocol === "https:" || protocol === "http:";
}

/**
 * A number from 0 to 11 for a text, the sum of its bytes: a stylesheet can give
 * it a colour, and a server can work it out alike. Sheets that are copied for
 * picks have lost what they would load, so a number cannot tell either.
 */
export function hueOf(text: string): number {
  return new TextEncoder().encode(text).reduce((sum, byte) => sum + byte, 0) % HUES;
}

const HUES = 12;
const BINDINGS = ["data-bind", "data-bind-href", "data-bind-hue"];
/** On a canvas: the field with its ThumbHash. */
const PICTURE = "data-bind-picture";
/** On an image: the field with its address. */
const IMAGE = "data-bind-src";
/** Elements whose text is code or loads something. */
const ACTIVE = ["script", "style", "iframe", "object", "noscript"];
