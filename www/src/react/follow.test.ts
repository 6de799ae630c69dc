import assert from "node:assert/strict";
import { test } from "node:test";
import type { Homekept } from "../homekept.js";
import { HomekeptError } from "../errors.js";
import { insideOf } from "../internal.js";
import { furnish } from "../open.js";
import { asDoor, FakeDoor, POLICY } from "../testing/fake-door.js";
import type { PickView } from "../wasm/homekept.js";
import { follow, type News } from "./follow.js";

// What the browser has, and Node has not.
Object.assign(globalThis, { addEventListener: () => {}, HTMLElement: class {} });

test("the initial picks stand until there is leave, then the customer's own come, with their reason", async () => {
  const { hk, news } = await followed(["a", "b"]);
  assert.equal(news.length, 0);
  await allow(hk);
  assert.deepEqual(shown(news), [["c", "d"]]);
  assert.equal(news[0]?.personal, true);
  assert.equal(news[0]?.picks?.[0]?.reason, "Popular here");
});

test("a list changes once; what is sold out, a switch and what is forgotten count apart", async () => {
  const { door, hk, news } = await followed(["a", "b"]);
  await allow(hk);
  door.picks = picks("e", "f", "g");
  await hk.record("view", "e");
  assert.deepEqual(shown(news), [["c", "d"]]);
  hk.soldOut(["c"]);
  assert.deepEqual(shown(news).at(-1), ["e", "f", "g"]);
  await hk.plain(true);
  assert.equal(shown(news).at(-1), undefined);
  await hk.plain(false);
  assert.deepEqual(shown(news).at(-1), ["e", "f", "g"]);
  const before = news.length;
  door.picks = picks("h", "i");
  await hk.forget({ all: true });
  assert.ok(news.length > before);
  assert.deepEqual(shown(news).at(-1), ["h", "i"]);
});

test("fewer picks than the page has leave it as it is", async () => {
  const { hk, news } = await followed(["a", "b", "x"]);
  await allow(hk);
  assert.equal(news.length, 0);
});

test("without initial picks everybody gets the public ones", async () => {
  const { hk, news } = await followed([]);
  assert.deepEqual(shown(news), [["c", "d"]]);
  assert.equal(news[0]?.personal, false);
  await allow(hk);
  assert.equal(news.at(-1)?.personal, true);
});

test("what stands here stands nowhere else, until nobody follows any more", async () => {
  const { hk, leave } = await followed(["c"]);
  const elsewhere = (): string[] => hk.rank({ slot: "for-you", limit: 9, place: "aside" }).map(({ id }) => id);
  assert.deepEqual(elsewhere(), ["d"]);
  leave();
  assert.deepEqual(elsewhere(), ["c", "d"]);
});

test("what fails leaves the initial picks, and says why", async () => {
  const { news, hk, door } = await followed(["a"]);
  door.rank = () => {
    throw Object.assign(new Error(), { code: "item-unknown" });
  };
  await allow(hk);
  assert.deepEqual(news, [{ problem: "item-unknown" }]);
  const failed: News[] = [];
  const broken = Promise.reject<Homekept>(new HomekeptError("module-refused"));
  await follow(broken, ASKED, ["a"], nowhere, (one) => failed.push(one), new AbortController().signal);
  assert.deepEqual(failed, [{ problem: "module-refused" }]);
});

async function followed(initial: string[]) {
  const door = new FakeDoor();
  door.picks = picks("c", "d");
  const hk = furnish(asDoor(door), POLICY, undefined, new Uint8Array());
  const [news, leaving]: [News[], AbortController] = [[], new AbortController()];
  await follow(hk, ASKED, initial, nowhere, (one) => news.push(one), leaving.signal);
  assert.equal(insideOf(hk).stopped, false);
  return { door, hk, news, leave: () => leaving.abort() };
}

const ASKED = { slot: "for-you", limit: 4 } as const;
const nowhere = (): null => null;
const allow = (hk: Homekept): Promise<unknown> => hk.consent({ allow: ["remember", "learn"] });
const shown = (news: readonly News[]) => news.map(({ picks }) => picks?.map(({ id }) => id));

function picks(...ids: string[]): PickView[] {
  const bare = { display: [], facets: [], score: 0, personal: true, sponsored: false };
  return ids.map((id) => ({ ...bare, id, title: id, url: `/${id}`, reasons: [] }));
}
