/**
 * What may go into the module, looked at in one place. The generated glue trusts
 * the types that TypeScript promised; a page in JavaScript promises nothing, and
 * the glue would take an object's `length` for that of a text, and write there.
 */
import { HomekeptError } from "./errors.js";
import type { Door } from "./wasm/homekept.js";

/** The same door, which refuses what a call cannot take; `judge` names what the module throws. */
export function guard(door: Door, judge: (error: unknown) => HomekeptError): Door {
  return new Proxy(door, {
    get: (_, name: keyof typeof TAKES) => (...given: unknown[]) => {
      // A copy, so that what was looked at is what goes in.
      const values = given.map(copyOf);
      if (values.length > 0 && !RegExp(`^${TAKES[name]}$`).test(values.map(letterOf).join(""))) {
        throw new HomekeptError("request-invalid");
      }
      const call = door[name] as (...values: unknown[]) => unknown;
      try {
        return Reflect.apply(call, door, values);
      } catch (error) {
        throw judge(error);
      }
    },
  });
}

type Calls = Omit<Door, "free" | typeof Symbol.dispose>;
type TakesSomething = {
  [Name in keyof Calls]: Parameters<Calls[Name]> extends [] ? never : Name;
}[keyof Calls];

/** What each call takes that takes something: one letter of {@link letterOf} for each value. */
const TAKES: Readonly<Record<TakesSomething, string>> = {
  load: "pb",
  choose: "llsssb",
  set: "sb",
  record: "ss[pu]",
  turn: "[ni][ni]",
  rank: "snll[lu]bb",
  state: "sss",
  // Exactly one of the three.
  forget: "([nN]u?u?|usu?|uub)",
  exchange: "pp",
  view: "s",
};

/**
 * s: a text, l: a list of texts, b: yes or no, n: a count of 32 bits, N: a larger
 * one, i: a whole number below zero, u: nothing, p: bytes. What is none of these, or too long, fits no call.
 */
export function letterOf(value: unknown): string {
  if (value === undefined || value === null) return "u";
  if (typeof value === "string") return value.length <= MOST ? "s" : "?";
  if (typeof value === "boolean") return "b";
  if (typeof value === "number") {
    if (value >>> 0 === value) return "n";
    return (value | 0) === value ? "i" : value > 0 && Number.isSafeInteger(value) ? "N" : "?";
  }
  if (isShortList(value)) {
    return value.every((one) => typeof one === "string") && String(value).length <= MOST ? "l" : "?";
  }
  return value instanceof Uint8Array ? "p" : "?";
}

/** The own fields of what a page asks or the module tells: what a polluted prototype lends does not count (SEC-25). */
export function own<T extends object>(given: T): T {
  return Object.assign(Object.create(null) as T, given);
}

/** A copy of a list, without its holes; anything else as it is. */
export function copyOf(value: unknown): unknown {
  return isShortList(value) ? [...value] : value;
}

function isShortList(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length <= MOST;
}

/** Of characters and of entries: far above any shop's, and no strain on the module's memory. */
const MOST = 1_000_000;
