import { HomekeptError, type ErrorCode } from "./errors.js";
import { copyOf, letterOf, own } from "./guard.js";
import { insideOf } from "./internal.js";
import { lockByHand, takeKey } from "./life.js";
import type {
  EraseView,
  EventKind,
  ChoiceView,
  EventView,
  InterestView,
  Method,
  PickView,
  Purpose,
  SlotName,
  StatusView,
} from "./wasm/homekept.js";

/** Counts and status: all that a page may know of the profile. */
export interface ProfileView {
  readonly personal: boolean;
  readonly events: number;
  readonly interests: number;
  readonly stated: number;
}

/** What a page wants ranked. */
export interface RankRequest {
  /**
   * What the customer may like, what goes on from `current`, what goes with the
   * basket in `current`, what they looked at last, or the items of `within` in a
   * new order.
   */
  readonly slot: SlotName;
  /** How many picks at the most, 1 to 100. */
  readonly limit: number;
  /** The id of the item that the page shows, or the ids of those in the basket, the last one put in at the end. */
  readonly current?: string | readonly string[] | undefined;
  /** Ids of items that must not appear. */
  readonly exclude?: readonly string[];
  /** Ids of the only items that may appear. */
  readonly within?: readonly string[] | undefined;
  /** With fewer picks than this there are none: what the server chose stays. */
  readonly min?: number;
  /**
   * A place on the page, by a name or an object of your own: what stands at one
   * does not appear at another. A place that is asked again gives up what it had.
   */
  readonly place?: unknown;
  /** Rank as if there were no profile. */
  readonly plain?: boolean;
}

/** How the customer wants picks chosen, each from -2 to 2; 0 is as the shop has it. */
export interface Dials {
  /**
   * From familiar to surprising. Each step up halves what brings back items and subjects that the
   * customer knows and what keeps to their mix of categories, and doubles how much picks differ
   * from each other.
   */
  readonly surprise?: number;
  /** From short to long memory. Each step up doubles how long, in steps and in days, things count. */
  readonly memory?: number;
}

/** What to forget: exactly one of these. */
export interface ForgetRequest {
  /** The id of one event. */
  readonly event?: number;
  /** The id of an item. */
  readonly item?: string;
  /** All that was learned; what was stated stays. */
  readonly all?: true;
}

/** Everything that is kept and inferred, for the customer to take along. */
export interface Export {
  /** Version of this form. */
  readonly homekept: 1;
  readonly site: string;
  /** When it was taken, in minutes since 1970. */
  readonly minute: number;
  readonly paused: boolean;
  readonly plain: boolean;
  readonly sponsored: boolean;
  readonly surprise: number;
  readonly memory: number;
  readonly choices: readonly ChoiceView[];
  readonly events: readonly EventView[];
  readonly interests: readonly InterestView[];
  /** How often which item was shown, as JSON; absent while nothing was counted. */
  readonly shown: string | undefined;
}

/** A choice that the site's own control collected. */
export interface Consent {
  readonly allow?: readonly Purpose[];
  readonly refuse?: readonly Purpose[];
  readonly method?: Method;
  /** The language in which the question was put. */
  readonly language?: string;
  /** SHA-256, in hexadecimal, of the text that was shown. */
  readonly noticeHash?: string;
  /** Whether the person had been told that their browser sends Global Privacy Control. */
  readonly toldOfSignal?: boolean;
}

/** The open module, as a page sees it. Made by {@link open} alone. */
export class Homekept {
  /** Why there are no picks although the module runs; undefined when all is well. */
  get problem(): ErrorCode | undefined {
    const inside = insideOf(this);
    return inside.stopped ? "stopped" : inside.packProblem;
  }

  status(): StatusView {
    return insideOf(this).ask((door) => door.view("status"));
  }

  profile(): ProfileView {
    const { personal, events, interests, stated } = insideOf(this).ask((door) => door.view("status"));
    return { personal, events, interests, stated };
  }

  /** Picks with their reasons; without leave to use the profile, the public order. */
  rank(request: RankRequest): PickView[] {
    const inside = insideOf(this);
    if (inside.packProblem) throw new HomekeptError(inside.packProblem);
    return inside.rank(request);
  }

  /** Names what is sold out, in place of what was named before: no pick shows it from now on. */
  soldOut(ids: readonly string[]): void {
    const inside = insideOf(this);
    inside.soldOut = inside.ask(() => listOf(ids));
    inside.changed();
  }

