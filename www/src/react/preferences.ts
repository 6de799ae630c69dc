import { createElement, type ReactElement } from "react";
import { Place, type PlaceProps } from "./place.js";

export interface PreferencesProps extends PlaceProps {
  /** Address of the site's policy file, so that a no counts also where the module does not come. */
  readonly policy?: string;
}

/** The preference center: `<homekept-preferences>`. */
export function HomekeptPreferences(props: PreferencesProps): ReactElement {
  return createElement(Place, { ...props, element: { tag: "homekept-preferences" } });
}
