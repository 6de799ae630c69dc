/** One report on its way, with nothing of who sends it (SIG-07). */

/** Gives whether the collector has it, now or since before. */
export async function upload(collector: string, report: readonly number[], signal: AbortSignal): Promise<boolean> {
  const address = new URL(`${collector.replace(/\/$/, "")}/v1/reports`, location.origin);
  try {
    const { status } = await fetch(address, {
      method: "POST",
      body: Uint8Array.from(report),
      mode: "cors",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      redirect: "error",
      keepalive: true,
      signal,
    });
    return status === TAKEN || status === TAKEN_BEFORE;
  } catch {
    // The network, or the customer, said no: the same bytes another time, or never.
    return false;
  }
}

const TAKEN = 204;
const TAKEN_BEFORE = 409;
