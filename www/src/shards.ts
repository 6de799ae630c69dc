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
  /** The leaves of the page's items; undefined where a shard has none or did not come. */
  private readonly leaves = new Map<string, Uint8Array | undefined>();
  private readonly shards = new Map<number, Promise<Uint8Array | undefined>>();
  /** What the customer's own pack was made of. */
  private made = "";

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
    const news = ids.filter((id) => !this.leaves.has(id));
    if (news.length === 0) return;
    for (const id of news) this.leaves.set(id, undefined);
    const found = await Promise.all(news.map((id) => this.find(id)));
    if (!found.some(Boolean) || this.inside.stopped) return;
    news.forEach((id, place) => this.leaves.set(id, found[place]));
    this.load(this.pageLeaves, false);
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
    const kept = this.inside.ask((door) => door.leaves());
    const all = [...this.pageLeaves, ...kept];
    const made = all.map((bytes) => bytes.subarray(0, HEADER)).join();
    if (made === this.made || (!this.made && kept.length === 0)) return;
    this.made = made;
    this.load(all, true);
  }

  private get pageLeaves(): Uint8Array[] {
    return [...this.leaves.values()].filter((leaf) => leaf !== undefined);
  }

  private load(leaves: readonly Uint8Array[], own: boolean): void {
    try {
      const pack = graft(this.head.slice(), leaves as Uint8Array[]);
      this.inside.ask((door) => door.load(pack, own));
    } catch {
      // What was known before is still known.
    }
  }

  private async find(id: string): Promise<Uint8Array | undefined> {
    try {
      const shard = await this.fetch(shardOf(id, this.source.count));
      return shard && leaf(shard.slice(), id);
    } catch {
      return undefined;
    }
  }

  private fetch(shard: number): Promise<Uint8Array | undefined> {
    const known = this.shards.get(shard);
    if (known || this.shards.size >= SHARDS_A_PAGE) return known ?? Promise.resolve(undefined);
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
