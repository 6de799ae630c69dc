/**
 * What the consent managers of one page say together, and what follows from it: choices that are
 * written down, and a door that withholds what they granted until they confirm it.
 */
import { own } from "../guard.js";
import type { Homekept } from "../homekept.js";
import { insideOf, type Inside } from "../internal.js";
import type { ChoiceView, Door, Purpose, StatusView } from "../wasm/homekept.js";
import { verdict, type Says, type Standing } from "./verdict.js";

/** What one manager says; of a purpose that is missing it has no opinion. */
export type Said = Readonly<Partial<Record<Purpose, Says>>>;

/** The managers of one open module. */
export class Managers {
  private readonly said = new Map<unknown, Said>();
  private readonly inside: Inside;
  /** The door itself, which withholds nothing. */
  private readonly door: Door;
  private turn = Promise.resolve();

  private constructor(private readonly homekept: Homekept) {
    this.inside = insideOf(homekept);
    this.door = this.inside.door;
    this.inside.door = this.withholding();
  }

  static of(homekept: Homekept): Managers {
    const managers = opened.get(homekept) ?? new Managers(homekept);
    opened.set(homekept, managers);
    return managers;
  }

  /** Notes what a manager says, or that it is followed no more. */
  note(manager: unknown, said?: Said): void {
    if (said) this.said.set(manager, said);
    else this.said.delete(manager);
    this.inside.changed();
  }

  /** Acts on what a manager says, one after the other. */
  hear(manager: unknown, said: Said, isNew: boolean): void {
    // What cannot be stored now is told again on the next page, and not used until then.
    this.turn = this.turn.then(() => this.settle(manager, said, isNew)).catch(() => {});
  }

  private async settle(manager: unknown, said: Said, isNew: boolean): Promise<void> {
    const { homekept, door } = this;
    const before = new Map(this.said);
    this.note(manager, said);
    const { ask, gpc, purposes } = this.inside.ask(() => door.status());
    const allow: Purpose[] = [];
    const refuse: Purpose[] = [];
    let [isKept, isOpen] = [false, false];
    for (const { purpose, state, offered } of purposes) {
      if (!offered) continue;
      const [was, says] = [together(before, purpose), together(this.said, purpose)];
      // Who saves other answers says yes to nothing new; who says no once more says no.
      const isOther = says !== was && (isNew || was !== undefined);
      const standing: Standing = {
        says,
        isNew: isOther || (isNew && !says),
        state: this.isOutdated(purpose) ? "ask-again" : state,
        ask,
        choices: this.choices(purpose),
      };
      // What is told once more is no news: the person may have erased everything meanwhile.
      const answer = says === was && !isNew ? undefined : verdict(standing);
      const mayAllow = this.hash(purpose) && (!gpc || purpose === "remember");
      if (answer && mayAllow) allow.push(purpose);
      if (answer === false) refuse.push(purpose);
      isKept ||= state === "on" || state === "ask-again" || allow.includes(purpose);
      isOpen ||= state !== "off" && answer !== false;
    }
    for (const purpose of allow) {
      await homekept.consent({ allow: [purpose], method: "manager", noticeHash: this.hash(purpose)! });
    }
    // Where nothing is kept, a refusal speaks of every purpose: it must not where only some are refused.
    if (refuse.length > 0 && (isKept || !isOpen)) await homekept.consent({ refuse, method: "manager" });
  }

  /** The door, which makes no use of the profile as long as something is withheld. */
  private withholding(): Door {
    return new Proxy(this.door, {
      get: (door, name: keyof Calls) => (...given: unknown[]) => {
        if (this.withheld().length > 0) {
          if (name === "record") return Promise.resolve(this.shown(door.status()));
          if (name === "rank") given[PLAIN] = true;
        }
        const answer: unknown = Reflect.apply(door[name] as (...given: unknown[]) => unknown, door, given);
        return answer instanceof Promise ? answer.then((view) => this.shown(view)) : this.shown(answer);
      },
    });
  }

  /** A status as it is with what is withheld; anything else as it is. */
  private shown(view: unknown): unknown {
    const status = view as StatusView | undefined;
    if (!status?.purposes) return view;
    const withheld = this.withheld();
    const followed = [...this.said.values()].flatMap((said) => Object.keys(said) as Purpose[]);
    return {
      ...status,
      // Who is asked by a manager, or told it no, is not asked here as well.
      ask: status.ask && followed.every((purpose) => together(this.said, purpose)),
      personal: status.personal && withheld.length === 0,
      purposes: status.purposes.map((one) =>
        withheld.includes(one.purpose) ? { ...one, state: "off" } : one,
      ),
    };
  }

  /** The purposes that are on, and must not be used now. */
  private withheld(): Purpose[] {
    const isOn = this.door.status().purposes.filter(({ state }) => state === "on");
    return isOn.flatMap(({ purpose }) => {
      const says = together(this.said, purpose);
      const isTheirs = this.choices(purpose).at(-1)?.method === "manager";
      return says === null || (isTheirs && (!says || this.isOutdated(purpose))) ? [purpose] : [];
    });
  }

  /** Whether a manager's yes was to another text than the policy names today. */
  private isOutdated(purpose: Purpose): boolean {
    const last = this.choices(purpose).at(-1);
    return last?.method === "manager" && last.allowed && last.noticeHash !== this.hash(purpose);
  }

  private choices(purpose: Purpose): ChoiceView[] {
    return this.door.choices().filter((choice) => choice.purpose === purpose);
  }

  /** The hash of the text by which a manager may grant a purpose. */
  private hash(purpose: Purpose): string | undefined {
    const hash = own(this.inside.policy.manager ?? {})[purpose];
    return /^[0-9a-f]{64}$/.test(hash ?? "") ? hash : undefined;
  }
}

/** The strictest of what managers say: a yes only where all who have a say in it say yes. */
function together(said: ReadonlyMap<unknown, Said>, purpose: Purpose): Says {
  const all = [...said.values()].flatMap((one) => (purpose in one ? [one[purpose]] : []));
  if (all.includes(null)) return null;
  if (all.includes(false)) return false;
  return all.length > 0 && !all.includes(undefined) ? true : undefined;
}

const opened = new WeakMap<Homekept, Managers>();
/** The place of `plain` among what {@link Door.rank} takes. */
const PLAIN = 5;

type Calls = Omit<Door, "free" | typeof Symbol.dispose>;
