/** The module that reads what comes in, and makes one snapshot of it and of what is here (`crates/transfer`). */
import { HomekeptError } from "../errors.js";
import integrity from "integrity:transfer";
import { startModule, told } from "../fetch-module.js";
import * as module from "../wasm/transfer.js";

/** What a file says, as far as a page is told: it holds no item and no interest. */
export interface Arrival {
  readonly site: string;
  /** When it was made, in minutes since 1970. */
  readonly minute: number;
  /** What was done and what was stated: so many things. */
  readonly entries: number;
}

/** What is here, and what is wished. */
interface Here {
  readonly site: string;
  readonly snapshot: Uint8Array;
  readonly allowed: readonly string[];
  readonly retentionDays: number;
  readonly replaces: boolean;
}

interface Outcome {
  readonly snapshot: Uint8Array;
  readonly brought: number;
  readonly known: number;
  readonly barred: number;
  readonly expired: number;
}

export async function read(text: string): Promise<Arrival> {
  await load();
  return told(() => {
    const read = new module.Arrival(text);
    const arrival = Object.freeze({ site: read.site(), minute: read.minute(), entries: read.entries() });
    readings.set(arrival, read);
    return arrival;
  });
}

export function merge(arrival: Arrival, { site, snapshot, allowed, retentionDays, replaces }: Here): Outcome {
  return told(() => {
    const read = readings.get(arrival);
    if (!read) throw new HomekeptError("request-invalid");
    const now = Math.floor(Date.now() / 60_000);
    const outcome = read.merge(site, snapshot, allowed.join(" "), retentionDays, now, replaces);
    const [brought = 0, known = 0, barred = 0, expired = 0] = outcome.counts();
    return { snapshot: outcome.snapshot(), brought, known, barred, expired };
  });
}

function load(): Promise<void> {
  // Written out literally, so that bundlers see the file and ship it. What failed may be tried again.
  loaded ??= startModule(new URL("./transfer.wasm", import.meta.url), integrity, module.initSync).catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

let loaded: Promise<void> | undefined;
const readings = new WeakMap<Arrival, module.Arrival>();
