/** Items of the server's own markup, put into the order of the vault's ids. */
import { ITEM } from "../elements/picks/items.js";

/**
 * Has the elements with these ids (`data-homekept-item`), of one list or of several, change places:
 * the first id comes to the first place that any of them has now. What has another id, or none, and
 * what the server did not render, stays as it is. Nothing is moved while the customer points at one
 * of the lists or has the focus in it, nor what would load something again. Tells whether the page
 * now shows this order.
 */
export function putInOrder(lists: Iterable<Element>, ids: readonly string[]): boolean {
  const all = [...lists];
  if (all.some((list) => list.matches(":hover, :focus-within") || list.querySelector(LOADS_AGAIN))) return false;
  const places = new Map<string, Element>();
  for (const item of all.flatMap((list) => [...list.children])) {
    const id = item.getAttribute(ITEM);
    if (id !== null && !places.has(id)) places.set(id, item);
  }
  const wanted = [...new Set(ids)].flatMap((id) => places.get(id) ?? []);
  const moving = new Set(wanted);
  // The items that are ranked take the places that they have among them; the rest stands.
  const now = [...places.values()].filter((item) => moving.has(item));
  const marks = now.map((item) => {
    const mark = document.createComment("");
    item.replaceWith(mark);
    return mark;
  });
  marks.forEach((mark, at) => mark.replaceWith(wanted[at]!));
  return wanted.length > 0;
}

/** What makes a request when it is put elsewhere, or only once it is in view. */
const LOADS_AGAIN = "iframe, object, embed, audio, video, link, img:not([src], [srcset]), img[loading=lazy]";
