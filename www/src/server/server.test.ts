import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { test } from "node:test";
import type * as Facade from "../index.js";
import { POLICY as SITE } from "../testing/fake-door.js";
import { packageFolder } from "../testing/package.js";
import type * as Server from "./index.js";

const { openBaseline } = (await import(at("dist/server.js").href)) as typeof Server;

test("the server ranks what the facade ranks before a choice, from the same pack", async () => {
  const files = new Map<string, string | Uint8Array>([
    ["/homekept.json", JSON.stringify(POLICY)],
    ["/shop.hkp", readFileSync(PACK)],
  ]);
  const server = createServer(({ url }, answer) => void answer.end(files.get(url ?? "")));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const { open } = (await import(at("dist/index.js").href)) as typeof Facade;
  const wasm = readFileSync(at("dist/homekept.wasm"));
  const hk = await open({ policy: `http://127.0.0.1:${port}/homekept.json`, wasm });
  const baseline = await opened();
  const [first, second] = baseline.rank({ slot: "for-you", limit: 2 }).map(({ id }) => id);
  assert.ok(first && second);
  const requests: readonly Server.BaselineRequest[] = [
    { slot: "for-you", limit: 8 },
    { slot: "for-you", limit: 3, exclude: [first] },
    { slot: "like-this", limit: 4, current: first },
    { slot: "basket", limit: 4, current: [first, second] },
    { slot: "re-rank", limit: 2, within: [second, first] },
    { slot: "for-you", limit: 8, min: 99 },
    { slot: "continue", limit: 4 },
  ];
  for (const request of requests) {
    const picks = baseline.rank(request).map(({ reason, ...pick }) => {
      assert.ok(reason.length > 0);
      return pick;
    });
    assert.deepEqual(picks, hk.rank(request), JSON.stringify(request));
  }
  assert.ok(baseline.rank(requests[2]!).length > 0);
  await new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
});

test("it reads files by path and by address, and asks no network", () => {
  const script = `
    globalThis.fetch = () => { throw new Error("the network was asked"); };
    const { openBaseline } = await import("homekept/server");
    const [policy, pack] = [Buffer.from(${JSON.stringify(JSON.stringify(POLICY))}), ${JSON.stringify(PACK.pathname)}];
    const baseline = await openBaseline({ policy, pack, language: "de" });
    const other = await openBaseline({ policy, pack: new URL("file://" + pack) });
    console.log(JSON.stringify([baseline, other].map((one) => one.rank({ slot: "for-you", limit: 1 })[0].reason)));
  `;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: packageFolder,
    encoding: "utf8",
  });
  assert.deepEqual(JSON.parse(printed), ["Hier beliebt", "Popular here"]);
});

test("what is not there, or is none, has its code", async () => {
  const check = (change: object, code: string): Promise<void> =>
    assert.rejects(opened(change), (error: { code?: string }) => error.code === code);
  await check({ pack: "nowhere.hkp" }, "pack-unreachable");
  await check({ policy: "nowhere.json" }, "policy-unreachable");
  await check({ policy: new TextEncoder().encode("{") }, "policy-malformed");
  await check({ policy: new TextEncoder().encode("{}") }, "policy-version-unknown");
  await check({ pack: new Uint8Array(100) }, "pack-not-a-pack");
  const baseline = await opened();
  assert.throws(() => baseline.rank({ slot: "for-you", limit: 0 }), { code: "request-invalid" });
  assert.throws(() => baseline.rank({ slot: "like-this", limit: 1, current: "-" }), { code: "item-unknown" });
  baseline.close();
  assert.throws(() => baseline.rank({ slot: "for-you", limit: 1 }), { code: "stopped" });
  // Another one of the same process goes on.
  assert.equal((await opened()).rank({ slot: "for-you", limit: 1 }).length, 1);
});

test("no other entry leads to the server's, and browsers do not find it", () => {
  const dist = readdirSync(at("dist")).filter((file) => file.endsWith(".js") && file !== "server.js");
  assert.ok(dist.length > 5);
  for (const file of dist) assert.doesNotMatch(readFileSync(at(`dist/${file}`), "utf8"), /server\.js|node:fs/, file);
  const { exports } = JSON.parse(readFileSync(at("package.json"), "utf8")) as { exports: Record<string, object> };
  assert.deepEqual(Object.keys(exports["./server"] ?? {}), ["types", "node"]);
});

function opened(change: object = {}): Promise<Server.Baseline> {
  const policy = new TextEncoder().encode(JSON.stringify(POLICY));
  return openBaseline({ policy, pack: readFileSync(PACK), ...change });
}

function at(file: string): URL {
  return new URL(file, packageFolder);
}

const PACK = at("../tests/golden/pack-v1-twelve-knobs.hkp");
const POLICY = { ...SITE, version: 1, boost: 0.05, pack: { url: "shop.hkp" } };