  /**
   * Names the items that the page is about: of a shop that is too large for one pack, what is
   * known of them is loaded, for every customer alike, from four shards at most. Resolves when it
   * is there; at once in every other shop.
   */
  async about(ids: readonly string[]): Promise<void> {
    const inside = insideOf(this);
    await inside.shards?.about(inside.ask(() => listOf(ids)));
  }

  /** Resolves when the event is durable; without leave to learn, nothing is kept. */
  record(kind: EventKind, item: string): Promise<void> {
    return insideOf(this).record(kind, item);
  }

  /** Writes down what the customer allowed and refused, and acts on it. */
  consent(consent: Consent): Promise<StatusView> {
    const inside = insideOf(this);
    const pageLanguage = globalThis.document?.documentElement.lang || "en";
    return inside.change((door) => {
      const {
        allow = [],
        refuse = [],
        method = "site",
        language = inside.language ?? pageLanguage,
        noticeHash = "",
        toldOfSignal = false,
      } = own(consent);
      const [yes, no] = [allow as Purpose[], refuse as Purpose[]];
      return door.choose(yes, no, method, language, noticeHash, toldOfSignal);
    });
  }

  /** Stops every use of the profile, or resumes it; deletes nothing. */
  pause(on: boolean): Promise<StatusView> {
    return insideOf(this).change((door) => door.set("paused", on));
  }

  /** Shows everything without the profile, or with it again. */
  plain(on: boolean): Promise<StatusView> {
    return insideOf(this).change((door) => door.set("plain", on));
  }

  /** Lets sponsored items be among the picks, or not. */
  sponsored(on: boolean): Promise<StatusView> {
    return insideOf(this).change((door) => door.set("sponsored", on));
  }

  /** Chooses picks another way; a dial that is not named stays where it is. */
  turn(dials: Dials): Promise<StatusView> {
    return insideOf(this).change((door) => {
      const now = door.view("status");
      const { surprise = now.surprise, memory = now.memory } = own(dials);
      return door.turn(surprise, memory);
    });
  }

  forget(request: ForgetRequest): Promise<StatusView> {
    return insideOf(this).change((door) => {
      const { event, item, all } = own(request);
      return door.forget(event, item, all);
    });
  }

  /** Deletes the key, then everything else, and says what a second look found. */
  erase(): Promise<EraseView> {
    return insideOf(this).change((door) => door.erase());
  }

  /**
   * Closes the profile until {@link unlock}: for a log-out, and for a person who
   * says that it is not theirs. It is kept, sealed, and neither used nor added
   * to. That is manners at a shared computer, and no protection against
   * somebody with the device, unless the customer has set a passphrase: the key
   * goes then. Rejects with `lock-failed` where it could not be seen to that.
   */
  async lock(): Promise<StatusView> {
    const inside = insideOf(this);
    // At once: the page may be gone before it is the module's turn.
    lockByHand(inside);
    const status = await inside.change((door) => door.set("locked", true));
    await takeKey(inside);
    return status;
  }

  /** Opens a locked profile again; one with a passphrase is opened by `homekept/lock` alone. */
  async unlock(): Promise<StatusView> {
    const inside = insideOf(this);
    if (await takeKey(inside)) throw new HomekeptError("passphrase-needed");
    return inside.change((door) => door.set("locked", false));
  }

  /** Everything that is kept, as a document: only at the customer's own gesture. */
  export(): Export {
    if (!globalThis.navigator?.userActivation?.isActive) {
      throw new HomekeptError("gesture-required", "call it in a click");
    }
    const inside = insideOf(this);
    return inside.ask((door) => {
      const { paused, plain, sponsored, surprise, memory } = door.view("status");
      return {
        homekept: 1,
        site: inside.policy.site,
        minute: Math.floor(Date.now() / 60_000),
        paused,
        plain,
        sponsored,
        surprise,
        memory,
        choices: door.view("choices"),
        events: door.view("events"),
        interests: door.view("interests"),
        shown: door.view("shown"),
      };
    });
  }

  /** Calls `listener` after every change; gives the way to stop that. */
  on(type: "change", listener: () => void): () => void {
    const { news } = insideOf(this);
    if (type !== "change" || typeof listener !== "function") throw new HomekeptError("request-invalid");
    news.addEventListener(type, listener);
    return () => news.removeEventListener(type, listener);
  }
}

function listOf(ids: readonly string[]): string[] {
  const copy = copyOf(ids);
  if (letterOf(copy) !== "l") throw new HomekeptError("request-invalid");
  return copy as string[];
}
