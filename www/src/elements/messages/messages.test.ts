import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compiler, everyLanguage, FOLDERS, KEYS, LANGUAGES, MOVING_KEYS, sayingsOf } from "../../testing/languages.js";
import { packageFolder } from "../../testing/package.js";
import { en as moving } from "../moving/messages/en.js";
import { textsFor, type MovingKey } from "../moving/texts.js";
import { en } from "./en.js";
import type { icu } from "./message.js";
import { ENGLISH, wordsFor, Words, type Key } from "./words.js";

test("UI-06 every language has every text, with the same names and every plural form", async () => {
  for (const folder of FOLDERS.map((name) => fileURLToPath(new URL(name, packageFolder)))) {
    const english = await compiler.textsIn(`${folder}en.ts`);
    for (const language of LANGUAGES) {
      const texts = await compiler.textsIn(`${folder}${language}.ts`);
      assert.deepEqual(compiler.problemsOf(language, texts, english), []);
      // In the order of the English ones, so that two files can be read side by side.
      assert.deepEqual(Object.keys(texts), Object.keys(english), language);
    }
    const files = readdirSync(folder).filter((file) => /^[a-z]{2}(-[A-Z][a-z]{3})?\.ts$/.test(file));
    assert.deepEqual(files.map((file) => file.replace(".ts", "")).sort(), [...LANGUAGES].sort());
  }
});

test("UI-06 what is wrong with a language is found", () => {
  const english = { plain: "Yes", named: "Because of {title}", counted: "{n, plural, one {# item} other {# items}}" };
  const check = (texts: Record<string, string>, ...expected: RegExp[]): void => {
    const german = { plain: "Ja", named: "Wegen {title}", counted: "{n, plural, one {# Artikel} other {# Artikel}}" };
    const found = compiler.problemsOf("de", { ...german, ...texts }, english);
    assert.equal(found.length, expected.length, found.join("\n"));
    for (const [at, problem] of expected.entries()) assert.match(found[at] ?? "", problem);
  };
  check({});
  check({ plain: " " }, /says nothing for "plain"/);
  check({ more: "Mehr" }, /"more", which English has not/);
  check({ named: "Wegen {titel}" }, /"named" names titel, not title/);
  check({ named: "Wegen {title" }, /"named": .*(invalid|end)/is);
  check({ named: "Wegen {title, date}" }, /no text, value or plural/);
  check({ counted: "{n, plural, other {# Artikel}}" }, /lacks one/);
  check({ counted: "{n, plural, one {#} two {#} other {#}}" }, /two is not valid/);
  assert.deepEqual(compiler.problemsOf("de", {}, { plain: "Yes" }), ['de has no text for "plain"']);
});

test("UI-06 a missing text fails the build, and does not compile", async () => {
  const { build } = (await import(new URL("node_modules/esbuild/lib/main.js", packageFolder).href)) as typeof import("esbuild");
  const place = mkdtempSync(join(tmpdir(), "homekept-texts-"));
  try {
    const at = join(place, "messages");
    const write = (language: string, texts: string): void =>
      writeFileSync(join(at, `${language}.ts`), `import { icu } from "./message.js";\nexport const ${language} = icu({ ${texts} });\n`);
    mkdirSync(at);
    write("en", '"yes": "Yes", "no": "No"');
    const german = (): Promise<unknown> =>
      build({ entryPoints: [join(at, "de.ts")], write: false, logLevel: "silent", plugins: [compiler.messages] });
    write("de", '"yes": "Ja", "no": "Nein"');
    await german();
    write("de", '"yes": "Ja"');
    await assert.rejects(german, /de has no text for "no"/);
  } finally {
    rmSync(place, { recursive: true });
  }
  // @ts-expect-error: the other keys are missing.
  const incomplete: Parameters<typeof icu<Key>>[0] = { failed: "" };
  assert.deepEqual(Object.keys(incomplete), ["failed"]);
  // @ts-expect-error: so are those on moving to another device.
  const started: Parameters<typeof icu<MovingKey>>[0] = { take: "" };
  assert.deepEqual(Object.keys(started), ["take"]);
});

test("UI-06 a tag is told in its language, a region keeps its dates, and what is not there is English", async () => {
  const check = async (tag: string, like: string): Promise<void> => {
    const [words, expected] = await Promise.all([wordsFor(tag), wordsFor(like)]);
    assert.equal(words.say("ask-title"), expected.say("ask-title"), tag);
    assert.equal(await textsFor(tag), await textsFor(like), tag);
  };
  for (const tag of ["tlh", "__proto__", "constructor", "tostring", "", "x", "de_DE"]) {
    assert.equal(await wordsFor(tag), ENGLISH, tag);
    assert.equal(await textsFor(tag), moving, tag);
  }
  await check("en-GB", "en");
  await check("DE-at", "de");
  for (const tag of ["zh", "zh-CN", "zh-SG", "zh-Hans-HK"]) await check(tag, "zh-Hans");
  for (const tag of ["zh-TW", "zh-HK", "zh-MO", "zh-Hant", "zh-Hant-CN"]) await check(tag, "zh-Hant");
  for (const tag of ["pt-BR", "pt-PT", "pt-AO"]) await check(tag, "pt");
  for (const tag of ["ar-EG", "ar-MA"]) await check(tag, "ar");
  const austrian = await wordsFor("de-AT");
  assert.match(austrian.day(28_930_000), /Jänner|Dezember|202\d/);
  assert.equal(austrian.language, "de-AT");
});

