import { html, type TemplateResult } from "lit";
import type { Words } from "../messages/words.js";

/** The page's own heading, or one that fits under the page's. */
export function heading(words: Words): TemplateResult {
  return html`<slot name="heading"><h2>${words.say("title")}</h2></slot>`;
}
