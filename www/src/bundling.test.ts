import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { packageFolder } from "./testing/package.js";

test("who imports the facade alone gets no element, no overlay and no other entry", () => {
  const facade = bundled('import { open } from "homekept"; open({ policy: "/" });');
  for (const word of [...ELEMENTS, "IntersectionObserver", "homekept-devtools", "react"]) {
    assert.ok(!facade.includes(word), word);
  }
  // What is looked for is there where it is asked for.
  const all = bundled('import "homekept/elements/define"; import "homekept/devtools";');
  for (const word of ELEMENTS) assert.ok(all.includes(word), word);
});

test("no pick waits for the preference center", () => {
  const picks = atOnce("dist/elements-define.js");
  assert.ok(picks.includes("homekept-shown"), "the picks are there at once");
  const inTheCenter = /\.say\("readable-made"/;
  assert.doesNotMatch(picks, inTheCenter);
  const [, center] = /import\("\.\/(center-[^"]+)"\)/.exec(picks) ?? [];
  assert.match(read(`dist/${center}`), inTheCenter);
});

test("what is imported and not used is left out", () => {
  for (const entry of ["homekept", "homekept/elements", "homekept/declarative", "homekept/devtools"]) {
    assert.equal(bundled(`import "${entry}";`).trim(), "", entry);
  }
});

test("the developer's overlay is in no production build", () => {
  const page = 'import { devtools } from "homekept/devtools"; devtools(Promise.resolve());';
  assert.ok(bundled(page, ["development"]).includes("homekept-devtools"));
  const production = bundled(page, ["production"]);
  for (const word of ["homekept-devtools", "attachShadow", "explain"]) {
    assert.ok(!production.includes(word), word);
  }
});

/** A file of the package with all that it loads before it runs. */
function atOnce(file: string, seen = new Set<string>()): string {
  seen.add(file);
  const text = read(file);
  const imported = [...text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)].map(([, name]) => `dist/${name}`);
  return [text, ...imported.filter((name) => !seen.has(name)).map((name) => atOnce(name, seen))].join("\n");
}

function read(file: string): string {
  return readFileSync(new URL(file, packageFolder), "utf8");
}

/** What a page with this script gets, all that it loads later included. */
function bundled(contents: string, conditions: string[] = []): string {
  const options = ["--bundle", "--format=esm", "--minify", `--conditions=${conditions.join(",")}`];
  const external = ["lit", "thumbhash", "react"].map((name) => `--external:${name}`);
  const esbuild = fileURLToPath(new URL("node_modules/.bin/esbuild", packageFolder));
  return execFileSync(esbuild, [...options, ...external], {
    cwd: packageFolder,
    input: contents,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "ignore"],
  });
}

const ELEMENTS = ["homekept-picks", "homekept-consent", "homekept-preferences", "homekept-variant"];
