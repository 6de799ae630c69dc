/**
 * The public order in Node, for a page that a server renders: from the pack and the policy that
 * the site serves, by the module that ranks in the browser. It knows nobody, keeps nothing, and
 * asks no network.
 */
import { readFile } from "node:fs/promises";
import { HomekeptError } from "../errors.js";
import { ENGLISH, wordsFor } from "../elements/messages/words.js";
import { mainReason } from "../elements/picks/reasons.js";
import { asHomekeptError, Inside } from "../internal.js";
import { start } from "../load.js";
import type { RankRequest } from "../homekept.js";
import type { Policy } from "../policy.js";
import { Door, initSync, type PickView } from "../wasm/homekept.js";
import { archive, type NoticeArchive } from "./notices.js";

export { HomekeptError, type ErrorCode } from "../errors.js";
export type { PickView } from "../wasm/homekept.js";
export type { ArchivedNotice, NoticeArchive } from "./notices.js";

/** A file by its path or `file:` address, or its bytes. */
export type Source = string | URL | Uint8Array;

/** What the public order comes from. */
export interface BaselineOptions {
  /** The site's policy file: how it lifts items counts for everybody. */
  readonly policy: Source;
  /** The pack that the policy names. */
  readonly pack: Source;
  /** The language of the reasons; English when absent. */
  readonly language?: string;
  /** The module, where it is not beside this file. */
  readonly wasm?: Source;
}

/** As in the browser; what stands at other places of the page is to be excluded. */
export type BaselineRequest = Omit<RankRequest, "place" | "plain">;

/** A pick, and why it is there, in words. */
export interface BaselinePick extends PickView {
  readonly reason: string;
}

/** A pack, ready to rank for nobody. Made by {@link openBaseline} alone. */
export interface Baseline {
  /** What the browser ranks for the same request before any choice. */
  rank(request: BaselineRequest): BaselinePick[];
  /** Lets go of the pack: for a server that goes on with a new one. */
  close(): void;
}

/** Opens a pack. One module serves all packs of a process. */
export async function openBaseline(options: BaselineOptions): Promise<Baseline> {
  const [policy, pack, words] = await Promise.all([
    read(options.policy, "policy-unreachable"),
    read(options.pack, "pack-unreachable"),
    options.language === undefined ? ENGLISH : wordsFor(options.language),
    module(options.wasm),
  ]);
  const [inside, door] = furnish(policyOf(policy), pack);
  return {
    rank: ({ slot, limit, current, exclude = [], within, min = 0 }) =>
      inside
        .rank({ slot, limit, current, exclude, within, min })
        .map((pick) => ({ ...pick, reason: mainReason(words, pick) })),
    close: () => {
      inside.stop();
      door.free();
    },
  };
}

/**
 * Every text by which customers may have been asked under a policy, by the hash that their receipts
 * name: to be kept for each policy that was served. Of all languages, where none are named.
 */
export async function archiveNotices(
  policy: Source,
  languages?: readonly string[],
): Promise<NoticeArchive> {
  return archive(policyOf(await read(policy, "policy-unreachable")), languages);
}

/** A door to nobody's profile, with the pack behind it. */
function furnish(policy: Policy, pack: Uint8Array): [Inside, Door] {
  try {
    const door = new Door(policy, "", false, false);
    const inside = new Inside(door, policy, undefined);
    inside.ask((open) => open.load(pack, false));
    return [inside, door];
  } catch (error) {
    throw asHomekeptError(error);
  }
}

function policyOf(bytes: Uint8Array): Policy {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Policy;
  } catch {
    throw new HomekeptError("policy-malformed");
  }
}

async function module(source: Source | undefined): Promise<void> {
  // Not as bundlers know it: those for servers would name the address that browsers load it from.
  const beside = import.meta.url.replace(/[^/]*$/, "homekept.wasm");
  started ??= read(source ?? new URL(beside), "module-unreachable")
    // A copy: the bytes may be a part of a larger buffer.
    .then((bytes) => start(new Uint8Array(bytes), "", initSync));
  await started.catch((error: unknown) => {
    // What is not there may be there the next time.
    started = undefined;
    throw error;
  });
}

let started: Promise<void> | undefined;

async function read(source: Source, code: "policy-unreachable" | "pack-unreachable" | "module-unreachable") {
  if (source instanceof Uint8Array) return new Uint8Array(source);
  try {
    return new Uint8Array(await readFile(source));
  } catch {
    throw new HomekeptError(code);
  }
}
