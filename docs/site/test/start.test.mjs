// docs/start.md from top to bottom, as it is written: packed, served, opened in Chromium, and asked
// what it shows to somebody who allowed it and looked at a kettle.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, dirname, extname, join } from "node:path";
import { test } from "node:test";
import { ROOT, documents } from "../check/blocks.mjs";

const chromium = process.env.CHROME;

test("the five minutes lead to picks of one's own", { skip: chromium ? false : "no Chromium", timeout: 60_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "homekept-start-"));
  t.after(() => rmSync(folder, { recursive: true, maxRetries: 5 }));
  const { blocks } = documents().find(({ file }) => file === "docs/start.md");
  const [feed, policy, page, event] = ["csv", "json", "html", "js"].map(
    (lang) => blocks.find((block) => block.lang === lang).text,
  );
  const pack = blocks.find(({ lang }) => lang === "sh").text;

  writeFileSync(join(folder, "items.csv"), feed);
  const path = `${dirname(process.env.HOMEKEPT_PACKER)}${delimiter}${process.env.PATH}`;
  execFileSync("sh", ["-e", "-c", pack], { cwd: folder, env: { ...process.env, PATH: path }, stdio: "pipe" });
  // What the module does not know it passes over, as docs/policy.md says.
  const known = { $schema: "./homekept.schema.json", later: true, ...JSON.parse(policy) };
  writeFileSync(join(folder, "homekept.json"), JSON.stringify(known));
  mkdirSync(join(folder, "homekept"));
  for (const name of ["homekept.iife.js", "homekept.wasm"]) {
    cpSync(join(ROOT, "www/dist", name), join(folder, "homekept", name));
  }
  writeFileSync(join(folder, "index.html"), `<!doctype html><html lang="en"><title>shop</title>${page}`);
  // What the customer does, and what they are shown then.
  writeFileSync(join(folder, "look.html"), `<!doctype html><html lang="en"><title>shop</title>${page}${looking(event)}`);

  const { server, found: told } = serve(folder);
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  t.after(() => server.close());
  const browser = spawn(chromium, [
    ...["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"],
    `--user-data-dir=${join(folder, "profile")}`,
    `http://127.0.0.1:${server.address().port}/look.html`,
  ]);
  t.after(() => browser.kill());
  const found = await told;
  assert.deepEqual(found.before, [false, "Copper kettle", "Reading lamp"], JSON.stringify(found));
  assert.equal(found.personal, true);
  assert.match(found.first, /^(teapot|mug)$/, "another thing of the kitchen comes first");
});

/** The files of a folder; `found` is what the page sends when it is done. */
function serve(folder) {
  let tell;
  const found = new Promise((resolve) => (tell = resolve));
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://shop.example");
    if (pathname === "/found") {
      let body = "";
      for await (const part of request) body += part;
      tell(JSON.parse(body));
    }
    try {
      const file = readFileSync(join(folder, pathname));
      response.setHeader("content-type", TYPES[extname(pathname)] ?? "application/octet-stream");
      response.end(file);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  return { server, found };
}

/** Allows, does what the page says, and sends what the page shows and `rank()` gives. */
function looking(event) {
  return `<script type="module">
    const send = (found) => fetch("/found", { method: "POST", body: JSON.stringify(found) });
    try {
      const shown = [...document.querySelectorAll("homekept-picks li a")].map((link) => link.textContent);
      const early = await homekept.open();
      const before = [early.profile().personal, ...shown];
      await early.consent({ allow: ["remember", "learn"] });
      ${event}
      const [first] = hk.rank({ slot: "for-you", limit: 2, exclude: ["kettle"] });
      await send({ before, personal: hk.profile().personal, first: first.id });
    } catch (error) {
      await send({ error: String(error) });
    }
  </script>`;
}

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };
