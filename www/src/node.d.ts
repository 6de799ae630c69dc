/** As much of Node as is used here: its own declarations would give every file Node's globals. */
declare module "node:fs/promises" {
  export function readFile(path: string | URL): Promise<Uint8Array>;
}
declare module "node:child_process" {
  interface Output {
    setEncoding(encoding: "utf8"): Output;
    on(event: "data", listener: (text: string) => void): void;
  }
  interface Child {
    readonly stdout: Output;
    readonly stderr: Output;
    on(event: "error", listener: (error: Error) => void): void;
    on(event: "close", listener: (status: number | null) => void): void;
  }
  export function spawn(
    program: string,
    words: readonly string[],
    options: {
      cwd: string | undefined;
      signal: AbortSignal | undefined;
      stdio: ["ignore", "pipe", "pipe"];
    },
  ): Child;
}
declare module "node:url" {
  export function fileURLToPath(url: URL): string;
}
declare module "node:process" {
  export const execPath: string;
}
