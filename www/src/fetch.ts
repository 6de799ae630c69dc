/** How the public files come: the policy, the module and the pack. */
import { HomekeptError, type FacadeCode } from "./errors.js";

/**
 * What `take` makes of an answer. No cookie and no address of the page goes with
 * the request. An answer that comes not at all, in part, or without end is `code`.
 */
export async function fetchWhole<T>(
  url: URL | string,
  code: FacadeCode,
  options: RequestInit,
  take: (response: Response) => Promise<T>,
): Promise<T> {
  try {
    const response = await fetch(url, {
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout?.(PATIENCE),
      ...options,
    });
    if (response.ok) return await take(response);
  } catch (error) {
    // That is how the network fails; anything else is about what came.
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
  }
  throw new HomekeptError(code);
}

/**
 * In milliseconds. A page of the largest pack, 300 KB, still comes through at
 * 40 kbit/s; after that whoever waits is better served by an answer.
 */
const PATIENCE = 60_000;
