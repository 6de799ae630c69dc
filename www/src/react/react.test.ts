import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { createElement as h, type ReactElement } from "react";
import { renderToString } from "react-dom/server.edge";
import { packageFolder } from "../testing/package.js";
import type { PickView } from "../wasm/homekept.js";
import { HomekeptConsent, HomekeptPicks, HomekeptPreferences, useHomekept, usePicks } from "./index.js";

test("a server renders the elements with their attributes and what is in them, and nothing else", () => {
  const check = (element: ReactElement, markup: string): void => assert.equal(renderToString(element), markup);
  const homekept = Promise.resolve({}) as never;
  check(
    h(HomekeptPicks, { homekept, kind: "basket", item: ["emma", "monk"], limit: 4, className: "row", exclude: ["x"] }, h("ul")),
    '<homekept-picks kind="basket" limit="4" item="emma monk" class="row"><ul></ul></homekept-picks>',
  );
  // What a template holds is no child of it: there is nothing in it to hydrate.
  check(
    h(HomekeptPicks, { homekept: undefined, card: h("li", { "data-bind": "title" }) }, h("ul")),
    "<homekept-picks><ul></ul><template></template></homekept-picks>",
  );
  check(
    h(HomekeptConsent, { homekept, preferences: "/preferences" }),
    '<homekept-consent preferences="/preferences"></homekept-consent>',
  );
  check(h(HomekeptPreferences, { homekept, id: "mine" }), '<homekept-preferences id="mine"></homekept-preferences>');
});

test("a server renders the initial picks, opens nothing, and asks nobody", () => {
  const Shelf = (): ReactElement => {
    const homekept = useHomekept({ policy: "/homekept.json" });
    assert.equal(homekept, undefined);
    const { picks, personal, ref } = usePicks(homekept, { slot: "for-you", limit: 2 }, [pick("a"), pick("b")]);
    return h("ul", { ref, "data-personal": personal }, picks.map(({ id }) => h("li", { key: id }, id)));
  };
  assert.equal(renderToString(h(Shelf)), '<ul data-personal="false"><li>a</li><li>b</li></ul>');
});

test("the built entry is the client's, imports in Node, and loads module and elements later", () => {
  const built = readFileSync(new URL("dist/react.js", packageFolder), "utf8");
  assert.match(built, /^"use client";/);
  const atOnce = [...built.matchAll(/(?:from|import)\s*"([^"]+)"/g)].map(([, name]) => name);
  assert.deepEqual(new Set(atOnce), new Set(["react", "react-dom"]));
  const later = [...built.matchAll(/import\("([^"]+)"\)/g)].map(([, name]) => name ?? "");
  assert.deepEqual(later.filter((name) => !name.startsWith("./follow-")).sort(), ["./elements-define.js", "./index.js"]);
  for (const name of later) assert.ok(existsSync(new URL(name, new URL("dist/", packageFolder))), name);
  const script = 'const { usePicks } = await import("homekept/react"); console.log(typeof usePicks);';
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: packageFolder,
    encoding: "utf8",
  });
  assert.equal(printed.trim(), "function");
});

function pick(id: string): PickView {
  return { id, title: id, url: `/${id}`, display: [], facets: [], reasons: [], score: 0, personal: false, sponsored: false };
}
