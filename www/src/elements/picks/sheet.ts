/** The page's own stylesheet, copied for use inside the element: no request is made for it. */
import { HomekeptError } from "../../errors.js";
import { turn } from "../turn.js";

/**
 * The copy of the sheet that `selector` finds, in parts that follow each other; waits until the page
 * has loaded it. A browser reads a long sheet for as long as it takes, so each part has a turn.
 */
export async function copySheet(selector: string, root: ParentNode): Promise<readonly CSSStyleSheet[]> {
  const owner = root.querySelector<HTMLLinkElement | HTMLStyleElement>(selector);
  if (!owner) throw new HomekeptError("styles-unreadable", `nothing matches ${selector}`);
  if (!owner.sheet) await new Promise((resolve) => owner.addEventListener("load", resolve));
  const { sheet } = owner;
  if (!sheet) throw new HomekeptError("styles-unreadable");
  const copy = copies.get(sheet) ?? copyOf(sheet);
  copies.set(sheet, copy);
  return copy;
}

async function copyOf(sheet: CSSStyleSheet): Promise<CSSStyleSheet[]> {
  const rules = rulesOf(sheet).filter((rule) => !(rule instanceof CSSImportRule));
  const parts = [];
  for (let at = 0; at < rules.length; at += PART) {
    await turn();
    const part = new CSSStyleSheet();
    const texts = rules.slice(at, at + PART).map((rule) => rule.cssText.replace(LOADS, "none"));
    part.replaceSync(texts.join("\n"));
    parts.push(part);
  }
  return parts;
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

/** How many rules are read in one turn. */
const PART = 40;
const copies = new WeakMap<CSSStyleSheet, Promise<readonly CSSStyleSheet[]>>();
