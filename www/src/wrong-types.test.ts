/**
 * Wrong input at the facade, against the real module: one test a row. Whatever
 * comes, it is refused by a code, the module lives on, and what it holds is the
 * same. docs/errors.md lists the rows; a Rust test holds them together.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, mock, test } from "node:test";
import { HomekeptError, type ErrorCode } from "./errors.js";
import type { Homekept } from "./homekept.js";
import { asHomekeptError, insideOf } from "./internal.js";
import { loadModule } from "./load.js";
import { furnish, open } from "./open.js";
import { POLICY } from "./testing/fake-door.js";
import { packageFolder } from "./testing/package.js";
import { serveModules } from "./testing/serve.js";
import { bringIn, openFile, sealedFile } from "./transfer/index.js";
import { Door, initSync } from "./wasm/homekept.js";

// Scores fall with the minutes, also between two looks at them.
mock.timers.enable({ apis: ["Date"], now: Date.now() });

initSync({ module: readFileSync(new URL("src/wasm/homekept_bg.wasm", packageFolder)) });
const PACK = readFileSync(new URL("../tests/golden/pack-v1.hkp", packageFolder));
const BOOK = "b-frankenstein";

/** A customer who allows both purposes, and looked at a book. */
let hk: Homekept;

beforeEach(async () => {
  const door = new Door({ version: 1, ...POLICY }, "https://shop.example", false, false);
  await door.open();
  hk = furnish(door, POLICY, undefined, new Uint8Array(PACK));
  await hk.consent({ allow: ["remember", "learn"] });
  await hk.record("view", BOOK);
});

/** One row: every one of `values`, handed to `call`, is refused with `code`, and nothing else comes of it. */
function row(code: ErrorCode, name: string, call: (value: never) => unknown, values: readonly unknown[]): void {
  test(name, async () => {
    const before = everything();
    assert.ok(values.length > 0);
    for (const value of values) {
      await assert.rejects(
        async () => await call(value as never),
        (error) => error instanceof HomekeptError && error.code === code,
        `${name}: ${told(value)}`,
      );
    }
    assert.equal(hk.problem, undefined, "the module is not retired");
    assert.deepEqual(everything(), before);
    await hk.record("view", BOOK);
    assert.equal(hk.status().events, 2);
  });
}

/** What the module holds and shows. */
function everything(): unknown {
  const picks = hk.rank({ slot: "for-you", limit: 4 });
  const kept = insideOf(hk).ask((door) => [door.view("events"), door.view("interests"), door.view("choices"), door.view("status")]);
  return { picks, kept };
}

function told(value: unknown): string {
  try {
    return `${typeof value} ${String(value).slice(0, 40)}`;
  } catch {
    return typeof value;
  }
}

const thrower = (): never => {
  throw Object.assign(new Error("a trap"), { code: "item-unknown" });
};
const trapped = new Proxy({}, { get: thrower, ownKeys: thrower, getPrototypeOf: thrower });
const { proxy: revoked, revoke } = Proxy.revocable([], {});
revoke();
/** As long as a text says it is: the glue would make room for it. */
const pretender = { length: 3_000_000_000, charCodeAt: () => 65, slice: () => "A" };
/** What is no place of a dial. */
const NO_PLACE = [null, true, NaN, 0.5, 3, -3, 256, 2 ** 32, "1", [], {}, trapped];

/** What is neither text, number, truth value nor list. */
const OBJECTS = [
  {}, Object.create(null), trapped, revoked, pretender, { toString: thrower }, { valueOf: thrower },
  new Date(0), new Map(), /x/, () => "view", class {}, Symbol("view"), Symbol.iterator, 1n,
  new Uint8Array(8), new ArrayBuffer(8), new Error("view"), Promise.resolve("view"),
];
const NUMBERS = [0, -0, 1, -1, 1.5, NaN, Infinity, -Infinity, 2 ** 32, 2 ** 53, 1e300, -1e300, Number.MIN_VALUE];
const LISTS = [[], ["view"], [[]], [undefined], new Array(3), new Array(2 ** 32 - 1)];
/** Of three million characters: three times what any call takes. */
const HUGE = "x".repeat(3_000_000);

