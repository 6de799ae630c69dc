// The look over the built site finds what it is for.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { lookOver } from "../look-over.mjs";

const CASES = [
  ['<a href="b/two.html#here">', []],
  ['<a href="https://example.com/">a link to elsewhere is no request</a>', []],
  ['<a href="gone.html">', [/nothing is at gone\.html/]],
  ['<a href="b/two.html#gone">', [/no heading is at b\/two\.html#gone/]],
  ['<img src="https://example.com/a.png">', [/loads https/]],
  ['<pre class="playground"></pre>', [/loads https:\/\/play/]],
  ['<script src="//example.com/a.js"></script>', [/loads \/\//]],
  ['<link rel="stylesheet" href="http://example.com/a.css">', [/loads http/]],
];

for (const [html, expected] of CASES) {
  test(`in a site with ${html}`, (t) => {
    const folder = mkdtempSync(join(tmpdir(), "homekept-site-"));
    t.after(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, "b"));
    writeFileSync(join(folder, "one.html"), html);
    writeFileSync(join(folder, "b/two.html"), '<h2 id="here"><a href="../one.html">');
    const found = lookOver(folder);
    assert.equal(found.length, expected.length, found.join("\n"));
    for (const [at, message] of expected.entries()) assert.match(found[at], message);
  });
}

test("a style sheet that loads from elsewhere is found", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "homekept-site-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "a.css"), "@import url('https://example.com/b.css'); p { background: url(c.png) }");
  assert.match(lookOver(folder).join("\n"), /example\.com\/b\.css/);
});
