import { createElement } from "react";
import { component, Place, type Component, type PlaceProps } from "./place.js";

export interface PreferencesProps extends PlaceProps {
  /** Address of the site's policy file, so that a no counts also where the module does not come. */
  readonly policy?: string;
}

/** The preference center: `<homekept-preferences>`. */
export const HomekeptPreferences: Component<PreferencesProps> = component((props, outer) =>
  createElement(Place, { ...props, outer, element: { tag: "homekept-preferences" } }),
);
