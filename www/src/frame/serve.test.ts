import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { serveFrame, type ServeOptions } from "./serve.js";

const SHOP = "https://www.shop.example";
const VAULT = "https://vault.shop.example";
const OPTIONS: ServeOptions = { allow: [SHOP], policy: "/homekept.json" };

/** The window of a page at the vault's origin, in a frame: what node lacks of one. */
class FrameWindow extends EventTarget {
  parent: unknown = { name: "the shop's page" };
  top: unknown = this.parent;

  hears(message: { origin?: string; source?: unknown; data?: unknown; ports?: readonly MessagePort[] }): void {
    const { port2 } = new MessageChannel();
    const { origin = SHOP, source = this.parent, data = HELLO, ports = [port2] } = message;
    this.dispatchEvent(Object.assign(new Event("message"), { origin, source, data, ports }));
    port2.close();
  }
}

const HELLO = { homekept: "frame", version: 1 };
const NAMES = ["window", "location", "document", "fetch", "addEventListener", "removeEventListener"] as const;
let frame: FrameWindow;
let asked: string[];
let hasAccess: boolean;
let before: readonly (PropertyDescriptor | undefined)[];

beforeEach(() => {
  before = NAMES.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  frame = new FrameWindow();
  asked = [];
  hasAccess = true;
  const values = {
    window: frame,
    location: new URL(`${VAULT}/vault`),
    document: { hasStorageAccess: async () => hasAccess },
    fetch: async (address: unknown) => {
      asked.push(String(address));
      throw new TypeError("no network");
    },
    addEventListener: frame.addEventListener.bind(frame),
    removeEventListener: frame.removeEventListener.bind(frame),
  };
  for (const name of NAMES) Object.defineProperty(globalThis, name, { value: values[name], configurable: true, writable: true });
});

afterEach(() => {
  NAMES.forEach((name, at) => {
    const old = before[at];
    if (old) Object.defineProperty(globalThis, name, old);
    else Reflect.deleteProperty(globalThis, name);
  });
});

const settles = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
const codeOf = (given: Promise<unknown>): Promise<unknown> => given.then(() => "opened", ({ code }) => code as unknown);

test("SEC-26 the vault opens for the page around it, of an origin that is named, and for nobody else", async () => {
  const code = codeOf(serveFrame(OPTIONS));
  const ports = [new MessageChannel(), new MessageChannel()].map(({ port2 }) => port2);
  const before = asked.length;
  for (const message of [
    ...["https://shop.example", "https://www.shop.example.evil.example", "http://www.shop.example", `${SHOP}:8443`, "null", "", VAULT].map(
      (origin) => ({ origin }),
    ),
    { source: frame },
    { source: null },
    { source: { name: "another window" } },
    { ports: [] },
    { ports },
    ...[null, "frame", { homekept: "frame" }, { ...HELLO, version: 2 }, { ...HELLO, more: 1 }, [HELLO]].map((data) => ({ data })),
  ]) {
    frame.hears(message);
  }
  await settles();
  assert.equal(asked.length, before, "nothing was loaded");
  frame.hears({});
  assert.equal(await code, "policy-unreachable");
  assert.equal(asked[0], `${VAULT}/homekept.json`);
  for (const port of ports) port.close();
});

test("SEC-26 the page is told why the vault does not open, over its port alone", async () => {
  hasAccess = false;
  const code = codeOf(serveFrame(OPTIONS));
  const { port1, port2 } = new MessageChannel();
  const told = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
  frame.hears({ ports: [port2] });
  assert.equal(await code, "frame-refused", "storage is partitioned");
  assert.deepEqual(await told, { tell: "failed", code: "frame-refused" });
  assert.deepEqual(asked, []);
  port1.close();
});

test("SEC-18 SEC-26 a vault is directly in a page of its own site, of another origin, or refuses", async () => {
  for (const allow of [["https://shop.invalid"], [VAULT], [SHOP, "https://shop.invalid"]]) {
    assert.equal(await codeOf(serveFrame({ ...OPTIONS, allow })), "frame-refused", String(allow));
  }
  frame.top = { name: "a page around the shop's" };
  assert.equal(await codeOf(serveFrame(OPTIONS)), "frame-refused");
  frame.parent = frame;
  frame.top = frame;
  assert.equal(await codeOf(serveFrame(OPTIONS)), "frame-refused");
});

test("options that are none are refused before anything else", async () => {
  const wrong: readonly object[] = [
    ...[[], ["*"], [`${SHOP}/`], SHOP, undefined, [7]].map((allow) => ({ allow })),
    { policy: "https://elsewhere.example/homekept.json" },
  ];
  for (const change of wrong) {
    assert.equal(await codeOf(serveFrame({ ...OPTIONS, ...change } as ServeOptions)), "request-invalid", JSON.stringify(change));
  }
});
