/**
 * What everybody loads who locks or unlocks: where a passphrase brings the key back, the key leaves
 * the browser's storage. Shares nothing with the facade, which would grow by being shared.
 */
import { change, read } from "./store.js";

/** Takes the key out, where something else brings it back. Gives whether that is so. */
export async function takeKey(name: string): Promise<boolean> {
  const found = await change(name, (kept) => (kept.lock ? { key: undefined } : undefined));
  return found !== undefined;
}

/** Whether a lock has taken the key, whatever the marker says: a browser that is ended may never write that. */
export async function isShut(name: string): Promise<boolean> {
  const { lock, key } = await read(name);
  return lock !== undefined && key === undefined;
}
