/**
 * The right moment to change what is on the page: never under the pointer or
 * the focus, and not in view once the customer has begun to use the page.
 */

import { turn } from "../turn.js";

/**
 * Calls `change` once, as soon as it disturbs nobody; gives the way to call that off. What `grows`
 * out of nothing waits until it is below what is in view: whatever it moves is out of sight.
 */
export function whenUndisturbed(element: Element, change: () => void, grows = false): () => void {
  let inView = true;
  let over = false;
  const attempt = (): void => {
    if (over) return;
    const inTheWay = grows
      ? element.getBoundingClientRect().top < innerHeight
      : isHeld(element) || (inView && isInUse());
    if (inTheWay) return;
    stop();
    change();
  };
  // Focus and pointer have moved on only after the event has run its course; and where several
  // blocks of a page may change, each has a turn of its own.
  const soon = (): void => void turn().then(attempt);
  const sight = new IntersectionObserver(([entry]) => {
    inView = entry?.isIntersecting ?? true;
    soon();
  });
  const stop = (): void => {
    over = true;
    sight.disconnect();
    element.removeEventListener("pointerleave", soon);
    element.removeEventListener("focusout", soon);
  };
  element.addEventListener("pointerleave", soon);
  element.addEventListener("focusout", soon);
  // Looks at once, and again whenever the element comes into view or leaves it.
  sight.observe(element);
  return stop;
}

/** Starts to notice whether the page is in use; once is enough for all elements. */
export function watchUse(): void {
  if (watching) return;
  watching = true;
  for (const type of ["pointerdown", "keydown", "wheel", "touchmove"]) {
    addEventListener(type, () => (used = true), { capture: true, once: true, passive: true });
  }
}

let watching = false;
let used = false;

function isInUse(): boolean {
  return used || navigator.userActivation?.hasBeenActive === true;
}

function isHeld(element: Element): boolean {
  return element.matches(":hover") || element.matches(":focus-within");
}
