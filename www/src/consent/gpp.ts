import { onArrival } from "./arrival.js";
import { follow, type Opened, type Said } from "./follow.js";

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

type GppFields = Readonly<Record<string, unknown>>;

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
        let listener: number | undefined;
        let isNew = false;
        api("addEventListener", ({ eventName, listenerId, pingData }) => {
          listener = listenerId;
          isNew ||= eventName === "sectionChange";
          const isReady = pingData.signalStatus === "ready";
          hear(() => (isReady ? read(pingData) : undefined), isNew);
          if (isReady) isNew = false;
        });
        return () => {
          if (listener !== undefined) api("removeEventListener", () => {}, listener);
        };
      },
    ),
  );
}

function read({ applicableSections, parsedSections }: GppPing): Said | undefined {
  if (applicableSections.includes(-1)) return {};
  // Which sections hold is not known yet.
  if (applicableSections.length === 0) return undefined;
  const parts = Object.values(parsedSections).flat();
  const any = (field: string, test: (value: unknown) => boolean): boolean =>
    parts.some((part) => [part[field] ?? 0].flat().some(test));
  if (any("KnownChildSensitiveDataConsents", (value) => value !== 0)) {
    return { learn: null, measure: null, sponsor: null };
  }
  const isOut = OPT_OUTS.some((field) => any(field, (value) => value === 1)) || any("Gpc", (value) => value === true);
  return isOut ? { measure: false, sponsor: false } : {};
}

const OPT_OUTS = ["SaleOptOut", "SharingOptOut", "TargetedAdvertisingOptOut"];
