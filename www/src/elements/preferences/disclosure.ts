import { html, nothing, type TemplateResult } from "lit";
import { own } from "../../guard.js";
import type { Desk } from "./desk.js";

/** Something that opens: what is in it is drawn once it is open, and on paper it always is. */
export interface Disclosure {
  readonly id: string;
  readonly summary: string | TemplateResult;
  /** What tells it from others whose summary is the same. */
  readonly label?: string | undefined;
  readonly open?: boolean;
  content(): unknown;
  /** Called when the customer opens it. */
  opens?(): unknown;
}

export function disclosure(desk: Desk, given: Disclosure): TemplateResult {
  const { id, summary, label, open, content, opens } = own(given);
  const { look, printing, show } = desk;
  const isOpen = printing || (look.opened.get(id) ?? open ?? false);
  const toggled = (event: Event): void => {
    const now = (event.currentTarget as HTMLDetailsElement).open;
    // What paper opened is not what the customer opened.
    if (printing || now === isOpen) return;
    show({ opened: new Map(look.opened).set(id, now) });
    if (now) opens?.();
  };
  return html`<details ?open=${isOpen} @toggle=${toggled}>
    <summary aria-label=${label ?? nothing}>${summary}</summary>
    ${isOpen ? content() : nothing}
  </details>`;
}
