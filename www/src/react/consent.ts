import { createElement, type ReactElement } from "react";
import { Place, type PlaceProps } from "./place.js";

export interface ConsentProps extends PlaceProps {
  /** Address of the page with the preference center. */
  readonly preferences?: string;
}

/** The question, where it stands on the page: `<homekept-consent>`. */
export function HomekeptConsent(props: ConsentProps): ReactElement {
  return createElement(Place, { ...props, element: { tag: "homekept-consent" } });
}
