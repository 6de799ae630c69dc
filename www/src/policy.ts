import { HomekeptError } from "./errors.js";
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
  readonly retentionDays?: number;
  readonly pack: { readonly url: string; readonly integrity?: string };
}

/** Where the policy lies; other addresses are relative to it. */
export function addressOf(policy: string | URL): URL {
  try {
    return new URL(policy, globalThis.location?.href);
  } catch {
    throw new HomekeptError("policy-unreachable", `${policy} is no address`);
  }
}

/**
 * Fetches the policy anew on every page: no cookie goes with the request, and
 * no copy with an identifying validator stays behind.
 */
export async function fetchPolicy(url: URL): Promise<Policy> {
  try {
    const response = await fetch(url, {
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
    if (!response.ok) throw response;
    return await response.json();
  } catch {
    throw new HomekeptError("policy-unreachable");
  }
}
