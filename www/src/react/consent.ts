import { createElement } from "react";
import { component, Place, type Component, type PlaceProps } from "./place.js";

export interface ConsentProps extends PlaceProps {
  /** Address of the page with the preference center. */
  readonly preferences?: string;
}

/** The question, where it stands on the page: `<homekept-consent>`. */
export const HomekeptConsent: Component<ConsentProps> = component((props, outer) =>
  createElement(Place, { ...props, outer, element: { tag: "homekept-consent" } }),
);