const NO_TEXT = [undefined, null, true, false, ...NUMBERS, ...LISTS, ...OBJECTS, new String("view"), HUGE];
const NO_TRUTH = [undefined, null, ...NUMBERS, "", "true", "false", "no", ...LISTS, ...OBJECTS, new Boolean(true)];
const NO_LIST = [
  null, true, ...NUMBERS, "", "learn", ...OBJECTS,
  [undefined], [null], [1], [["learn"]], [Symbol()], [trapped], [pretender], new Array(3), new Array(2 ** 32 - 1),
  new Set(["learn"]), { length: 1, 0: "learn" }, { [Symbol.iterator]: thrower }, [HUGE],
  new Array(2_000_000).fill("x"), new Proxy([], { get: thrower }),
];
const NO_COUNT = [
  undefined, null, true, "", "4", -1, 1.5, NaN, Infinity, -Infinity, 2 ** 53, 1e300, Number.MIN_VALUE,
  ...LISTS, ...OBJECTS, new Number(4),
];
const NO_REQUEST = [
  undefined, null, true, ...NUMBERS, "", "x", ...LISTS, ...OBJECTS,
  { get slot() { return thrower(); } }, { get allow() { return thrower(); } }, { get item() { return thrower(); } },
];
const without = (values: readonly unknown[], ...out: unknown[]): unknown[] =>
  values.filter((value) => !out.includes(value));

// Ranking.
row("request-invalid", "a ranking without a request", (bad) => hk.rank(bad), NO_REQUEST);
row("request-invalid", "a slot that is no text", (slot) => hk.rank({ slot, limit: 4 }), NO_TEXT);
row("request-invalid", "a slot that does not exist", (slot) => hk.rank({ slot, limit: 4 }), [
  "", "everything", "For-You", "for-you ", "for-you\0", "constructor", "__proto__",
]);
row("request-invalid", "a limit that is no count", (limit) => hk.rank({ slot: "for-you", limit }), NO_COUNT);
row("request-invalid", "a limit out of bounds", (limit) => hk.rank({ slot: "for-you", limit }), [
  0, -0, 101, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 4, Number.MAX_SAFE_INTEGER,
]);
row("request-invalid", "a current item that is neither a text nor a list of texts", (current) =>
  hk.rank({ slot: "for-you", limit: 4, current }), without(NO_TEXT, undefined, null, LISTS[0], LISTS[1]));
row("request-invalid", "like this without a current item", (current) =>
  hk.rank({ slot: "like-this", limit: 4, current }), [undefined, null, []]);
row("item-unknown", "a current item that the pack does not have", (current) =>
  hk.rank({ slot: "like-this", limit: 4, current }), [["no such book"], "", "no such book", "\ud800", "b-frankenstein\0"]);
row("request-invalid", "exclusions that are no list of texts", (exclude) =>
  hk.rank({ slot: "for-you", limit: 4, exclude }), NO_LIST);
row("request-invalid", "candidates that are no list of texts", (within) =>
  hk.rank({ slot: "for-you", limit: 4, within }), without(NO_LIST, null));
row("request-invalid", "a list to be put in order that is not there", (within) =>
  hk.rank({ slot: "re-rank", limit: 4, within }), [undefined, null]);
row("request-invalid", "more candidates than a page can show", (within) =>
  hk.rank({ slot: "re-rank", limit: 4, within }), [new Array(1_001).fill(BOOK)]);
row("request-invalid", "a least number that is no count", (min) => hk.rank({ slot: "for-you", limit: 4, min }),
  without(NO_COUNT, undefined));
row("request-invalid", "what is sold out that is no list of texts", (ids) => hk.soldOut(ids), NO_LIST);
row("request-invalid", "a wish for the public order that is neither yes nor no", (plain) =>
  hk.rank({ slot: "for-you", limit: 4, plain }), without(NO_TRUTH, undefined));

row("request-invalid", "a least number of picks that is none", (min) => hk.rank({ slot: "for-you", limit: 4, min }), [
  null, "4", 1.5, NaN, Infinity, {}, [], Symbol(), 1n,
]);
row("request-invalid", "sold out items that are no list of texts", (ids) => hk.soldOut(ids), [undefined, ...NO_LIST]);

