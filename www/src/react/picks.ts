import { createElement, useState, type ReactNode } from "react";
import { createPortal } from "react-dom";
import type { ErrorCode } from "../errors.js";
import type { SlotName } from "../wasm/homekept.js";
import { component, Place, type Component, type PlaceProps, type Shape } from "./place.js";

export interface PicksProps extends PlaceProps {
  /** The slot; `for-you` when absent. */
  readonly kind?: SlotName;
  /** The id of the item that the page shows, or those in the basket. */
  readonly item?: string | readonly string[];
  /** How many picks; as many as the server's list has, when absent. */
  readonly limit?: number;
  /** With fewer picks than this the server's list stays; as many as it has, when absent. */
  readonly min?: number;
  /** Ids of items that must not appear, or of the only ones that may. */
  readonly exclude?: readonly string[];
  readonly within?: readonly string[];
  /** A selector for the stylesheet of the page that dresses the cards. */
  readonly styles?: string;
  /** What the element makes for each pick, by `data-bind`: copied as it is drawn, without handlers. */
  readonly card?: ReactNode;
  /** Called when the picks have taken the place of the server's list. */
  readonly onShown?: () => void;
  /** Called with the reason why they cannot. */
  readonly onProblem?: (code: ErrorCode) => void;
}

/** Takes over the list among its children, once it knows better: `<homekept-picks>`. */
export const HomekeptPicks: Component<PicksProps> = component((props, outer) => {
  const { item, exclude, within, card, onShown, onProblem, children, ...rest } = props;
  const [content, setContent] = useState<DocumentFragment>();
  const element: Shape = {
    tag: "homekept-picks",
    properties: { exclude, within },
    events: {
      "homekept-shown": () => onShown?.(),
      "homekept-problem": ({ detail }) => onProblem?.((detail as { code: ErrorCode }).code),
    },
    ready: !card || Boolean(content),
  };
  // React puts what it draws in a template beside its content, where it is no card.
  const hold = (template: HTMLTemplateElement | null): void => {
    if (template) setContent(template.content);
  };
  return createElement(
    Place,
    { ...rest, ...(item && { item: ([] as string[]).concat(item).join(" ") }), outer, element },
    children,
    card && createElement("template", { ref: hold }),
    card && content && createPortal(card, content),
  );
});
