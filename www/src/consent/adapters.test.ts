/**
 * Every adapter against its manager's interface as it is documented. Those that npm has are met in
 * a browser as well, in `tests/e2e/tests/managers.rs`.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Homekept } from "../homekept.js";
import { furnish } from "../open.js";
import { define, onPage, settled, type FakePage } from "../testing/browser.js";
import { asDoor, POLICY } from "../testing/fake-door.js";
import { LedgerDoor } from "../testing/ledger-door.js";
import { c15t, type C15tState } from "./c15t.js";
import { cookiebot } from "./cookiebot.js";
import { didomi } from "./didomi.js";
import type { Opened } from "./follow.js";
import { klaro } from "./klaro.js";
import { oneTrust } from "./onetrust.js";
import { probo } from "./probo.js";
import { shopify } from "./shopify.js";
import { tarteaucitron } from "./tarteaucitron.js";
import { usercentrics } from "./usercentrics.js";
import { cookieConsent } from "./vanilla-cookieconsent.js";

/** What a page does with one manager: the person, and the time at which its script comes. */
interface Manager {
  readonly follow: (hk: Opened) => () => void;
  /** The script has come: nobody answered yet, or what was answered earlier. */
  arrive(page: FakePage, earlier?: boolean): void;
  /** The person answers. */
  answer(page: FakePage, allows: boolean): void;
}

for (const [name, make] of Object.entries(managers())) {
  test(`${name}: a yes, a no and a yes again, when it comes first and when it comes later`, async () => {
    for (const isLate of [false, true]) {
      await inShop(undefined, async (page, { hk, told }) => {
        const manager = make();
        if (!isLate) manager.arrive(page);
        const stop = manager.follow(hk);
        await settled();
        if (isLate) manager.arrive(page);
        await settled();
        assert.deepEqual(told(), [], "nobody has answered");
        for (const allows of [true, false, true]) {
          manager.answer(page, allows);
          await settled();
        }
        assert.deepEqual(told(), ["yes", "no", "yes"], `late: ${isLate}`);
        stop();
        manager.answer(page, false);
        await settled();
        assert.deepEqual(told(), ["yes", "no", "yes"], "it is followed no more");
      });
    }
  });

  test(`${name}: what was answered earlier is told again, and is no change`, async () => {
    for (const isLate of [false, true]) {
      // Allowed here by the person, and refused in the manager some time before.
      await inShop("preference-center", async (page, { hk, told }) => {
        const manager = make();
        if (!isLate) manager.arrive(page, false);
        manager.follow(hk);
        if (isLate) manager.arrive(page, false);
        await settled();
        assert.deepEqual(told(), [], `late: ${isLate}`);
        assert.equal(hk.status().personal, true);
        manager.answer(page, true);
        manager.answer(page, false);
        await settled();
        assert.deepEqual(told(), ["no"]);
      });
      await inShop("manager", async (page, { hk, told }) => {
        const manager = make();
        if (!isLate) manager.arrive(page, true);
        manager.follow(hk);
        if (isLate) {
          await settled();
          assert.equal(hk.status().personal, false, "CON-17 it has not confirmed it");
          manager.arrive(page, true);
        }
        await settled();
        assert.equal(hk.status().personal, true);
        assert.deepEqual(told(), []);
      });
    }
  });

  test(`${name}: an answer before the module is open`, async () => {
    await inShop(undefined, async (page, { hk, told }) => {
      const manager = make();
      let open = (_: Homekept): void => {};
      manager.follow(new Promise<Homekept>((resolve) => (open = resolve)));
      manager.arrive(page);
      await settled();
      manager.answer(page, true);
      await settled();
      open(hk);
      await settled();
      assert.deepEqual(told(), ["yes"]);
    });
  });

  test(`CON-17 ${name}: broken or missing it is a no, and the page hears nothing of it`, async () => {
    await inShop("manager", async ({ document }, { hk, told }) => {
      const manager = make();
      const globals = ["CookieConsent", "klaro", "c15tStore", "tarteaucitron"];
      const names = [...globals, "OneTrust", "UC_UI", "Cookiebot", "Shopify"];
      const trap = new Proxy({}, { get: () => { throw new Error("of the manager"); } });
      for (const name of names) define(name, trap);
      manager.follow(hk)();
      manager.follow(hk);
      document.dispatchEvent(new Event("load"));
      await settled();
      assert.equal(hk.status().personal, false);
      assert.deepEqual(told(), []);
    });
    const { hk } = opened("manager");
    // No page at all: in Node.
    make().follow(hk)();
    await settled();
  });
}

