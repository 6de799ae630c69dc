/**
 * What this part needs of Lit where a script has the rest of it: a template and its values, in the
 * form that Lit draws, whichever copy of it made them.
 */
import type { TemplateResult } from "lit";

export function html(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult<1> {
  return { _$litType$: 1, strings, values };
}

/** By this name in every copy. */
export const nothing = Symbol.for("lit-nothing");
