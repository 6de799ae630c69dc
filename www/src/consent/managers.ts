/**
 * What the consent managers of one page say together, and what follows from it: choices that are
 * written down, and what is withheld until it is confirmed.
 */
import { own } from "../guard.js";
import type { Homekept } from "../homekept.js";
import { insideOf } from "../internal.js";
import type { ChoiceView, Purpose, PurposeView } from "../wasm/homekept.js";
import type { Gate } from "./gate.js";
import { Says } from "./says.js";
import { counts, type Standing } from "./verdict.js";

/** What one manager says; of a purpose that is missing it has no opinion. */
export type Said = Readonly<Partial<Record<Purpose, Says>>>;

/** Takes what a manager says from now on; nothing, where it is followed no more. */
export type Listener = (manager: object, said?: Said, isNew?: boolean) => void;

/** Listens to all managers of a page from here on, and judges what the gate withholds. */
export function makeListener(homekept: Homekept, gate: Gate): Listener {
  const inside = insideOf(homekept);
  const { door } = gate;
  const managers = new Map<object, Said>();
  let turn = Promise.resolve();

  /** Of several managers the strictest counts. */
  const together = (purpose: Purpose): Says =>
    Math.min(Says.Nothing, ...[...managers.values()].map((said) => said[purpose] ?? Says.Nothing)) as Says;

  const opinions = (): Opinions => new Map(PURPOSES.map((purpose) => [purpose, together(purpose)]));

  const see = (views: readonly PurposeView[]): Seen[] => {
    const all = door.view("choices");
    return views.map((view) => {
      const { purpose } = view;
      const choices = all.filter((choice) => choice.purpose === purpose);
      const last = choices.at(-1);
      const says = together(purpose);
      const hash = own(inside.policy.manager ?? {})[purpose] ?? "";
      const isTheirs = view.state === "on" && last?.method === "manager";
      // Their yes was to another text than the policy names today.
      const isOutdated = isTheirs && last.noticeHash !== hash;
      const isWithheld = says === Says.Never || (isTheirs && (says !== Says.Yes || isOutdated));
      return { view, says, choices, hash, isWithheld, state: isOutdated ? "ask-again" : view.state };
    });
  };

  gate.look = () => {
    const status = door.view("status");
    const seen = see(status.purposes);
    const isWithheld = seen.some((one) => one.isWithheld);
    return {
      isWithheld,
      status: {
        ...status,
        // Who is asked by a manager, or told it no, is not asked here as well.
        ask: status.ask && seen.every(({ says }) => says >= Says.Yes),
        personal: status.personal && !isWithheld,
        purposes: seen.map(({ view, isWithheld }) => (isWithheld ? { ...view, state: "off" } : view)),
      },
    };
  };

  const settle = async (before: Opinions, after: Opinions, isNew: boolean): Promise<void> => {
    const { ask, gpc, purposes } = inside.ask(() => door.view("status"));
    const news = see(purposes).filter((seen) => {
      const { view, says } = seen;
      // What was said after it counts in its place.
      if (says !== after.get(view.purpose)) return false;
      const isOther = says !== before.get(view.purpose);
      // Who saves other answers says yes to nothing new; who says no once more says no.
      const isAct = isNew && (isOther || says !== Says.Yes);
      // What is merely told once more is none: the person may have erased everything meanwhile.
      return (isAct || isOther) && counts({ ...seen, ask, isNew: isAct });
    });
    const refuse = news.flatMap(({ view, says }) => (says === Says.Yes ? [] : [view.purpose]));
    for (const { view: { purpose, offered }, says, hash } of news) {
      const mayAllow = offered && HASH.test(hash) && (!gpc || purpose === "remember");
      if (says === Says.Yes && mayAllow) {
        await homekept.consent({ allow: [purpose], method: "manager", noticeHash: hash });
      }
    }
    // In the end, so that what was just allowed keeps a last no from being one to everything.
    if (refuse.length > 0) await homekept.consent({ refuse, method: "manager" });
  };

  return (manager, said, isNew = false) => {
    const before = opinions();
    if (said) managers.set(manager, said);
    else managers.delete(manager);
    inside.changed();
    // What cannot be stored now is told again on the next page, and not used until then.
    const after = opinions();
    turn = turn.then(() => settle(before, after, isNew)).catch(() => {});
  };
}

/** How a purpose stands, and what is said of it. */
interface Seen extends Pick<Standing, "says" | "state"> {
  readonly view: PurposeView;
  readonly choices: readonly ChoiceView[];
  /** The text by which a manager may allow it. */
  readonly hash: string;
  readonly isWithheld: boolean;
}

type Opinions = ReadonlyMap<Purpose, Says>;

const PURPOSES = ["remember", "learn", "measure", "sponsor"] as const;
const HASH = /^[0-9a-f]{64}$/;