// Recording.
row("request-invalid", "an event whose kind is no text", (kind) => hk.record(kind, BOOK), NO_TEXT);
row("request-invalid", "an event whose kind does not exist", (kind) => hk.record(kind, BOOK), [
  "", "lick", "View", "view ", "toString",
]);
row("request-invalid", "an event whose item is no text", (item) => hk.record("view", item), NO_TEXT);
row("item-unknown", "an event with an item that the pack does not have", (item) => hk.record("view", item), [
  "", "no such book", "B-FRANKENSTEIN", "\ud800", "x".repeat(100_000),
]);

// Consent.
row("request-invalid", "a choice without a request", (bad) => hk.consent(bad), NO_REQUEST);
row("request-invalid", "purposes allowed that are no list of texts", (allow) => hk.consent({ allow }), NO_LIST);
row("request-invalid", "purposes refused that are no list of texts", (refuse) => hk.consent({ refuse }), NO_LIST);
row("request-invalid", "a purpose that does not exist", (name) => hk.consent({ allow: [name] }), [
  "", "sell", "Learn", "learn ", "__proto__",
]);
row("purpose-not-offered", "a purpose that the policy does not offer", (name) => hk.consent({ allow: [name] }), [
  "measure", "sponsor",
]);
row("request-invalid", "a yes and a no to the same purpose", (name) =>
  hk.consent({ allow: [name], refuse: [name] }), ["learn", "remember"]);
row("request-invalid", "a choice of nothing", (allow) => hk.consent({ allow, refuse: [] }), [[], undefined]);
row("request-invalid", "a method that is no text", (method) => hk.consent({ refuse: ["learn"], method }),
  without(NO_TEXT, undefined));
row("request-invalid", "a method that does not exist", (method) => hk.consent({ refuse: ["learn"], method }), [
  "", "telepathy", "Site",
]);
row("request-invalid", "a language that is no text", (language) => hk.consent({ refuse: ["learn"], language }),
  without(NO_TEXT, undefined));
row("request-invalid", "a language too long to be one", (language) => hk.consent({ refuse: ["learn"], language }), [
  "x".repeat(65), HUGE,
]);
row("request-invalid", "a digest of the notice that is no text", (noticeHash) =>
  hk.consent({ refuse: ["learn"], noticeHash }), without(NO_TEXT, undefined));
row("request-invalid", "a digest of the notice too long to be one", (noticeHash) =>
  hk.consent({ refuse: ["learn"], noticeHash }), ["0".repeat(129), HUGE]);
row("request-invalid", "a word of the privacy signal that is neither yes nor no", (toldOfSignal) =>
  hk.consent({ refuse: ["learn"], toldOfSignal }), without(NO_TRUTH, undefined));

// Pausing, and showing without the profile.
row("request-invalid", "a pause that is neither on nor off", (on) => hk.pause(on), NO_TRUTH);
row("request-invalid", "a public order that is neither on nor off", (on) => hk.plain(on), NO_TRUTH);
row("request-invalid", "a word on sponsored items that is neither yes nor no", (on) => hk.sponsored(on), NO_TRUTH);
row("request-invalid", "a dial of surprise beyond its ends, or nowhere", (surprise) => hk.turn({ surprise }), NO_PLACE);
row("request-invalid", "a dial of memory beyond its ends, or nowhere", (memory) => hk.turn({ memory }), NO_PLACE);

// Forgetting: what is unclear forgets nothing.
row("request-invalid", "forgetting without a request", (bad) => hk.forget(bad), NO_REQUEST);
row("request-invalid", "forgetting an event that is no id", (event) => hk.forget({ event }), without(NO_COUNT, undefined));
row("request-invalid", "forgetting an item that is no text", (item) => hk.forget({ item }), without(NO_TEXT, undefined));
row("request-invalid", "forgetting everything by a word other than true", (all) => hk.forget({ all }), [
  undefined, null, false, 1, "true", "yes", {}, [], new Boolean(true), trapped,
]);

// What the elements ask for on the customer's behalf.
const state = (kind: string, label: string, stance: "more"): unknown =>
  insideOf(hk).act((door) => door.state(kind, label, stance));
