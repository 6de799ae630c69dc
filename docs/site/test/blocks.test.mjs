// Every code block that a reader may copy is checked, each a test of its own.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { checkAll } from "../check/all.mjs";
import { ROOT, documents, read } from "../check/blocks.mjs";

const blocks = documents().flatMap((document) => document.blocks);
const found = await checkAll(blocks, join(ROOT, "target/docs/blocks"));
for (const [{ file, line, lang, reason }, problems] of found) {
  test(`${file}:${line} ${lang}`, { skip: reason ?? false }, () => assert.deepEqual(problems, []));
}

test("the documents have blocks of many languages", () => {
  const languages = new Set(blocks.map(({ lang }) => lang));
  for (const lang of ["ts", "js", "html", "json", "sh", "http", "toml"]) assert.ok(languages.has(lang), lang);
});

/** One mistake in each language: a check that lets it pass checks nothing. */
const PLANTED = [
  ["ts", 'import { open } from "homekept";\nopen({ polcy: "/homekept.json" });', /polcy/],
  ["ts", 'import { open } from "homekept";\nconst n: number = await open();', /not assignable/],
  ["ts", 'import { nothing } from "homekept/elements";\nnothing();', /no exported member/],
  ["js", 'homekept.opne({ policy: "/homekept.json" });', /opne/],
  ["html", "<homekept-pics></homekept-pics>", /homekept-pics/],
  ["html", '<homekept-picks knd="for-you"></homekept-picks>', /knd/],
  ["html", "<ul><li>one</ul></li>", /./],
  ["html", "<homekept-picks><template><li><a data-bind='title'></a></li></template></homekept-picks>", /the reason/],
  ["html", "<homekept-picks><template><b data-bind='reason'></b><b></b></template></homekept-picks>", /one element/],
  ["html", '<script type="module">import { opn } from "homekept"; opn();</script>', /opn/],
  ["json", '{ "version": 1,, }', /./],
  ["json", '{ "version": 1, "notice": { "version": "1" } }', /required property/],
  ["json", '{ "version": 1, "site": "a", "controller": { "name": "A", "contact": "b" }, "tableSource": "orders", "notice": { "version": "1" }, "pack": { "url": "/p" }, "bost": 0.1 }', /bost/],
  ["json", '"pack": { "url": 3 }', /must be string/],
  ["sh", "cargo xtask dance", /dance/],
  ["sh", "cargo xtask test --olny e2e", /olny/],
  ["sh", "cargo xtask test --only luck", /luck/],
  ["sh", "homekept pack --itmes a.csv", /itmes/],
  ["sh", "npm run nothing", /nothing/],
  ["sh", "homekpt pack", /homekpt/],
  ["console", "$ homekept pakc", /pakc/],
  ["toml", 'itmes = "feed.csv"', /itmes/],
  ["csv", "a,b\n1", /1 fields/],
  ["http", "Content-Security-Policy: default-src 'none'; script-src 'self'", /differs/],
  ["http", "Content-Security-Policy: scrpt-src 'self'", /scrpt-src/],
  ["vue", '<script setup lang="ts">\nimport { opn } from "homekept";\nopn();\n</script>\n<template><p></p></template>', /opn/],
  ["vue", "<template><p v-if></p></template>", /./],
  ["svelte", '<script lang="ts">\nlet n: number = $state("one");\n</script>\n<p>{n}</p>', /not assignable/],
  ["svelte", "<p>{#if}</p>", /./],
  ["tsx", 'import { HomekeptPicks } from "homekept/react";\nexport const picks = <HomekeptPicks knd="for-you" />;', /knd/],
  ["liquid", "{% if product %}<p>", /./],
  ["php", "<?php add_action('init', function () {", /./],
  ["sql", "SELECT 1", /nobody runs/],
  ["klingon", "nuqneH", /nobody checks/],
];

const planted = PLANTED.map(([lang, text], at) => {
  const [block] = read(`\`\`\`${lang}\n${text}\n\`\`\`\n`, `planted-${at}.md`).blocks;
  return block;
});
const mistakes = await checkAll(planted, join(ROOT, "target/docs/planted"));
for (const [at, [lang, , message]] of PLANTED.entries()) {
  test(`a planted mistake is found: ${lang} ${at}`, () => {
    assert.match(mistakes.get(planted[at]).join("\n"), message);
  });
}

test("a block that a paragraph excuses is not checked, and says why", async () => {
  const { blocks } = read("Not checked: it is a joke.\n\n```klingon\nnuqneH\n```\n", "excused.md");
  assert.equal(blocks[0].reason, "it is a joke.");
});