test("a box that is ticked and not saved is no answer", async () => {
  await inShop(undefined, async (_, { hk, told }) => {
    const watchers = new Set<{ update(manager: unknown, event: string): void }>();
    const manager = {
      confirmed: false,
      savedConsents: { shop: false },
      consents: { shop: true },
      watch: watchers.add.bind(watchers),
      unwatch: watchers.delete.bind(watchers),
    };
    klaro(hk, { learn: "shop" }, { getManager: () => manager });
    for (const watcher of watchers) watcher.update(manager, "consents");
    Object.assign(manager, { confirmed: true });
    for (const watcher of watchers) watcher.update(manager, "consents");
    await settled();
    assert.deepEqual(told(), []);
  });
});

test("of several services or categories all must be allowed", async () => {
  await inShop(undefined, async (_, { hk, told }) => {
    const state = { a: true, b: false };
    define("tarteaucitron", { state, user: {} });
    tarteaucitron(hk, { learn: ["a", "b"] });
    await settled();
    assert.deepEqual(told(), []);
    state.b = true;
    document.dispatchEvent(new Event("tac.consent_updated"));
    await settled();
    assert.deepEqual(told(), ["yes"]);
  });
});

test("what is allowed without a person's answer is no yes", async () => {
  await inShop(undefined, async ({ window }, { hk, told }) => {
    define("Cookiebot", { hasResponse: true, consent: { method: "implied", preferences: true } });
    cookiebot(hk, { learn: "preferences" });
    window.dispatchEvent(new Event("CookiebotOnAccept"));
    define("tarteaucitron", { state: { shop: true }, user: { bypass: true } });
    tarteaucitron(hk, { learn: "shop" });
    await settled();
    assert.deepEqual(told(), []);
  });
});

