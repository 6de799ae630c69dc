/**
 * The packer for a build script in Node: what `npx homekept` runs, in a process of its own, so that
 * yours goes on meanwhile.
 */
import { spawn } from "node:child_process";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";

export interface PackerOptions {
  /** The folder that paths start from; that of the process when absent. */
  readonly folder?: string;
  /** Ends the packer before it is done. What stood where it would have written stands there still. */
  readonly signal?: AbortSignal;
}

/** What the packer said. */
export interface Packed {
  /** 0, all went well; 3, done, but some lines could not be used: `notes` lists them. */
  readonly status: 0 | 3;
  /** What it prints: the figures of a pack, or with `--json` one object. */
  readonly output: string;
  /** What it says on the way: what the columns were taken for, stages, broken lines. */
  readonly notes: string;
}

/** Why nothing was written, or (status 4) what an audit found broken. */
export class PackerError extends Error {
  override readonly name = "PackerError";

  constructor(
    /** The stable code of docs/errors.md; `flags-unclear` for flags that are not understood. */
    readonly code: string,
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Runs the packer with the words of its command line: `["pack", "--items", "feed.csv", …]`. */
export function homekept(words: readonly string[], options: PackerOptions = {}): Promise<Packed> {
  return new Promise((resolve, reject) => {
    const packer = spawn(execPath, [PACKER, ...words], {
      cwd: options.folder,
      signal: options.signal,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [output, notes] = ["", ""];
    packer.stdout.setEncoding("utf8").on("data", (text) => (output += text));
    packer.stderr.setEncoding("utf8").on("data", (text) => (notes += text));
    packer.on("error", reject);
    packer.on("close", (status) => {
      if (status === 0 || status === 3) resolve({ status, output, notes });
      else reject(errorOf(status ?? 1, output, notes));
    });
  });
}

/** `error[code]: why`, the last thing that it says. */
function errorOf(status: number, output: string, notes: string): PackerError {
  const [, code, why] = /^error\[([a-z-]+)\]: (.*)/ms.exec(notes) ?? [];
  if (code && why) return new PackerError(code, status, why.trim());
  const found = status === 4 ? "broken-promise" : status === 2 ? "flags-unclear" : "stopped";
  return new PackerError(found, status, (status === 4 ? output : notes).trim());
}

const PACKER = fileURLToPath(new URL("../bin/homekept.mjs", import.meta.url));
