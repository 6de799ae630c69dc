/** The IAB's standards, in every order of their events; small managers of them are in `tests/apps/managers`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Homekept } from "../homekept.js";
import { furnish } from "../open.js";
import { define, onPage, settled } from "../testing/browser.js";
import { asDoor, POLICY } from "../testing/fake-door.js";
import { LedgerDoor } from "../testing/ledger-door.js";
import type { Method, Purpose } from "../wasm/homekept.js";
import { googleConsentMode } from "./google-consent-mode.js";
import { gpp, type GppEvent, type GppPing } from "./gpp.js";
import { iab } from "./iab.js";
import { JURISDICTIONS, jurisdictionOf } from "./jurisdictions.js";
import { tcf, type TcData } from "./tcf.js";

test("CON-14 never more than the manager of TCF, whatever comes in whatever order", async () => {
  const all = [1, 5, 6, 8, 9, 10, 11, 3, 4];
  const cases: [name: string, events: TcfEvent[], allowed: Purpose[]][] = [
    ["all of them", [["tcloaded", all]], ["remember", "learn", "measure", "sponsor"]],
    ["after it was asked", [["cmpuishown", []], ["useractioncomplete", all]], ["remember", "learn", "measure", "sponsor"]],
    ["while it is asked", [["cmpuishown", all]], []],
    ["storing is not allowed", [["tcloaded", all.filter((one) => one !== 1)]], []],
    ["learning needs 1, 5 and 6", [["tcloaded", [1, 5, 6]]], ["learn"]],
    ["5 is missing", [["tcloaded", [1, 6]]], []],
    ["6 is missing", [["tcloaded", [1, 5]]], []],
    ["counting needs 1, 8, 9 and 10", [["tcloaded", [1, 8, 9, 10]]], ["measure"]],
    ["9 is missing", [["tcloaded", [1, 8, 10]]], []],
    ["what I state needs 1 and 11", [["tcloaded", [1, 11]]], ["remember"]],
    ["interests of sponsored items need 1, 3 and 4", [["tcloaded", [1, 3, 4]]], ["sponsor"]],
    ["nobody knows whether it applies", [["tcloaded", all, undefined]], []],
    ["it does not apply", [["tcloaded", all, false]], []],
    ["it breaks", [["tcloaded", null]], []],
  ];
  for (const [name, events, allowed] of cases) {
    for (const isLate of [false, true]) {
      await scene(async ({ hk, api }) => {
        if (!isLate) api.arrive();
        tcf(hk);
        if (isLate) api.arrive();
        for (const event of events) api.fire(...event);
        await settled();
        assert.deepEqual(on(hk), allowed, name);
      });
    }
  }
});

test("CON-14 a legitimate interest and a vendor's consent are none of the publisher's", async () => {
  await scene(async ({ hk, api }) => {
    api.arrive();
    tcf(hk);
    const vector = { 1: true, 5: true, 6: true };
    api.tell({
      ...{ eventStatus: "tcloaded", listenerId: 1, gdprApplies: true },
      publisher: { consents: {}, legitimateInterests: vector },
      purpose: { consents: vector, legitimateInterests: vector },
    } as TcData);
    await settled();
    assert.deepEqual(on(hk), []);
  });
});

test("CON-14 to be asked anew is no no, and an error is one until it is over", async () => {
  await scene(async ({ hk, door, api }) => {
    api.arrive();
    const stop = tcf(hk);
    api.fire("tcloaded", [1, 5, 6]);
    api.fire("cmpuishown", []);
    await settled();
    assert.deepEqual(on(hk), ["learn"]);
    api.fire("tcloaded", null);
    await settled();
    assert.deepEqual(on(hk), [], "withheld");
    assert.equal(refusals(door), 0);
    api.fire("useractioncomplete", [1, 5, 6]);
    await settled();
    assert.deepEqual(on(hk), ["learn"]);
    api.fire("useractioncomplete", []);
    await settled();
    assert.equal(refusals(door), 1);
    stop();
    assert.deepEqual(api.removed, [7]);
  });
});

test("CON-15 who opted out of sale, sharing or targeting, or sends the signal, is out", async () => {
  const cases: [fields: Record<string, unknown>, left: Purpose[]][] = [
    [{ SaleOptOut: 2, SharingOptOut: 2, TargetedAdvertisingOptOut: 2, Gpc: false }, ["learn", "sponsor"]],
    [{ SaleOptOut: 0 }, ["learn", "sponsor"]],
    [{ SaleOptOut: 1 }, ["learn"]],
    [{ SharingOptOut: 1 }, ["learn"]],
    [{ TargetedAdvertisingOptOut: 1 }, ["learn"]],
    [{ Gpc: true }, ["learn"]],
    [{ KnownChildSensitiveDataConsents: [0, 0] }, ["learn", "sponsor"]],
    [{ KnownChildSensitiveDataConsents: 0 }, ["learn", "sponsor"]],
    [{ KnownChildSensitiveDataConsents: [0, 2] }, []],
    [{ KnownChildSensitiveDataConsents: 1 }, []],
  ];
  for (const [fields, left] of cases) {
    for (const sections of [{ usnat: fields }, { usca: [{}, fields] }]) {
      await scene(async ({ hk, gppApi }) => {
        gpp(hk);
        gppApi.fire("sectionChange", { parsedSections: sections });
        await settled();
        assert.deepEqual(on(hk), left, JSON.stringify(sections));
      }, ["learn", "sponsor"]);
    }
  }
});

test("CON-15 nothing is read before it is ready, where no section holds, or where none is known", async () => {
  const isOut = { usnat: { SaleOptOut: 1 } };
  for (const ping of [{ signalStatus: "not ready" }, { applicableSections: [-1] }, { applicableSections: [] }]) {
    await scene(async ({ hk, gppApi }) => {
      gpp(hk);
      gppApi.fire("sectionChange", { parsedSections: isOut, ...ping });
      await settled();
      assert.deepEqual(on(hk), ["learn", "sponsor"], JSON.stringify(ping));
    }, ["learn", "sponsor"]);
  }
});

test("CON-15 while it is not ready, what managers granted pauses; where it has no opinion it does not", async () => {
  await scene(async ({ hk, api, gppApi }) => {
    api.arrive();
    tcf(hk);
    gpp(hk);
    api.fire("tcloaded", [1, 5, 6]);
    await settled();
    assert.deepEqual(on(hk), []);
    gppApi.fire("signalStatus", {});
    await settled();
    assert.deepEqual(on(hk), ["learn"]);
    gppApi.fire("signalStatus", { signalStatus: "not ready" });
    await settled();
    assert.deepEqual(on(hk), []);
    gppApi.fire("signalStatus", { applicableSections: [-1] });
    await settled();
    assert.deepEqual(on(hk), ["learn"]);
  });
});

test("CON-18 for a known child nothing is on, whatever is chosen, and no question is put", async () => {
  await scene(async ({ hk, gppApi }) => {
    gpp(hk);
    gppApi.fire("signalStatus", { parsedSections: { usca: { KnownChildSensitiveDataConsents: [1, 0] } } });
    await settled();
    await hk.consent({ allow: ["learn"], method: "preference-center" });
    const { personal, ask } = hk.status();
    assert.deepEqual([on(hk), personal, ask], [[], false, false]);
  });
});

test("CON-19 rules are data: every purpose is opt-in everywhere, and what is not known is the strictest", async () => {
  for (const [name, { consent, standards }] of Object.entries(JURISDICTIONS)) {
    assert.deepEqual(new Set(Object.values(consent)), new Set(["opt-in"]), name);
    assert.deepEqual(Object.keys(consent), ["remember", "learn", "measure", "sponsor"], name);
    for (const standard of standards) assert.ok(JURISDICTIONS["strictest"]!.standards.includes(standard), name);
  }
  for (const name of [undefined, "strictest", "nowhere", "toString", "__proto__"]) {
    assert.equal(jurisdictionOf(name), JURISDICTIONS["strictest"], name);
  }
  // The exceptions of the United Kingdom are no rules of ours, by whatever name a policy asks for them.
  for (const name of ["uk-exempt", "uk-sch-a1", "uk-schedule-a1", "uk-5", "uk-6", "UK"]) {
    assert.equal(jurisdictionOf(name), JURISDICTIONS["strictest"], name);
  }
  for (const name of [...Object.keys(JURISDICTIONS), "uk-exempt"]) {
    await scene(
      async ({ hk }) => {
        const { purposes, ask } = hk.status();
        const offered = purposes.filter(({ offered }) => offered);
        assert.ok(offered.length > 1, name);
        assert.deepEqual(new Set(offered.map(({ state }) => state)), new Set(["unasked"]), name);
        assert.ok(ask, `${name}: it asks first`);
      },
      [],
      name,
    );
  }
  const cases: [jurisdiction: string | undefined, heard: Purpose[]][] = [
    ["eea", ["learn"]],
    ["uk", ["learn"]],
    [undefined, []],
    ["nowhere", []],
    ["us", []],
  ];
  for (const [jurisdiction, heard] of cases) {
    await scene(
      async ({ hk, api }) => {
        api.arrive();
        const stop = iab(hk);
        await settled();
        api.fire("tcloaded", [1, 5, 6]);
        await settled();
        assert.deepEqual(on(hk), heard, String(jurisdiction));
        stop();
        await settled();
        assert.deepEqual(on(hk), []);
      },
      [],
      jurisdiction,
    );
  }
});

test("CON-16 Google is told of three storages, each change once, and of advertising nothing", async () => {
  await scene(async ({ hk }) => {
    const page = globalThis as { dataLayer?: IArguments[] };
    const stop = googleConsentMode(hk);
    await settled();
    await hk.consent({ allow: ["learn", "remember"] });
    await hk.record("view", "a");
    await hk.pause(true);
    stop();
    await hk.pause(false);
    const told = [...page.dataLayer!].map((command) => [...command] as unknown[]);
    const update = (personal: string) => [
      ...["consent", "update"],
      { personalization_storage: personal, functionality_storage: personal, analytics_storage: "denied" },
    ];
    assert.deepEqual(told, [update("denied"), update("granted"), update("denied")]);
    assert.equal(Object.prototype.toString.call(page.dataLayer![0]), "[object Arguments]");
  });
  await scene(async ({ hk }) => {
    const page = globalThis as { dataLayer?: IArguments[] };
    const storages = ["personalization_storage", "ad_storage"] as unknown as ["personalization_storage"];
    googleConsentMode(hk, storages);
    await settled();
    assert.deepEqual([...page.dataLayer![0]!][2], { personalization_storage: "denied" });
    page.dataLayer = [];
    googleConsentMode(Promise.reject(new Error("no network")));
    await settled();
    assert.deepEqual(page.dataLayer, []);
  });
});

type TcfEvent = [status: string, purposes: number[] | null, gdprApplies?: boolean | undefined];

interface Scene {
  readonly hk: Homekept;
  readonly door: LedgerDoor;
  readonly api: {
    arrive(): void;
    tell(data: TcData | null): void;
    fire(status: string, purposes: number[] | null, gdprApplies?: boolean | undefined): void;
    readonly removed: unknown[];
  };
  readonly gppApi: { fire(eventName: string, ping: Partial<GppPing>): void };
}

/** A page of somebody who has allowed these purposes here. */
async function scene(play: (scene: Scene) => Promise<void>, own: Purpose[] = [], jurisdiction?: string): Promise<void> {
  const door = new LedgerDoor();
  const purposes: Purpose[] = ["remember", "learn", "measure", "sponsor"];
  door.status_.purposes = purposes.map((purpose) => ({ purpose, state: "unasked", offered: true }));
  if (own.length > 0) void door.choose(own, [], "question" satisfies Method, "en", HASH, false);
  const manager = Object.fromEntries(purposes.map((purpose) => [purpose, HASH]));
  const policy = { ...POLICY, purposes, manager, ...(jurisdiction && { jurisdiction }) };
  const hk = furnish(asDoor(door), policy, undefined, new Uint8Array(1));
  await onPage({}, async ({ document }) => {
    const listeners: ((data: TcData, success: boolean) => void)[] = [];
    const removed: unknown[] = [];
    const tell = (data: TcData | null): void =>
      listeners.forEach((listener) => listener(data as TcData, data !== null));
    const api: Scene["api"] = {
      removed,
      tell,
      arrive: () => {
        define("__tcfapi", (command: string, _: 2, callback: (typeof listeners)[0], parameter: unknown) => {
          if (command === "addEventListener") listeners.push(callback);
          else removed.push(parameter);
        });
        document.dispatchEvent(new Event("load"));
      },
      fire: (...[eventStatus, purposes, ...rest]) => {
        if (!purposes) return tell(null);
        const gdprApplies = rest.length > 0 ? rest[0] : true;
        const consents = Object.fromEntries(purposes.map((purpose) => [purpose, true]));
        tell({ eventStatus, listenerId: 7, ...(gdprApplies !== undefined && { gdprApplies }), publisher: { consents } });
      },
    };
    let hear = (_: GppEvent): void => {};
    define("__gpp", (command: string, callback: (event: GppEvent) => void) => {
      if (command === "addEventListener") hear = callback;
    });
    const ready: GppPing = { signalStatus: "ready", applicableSections: [7], parsedSections: {} };
    const gppApi = {
      fire: (eventName: string, ping: Partial<GppPing>) =>
        hear({ eventName, listenerId: 3, pingData: { ...ready, ...ping } }),
    };
    await play({ hk, door, api, gppApi });
  });
}

const HASH = "ab".repeat(32);

function on(hk: Homekept): Purpose[] {
  return hk.status().purposes.flatMap(({ purpose, state }) => (state === "on" ? [purpose] : []));
}

function refusals(door: LedgerDoor): number {
  return door.calls.filter(([name, , refuse]) => name === "choose" && (refuse as string[]).length > 0).length;
}
