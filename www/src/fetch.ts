/** How the public files come: the policy, the module and the pack. */
import { HomekeptError, type FacadeCode } from "./errors.js";

/**
 * The whole body of an answer. No cookie and no address of the page goes with
 * the request. Whatever comes not at all, in part, or without end is `code`.
 */
export async function fetchWhole(
  url: URL | string,
  code: FacadeCode,
  options?: RequestInit,
): Promise<ArrayBuffer> {
  try {
    const response = await fetch(url, {
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout?.(PATIENCE),
      ...options,
    });
    if (response.ok) return await response.arrayBuffer();
  } catch {
    // Told below, as for an answer that is none.
  }
  throw new HomekeptError(code);
}

/**
 * In milliseconds. A page of the largest pack, 300 KB, still comes through at
 * 40 kbit/s; after that whoever waits is better served by an answer.
 */
const PATIENCE = 60_000;
