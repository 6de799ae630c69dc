import { onArrival } from "./arrival.js";
import { follow, type Opened } from "./follow.js";
import type { Said } from "./managers.js";
import { Says } from "./says.js";

export type { Opened } from "./follow.js";

/** What is used of what GPP 1.1 tells its listeners. */
export interface GppEvent {
  readonly eventName: string;
  readonly listenerId: number;
  readonly pingData: GppPing;
}

/** What is used of its state. */
export interface GppPing {
  readonly signalStatus: string;
  readonly applicableSections: readonly number[];
  /** By the section's name: its fields, or a list of its parts. */
  readonly parsedSections: Readonly<Record<string, GppFields | readonly GppFields[]>>;
}

/** The fields of a section, by their names. */
export type GppFields = Readonly<Record<string, unknown>>;

/** The function that every consent manager of the platform brings. */
export type GppApi = (
  command: "addEventListener" | "removeEventListener",
  callback: (event: GppEvent, success: boolean) => void,
  parameter?: number,
) => void;

/**
 * Follows the IAB's Global Privacy Platform, in its sections on opting out. It never allows: not to
 * have opted out is no yes.
 */
export function gpp(homekept: Opened): () => void {
  return follow(homekept, ["learn", "measure", "sponsor"], (hear) =>
    onArrival(
      () => (globalThis as { __gpp?: GppApi }).__gpp,
      (api) => {
        let listener: number;
        let isNew = false;
        api("addEventListener", (event) => {
          listener = event?.listenerId;
          isNew ||= event?.eventName === "sectionChange";
          const isReady = event?.pingData?.signalStatus === "ready";
          hear(() => (isReady ? read(event.pingData) : undefined), isNew);
          isNew &&= !isReady;
        });
        return () => api("removeEventListener", () => {}, listener);
      },
    ),
  );
}

function read({ applicableSections, parsedSections }: GppPing): Said | undefined {
  if (applicableSections.includes(-1)) return {};
  // Which sections hold is not known yet.
  if (applicableSections.length === 0) return undefined;
  const fields = Object.values(parsedSections).flat().flatMap((part) => Object.entries(part));
  const any = (name: RegExp, test: (value: unknown) => boolean): boolean =>
    fields.some(([field, value]) => name.test(field) && [value].flat().some(test));
  if (any(/^KnownChild/, (value) => value !== 0)) return { learn: Says.Never, measure: Says.Never, sponsor: Says.Never };
  const isOut = any(/^(Sale|Sharing|TargetedAdvertising)OptOut$/, (value) => value === 1);
  return isOut || any(/^Gpc$/, (value) => value === true) ? { measure: Says.No, sponsor: Says.No } : {};
}