test("UI-06 numbers, dates, lists and what is counted are written as the language and its region do", async () => {
  const minute = 29_500_000;
  const check = async (tag: string, list: string, thousands: string, day: RegExp): Promise<void> => {
    const words = await wordsFor(tag);
    const shown = (text: string): string => text.replace(/[\u2068\u2069]/g, "").replace(/[\u00a0\u202f]/g, " ");
    assert.equal(shown(words.list(["a", "b", "c"])), list, tag);
    assert.ok(shown(words.say("status-interests", { n: 12_345 })).includes(thousands), tag);
    assert.match(words.day(minute), day, tag);
  };
  await check("en", "a, b, and c", "12,345", /^February 2, 2026$/);
  await check("en-GB", "a, b and c", "12,345", /^2 February 2026$/);
  await check("de", "a, b und c", "12.345", /^2\. Februar 2026$/);
  await check("de-AT", "a, b und c", "12 345", /^2\. Februar 2026$/);
  await check("fr", "a, b et c", "12 345", /^2 février 2026$/);
  await check("es", "a, b y c", "12.345", /^2 de febrero de 2026$/);
  await check("pt", "a, b e c", "12.345", /^2 de fevereiro de 2026$/);
  await check("hi", "a, b, और c", "12,345", /^2 फ़रवरी 2026$/);
  await check("ja", "a、b、c", "12,345", /^2026年2月2日$/);
  await check("zh-CN", "a、b和c", "12,345", /^2026年2月2日$/);
  await check("zh-TW", "a、b和c", "12,345", /^2026年2月2日$/);
  await check("ar-MA", "a وb وc", "12.345", /2026/);
  await check("ar-EG", "a وb وc", "١٢٬٣٤٥", /٢٠٢٦/);

  const arabic = await wordsFor("ar-MA");
  const counted = [0, 1, 2, 3, 11, 100].map((n) => arabic.say("status-interests", { n }));
  assert.equal(new Set(counted.map((text) => text.replace(/[^\p{L} ]/gu, "").trim())).size, 5, counted.join());
});

test("UI-06 among Arabic letters a title stands by itself, in whatever letters it is", async () => {
  const arabic = await wordsFor("ar");
  assert.equal(arabic.direction, "rtl");
  assert.ok(arabic.say("reason-followed", { item: "Emma (1815)" }).includes("«\u2068Emma (1815)\u2069»"));
  // Each title of a list by itself, or the whole list would run as the first of them does.
  const [a, b] = ["\u2068Emma\u2069", "\u2068Dracula\u2069"];
  assert.equal(arabic.list(["Emma", "Dracula"]), `${a} و${b}`);
  assert.equal(arabic.row(["Emma", "Dracula"]), `${a} و${b}`);
  assert.equal((await wordsFor("fr")).direction, "ltr");
  assert.equal((await wordsFor("ja")).row(["Emma", "Dracula"]), "Emma、Dracula");
  const said = async (tag: string): Promise<string> => (await wordsFor(tag)).sentences("A.", false, "B.");
  assert.deepEqual(await Promise.all(["ar", "en", "ja", "zh-TW"].map(said)), ["A. B.", "A. B.", "A.B.", "A.B."]);
});

test("a text takes its values, its plural form and nothing else", () => {
  const words = new Words("en", en);
  assert.equal(words.say("status-interests", { n: 1 }), "1 interest");
  assert.equal(words.say("status-interests", { n: 1200 }), "1,200 interests");
  assert.equal(words.say("reason-followed", { item: "{facet} $& <b>" }), "Because you looked at “{facet} $& <b>”");
  assert.equal(words.say("reason-followed"), "Because you looked at “”");
  // What is written in a text stays text.
  const strange = { key: "`$'{'x'}'` \\ '{'a'}' {name}" };
  const { xx } = evaluated(compiler.compiled("xx", strange)) as { xx: { key(values: object, words: Words): string } };
  assert.equal(xx.key({ name: "N" }, words), "`${x}` \\ {a} N");
});

test("no text says undefined, or shows how it is made", async () => {
  for (const words of await everyLanguage()) {
    for (const { key, texts } of await sayingsOf(words)) {
      for (const text of texts) assert.doesNotMatch(text, /undefined|[{}#]|plural/, `${words.language} ${key}`);
    }
  }
});

test("every text is used", () => {
  const sources = sourcesIn("src/elements/");
  const composed = [...sources.matchAll(/say\(\s*`([a-z-]*)\$\{[^}]*\}([a-z-]*)`/g)].map(
    ([, before, after]) => [before ?? "", after ?? ""] as const,
  );
  const isUsed = (key: string): boolean =>
    PURPOSES.includes(key) ||
    sources.includes(`"${key}"`) ||
    composed.some(
      ([before, after]) => key.startsWith(before) && key.endsWith(after),
    );
  assert.deepEqual(KEYS.filter((key) => !isUsed(key)), []);
});

test("every text on moving to another device is used", () => {
  const sources = sourcesIn("src/elements/moving/");
  assert.deepEqual(MOVING_KEYS.filter((key) => !sources.includes(`"${key}"`)), []);
});

/** All that is written in a folder, beside the texts themselves. */
function sourcesIn(name: string): string {
  const folder = new URL(name, packageFolder);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.includes("messages/"))
    .map((file) => readFileSync(new URL(file, folder), "utf8"))
    .join("\n");
}

/** Keys that are said by the purpose they name. */
const PURPOSES = ["remember", "learn", "measure", "sponsor"];

/** What a module exports. */
function evaluated(module: string): object {
  const names = [...module.matchAll(/^export const (\w+) =/gm)].map(([, name]) => name);
  return new Function(`${module.replaceAll("export ", "")}; return { ${names.join()} }`)() as object;
}
