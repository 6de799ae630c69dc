/**
 * The gate before an open module: what a consent manager granted on an earlier page is not used
 * until it confirms it on this one. Until what judges that has come, nothing at all is used.
 */
import type { Homekept } from "../homekept.js";
import { insideOf } from "../internal.js";
import type { Door, StatusView } from "../wasm/homekept.js";
import type { Listener } from "./managers.js";

/** What there is to see through the gate. */
export interface Sight {
  /** Whether the profile is neither used nor added to. */
  readonly isWithheld: boolean;
  /** How everything stands, seen so. */
  readonly status: StatusView;
}

/** One gate for all managers of a module. */
export interface Gate {
  /** The door behind it, which withholds nothing. */
  readonly door: Door;
  look(): Sight;
  /** Who listens to the managers, once that has come. */
  readonly listener: Promise<Listener>;
}

export function gateOf(homekept: Homekept): Gate {
  const gate = gates.get(homekept) ?? makeGate(homekept);
  gates.set(homekept, gate);
  return gate;
}

function makeGate(homekept: Homekept): Gate {
  const inside = insideOf(homekept);
  const { door } = inside;
  const gate: Gate = {
    door,
    look: () => ({ isWithheld: true, status: { ...door.view("status"), ask: false, personal: false } }),
    listener: import("./managers.js").then(({ makeListener }) => makeListener(homekept, gate)),
  };
  inside.door = new Proxy(door, {
    get: (_, name: string) => (...given: unknown[]) => {
      // Only where it matters: a status takes as long as half a ranking.
      const isStatus = name === "view" && given[0] === "status";
      if (isStatus || name === "record" || name === "rank") {
        const { isWithheld, status } = gate.look();
        if (isStatus) return status;
        if (name === "record" && isWithheld) return Promise.resolve(status);
        if (name === "rank" && isWithheld) given[PLAIN] = true;
      }
      const answer = (door[name as keyof Calls] as (...given: unknown[]) => unknown)(...given);
      const seen = (view: Partial<StatusView>): unknown => (view.purposes ? gate.look().status : view);
      return answer instanceof Promise ? answer.then(seen) : answer;
    },
  });
  inside.withholds = () => gate.look().isWithheld;
  inside.changed();
  return gate;
}

type Calls = Omit<Door, "free" | typeof Symbol.dispose>;

const gates = new WeakMap<Homekept, Gate>();
/** The place of `plain` among what {@link Door.rank} takes. */
const PLAIN = 5;
