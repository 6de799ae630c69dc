/**
 * A shop that is too large for one pack: every page loads its head, and of the items that the page
 * is about their leaves, a row and the cards of the neighbours. Which shards are fetched follows
 * from the page alone. What the customer looked at keeps its leaf, sealed with the event, so that
 * their picks need no fetch anywhere; that part stays apart from what everybody gets.
 */
import type { Inside } from "./internal.js";
import type { fetchPack, start } from "./load.js";
import type { Policy } from "./policy.js";
import { graft, initSync, leaf } from "./wasm/graft.js";

/** What the facade has loaded already: this file is loaded later, and shares nothing with it. */
interface Ways {
  readonly base: URL;
  readonly start: typeof start;
  readonly fetchPack: typeof fetchPack;
}

type Source = NonNullable<Policy["pack"]["shards"]>;

export class Shards {
  /** The leaves of the items of this page load, as far as they came. */
  private readonly leaves = new Map<string, Uint8Array>();
  private readonly shards = new Map<number, Promise<Uint8Array | undefined>>();
  /** The address at hand, the items that it is about, and how many shards it has fetched. */
  private address = "";
  private readonly items = new Set<string>();
  private fetched = 0;
  /** What the pack for everybody was made of, and the customer's own. */
  private readonly made = { everybody: "", own: "" };

  private constructor(
    private readonly inside: Inside,
    private readonly head: Uint8Array,
    private readonly source: Source,
    private readonly ways: Ways,
  ) {}

  /** Starts the module that joins the parts. */
  static async open(inside: Inside, head: Uint8Array, source: Source, ways: Ways): Promise<Shards> {
    // Written out literally, so that bundlers see the file and ship it.
    await ways.start(new URL("./graft.wasm", import.meta.url), source.wasmIntegrity, initSync);
    return new Shards(inside, head, source, ways);
  }

  /** Loads what the shop says of these items, as far as a page may load it; tells who listens. */
  async about(ids: readonly string[]): Promise<void> {
    this.turn();
    for (const id of ids) this.items.add(id);
    await Promise.all(ids.map((id) => this.find(id)));
    if (this.inside.stopped || !this.make("everybody", this.pageLeaves)) return;
    this.keepUp();
    this.inside.changed();
  }

  /** The leaf of an item, once it is there; nothing where there is none. */
  async leafOf(id: string): Promise<Uint8Array | undefined> {
    await this.about([id]);
    return this.leaves.get(id);
  }

  /** Holds the profile against what its own leaves know as well; they may have changed. */
  keepUp(): void {
    const kept = this.inside.ask((door) => door.view("leaves"));
    if (this.made.own || kept.length > 0) this.make("own", [...this.pageLeaves, ...kept]);
  }

  private get pageLeaves(): Uint8Array[] {
    return [...this.items].flatMap((id) => this.leaves.get(id) ?? []);
  }

  /**
   * An application that never loads anew is at its next page: what everybody gets there knows
   * nothing of where this customer came from.
   */
  private turn(): void {
    const { pathname, search } = globalThis.location;
    if (this.address === pathname + search) return;
    this.address = pathname + search;
    this.items.clear();
    this.fetched = 0;
  }

  /** Joins the head and some leaves; says whether these were others before. */
  private make(whose: "everybody" | "own", leaves: readonly Uint8Array[]): boolean {
    const made = leaves.map((bytes) => bytes.subarray(0, HEADER)).join();
    if (made === this.made[whose]) return false;
    this.made[whose] = made;
    try {
      const pack = graft(this.head.slice(), leaves as Uint8Array[]);
      this.inside.ask((door) => door.load(pack, whose === "own"));
    } catch {
      // What was known before is still known.
    }
    return true;
  }

  private async find(id: string): Promise<void> {
    if (this.leaves.has(id)) return;
    try {
      const shard = await this.fetch(shardOf(id, this.source.count));
      const found = shard && leaf(shard.slice(), id);
      if (found) this.leaves.set(id, found);
    } catch {
      // A shard that is none has no leaf.
    }
  }

  private async fetch(shard: number): Promise<Uint8Array | undefined> {
    const known = this.shards.get(shard);
    if (known) return known;
    this.fetched += 1;
    if (this.fetched > SHARDS_A_PAGE) return undefined;
    const url = this.source.url.replace("{shard}", String(shard));
    const coming = this.ways.fetchPack({ url }, this.ways.base).catch(() => undefined);
    this.shards.set(shard, coming);
    return coming;
  }
}

/** FNV-1a of the id's UTF-8 in 32 bits (RFC 9923), by the number of shards: as the packer counts. */
export function shardOf(id: string, count: number): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(id)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0) % count;
}

/** As many as the packer reckons with. */
const SHARDS_A_PAGE = 4;
/** The bytes of a pack that tell it from any other. */
const HEADER = 24;
