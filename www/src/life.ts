/**
 * What a page lives through: other tabs, a change of sight, the browser's
 * back-forward cache, a preparation ahead of being looked at.
 */
import { HomekeptError } from "./errors.js";
import type { Inside } from "./internal.js";

/** Resolves once the page is looked at: one that is prepared ahead may never be. */
export async function activation(): Promise<void> {
  const { document } = globalThis;
  if (!document?.prerendering) return;
  await new Promise((resolve) => document.addEventListener("prerenderingchange", resolve, ONCE));
}

/**
 * Keeps a page in step with what the browser keeps. Tabs tell each other that
 * something changed, never what: whoever hears of it reads anew, and tells
 * nobody.
 */
export function keepInStep(inside: Inside): void {
  const { document } = globalThis;
  if (!document) return;
  const name = nameOf(inside);
  let channel: BroadcastChannel | undefined;
  let soon: ReturnType<typeof setTimeout> | undefined;

  const read = async (): Promise<void> => {
    soon = undefined;
    // Where it cannot be read, the page does without until it can; a panic has been dealt with.
    if (!inside.stopped) await inside.act((door) => door.open()).catch(() => {});
  };
  const isSeen = (): boolean => document.visibilityState === "visible";
  const listen = (): void => {
    channel ??= new BroadcastChannel(name);
    channel.onmessage = ({ data: urgent }) => {
      if (urgent) void read();
      // What was merely added can wait: for its like, or until somebody looks.
      else if (isSeen()) soon ??= setTimeout(read, GATHER);
    };
  };
  inside.tell = (urgent) => channel?.postMessage(urgent);

  // An open channel would keep the page out of the cache, an open database would keep others from
  // deleting it; and what stands on the page may be another person's by the time it comes back.
  const leave = (): void => {
    channel?.close();
    channel = undefined;
    inside.hide(true);
    if (!inside.stopped) inside.ask((door) => door.let_go());
  };
  const comeBack = async (): Promise<void> => {
    listen();
    await read();
    inside.hide(false);
  };
  addEventListener("pagehide", leave);
  addEventListener("pageshow", ({ persisted }) => void (persisted && comeBack()));
  // A marker that changed is seen here only now: the message may have been quicker.
  addEventListener("storage", ({ key }) => void ((key ?? name) === name && read()));
  document.addEventListener("freeze", leave);
  document.addEventListener("resume", comeBack);
  document.addEventListener("visibilitychange", () => void (isSeen() && read()));
  listen();
}

/**
 * Locks what is kept by the marker that the module would write itself: a
 * log-out counts, also where the module is busy or broke down. Given the time, in seconds, it locks
 * what was to be open until then.
 */
export function lockByHand(inside: Inside, now?: number): void {
  const name = nameOf(inside);
  try {
    const [mark, until] = localStorage.getItem(name)!.split(" ");
    if (mark === "open" && (!now || +until! < now)) localStorage.setItem(name, "locked");
  } catch {
    // There is no marker; where it cannot be read, the module says so, if it can.
  }
}

/**
 * Takes the key out of storage, where a passphrase brings it back, and gives whether that is so.
 * Loaded by everybody who locks and unlocks, so that it tells nothing of who has a passphrase.
 */
export const takeKey = (inside: Inside): Promise<boolean> =>
  import("./lock/key.js")
    .then((key) => key.takeKey(nameOf(inside)))
    .catch(() => {
      throw new HomekeptError("lock-failed");
    });

/**
 * What looks damaged since its key is gone may be locked: a browser that is ended within seconds has
 * not written the marker. It says so from now on.
 */
export async function findLocked(inside: Inside): Promise<void> {
  const { isShut } = await import("./lock/key.js");
  if (!(await isShut(nameOf(inside)))) return;
  lockByHand(inside);
  await inside.act((door) => door.open());
}

/** Of the channel, the marker and the database alike. */
function nameOf({ policy }: Inside): string {
  return `homekept:${policy.site}`;
}

const ONCE = { once: true };
/** Milliseconds in which what others add is gathered. */
const GATHER = 200;

declare global {
  interface Document {
    /** Whether the page is prepared ahead and not looked at yet. */
    readonly prerendering?: boolean;
  }
}
