import { html, type TemplateResult } from "lit";
import type { Notice } from "./notice.js";

export function factList({ facts }: Notice): TemplateResult {
  return html`<dl class="facts">
    ${facts.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}
  </dl>`;
}
