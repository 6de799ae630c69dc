import type { Purpose } from "../wasm/homekept.js";

/** What holds for a site's customers, by what its policy calls the rules that apply. */
export interface Jurisdiction {
  /** How each purpose comes to be on. No rules of any place turn one on by themselves. */
  readonly consent: Readonly<Record<Purpose, "opt-in">>;
  /** The standards of the advertising industry whose signals have to be heard. */
  readonly standards: readonly ("tcf" | "gpp")[];
}

const OPT_IN = { remember: "opt-in", learn: "opt-in", measure: "opt-in", sponsor: "opt-in" } as const;

/**
 * The rules as data. They choose what is listened to; they allow nothing. The exceptions of the
 * United Kingdom (PECR, Schedule A1, 5 and 6) are nobody's here: they would need a way for a purpose
 * to be on that no choice of the customer's stands for.
 */
export const JURISDICTIONS: Readonly<Record<string, Jurisdiction>> = {
  strictest: { consent: OPT_IN, standards: ["tcf", "gpp"] },
  eea: { consent: OPT_IN, standards: ["tcf"] },
  uk: { consent: OPT_IN, standards: ["tcf"] },
  us: { consent: OPT_IN, standards: ["gpp"] },
};

/** The rules of that name; of a name that is not known, the strictest. */
export function jurisdictionOf(name: string | undefined): Jurisdiction {
  const isKnown = name !== undefined && Object.hasOwn(JURISDICTIONS, name);
  return JURISDICTIONS[isKnown ? name : "strictest"]!;
}
