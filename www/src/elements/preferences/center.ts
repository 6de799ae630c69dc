/** The sections of the preference center: loaded when there is one, so that no pick waits for them. */
import { html, type TemplateResult } from "lit";
import { dataSection } from "./data.js";
import type { Desk } from "./desk.js";
import { eventsSection } from "./events.js";
import { interestsSection } from "./interests.js";
import { leftSection } from "./left.js";
import { lockedSection } from "./locked.js";
import { permissionsSection } from "./permissions.js";
import { protectionSection } from "./protection.js";
import { statusSection } from "./status.js";
import { useSection } from "./use.js";

export { sectionStyles as styles } from "./section-styles.js";

export function sections(desk: Desk): TemplateResult {
  if (desk.status.locked) return lockedSection(desk);
  return html`${statusSection(desk)} ${permissionsSection(desk)} ${useSection(desk)}
  ${interestsSection(desk)} ${eventsSection(desk)} ${leftSection(desk)} ${dataSection(desk)}
  ${protectionSection(desk)}`;
}
