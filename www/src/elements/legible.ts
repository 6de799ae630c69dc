/**
 * Holds a theme to what may not be themed away: text that can be read, and answers that weigh the
 * same (DARK-01, UI-10). What the page's styles make of an element is looked at as it stands; where
 * it fails, the element shows itself in colours and sizes of its own.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { channelsOf, contrastOf, over, type Colour } from "./contrast.js";

export class Legible implements ReactiveController {
  private leaving: AbortController | undefined;
  private looking = false;

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this);
  }

  hostConnected(): void {
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    const look = (): void => this.look();
    // Where pages put the name of their theme.
    const theme = new MutationObserver(look);
    for (const place of [document.documentElement, document.body]) {
      theme.observe(place, { attributes: true });
    }
    signal.addEventListener("abort", () => theme.disconnect());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", look, { signal });
    // A style sheet that comes late.
    document.addEventListener("load", look, { capture: true, signal });
  }

  hostDisconnected(): void {
    this.leaving?.abort();
  }

  hostUpdated(): void {
    this.look();
  }

  /**
   * In a task of its own, so that the next frame has less to do; where that frame is quicker, in it,
   * before anything is painted.
   */
  private look(): void {
    if (this.looking) return;
    this.looking = true;
    const judge = (): void => {
      if (!this.looking) return;
      this.looking = false;
      cancelAnimationFrame(frame);
      const { host } = this;
      host.removeAttribute(SAFE);
      const root = host.shadowRoot;
      // What says nothing needs no look, which would lay out the whole page.
      if (root && host.isConnected && !host.hidden) host.toggleAttribute(SAFE, !isFair(root));
    };
    const frame = requestAnimationFrame(judge);
    setTimeout(judge);
  }
}

/** On an element that shows itself in its own colours: `shared-styles.ts` has them. */
const SAFE = "data-homekept-safe";

/** Whether all text in it can be read, and no answer stands out among those beside it. */
function isFair(root: ShadowRoot): boolean {
  // The system's own colours, which no page chose.
  if (matchMedia("(forced-colors: active)").matches) return true;
  // Nothing to be read: it is put away, or the page does without it.
  if (getComputedStyle(root.host).visibility !== "visible") return true;
  const probe = document.createElement("i");
  root.append(probe);
  try {
    // Most colours are told in plain numbers; the others cost a look at the styles, once each.
    const known = new Map<string, Colour | undefined>();
    const read = (colour: string): Colour | undefined => {
      if (!known.has(colour)) known.set(colour, channelsOf(colour) ?? channelsOf(inSrgb(probe, colour)));
      return known.get(colour);
    };
    const answers = [...root.querySelectorAll("[part~=answer], [part~=choice]")];
    return answers.every(weighsAsItsNeighbours) && samplesOf(root).every((text) => isReadable(text, read));
  } finally {
    probe.remove();
  }
}

/** One of each kind of element that holds words: what is styled alike looks alike. */
function samplesOf(root: ShadowRoot): Element[] {
  const kinds = new Map<string, Element>();
  for (const element of root.querySelectorAll(":not(style, :disabled, .said, option)")) {
    const kind = `${element.parentElement?.className} ${element.localName} ${element.className}`;
    if (kinds.has(kind)) continue;
    const holdsWords = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim(),
    );
    if (holdsWords && element.getClientRects().length > 0) kinds.set(kind, element);
  }
  return [...kinds.values()];
}

function isReadable(element: Element, read: (colour: string) => Colour | undefined): boolean {
  const { color, fontSize, visibility } = getComputedStyle(element);
  if (visibility !== "visible") return !element.matches("[part]");
  if (parseFloat(fontSize) < LEAST_SIZE || isFaded(element)) return false;
  const [ink, ground] = [read(color), groundOf(element, read)];
  return Boolean(ink && ground) && contrastOf(over(ink!, ground!), ground!) >= LEAST_CONTRAST;
}

/** The colour behind it; undefined where nobody can tell, as with a picture. */
function groundOf(element: Element, read: (colour: string) => Colour | undefined): Colour | undefined {
  const layers: Colour[] = [];
  for (let place: Node | null = element; place; place = parentOf(place)) {
    if (!(place instanceof Element)) continue;
    const { backgroundColor, backgroundImage } = getComputedStyle(place);
    const layer = read(backgroundColor);
    if (!layer || backgroundImage !== "none") return undefined;
    layers.unshift(layer);
    if (layer.alpha === 1) break;
  }
  const paper = read("Canvas");
  return paper && layers.reduce((ground, layer) => over(layer, ground), paper);
}

/** Whether something fades it, up to the element that it is part of. Pages themselves may fade in. */
function isFaded(element: Element): boolean {
  const fades = (place: Element): boolean => {
    const { opacity, filter } = getComputedStyle(place);
    return Number(opacity) < 1 || filter !== "none";
  };
  for (let place: Element | null = element; place; place = place.parentElement) {
    if (fades(place)) return true;
  }
  return fades((element.getRootNode() as ShadowRoot).host);
}

function parentOf(node: Node): Node | null {
  if (node instanceof ShadowRoot) return node.host;
  return (node as Element).assignedSlot ?? node.parentNode;
}

/** Any colour of CSS in one form, whichever form the page wrote it in. */
function inSrgb(probe: HTMLElement, colour: string): string {
  probe.style.color = `color-mix(in srgb, ${colour}, ${colour})`;
  return getComputedStyle(probe).color;
}

function weighsAsItsNeighbours(answer: Element): boolean {
  const looks = (element: Element): string => {
    const style = getComputedStyle(element);
    return WEIGHT.map((name) => style[name]).join();
  };
  const kind = answer.localName;
  const beside = [...(answer.parentElement?.children ?? [])].filter(({ localName }) => localName === kind);
  // A choice that is made shows it.
  const isAtRest = (element: Element): boolean => !element.matches(":hover, :focus-within, :has(:checked)");
  return beside.filter(isAtRest).every((other) => !isAtRest(answer) || looks(other) === looks(answer));
}

const WEIGHT = [
  "color",
  "backgroundColor",
  "backgroundImage",
  "borderTopColor",
  "borderTopWidth",
  "fontSize",
  "fontWeight",
  "opacity",
  "filter",
  "transform",
  "boxShadow",
] as const;

/** WCAG 2.2, 1.4.3, for text of any size. */
const LEAST_CONTRAST = 4.5;
/** In CSS pixels; our own smallest text has 13. */
const LEAST_SIZE = 11;
