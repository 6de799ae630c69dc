/** The manifest that editors complete by, against the elements as they are. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Ajv } from "ajv";
import type { CustomElement, Declaration, JavaScriptModule, Package } from "custom-elements-manifest";
import * as elements from "./elements/index.js";
import { packageFolder } from "./testing/package.js";

const read = (path: string): string => readFileSync(new URL(path, packageFolder), "utf8");
const manifest = JSON.parse(read("custom-elements.json")) as Package;
const [classes, definitions] = manifest.modules as [JavaScriptModule, JavaScriptModule];
const described = classes.declarations as (Declaration & CustomElement)[];

test("the manifest is what its schema asks for", () => {
  const schema = JSON.parse(read("node_modules/custom-elements-manifest/schema.json")) as object;
  const isValid = new Ajv({ strict: false }).compile(schema);
  assert.ok(isValid(manifest), JSON.stringify(isValid.errors));
});

test("the manifest has every element under its name, and every attribute that it looks at", () => {
  const classOf = elements as unknown as Record<string, typeof elements.HomekeptPicks>;
  const names = Object.keys(elements).filter((name) => classOf[name]?.observedAttributes);
  assert.deepEqual(described.map(({ name }) => name).sort(), names.sort());
  const source = read("src/elements/define.ts");
  for (const { name, tagName, attributes = [], members = [] } of described) {
    assert.ok(source.includes(`"${tagName}": ${name},`), name);
    const looksAt = classOf[name]?.observedAttributes ?? [];
    assert.deepEqual(attributes.map((attribute) => attribute.name), looksAt, name);
    const known = classOf[name]?.elementProperties;
    for (const member of members) assert.ok(known?.has(member.name), `${name}.${member.name}`);
  }
  const registered = definitions.exports ?? [];
  assert.deepEqual(registered.map(({ name }) => name), described.map(({ tagName }) => tagName));
});

test("the manifest has every part, slot, event and custom property, and no other", () => {
  for (const { name, cssParts = [], slots = [], events = [], cssProperties = [] } of described) {
    const text = sourceOf(name);
    const found = (pattern: RegExp): string[] =>
      [...new Set([...text.matchAll(pattern)].map(([, found = ""]) => found))].sort();
    const names = (of: readonly { name: string }[]): string[] => of.map(({ name }) => name).sort();
    assert.deepEqual(names(cssParts), found(/part(?:="|", ")([a-z-]+)"/g), `${name}: parts`);
    assert.deepEqual(names(slots), found(/<slot(?: name="([a-z]+)")?>/g), `${name}: slots`);
    assert.deepEqual(names(events), found(/new (?:Custom)?Event\("(homekept-[a-z]+)"/g), `${name}: events`);
    assert.deepEqual(names(cssProperties), found(/var\((--homekept-[a-z-]+)/g), `${name}: custom properties`);
  }
});

/** What an element is written in: its folder, and what it takes from others'. */
function sourceOf(name: string): string {
  const folder = name.replace("Homekept", "").toLowerCase();
  const of = (folder: string): string[] =>
    readdirSync(new URL(`src/elements/${folder}`, packageFolder)).map((file) => `${folder}/${file}`);
  const borrowed = { variant: ["picks/line.ts", "picks/styles.ts"] }[folder] ?? ["shared-styles.ts"];
  return [...of(folder), ...(folder === "picks" ? [] : borrowed)]
    .filter((file) => !file.endsWith(".test.ts"))
    .map((file) => read(`src/elements/${file}`))
    .join("\n");
}