row("request-invalid", "a lock that is neither on nor off", (on) => insideOf(hk).act((door) => door.set("locked", on)), NO_TRUTH);
row("request-invalid", "a topic whose kind is no text", (kind) => state(kind, "Gothic fiction", "more"), NO_TEXT);
row("request-invalid", "a topic whose label is no text", (label) => state("subject", label, "more"), NO_TEXT);
row("request-invalid", "a stance that is no text", (stance) => state("subject", "Gothic fiction", stance), NO_TEXT);
row("request-invalid", "a stance that does not exist", (stance) => state("subject", "Gothic fiction", stance), [
  "", "most", "More",
]);
row("topic-unknown", "a topic that the pack does not have", (label) => state("subject", label, "more"), [
  "", "Cooking", "gothic fiction",
]);
row("topic-unknown", "a topic of a denied category", (label) => state("subject", label, "more"), ["Devotion"]);

// Everything else that a page may call.
row("request-invalid", "a listener that is no function", (listener) => hk.on("change", listener),
  [undefined, null, true, ...NUMBERS, "", ...LISTS, {}, trapped, pretender, Symbol()]);
row("request-invalid", "a listener to something that does not happen", (type) => hk.on(type, () => {}),
  [...NO_TEXT, "changes", ""]);
row("gesture-required", "an export without a gesture", (value) => Reflect.apply(hk.export, hk, [value]), [
  undefined, true, { isActive: true },
]);
const METHODS = [
  "status", "profile", "rank", "soldOut", "record", "consent", "pause", "plain", "sponsored", "turn", "forget", "erase", "lock", "unlock", "on",
] as const;
row("not-open", "a call on something that is not the module", async (self) => {
  for (const name of METHODS) {
    const call = async (): Promise<unknown> => await Reflect.apply(hk[name] as () => unknown, self, []);
    const error = await call().then(() => undefined, (error: unknown) => error);
    if (!(error instanceof HomekeptError) || error.code !== "not-open") throw new Error(name);
  }
  throw new HomekeptError("not-open");
}, [undefined, null, 1, "x", Symbol(), {}, trapped, () => {}]);

// Opening.
const at = (more: object): unknown => open({ policy: "https://shop.example/homekept.json", ...more });
row("request-invalid", "options that are none", (options) => open(options), without(NO_REQUEST, ...[
  // Nothing at all is the early use that has a code of its own.
  undefined, null, 0, -0, NaN, "",
]));
row("not-open", "opening without options before anything was opened", (options) => open(options), [undefined, null, 0, ""]);
row("request-invalid", "a policy address that is neither text nor URL", (policy) => open({ policy }),
  without(NO_TEXT, HUGE));
row("policy-unreachable", "a policy address that is none", (policy) => open({ policy }), ["http://", "//", "http://a b/"]);
row("request-invalid", "a language of the page that is no text", (language) => at({ language }),
  without(NO_TEXT, undefined, HUGE));
row("request-invalid", "a digest of the module that is no text", (wasmIntegrity) => at({ wasmIntegrity }),
  without(NO_TEXT, undefined, HUGE));
row("module-refused", "a module that is none", (source) => loadModule(source), [
  true, ...NUMBERS, ...OBJECTS, new Uint8Array([0, 97, 115, 109]),
]);

// The policy file, as far as the core judges it.
const opens = (policy: unknown): unknown => {
  try {
    return new Door(policy, "https://shop.example", false, false);
  } catch (error) {
    throw asHomekeptError(error);
  }
};
const policy = (more: object): unknown => opens({ version: 1, ...POLICY, ...more });
row("policy-version-unknown", "a policy that is no object", opens, [
  undefined, null, true, ...NUMBERS, "", "{}", ...LISTS, ...OBJECTS,
]);
row("policy-version-unknown", "a policy of a version that is not 1", (version) => policy({ version }), [
  undefined, null, 0, 2, -1, NaN, Infinity, "1", true, [1], {}, 1e300,
]);
row("policy-site", "a site that is no name", (site) => policy({ site }), [
  undefined, null, 7, "", "My Shop", "UPPER", "ümlaut", "a/b", "x".repeat(65), {}, ["shop"],
]);
row("policy-notice", "a notice without a version", (notice) => policy({ notice }), [
  undefined, null, "1", 1, {}, { version: 1 }, { version: "" }, { version: "x".repeat(65) }, [], { version: ["1"] },
]);
row("policy-purpose", "purposes of a policy that are no list of purposes", (purposes) => policy({ purposes }), [
  null, "learn", 1, {}, { 0: "learn", length: 1 }, ["sell"], [""], [null], [["learn"]], ["Learn"],
]);
row("policy-retention", "a retention that is no number of days", (retentionDays) => policy({ retentionDays }), [
  null, "30", 0, -1, 0.5, 366, Infinity, NaN, true, {}, [30],
]);
row("policy-boost", "a boost that is no share", (boost) => policy({ boost }), [
  null, "0", -0.01, 0.101, 1, Infinity, NaN, false, {}, [0],
]);

