/**
 * Withdrawing and erasing where the module does not run (switched off, not loaded, WebAssembly
 * forbidden): the rights to say no and to delete do not depend on it. What is sealed cannot be read
 * here; what it was kept for goes with all of it.
 */
import { addressOf, fetchPolicy } from "../../policy.js";

/** What the markers say is kept on this origin, as `src/browser/marker.rs` writes them. */
export function keptHere(): "open" | "locked" | "refused" | "none" {
  const marks = ourKeys().map((key) => localStorage.getItem(key));
  if (marks.some((mark) => /^open\b/.test(mark ?? ""))) return "open";
  if (marks.includes("locked")) return "locked";
  return marks.some((mark) => mark?.startsWith("refused ")) ? "refused" : "none";
}

/**
 * Refuses everything: deletes what is kept, and notes the no in the form of
 * `src/consent/refusal.rs`, so that nobody asks again for six months. Gives what is still there.
 */
export async function withdrawWithoutModule(policy: string): Promise<string[]> {
  // First: without the site's name and the notice's version the no could not be noted.
  const { site, notice } = await fetchPolicy(addressOf(policy));
  const left = await eraseWithoutModule();
  localStorage.setItem(`${OURS}${site}`, `refused ${month()} ${notice.version}`);
  return left;
}

/** Deletes everything of this package on this origin; gives the names of what is still there. */
export async function eraseWithoutModule(): Promise<string[]> {
  // The markers first, so that no page takes the rest for a vault.
  for (const key of ourKeys()) localStorage.removeItem(key);
  for (const name of await databases()) {
    await deleteDatabase(name);
    tellOtherTabs(name);
  }
  return [...(await databases()), ...ourKeys()];
}

async function databases(): Promise<string[]> {
  const all = await indexedDB.databases();
  return all.map(({ name }) => name ?? "").filter(isOurs);
}

/** Resolves when it is gone, or when another page holds on to it: the second look tells. */
function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}

/** As the module's own page does: there the channel has the database's name. */
function tellOtherTabs(name: string): void {
  const channel = new BroadcastChannel(name);
  channel.postMessage(true);
  channel.close();
}

function ourKeys(): string[] {
  try {
    return Object.keys(localStorage).filter(isOurs);
  } catch {
    // Where the browser refuses storage there is nothing in it.
    return [];
  }
}

function isOurs(name: string): boolean {
  return name.startsWith(OURS);
}

/** Months since 1970 as the core counts them, each a twelfth of a year. */
function month(): number {
  return Math.floor(Date.now() / 60_000 / MINUTES_A_MONTH);
}

const OURS = "homekept:";
const MINUTES_A_MONTH = (24 * 60 * 365) / 12;
