/** The page's own stylesheet, copied for use inside the element: no request is made for it. */
import { HomekeptError } from "../../errors.js";

/** The copy of the sheet that `selector` finds; waits until the page has loaded it. */
export async function copySheet(selector: string, root: ParentNode): Promise<CSSStyleSheet> {
  const owner = root.querySelector<HTMLLinkElement | HTMLStyleElement>(selector);
  if (!owner) throw new HomekeptError("styles-unreadable", `nothing matches ${selector}`);
  if (!owner.sheet) await new Promise((resolve) => owner.addEventListener("load", resolve));
  const { sheet } = owner;
  if (!sheet) throw new HomekeptError("styles-unreadable");
  let copy = copies.get(sheet);
  if (!copy) {
    copy = new CSSStyleSheet();
    const rules = rulesOf(sheet).filter((rule) => !(rule instanceof CSSImportRule));
    copy.replaceSync(rules.map((rule) => rule.cssText.replace(LOADS, "none")).join("\n"));
    copies.set(sheet, copy);
  }
  return copy;
}

/** A sheet of another origin may be used, but not read. */
function rulesOf(sheet: CSSStyleSheet): CSSRule[] {
  try {
    return [...sheet.cssRules];
  } catch {
    throw new HomekeptError("styles-unreadable");
  }
}

/** Whatever a rule would load by an address: a picture that only some picks have would tell. */
const LOADS = /url\((?!\s*["']?(?:data:|#))[^)]*\)/gi;

const copies = new WeakMap<CSSStyleSheet, CSSStyleSheet>();
