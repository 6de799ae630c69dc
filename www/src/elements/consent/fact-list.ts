import { html, type TemplateResult } from "lit";
import type { Facts } from "./notice.js";

export function factList(facts: Facts): TemplateResult {
  return html`<dl class="facts">
    ${facts.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}
  </dl>`;
}