// The pack, where the loader's digest did not find it.
const pack = (bytes: Uint8Array): unknown => insideOf(hk).ask((door) => door.load(bytes, false));
row("request-invalid", "a pack that is no bytes", pack, [
  undefined, null, 5, "pack", [1, 2], {}, pretender, trapped, new ArrayBuffer(8), new Uint16Array(8),
]);
row("pack-not-a-pack", "a pack that is a page", pack, [new TextEncoder().encode("<!doctype html>")]);

// Files from another browser.
serveModules();
const MADE = Math.floor(Date.now() / 60_000);
const EVENT = { id: 7, kind: "view", item: BOOK, minute: MADE, under: "learn" };
const EXPORT = { homekept: 1, site: POLICY.site, minute: MADE, paused: false, plain: false, choices: [], events: [EVENT], interests: [] };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const file = (more: object): Uint8Array => bytes(JSON.stringify({ ...EXPORT, ...more }));
const brings = async (more: object): Promise<unknown> => bringIn(hk, await openFile(file(more)), "replace");
row("file-malformed", "a file that is no export", openFile, [
  ...["", "GIF89a", "{", "{}", "[]", "null", "1", `[${"[".repeat(100_000)}`, "<!doctype html>"].map(bytes),
  new Uint8Array([0xff, 0xfe, 0]), new Uint8Array(100), bytes("{}").slice(0, 1),
  ...Object.keys(EXPORT).filter((name) => name !== "choices").map((name) => file({ [name]: undefined })),
  file({ homekept: 0 }), file({ homekept: "1" }), file({ site: 7 }), file({ minute: -1 }), file({ paused: 0 }), file({ surprise: 3 }), file({ surprise: 3, memory: 0 }),
  ...[{ id: -1 }, { id: 2 ** 53 }, { kind: "shown" }, { item: "" }, { under: "sell" }].map((more) =>
    file({ events: [{ ...EVENT, ...more }] })),
]);
row("file-damaged", "an export that was changed", openFile, [
  file({ checksum: `sha256:${"0".repeat(64)}` }), file({ checksum: "" }), file({ checksum: null }), file({ checksum: [] }),
]);
row("file-newer", "an export of a later version", openFile, [file({ homekept: 2 }), bytes('{"homekept":4294967295}')]);
row("file-too-large", "an export longer than any is", openFile, [
  file({ more: "x".repeat(4 << 20) }), new Uint8Array((5 << 20) + 1), file({ events: new Array(4_001).fill(EVENT) }),
]);
row("file-foreign", "an export of another site", (site) => brings({ site }), ["teashop", "", "Bookshop", "bookshop "]);
row("file-early", "an export made later than now", (minute) => brings({ minute }), [MADE + 1_441, 2 ** 32 - 1]);
row("request-invalid", "something to bring in that was read from no file", (arrival) => bringIn(hk, arrival, "replace"), [
  ...NO_REQUEST, ...OBJECTS, { site: POLICY.site, minute: MADE, entries: 1 },
]);
row("passphrase-short", "a sealed file with a passphrase that is too short", (text) => sealedFile(hk, text), [
  "", "1234567", "\u{1F511}".repeat(7),
]);
row("gesture-required", "a sealed file without a gesture", (text) => sealedFile(hk, text), ["12345678", HUGE]);
