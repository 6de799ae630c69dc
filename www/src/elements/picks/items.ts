/** The items of a list that the server rendered, by the attribute that names them. */

/** The ids in a list, in its order. */
export function idsOf(list: Element | undefined): string[] {
  return [...(list?.children ?? [])].flatMap((item) => item.getAttribute(ITEM) ?? []);
}

export const ITEM = "data-homekept-item";

/** Ids in an attribute, between spaces. */
export const IDS = {
  fromAttribute: (text: string | null): string[] => text?.split(/\s+/).filter(Boolean) ?? [],
};
