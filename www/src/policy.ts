import { HomekeptError } from "./errors.js";
import { fetchWhole } from "./fetch.js";
import type { Purpose } from "./wasm/homekept.js";

/**
 * What the facade and the elements read of the site's public policy file.
 * The core reads the whole of it and is the judge of whether it is valid.
 */
export interface Policy {
  readonly site: string;
  readonly controller: { readonly name: string; readonly contact: string };
  readonly notice: { readonly version: string };
  readonly purposes: readonly Purpose[];
  /** Whom the page is for: nothing is kept of children, whatever else the file offers. */
  readonly audience?: "general" | "mixed" | "child";
  /** What picks are shown for. None may decide about a person. */
  readonly placements?: readonly string[];
  /** Which rules apply; the strictest where it does not say. */
  readonly jurisdiction?: string;
  /** By which text the site's consent manager may grant a purpose: its SHA-256, in hexadecimal. */
  readonly manager?: Readonly<Partial<Record<Purpose, string>>>;
  readonly retentionDays?: number;
  /** How far the shop may lift an item, of 1. */
  readonly boost?: number;
  /** Whether picks may load the images of their items, which tells whoever serves them what was picked. */
  readonly images?: "direct";
  /** What the site would learn from many customers at once: [signals](../../docs/signals.md). */
  readonly signals?: Signals;
  readonly pack: {
    readonly url: string;
    readonly integrity?: string;
    /** Where the shards of a large shop lie, by `{shard}`, and how many there are. */
    readonly shards?: { readonly url: string; readonly count: number; readonly wasmIntegrity?: string };
  };
}

/** What is asked of customers who agree, and where their randomised reports go. */
export interface Signals {
  readonly collector: string;
  readonly measures: readonly Measure[];
  /** The least reports that a result is released for. */
  readonly floor?: number;
  /** Where released results are sent. */
  readonly export?: { readonly webhook: string };
}

/** One question; its first answer is always "nothing to report". */
export type Measure = {
  readonly name: string;
  readonly version: number;
  /** How much one report may tell. */
  readonly eps: number;
} & (
  | { readonly kind: "interest" | "count"; readonly buckets: readonly string[] }
  | { readonly kind: "outcome"; readonly slot: string }
);

/** Where the policy lies; other addresses are relative to it. */
export function addressOf(policy: string | URL): URL {
  try {
    return new URL(policy, globalThis.location?.href);
  } catch {
    throw new HomekeptError("policy-unreachable");
  }
}

/**
 * Fetches the policy anew on every page, so that no copy with an identifying
 * validator stays behind.
 */
export async function fetchPolicy(url: URL): Promise<Policy> {
  const text = await fetchWhole(url, "policy-unreachable", { cache: "no-store" }, (response) =>
    response.text(),
  );
  try {
    const policy: unknown = JSON.parse(text);
    if (isPolicy(policy)) return policy.audience === "child" ? { ...policy, purposes: [] } : policy;
  } catch {
    // Told below, as for JSON that is no policy.
  }
  throw new HomekeptError("policy-malformed");
}

/**
 * Whether it has what the facade and the elements need; the core judges the rest,
 * and of another version it judges everything.
 */
function isPolicy(policy: unknown): policy is Policy {
  const { version, pack, controller, placements } = (policy ?? {}) as Partial<Policy & { version: unknown }>;
  const { url, integrity = "sha384-" } = pack ?? {};
  // Browsers load without a check where they do not understand the digest.
  const checks = typeof integrity === "string" && /^sha(256|384|512)-/.test(integrity);
  const named = [controller?.name, controller?.contact].every((text) => typeof text === "string");
  return typeof url === "string" && checks && !DECIDES.test(`${placements}`) && (version !== 1 || named);
}

/** What has legal or similar effects on a person is no place for picks (GDPR, article 22). */
const DECIDES = /credit|employment|housing|insurance|price/;
