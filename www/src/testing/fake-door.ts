/** A door for tests of the page's side: it answers from plain data and breaks on demand. */
import type { Policy } from "../policy.js";
import type {
  ChoiceView,
  Door,
  EraseView,
  EventKind,
  EventView,
  FacetView,
  InterestView,
  Method,
  PickView,
  Purpose,
  SlotName,
  Stance,
  StatusView,
} from "../wasm/homekept.js";

type Views = Record<
  "status" | "topics" | "interests" | "events" | "choices" | "shown" | "leaves" | "kept",
  () => unknown
>;

/** Everything that the real class offers, but for its memory management. */
type DoorLike = Omit<Door, "free" | typeof Symbol.dispose>;

export class FakeDoor implements DoorLike {
  readonly calls: (readonly [name: string, ...values: unknown[]])[] = [];
  /** Thrown by the next call, whatever it is. */
  failure: unknown;
  status_: StatusView = {
    purposes: (["remember", "learn", "measure", "sponsor"] as const).map((purpose) => ({
      purpose,
      state: "unasked",
      offered: purpose === "remember" || purpose === "learn",
    })),
    ask: true,
    paused: false,
    plain: false,
    personal: false,
    storage: "none",
    gpc: false,
    events: 0,
    interests: 0,
    stated: 0,
    off: false,
    locked: false,
    sponsored: true,
    surprise: 0,
    memory: 0,
  };
  interests_: InterestView[] = [];
  events_: EventView[] = [];
  choices_: ChoiceView[] = [];
  topics_: FacetView[] = [];
  shown_: string | undefined;
  /** A batch without a fact. */
  kept_ = new Uint8Array([0, 0]);
  picks: PickView[] = [];

  load(pack: Uint8Array, own: boolean): void {
    this.called("load", pack.length, own);
  }

  protected status(): StatusView {
    this.called("status");
    return { ...this.status_, interests: this.interests_.length, events: this.events_.length };
  }

  async open(): Promise<StatusView> {
    this.called("open");
    return this.status();
  }

  async choose(
    allow: Purpose[],
    refuse: Purpose[],
    method: Method,
    language: string,
    noticeHash: string,
    told: boolean,
  ): Promise<StatusView> {
    this.called("choose", allow, refuse, method, language, noticeHash, told);
    const set = (purpose: Purpose, allowed: boolean): void => {
      this.status_.purposes = this.status_.purposes.map((view) =>
        view.purpose === purpose ? { ...view, state: allowed ? "on" : "off" } : view,
      );
      const text = { method, language, noticeHash, toldOfSignal: told, noticeVersion: "1", jurisdiction: "strictest" };
      this.choices_.push({ ...text, purpose, allowed, minute: NOW });
    };
    for (const purpose of allow) set(purpose, true);
    for (const purpose of refuse) set(purpose, false);
    const on = this.status_.purposes.some(({ state }) => state === "on");
    this.status_ = { ...this.status_, ask: false, personal: on, storage: on ? "device" : "none" };
    return this.status();
  }

  async set(name: "paused" | "plain" | "sponsored" | "locked", on: boolean): Promise<StatusView> {
    this.called("set", name, on);
    const personal = name === "sponsored" ? this.status_.personal : !on;
    this.status_ = { ...this.status_, personal, [name]: on };
    return this.status();
  }

  async exchange(old: Uint8Array, next: Uint8Array): Promise<StatusView> {
    this.called("exchange", old.length, next.length);
    return this.status();
  }

  async turn(surprise: number, memory: number): Promise<StatusView> {
    this.called("turn", surprise, memory);
    this.status_ = { ...this.status_, surprise, memory };
    return this.status();
  }

  async record(kind: EventKind, item: string): Promise<StatusView> {
    this.called("record", kind, item);
    this.events_.unshift({ id: this.calls.length, kind, item, minute: NOW, under: "learn" });
    return this.status();
  }

  rank(
    slot: SlotName,
    limit: number,
    current: string[],
    exclude: string[],
    within: string[] | null | undefined,
    plain: boolean,
  ): PickView[] {
    this.called("rank", slot, limit, current, exclude, within, plain);
    const may = (id: string): boolean => !exclude.includes(id) && (!within || within.includes(id));
    return this.picks.filter(({ id }) => may(id)).slice(0, limit);
  }

  async state(kind: string, label: string, stance: Stance | "clear"): Promise<StatusView> {
    this.called("state", kind, label, stance);
    this.interests_ = this.interests_.map((interest) => {
      if (interest.kind !== kind || interest.label !== label) return interest;
      const { stance: _, ...bare } = interest;
      return stance === "clear" ? bare : { ...bare, stance };
    });
    return this.status();
  }

  async forget(id?: number, item?: string, all?: boolean): Promise<StatusView> {
    this.called("forget", id, item, all);
    this.events_ = this.events_.filter((event) => !all && event.id !== id && event.item !== item);
    return this.status();
  }

  let_go(): void {
    this.called("let_go");
  }

  async erase(): Promise<EraseView> {
    this.called("erase");
    this.interests_ = [];
    this.events_ = [];
    this.choices_ = [];
    return { erased: true, leftovers: [] };
  }

  readonly view = ((of: keyof Views) => {
    const views: Views = {
      status: () => this.status(),
      topics: () => this.topics_,
      interests: () => this.interests_,
      events: () => this.events_,
      choices: () => this.choices_,
      shown: () => this.shown_,
      leaves: () => [],
      kept: () => this.kept_,
    };
    if (of !== "status") this.called(of);
    return views[of]();
  }) as Door["view"];

  private called(...call: readonly [name: string, ...values: unknown[]]): void {
    const { failure } = this;
    if (failure !== undefined) {
      this.failure = undefined;
      throw failure;
    }
    this.calls.push(call);
  }
}

/** As a {@link Door}: its private constructor and memory management are not what tests look at. */
export function asDoor(fake: FakeDoor): Door {
  return fake as DoorLike as Door;
}

export const POLICY: Policy = {
  site: "bookshop",
  controller: { name: "The Long Shelf Ltd", contact: "privacy@longshelf.example" },
  notice: { version: "1" },
  purposes: ["remember", "learn"],
  retentionDays: 90,
  pack: { url: "/packs/shop.hkp" },
};

const NOW = 29_000_000;
