import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { HomekeptError, type ErrorCode } from "./errors.js";
import type { open as Open, OpenOptions } from "./open.js";
import { POLICY } from "./testing/fake-door.js";
import { packageFolder } from "./testing/package.js";

test("early use says what to call", async () => {
  const open = await freshOpen();
  await rejects(open(), "not-open", /open\(\{ policy/);
});

test("opening is memoised: one instance, one set of requests, and one policy a page", async () => {
  const open = await freshOpen();
  const options = site();
  const first = open(options);
  assert.equal(open(options), first);
  assert.equal(open(), first);
  await rejects(open({ ...options, policy: `${origin}/other.json` }), "already-open");
  await first;
  assert.deepEqual(requests.map(({ url }) => url), ["/homekept.json", "/homekept.wasm", "/shop.hkp"]);
});

test("the policy, the module and the pack are fetched without cookies and without a referrer", async () => {
  const open = await freshOpen();
  const seen: [string, RequestInit | undefined][] = [];
  const real = globalThis.fetch;
  globalThis.fetch = (url, init) => {
    seen.push([String(url), init]);
    return real(url, init);
  };
  try {
    await open({ ...site(), wasmIntegrity: integrity(module) });
  } finally {
    globalThis.fetch = real;
  }
  assert.equal(seen.length, 3);
  for (const [url, init] of seen) {
    assert.equal(init?.credentials, "omit", url);
    assert.equal(init?.referrerPolicy, "no-referrer", url);
  }
  const [policy, wasm, pack] = seen.map(([, init]) => init);
  assert.equal(policy?.cache, "no-store");
  assert.equal(wasm?.integrity, integrity(module));
  assert.equal(pack?.integrity, integrity(PACK));
});

test("the module comes from an address, from bytes, or compiled; the MIME type does not matter", async () => {
  const sources: [string, OpenOptions["wasm"]][] = [
    ["address", new URL("/homekept.wasm", origin)],
    ["address as text", `${origin}/homekept.wasm`],
    ["wrong MIME type", `${origin}/plain.wasm`],
    ["bytes", module],
    ["compiled", await WebAssembly.compile(module)],
  ];
  for (const [name, wasm] of sources) {
    const open = await freshOpen();
    const hk = await open({ ...site(), wasm: wasm as NonNullable<typeof wasm> });
    assert.equal(hk.status().personal, false, name);
  }
});

test("before a choice nothing is on; without storage a yes is kept in memory, and it says so", async () => {
  const open = await freshOpen();
  const hk = await open(site());
  const before = hk.status();
  assert.deepEqual(before.purposes.map(({ state }) => state), Array(4).fill("unasked"));
  assert.equal(before.ask, true);
  assert.equal(before.storage, "none");
  const after = await hk.consent({ allow: ["learn"], refuse: ["remember"] });
  assert.equal(after.storage, "memory");
  assert.equal(typeof after.storageReason, "string");
});

test("Global Privacy Control is read from the browser, and answers the question", async () => {
  Object.defineProperty(globalThis, "navigator", { value: { globalPrivacyControl: true }, configurable: true });
  try {
    const open = await freshOpen();
    const { gpc, ask } = (await open(site())).status();
    assert.deepEqual({ gpc, ask }, { gpc: true, ask: false });
  } finally {
    Object.defineProperty(globalThis, "navigator", { value: undefined, configurable: true });
  }
});

test("what fails is named, and may be tried again", async () => {
  const cases: [Partial<OpenOptions>, ErrorCode][] = [
    [{ policy: "/nowhere.json" }, "policy-unreachable"],
    [{ policy: "http://" }, "policy-unreachable"],
    [{ policy: "/text.json" }, "policy-malformed"],
    [{ policy: "/invalid.json" }, "policy-site"],
    [{ policy: "/future.json" }, "policy-version-unknown"],
    [{ wasm: "/nowhere.wasm" }, "module-unreachable"],
    [{ wasm: "/homekept.json" }, "module-refused"],
    [{ wasmIntegrity: integrity(Buffer.from("other")) }, "module-unreachable"],
  ];
  for (const [options, code] of cases) {
    const open = await freshOpen();
    const { policy: at = "/homekept.json", wasm = "/homekept.wasm", ...rest } = options;
    const policy = String(at).startsWith("/") ? origin + String(at) : at;
    const bad = { policy, wasm: `${origin}${wasm}`, ...rest };
    await rejects(open(bad), code);
    assert.ok(await open(site()), code);
  }
});

test("DSR-07 a site whose picks would decide about a person gets none", async () => {
  const at = (path: string): OpenOptions => ({ ...site(), policy: origin + path });
  await rejects((await freshOpen())(at("/credit.json")), "policy-malformed");
  assert.ok(await (await freshOpen())(at("/placed.json")));
});

test("CON-18 of children nothing is kept, whatever else the policy offers", async () => {
  const hk = await (await freshOpen())({ ...site(), policy: `${origin}/child.json` });
  assert.ok(hk.status().purposes.every(({ offered, state }) => !offered && state !== "on"));
  for (const purpose of ["remember", "learn", "measure", "sponsor"] as const) {
    await rejects(hk.consent({ allow: [purpose] }), "purpose-not-offered");
  }
});

test("a pack that a deployment replaced is found by reading the policy once more", async () => {
  for (const old of ["/no-pack.json", "/changed-pack.json"]) {
    const open = await freshOpen();
    served.set("/homekept.json", FILES[old]!);
    later.set("/homekept.json", FILES["/homekept.json"]!);
    const hk = await open(site());
    // It is there, and no pack: that far it came.
    assert.equal(hk.problem, "pack-not-a-pack", old);
    assert.equal(asked("/homekept.json"), 2);
    served.clear();
    requests.length = 0;
  }
});

test("who tries twice stops then", async () => {
  const open = await freshOpen();
  const hk = await open({ ...site(), policy: `${origin}/no-pack.json` });
  assert.equal(hk.problem, "pack-unreachable");
  assert.deepEqual([asked("/no-pack.json"), asked("/nowhere.hkp")], [2, 2]);
  // The policy is gone by then: it is still the pack that is missing.
  const again = await freshOpen();
  served.set("/homekept.json", FILES["/no-pack.json"]!);
  later.set("/homekept.json", ["application/json", ""]);
  assert.equal((await again(site())).problem, "pack-unreachable");
});

test("what breaks off half way did not come, and what comes as a page is no policy and no module", async () => {
  const cases: [string, ErrorCode | undefined, ErrorCode | undefined][] = [
    ["/homekept.json", "policy-unreachable", "policy-malformed"],
    ["/homekept.wasm", "module-unreachable", "module-refused"],
    ["/shop.hkp", undefined, undefined],
  ];
  const page: File = ["text/html", "<!doctype html><title>Log in</title>"];
  for (const [path, half, html] of cases) {
    broken = path;
    const open = await freshOpen();
    if (half) await rejects(open(site()), half);
    else assert.equal((await open(site())).problem, "pack-unreachable");
    broken = undefined;
    served.set(path, page);
    const second = await freshOpen();
    if (html) await rejects(second(site()), html);
    else assert.equal((await second(site())).problem, "pack-unreachable");
    served.clear();
    // The network comes back.
    assert.ok(await second(site()), path);
  }
});

test("an answer that never ends has a limit", async () => {
  const real = AbortSignal.timeout;
  const limits: number[] = [];
  AbortSignal.timeout = (limit) => {
    limits.push(limit);
    return real.call(AbortSignal, 300);
  };
  try {
    for (const [path, code] of [
      ["/homekept.json", "policy-unreachable"],
      ["/homekept.wasm", "module-unreachable"],
      ["/shop.hkp", "pack-unreachable"],
    ] as const) {
      endless = path;
      const open = await freshOpen();
      if (path === "/shop.hkp") assert.equal((await open(site())).problem, code);
      else await rejects(open(site()), code);
    }
  } finally {
    AbortSignal.timeout = real;
    endless = undefined;
  }
  // 300 KB come through at 40 kbit/s.
  assert.ok(limits.length > 5 && limits.every((limit) => limit === 60_000), String(limits));
});

test("a pack that is missing, changed or broken is named, and the rest works", async () => {
  const cases: [string, ErrorCode][] = [
    ["/no-pack.json", "pack-unreachable"],
    ["/changed-pack.json", "pack-unreachable"],
    ["/homekept.json", "pack-not-a-pack"],
  ];
  for (const [policy, code] of cases) {
    const open = await freshOpen();
    const hk = await open({ ...site(), policy: `${origin}${policy}` });
    assert.equal(hk.problem, code);
    assert.equal((await hk.consent({ allow: ["remember"] })).storage, "memory");
  }
});

/** Not a pack: what these tests want of it is its way here. */
const PACK = Buffer.from("these bytes are no pack");
const module = readFileSync(new URL("src/wasm/homekept_bg.wasm", packageFolder));
const policy = (pack: object, more: object = {}): string =>
  JSON.stringify({ version: 1, ...POLICY, pack, ...more });
const goodPack = { url: "/shop.hkp", integrity: integrity(PACK) };

type File = [type: string, body: string | Buffer];

/** What is served in place of a file: at first, and from the second request on. */
const served = new Map<string, File>();
const later = new Map<string, File>();
/** What comes by half; what begins and does not end. */
let broken: string | undefined;
let endless: string | undefined;

const FILES: Readonly<Record<string, File>> = {
  "/homekept.json": ["application/json", policy(goodPack)],
  "/no-pack.json": ["application/json", policy({ url: "/nowhere.hkp" })],
  "/changed-pack.json": ["application/json", policy({ url: "/text.json", integrity: integrity(PACK) })],
  "/future.json": ["application/json", policy(goodPack, { version: 2 })],
  "/invalid.json": ["application/json", policy(goodPack, { site: 7 })],
  "/credit.json": ["application/json", policy(goodPack, { placements: ["home", "credit-offers"] })],
  "/placed.json": ["application/json", policy(goodPack, { placements: ["home", "basket"] })],
  "/child.json": ["application/json", policy(goodPack, { audience: "child", purposes: ["remember", "learn"] })],
  "/text.json": ["application/json", "no JSON"],
  "/homekept.wasm": ["application/wasm", module],
  "/plain.wasm": ["text/plain", module],
  "/shop.hkp": ["application/octet-stream", PACK],
};

const requests: IncomingMessage[] = [];
let server: Server;
let origin: string;

before(async () => {
  server = createServer((request, response) => {
    requests.push(request);
    const path = request.url ?? "";
    const file = (asked(path) > 1 && later.get(path)) || served.get(path) || FILES[path];
    if (!file) return response.writeHead(404).end();
    const [type, body] = file;
    if (path !== broken && path !== endless) {
      return response.writeHead(200, { "content-type": type }).end(body);
    }
    response.writeHead(200, { "content-type": type, "content-length": body.length });
    const half = body.slice(0, body.length / 2);
    return response.write(half, () => path === broken && response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
  requests.length = 0;
  served.clear();
  later.clear();
});

after(() => {
  server.close();
  server.closeAllConnections();
});

/** How often a path was asked for. */
function asked(path: string): number {
  return requests.filter(({ url }) => url === path).length;
}

function site(): OpenOptions {
  return { policy: `${origin}/homekept.json`, wasm: `${origin}/homekept.wasm` };
}

/** A copy of the package of its own: what it memoises is new. */
async function freshOpen(): Promise<typeof Open> {
  const url = new URL("dist/index.js", packageFolder);
  url.search = String(++copies);
  const { open } = (await import(url.href)) as { open: typeof Open };
  return open;
}

let copies = 0;

function integrity(bytes: Buffer): string {
  return `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
}

function rejects(promise: Promise<unknown>, code: ErrorCode, message?: RegExp): Promise<void> {
  return assert.rejects(promise, (error: HomekeptError) => {
    // The error is of another copy of the package, so its class is too.
    assert.equal(error.name, "HomekeptError");
    assert.equal(error.code, code);
    if (message) assert.match(error.message, message);
    return true;
  });
}