function managers(): Record<string, () => Manager> {
  return {
    "vanilla-cookieconsent": () => {
      let accepted: string[] | undefined;
      const fire = (type: string): void => {
        dispatchEvent(new CustomEvent(type, { detail: { cookie: { categories: accepted } } }));
      };
      return {
        follow: (hk) => cookieConsent(hk, { learn: "functionality" }),
        arrive: (_, earlier) => {
          accepted = earlier === undefined ? undefined : earlier ? ["functionality"] : [];
          define("CookieConsent", {
            validConsent: () => accepted !== undefined,
            acceptedCategory: (name: string) => accepted?.includes(name) ?? false,
          });
          if (accepted) fire("cc:onConsent");
        },
        answer: (_, allows) => {
          const isFirst = accepted === undefined;
          accepted = allows ? ["functionality"] : [];
          if (!isFirst) return fire("cc:onChange");
          fire("cc:onFirstConsent");
          fire("cc:onConsent");
        },
      };
    },
    klaro: () => {
      const watchers = new Set<{ update(manager: unknown, event: string): void }>();
      const manager = {
        confirmed: false,
        savedConsents: { shop: false },
        watch: watchers.add.bind(watchers),
        unwatch: watchers.delete.bind(watchers),
      };
      return {
        follow: (hk) => klaro(hk, { learn: "shop" }),
        arrive: ({ document }, earlier) => {
          if (earlier !== undefined) Object.assign(manager, { confirmed: true, savedConsents: { shop: earlier } });
          define("klaro", { getManager: () => manager });
          document.dispatchEvent(new Event("load"));
        },
        answer: (_, allows) => {
          for (const event of ["consents", "saveConsents", "applyConsents"]) {
            if (event === "saveConsents") Object.assign(manager, { confirmed: true, savedConsents: { shop: allows } });
            for (const watcher of watchers) watcher.update(manager, event);
          }
        },
      };
    },
    c15t: () => {
      let state: C15tState = { consents: { measurement: false }, consentInfo: null };
      const listeners = new Set<(state: C15tState, before: C15tState) => void>();
      let time = 1;
      return {
        follow: (hk) => c15t(hk, { learn: "measurement" }),
        arrive: ({ document }, earlier) => {
          if (earlier !== undefined) state = { consents: { measurement: earlier }, consentInfo: { time } };
          define("c15tStore", {
            getState: () => state,
            subscribe: (listener: (state: C15tState, before: C15tState) => void) => {
              listeners.add(listener);
              return () => listeners.delete(listener);
            },
          });
          document.dispatchEvent(new Event("load"));
        },
        answer: (_, allows) => {
          const before = state;
          state = { consents: { measurement: allows }, consentInfo: { time: (time += 1) } };
          for (const listener of listeners) listener(state, before);
        },
      };
    },
    tarteaucitron: () => {
      const state: { shop?: boolean } = {};
      return {
        follow: (hk) => tarteaucitron(hk, { learn: "shop" }),
        arrive: ({ document }, earlier) => {
          define("tarteaucitron", { state, user: {} });
          if (earlier === undefined) document.dispatchEvent(new Event("tac.consent_updated"));
          else state.shop = earlier;
          document.dispatchEvent(new Event("shop_added"));
        },
        answer: ({ document }, allows) => {
          state.shop = allows;
          document.dispatchEvent(new Event("tac.consent_updated"));
        },
      };
    },
    probo: () => {
      let snapshot: Record<string, boolean> = {};
      const ready: (() => void)[] = [];
      const change: (() => void)[] = [];
      const drop = (list: (() => void)[], one: () => void) => () => void list.splice(list.indexOf(one), 1);
      const consent = {
        isReady: false,
        hasResponse: false,
        has: (name: string) => !!snapshot[name],
        onReady: (listener: () => void) => {
          if (consent.isReady) listener();
          else ready.push(listener);
          return drop(ready, listener);
        },
        onChange: (listener: () => void) => {
          change.push(listener);
          return drop(change, listener);
        },
      };
      return {
        follow: (hk) => probo(hk, { learn: "functional" }, consent),
        arrive: (_, earlier) => {
          // Where a place's rules suppose a yes, that is none.
          snapshot = { functional: earlier ?? true };
          Object.assign(consent, { isReady: true, hasResponse: earlier !== undefined });
          for (const listener of [...ready.splice(0), ...change]) listener();
        },
        answer: (_, allows) => {
          snapshot = { functional: allows };
          consent.hasResponse = true;
          for (const listener of [...change]) listener();
        },
      };
    },
    OneTrust: () => {
      let isClosed = false;
      const arrive = (): void => {
        define("OneTrust", { IsAlertBoxClosed: () => isClosed });
        dispatchEvent(new CustomEvent("OneTrustGroupsUpdated", { detail: [] }));
      };
      return {
        follow: (hk) => oneTrust(hk, { learn: "C0003" }),
        arrive: (_, earlier) => {
          isClosed = earlier !== undefined;
          // Before an answer the defaults are active, here those of a place without opt-in.
          define("OnetrustActiveGroups", earlier === false ? ",C0001," : ",C0001,C0003,");
          arrive();
        },
        answer: (_, allows) => {
          isClosed = true;
          define("OnetrustActiveGroups", allows ? ",C0001,C0003," : ",C0001,");
          arrive();
          dispatchEvent(new Event("OTConsentApplied"));
        },
      };
    },
    Didomi: () => {
      let enabled: boolean | undefined;
      const api = {
        isUserStatusPartial: () => enabled === undefined,
        getCurrentUserStatus: () => ({ purposes: { shop: { enabled: enabled ?? false } } }),
      };
      type Listener = { event: string; listener: () => void };
      const page = globalThis as { didomiOnReady?: unknown; didomiEventListeners?: unknown };
      const listeners: Listener[] = [];
      return {
        follow: (hk) => didomi(hk, { learn: "shop" }),
        arrive: (_, earlier) => {
          enabled = earlier;
          const queues = [page.didomiOnReady ?? [], page.didomiEventListeners ?? []] as [((a: typeof api) => void)[], Listener[]];
          listeners.push(...queues[1]);
          define("didomiEventListeners", { push: (one: Listener) => listeners.push(one) });
          define("didomiOnReady", { push: (one: (a: typeof api) => void) => one(api) });
          for (const one of queues[0]) one(api);
        },
        answer: (_, allows) => {
          enabled = allows;
          for (const { event, listener } of listeners) if (event === "consent.changed") listener();
        },
      };
    },
    Usercentrics: () => {
      let status: boolean | undefined;
      return {
        follow: (hk) => usercentrics(hk, { learn: "functional" }),
        arrive: ({ window }, earlier) => {
          status = earlier;
          define("UC_UI", {
            isInitialized: () => true,
            isConsentRequired: () => status === undefined,
            getServicesBaseInfo: () => [
              { name: "Homekept", categorySlug: "functional", consent: { status: status ?? true } },
              { name: "A map", categorySlug: "marketing", consent: { status: false } },
            ],
          });
          window.dispatchEvent(new Event("UC_UI_INITIALIZED"));
        },
        answer: ({ window }, allows) => {
          const type = allows ? "ACCEPT_ALL" : "SAVE";
          window.dispatchEvent(new CustomEvent("UC_UI_CMP_EVENT", { detail: { source: "FIRST_LAYER", type } }));
          status = allows;
        },
      };
    },
    Cookiebot: () => {
      const state = { hasResponse: false, consent: { method: null as string | null, preferences: false } };
      const set = (allows: boolean): void =>
        void Object.assign(state, { hasResponse: true, consent: { method: "explicit", preferences: allows } });
      const tell = (window: EventTarget, allows: boolean): void =>
        void window.dispatchEvent(new Event(allows ? "CookiebotOnAccept" : "CookiebotOnDecline"));
      return {
        follow: (hk) => cookiebot(hk, { learn: "preferences" }),
        arrive: ({ window }, earlier) => {
          define("Cookiebot", state);
          if (earlier === undefined) return void window.dispatchEvent(new Event("CookiebotOnDialogDisplay"));
          set(earlier);
          tell(window, earlier);
        },
        answer: ({ window }, allows) => {
          if (state.hasResponse) window.dispatchEvent(new Event("CookiebotOnDialogDisplay"));
          set(allows);
          tell(window, allows);
        },
      };
    },
    Shopify: () => {
      let preferences = "";
      return {
        follow: (hk) => shopify(hk, { learn: "preferences" }),
        arrive: ({ document }, earlier) => {
          preferences = earlier === undefined ? "" : earlier ? "yes" : "no";
          define("Shopify", { customerPrivacy: { currentVisitorConsent: () => ({ preferences, analytics: "" }) } });
          document.dispatchEvent(new Event("shopifyCustomerPrivacyApiLoaded"));
        },
        answer: ({ document }, allows) => {
          preferences = allows ? "yes" : "no";
          document.dispatchEvent(new CustomEvent("visitorConsentCollected", { detail: {} }));
        },
      };
    },
  };
}

type Shop = ReturnType<typeof opened>;

/** Runs a scene with a module; it was opened where there is no page, and so has nothing to keep in step with. */
function inShop(by: Parameters<typeof opened>[0], scene: (page: FakePage, shop: Shop) => Promise<void>): Promise<void> {
  const shop = opened(by);
  return onPage({}, (page) => scene(page, shop));
}

const HASH = "ab".repeat(32);

/** A module in which `by` has allowed learning already, and what it was told since. */
function opened(by?: "manager" | "preference-center"): { hk: Homekept; told: () => unknown[] } {
  const door = new LedgerDoor();
  if (by) void door.choose(["learn"], [], by, "en", HASH, false);
  const hk = furnish(asDoor(door), { ...POLICY, manager: { learn: HASH } }, undefined, new Uint8Array(1));
  const from = door.calls.length;
  const told = (): unknown[] =>
    door.calls
      .slice(from)
      .filter(([name]) => name === "choose")
      .map(([, allow]) => ((allow as string[]).length > 0 ? "yes" : "no"));
  return { hk, told };
}
