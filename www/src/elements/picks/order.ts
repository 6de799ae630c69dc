/**
 * A list of the server's, put into another order: its own nodes change places,
 * so that nothing is loaded for it, and nothing is lost.
 */
import { HomekeptError } from "../../errors.js";
import type { PickView } from "../../wasm/homekept.js";
import type { Words } from "../messages/words.js";
import { ITEM } from "./items.js";

/**
 * Makes a list's requests the same whatever its order becomes: pictures load at once, in the order
 * of the document, and link prefetchers pass it by. Done for everybody, before it is known who
 * looks. Resolves when the pictures are there, or will not come.
 */
export async function settle(list: Element): Promise<void> {
  for (const link of list.querySelectorAll("a")) link.classList.add("no-prefetch");
  const images = [...list.querySelectorAll("img")];
  for (const image of images) image.loading = "eager";
  const arrivals = images.map(
    (image) =>
      image.complete ||
      new Promise((resolve) => {
        image.addEventListener("load", resolve);
        image.addEventListener("error", resolve);
      }),
  );
  await Promise.race([Promise.all(arrivals), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
}

/** The shop's own order of a list, and the way back to it. */
export class ShopOrder {
  private readonly items: ReadonlyMap<string, Element>;
  private reasons: (readonly [place: Element, text: string | null])[] = [];

  /** Refuses a list that could tell what was moved, or that hides why. */
  constructor(private readonly list: Element) {
    if (list.querySelector(LOADS_AGAIN)) {
      throw new HomekeptError("template-refused", "the list loads something again when it is moved");
    }
    const items = new Map<string, Element>();
    for (const item of list.children) {
      const id = item.getAttribute(ITEM);
      if (id === null || items.has(id)) continue;
      if (!item.querySelector(REASON)) {
        throw new HomekeptError("template-refused", "an item shows the reason for its place");
      }
      items.set(id, item);
    }
    this.items = items;
  }

  /** What may be ranked, in the shop's order. */
  get ids(): string[] {
    return [...this.items.keys()].slice(0, MOST);
  }

  /**
   * Puts the picks into the places that their items have now; whatever else is in the list stays
   * where it is. An item that came forward says why.
   */
  apply(picks: readonly PickView[], why: (pick: PickView) => string | undefined, words: Words): void {
    this.undo();
    const before = [...this.list.children];
    this.place(picks.map(({ id }) => id));
    const after = [...this.list.children];
    for (const pick of picks) {
      const item = this.items.get(pick.id);
      const place = item?.querySelector(REASON);
      if (!item || !place || after.indexOf(item) >= before.indexOf(item)) continue;
      const text = why(pick);
      if (!text) continue;
      this.reasons.push([place, place.textContent]);
      const said = document.createElement("span");
      words.mark(said);
      said.textContent = text;
      place.replaceChildren(said);
    }
  }

  /** Back to the shop's order, as far as the list is still the one that it was. */
  undo(): void {
    for (const [place, text] of this.reasons) place.textContent = text;
    this.reasons = [];
    this.place(this.ids);
  }

  private place(ids: readonly string[]): void {
    const wanted = ids
      .map((id) => this.items.get(id))
      .filter((item) => item?.parentNode === this.list) as Element[];
    const moving = new Set(wanted);
    const now = [...this.list.children].filter((item) => moving.has(item));
    const moves = now.flatMap((item, at) => (item === wanted[at] ? [] : [[item, wanted[at]] as const]));
    // A mark in each place first: the text between the items stays what it is.
    const marks = moves.map(([item]) => {
      const mark = document.createComment("");
      item.replaceWith(mark);
      return mark;
    });
    marks.forEach((mark, at) => mark.replaceWith(moves[at]![1] as Element));
  }
}

/** What makes a request when it is put elsewhere, or only once it is in view. */
const LOADS_AGAIN = "iframe, object, embed, audio, video, link, img:not([src], [srcset])";
const REASON = '[data-bind="reason"]';
/** As many as can be ranked at once. */
const MOST = 100;
/** Milliseconds. A picture that takes longer has nothing to do with the order. */
const PATIENCE = 10_000;
