/** The sections of the preference center: loaded when there is one, so that no pick waits for them. */
import { html, nothing, type TemplateResult } from "lit";
import { dataSection } from "./data.js";
import type { Desk } from "./desk.js";
import { eventsSection } from "./events.js";
import { LOOKING } from "./from-storage.js";
import { interestsSection } from "./interests.js";
import { leftSection } from "./left.js";
import { lockHere } from "./lock-here.js";
import { lockedSection } from "./locked.js";
import { permissionsSection } from "./permissions.js";
import { protectionSection } from "./protection.js";
import { sentHere } from "./sent.js";
import { statusSection } from "./status.js";
import { useSection } from "./use.js";

// So that a profile can be locked, opened again and taken along where the shop has gone meanwhile (DSR-06).
for (const part of [import("../../lock/key.js"), import("../../lock/watch.js"), import("../moving/index.js")]) {
  part.catch(() => {});
}

export { sectionStyles as styles } from "./section-styles.js";

/** What is drawn after so many steps; of a locked profile there is one section alone, once its lock is known. */
export function sections(desk: Desk, steps: number): TemplateResult | undefined {
  if (desk.status.locked) return lockedSection(desk);
  // A section that takes several steps is told how many came after its first.
  const draw = (section: (desk: Desk, more: number) => TemplateResult, ...own: Step[]): unknown => {
    const come = own.filter((step) => STEPS.indexOf(step) < steps);
    const last = come.at(-1);
    return last ? desk.once(last, () => section(desk, come.length - 1)) : nothing;
  };
  return html`${draw(statusSection, "status")} ${draw(permissionsSection, "permissions")}
  ${draw(useSection, "use", "preview")}
  ${draw(interestsSection, "interests", "strongest", "others")} ${draw(eventsSection, "events")}
  ${draw(bottom, "bottom")}`;
}

/** All of it at once: no button moves away from under a hand because something above it was found. */
function bottom(desk: Desk): TemplateResult {
  const sent = sentHere(desk);
  const lock = lockHere(desk);
  if (sent === LOOKING || lock === LOOKING) return html``;
  return html`${leftSection(desk, sent)} ${dataSection(desk, sent, lock)} ${protectionSection(desk)}`;
}

/** One after the other, so that none holds the page up for long. */
const STEPS = [
  "status",
  "permissions",
  "use",
  "preview",
  "interests",
  "strongest",
  "others",
  "events",
  "bottom",
] as const;
type Step = (typeof STEPS)[number];
export const ALL_STEPS = STEPS.length;
