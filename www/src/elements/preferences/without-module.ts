/**
 * Erasing where the module does not run (switched off, not loaded, WebAssembly
 * forbidden): the right to delete does not depend on it.
 */

/** Deletes everything of this package on this origin; gives the names of what is still there. */
export async function eraseWithoutModule(): Promise<string[]> {
  // The markers first, so that no page takes the rest for a vault.
  for (const key of Object.keys(localStorage).filter(isOurs)) localStorage.removeItem(key);
  for (const name of await databases()) {
    await deleteDatabase(name);
    tellOtherTabs(name);
  }
  return [...(await databases()), ...Object.keys(localStorage).filter(isOurs)];
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

function isOurs(name: string): boolean {
  return name.startsWith("homekept:");
}
