/** As much of Node as is used here: its own declarations would give every file Node's globals. */
declare module "node:fs/promises" {
  export function readFile(path: string | URL): Promise<Uint8Array>;
}
