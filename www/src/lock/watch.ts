/**
 * Locks by itself what nobody has used for as long as the customer chose, as the marker says:
 * `open`, until when in seconds since 1970, and after how many minutes. Everything on the page that
 * shows something of the profile has this loaded where the marker says so.
 */
import type { Inside } from "../internal.js";
import { takeKey } from "./key.js";

/** From now on, as long as the page lives; once for a page. */
export async function watch(inside: Inside): Promise<void> {
  if (watched.has(inside)) return;
  watched.add(inside);
  const name = nameOf(inside);
  // What fails now is looked at again soon.
  const look = (): void => void lookAt(inside, name).catch(() => {});
  // Ahead of everything else: a page that comes back must not show what is over.
  for (const type of ["pageshow", "visibilitychange", "resume"]) addEventListener(type, look, true);
  addEventListener("storage", look);
  for (const type of ["pointerdown", "keydown"]) {
    addEventListener(type, () => use(name), { capture: true, passive: true });
  }
  setInterval(look, EVERY);
  use(name);
  // What another page locked and did not come to finish is finished here.
  if (localStorage.getItem(name) === "locked") await takeKey(name);
  await lookAt(inside, name);
}

/** Has the marker say that it is open, and when it shuts by itself. */
export function opens(name: string, minutes: number): void {
  const until = Math.ceil(Date.now() / 1000) + minutes * 60;
  localStorage.setItem(name, minutes > 0 ? `open ${until} ${minutes}` : "open");
}

/** Of the marker, the database and the Web Lock alike. */
export function nameOf({ policy }: Inside): string {
  return `homekept:${policy.site}`;
}

/** After how many minutes without use it shuts by itself; 0 is never. */
export function minutesOf(name: string): number {
  return termOf(name)?.minutes ?? 0;
}

/** Shuts it, where its time is over. */
async function lookAt(inside: Inside, name: string): Promise<void> {
  const term = termOf(name);
  // A clock that was set back must not keep it open for longer than was chosen.
  if (!term || (term.left > 0 && term.left <= term.minutes * 60 + 1)) return;
  // The marker first: every page that looks finds it shut from now on.
  localStorage.setItem(name, "locked");
  if (!inside.stopped) await inside.change((door) => door.set("locked", true));
  await takeKey(name);
}

/** Somebody is here: its time begins anew, unless it is over, or has hardly begun. */
function use(name: string): void {
  const term = termOf(name);
  if (term && term.left > 0 && term.left < term.minutes * 60 * WORTH) opens(name, term.minutes);
}

/** The seconds that are left; nothing where it does not shut by itself. */
function termOf(name: string): { left: number; minutes: number } | undefined {
  const [, until, minutes] = /^open (\d+) (\d+)$/.exec(localStorage.getItem(name) ?? "") ?? [];
  return until ? { left: Number(until) - Date.now() / 1000, minutes: Number(minutes) } : undefined;
}

const watched = new WeakSet<Inside>();
/** Milliseconds. It shuts that much later than was said, at the most. */
const EVERY = 5_000;
/** The part of its time that may be left before it is written down anew. */
const WORTH = 0.9;
