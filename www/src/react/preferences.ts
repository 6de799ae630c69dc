import { createElement, type ReactElement } from "react";
import { Place, type PlaceProps } from "./place.js";

export type PreferencesProps = PlaceProps;

/** The preference center: `<homekept-preferences>`. */
export function HomekeptPreferences(props: PreferencesProps): ReactElement {
  return createElement(Place, { ...props, element: { tag: "homekept-preferences" } });
}
