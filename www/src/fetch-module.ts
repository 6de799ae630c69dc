/**
 * Fetches and starts a module that comes besides the one that everybody loads, if it is the very one
 * that this script was built with. Shares nothing with the facade, whose own module would be looked for
 * elsewhere then.
 */
import { HomekeptError, type ErrorCode } from "./errors.js";

export async function startModule(
  url: URL,
  integrity: string,
  begin: (compiled: { module: WebAssembly.Module }) => unknown,
): Promise<void> {
  const answer = await fetch(url, { integrity, credentials: "omit", referrerPolicy: "no-referrer" }).catch(() => undefined);
  if (!answer?.ok) throw new HomekeptError("module-unreachable");
  const bytes = await answer.arrayBuffer().catch(() => {
    throw new HomekeptError("module-unreachable");
  });
  try {
    begin({ module: await WebAssembly.compile(bytes) });
  } catch {
    throw new HomekeptError("module-refused", "the CSP needs 'wasm-unsafe-eval'");
  }
}

/** What such a module throws has its code for a message. */
export function told<T>(deed: () => T): T {
  try {
    return deed();
  } catch (error) {
    if (error instanceof HomekeptError) throw error;
    const { message } = error as Error;
    throw new HomekeptError(/^[a-z-]+$/.test(message) ? (message as ErrorCode) : "module-refused");
  }
}
