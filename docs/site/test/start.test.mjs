// docs/start.md as it is written: its commands run, its lines put where it says, its page opened in
// Chromium, and asked what it shows to somebody who allowed it and looked at a kettle.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { test } from "node:test";
import { ROOT, documents } from "../check/blocks.mjs";
import { openPage } from "./chromium.mjs";
import { serveRegistry } from "./registry.mjs";

const chromium = process.env.CHROME;
const { blocks } = documents().find(({ file }) => file === "docs/start.md");
const [feed] = textsIn("csv");
const [commands] = textsIn("sh");
const [lines, withoutBuild] = textsIn("html");
const [script, event] = textsIn("js");

test("six commands and ten lines", () => {
  assert.ok(linesOf(commands) <= 6);
  assert.ok(linesOf(lines) + linesOf(script) <= 10);
});

test("the five minutes lead to picks of one's own", { skip: chromium ? false : "no Chromium", timeout: 300_000 }, async (t) => {
  const end = [];
  t.after(async () => {
    // In reverse: what stands in the folder ends before it goes.
    for (const step of end.reverse()) await step();
  });
  const folder = mkdtempSync(join(tmpdir(), "homekept-start-"));
  end.push(() => rmSync(folder, { recursive: true, maxRetries: 5 }));
  const manifest = JSON.parse(readFileSync(join(ROOT, "www/package.json"), "utf8"));
  const registry = await serveRegistry(manifest, process.env.HOMEKEPT_TARBALL);
  end.push(registry.close);

  writeFileSync(join(folder, "items.csv"), feed);
  const url = await follow(end, commands, folder, {
    // The package is not published; all else comes from where npm has it.
    npm_config_registry: registry.url,
    // What somebody answers whom npm asks whether it may fetch create-vite.
    npm_config_yes: "true",
  });
  const shop = join(folder, "shop");
  const page = readFileSync(join(shop, "index.html"), "utf8");
  const place = '<div id="app"></div>';
  assert.ok(page.includes(place));
  writeFileSync(join(shop, "index.html"), page.replace(place, () => lines));
  writeFileSync(join(shop, "src/main.js"), script);
  await looksAtAKettle(end, join(folder, "profile"), url, () => "location.href = '/kettle'");

  await t.test("and without a build", async () => {
    const site = join(folder, "site");
    mkdirSync(join(site, "homekept"), { recursive: true });
    for (const name of ["homekept.json", "shop.hkp"]) cpSync(join(shop, "public", name), join(site, name));
    for (const name of ["homekept.iife.js", "homekept.wasm"]) {
      cpSync(join(shop, "node_modules/homekept/dist", name), join(site, "homekept", name));
    }
    writeFileSync(join(site, "index.html"), `<!doctype html><html lang="en"><title>shop</title>${withoutBuild}`);
    const server = await serve(site);
    end.push(() => server.close());
    const home = `http://127.0.0.1:${server.address().port}/index.html`;
    const record = `(async () => { ${event} location.reload(); })()`;
    await looksAtAKettle(end, join(folder, "other profile"), home, () => record);
  });
});

/** Allows all, sees a kettle, and finds things of the kitchen in the list, with the reason. */
async function looksAtAKettle(end, profile, url, seeKettle) {
  const { ask, close } = await openPage(chromium, profile, url);
  end.push(close);
  const allow = `[...(document.querySelector("homekept-consent").shadowRoot?.querySelectorAll("button") ?? [])]
    .find((button) => button.textContent.trim() === "Allow all of these")`;
  await until(ask, `Boolean(${allow})`);
  assert.match(await ask(SHOWN), /^\s*Copper kettle\s+Reading lamp\s*$/, "nothing is known yet");
  // Vite may load the page once more when it has looked at what the page imports: pressed until it holds.
  const allowed = `document.querySelector("homekept-consent").shadowRoot.textContent.includes("You allow")`;
  await until(ask, `(${allow}?.click(), ${allowed})`);
  await ask(seeKettle()).catch(() => "the page has gone before it answered");
  await until(ask, `${SHOWN}.includes("You often look at Kitchen")`);
  assert.match(await ask(SHOWN), /Stoneware teapot|Tall mug/);
  assert.doesNotMatch(await ask(SHOWN), /lamp/);
}

/** The server's list, or the one that stands in its place. */
const SHOWN = `((picks) => (picks.shadowRoot?.querySelector("[part~=list]") ?? picks.querySelector("ul")).textContent)(
  document.querySelector("homekept-picks"))`;

/** A page that is being left answers nothing; the next one does. */
async function until(ask, expression) {
  for (let tries = 0; tries < 200; tries++) {
    if (await ask(expression).catch(() => false)) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  const shown = await ask("document.body.innerText").catch(String);
  assert.fail(`${expression} never held; the page shows ${JSON.stringify(shown)}`);
}

/** Runs the commands, of which the last one serves, until it says where. */
async function follow(end, commands, folder, environment) {
  // A group of its own, so that the server ends with the shell.
  const shell = spawn("sh", ["-e", "-c", commands], {
    cwd: folder,
    env: { ...process.env, ...environment },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => shell.on("close", resolve));
  end.push(async () => {
    try {
      process.kill(-shell.pid);
    } catch {
      // It has ended by itself.
    }
    await ended;
  });
  let said = "";
  return new Promise((resolve, reject) => {
    for (const stream of [shell.stdout, shell.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        said += text;
        // Colours may stand around the port.
        const url = /http:\/\/localhost:\d+\//.exec(said.replace(/\u001b\[\d+m/g, ""));
        if (url) resolve(url[0]);
      });
    }
    shell.on("close", (status) => reject(new Error(`status ${status}: ${said}`)));
  });
}

/** The files of a folder. */
async function serve(folder) {
  const server = createServer((request, response) => {
    try {
      const { pathname } = new URL(request.url, "http://shop.example");
      const file = readFileSync(join(folder, pathname));
      response.setHeader("content-type", TYPES[extname(pathname)] ?? "application/octet-stream");
      response.end(file);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}

function textsIn(lang) {
  return blocks.filter((block) => block.lang === lang).map(({ text }) => text);
}

function linesOf(text) {
  return text.trim().split("\n").length;
}

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };
