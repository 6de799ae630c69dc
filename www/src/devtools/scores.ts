/** Every number behind the picks, by a module of its own: the one that ranks gives none away. */
import { HomekeptError, type ErrorCode } from "../errors.js";
import { insideOf } from "../internal.js";
import type { Homekept } from "../homekept.js";
import { explain, initSync } from "../wasm/explain.js";
import type { SlotName } from "../wasm/homekept.js";

/** A pick with its numbers, in the order in which they are worked out. */
export interface Scored {
  readonly id: string;
  readonly title: string;
  readonly score: number;
  readonly sponsored: boolean;
  readonly parts: readonly (readonly [name: string, value: number])[];
}

/** Which picks: the slot, and the ids of the page's item or of those in the basket. */
export interface Asked {
  readonly slot: Exclude<SlotName, "re-rank">;
  readonly limit: number;
  readonly current: readonly string[];
}

export class Scores {
  private constructor(
    private readonly homekept: Homekept,
    private readonly pack: Uint8Array,
  ) {}

  /** Loads the module and, out of the browser's cache, the pack. */
  static async open(homekept: Homekept, base: URL): Promise<Scores> {
    const { policy } = insideOf(homekept);
    // Written out literally, so that bundlers see the file and ship it.
    const address = new URL("./explain.wasm", import.meta.url);
    const { url, integrity = "" } = policy.pack;
    const [module, pack] = await Promise.all([fetched(address), fetched(new URL(url, base), integrity)]);
    try {
      initSync({ module: await WebAssembly.compile(module) });
    } catch {
      throw new HomekeptError("module-refused");
    }
    return new Scores(homekept, new Uint8Array(pack));
  }

  /** The picks of the page as it is now; `same`: the page gets these in this order. */
  of(asked: Asked): { readonly picks: readonly Scored[]; readonly same: boolean } {
    const inside = insideOf(this.homekept);
    const status = this.homekept.status();
    const question = inside.ask((door) => ({
      policy: inside.policy,
      allowed: status.purposes.filter(({ state }) => state === "on").map(({ purpose }) => purpose),
      settings: status,
      events: door.view("events").reverse(),
      stated: door.view("interests").filter(({ stance }) => stance !== undefined),
      request: { ...asked, plain: !status.personal },
      minute: Math.floor(Date.now() / 60_000),
    }));
    try {
      const picks = JSON.parse(explain(this.pack, JSON.stringify(question))) as Scored[];
      const shown = this.homekept.rank(asked).map(({ id }) => id);
      return { picks, same: shown.join("\n") === picks.map(({ id }) => id).join("\n") };
    } catch (error) {
      if (error instanceof HomekeptError) throw error;
      // The module says the code, and nothing else.
      throw new HomekeptError((error as Error).message as ErrorCode);
    }
  }
}

/** By itself: what the facade loads files with stays in the facade's own bundle. */
async function fetched(address: URL, integrity = ""): Promise<ArrayBuffer> {
  const options: RequestInit = { credentials: "omit", referrerPolicy: "no-referrer", integrity };
  const response = await fetch(address, options).catch(() => undefined);
  if (!response?.ok) throw new HomekeptError("module-unreachable", address.pathname);
  return response.arrayBuffer();
}
