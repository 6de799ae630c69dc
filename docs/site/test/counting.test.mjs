// docs/counting.md from top to bottom, as it is written, on a log of a few customers.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { ROOT, documents } from "../check/blocks.mjs";

test("the steps of counting elsewhere make a pack", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "homekept-counting-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const items = ["a", "b", "c", "d"];
  writeFileSync(join(folder, "items.csv.gz"), gzipSync(["item", ...items].join("\n")));
  writeFileSync(join(folder, "events.csv.gz"), gzipSync(log(items)));
  writeFileSync(join(folder, "knobs.json"), "{}");

  const duckdb = await import(pathToFileURL(join(ROOT, "www/node_modules/@duckdb/node-api/lib/index.js")).href);
  const database = await duckdb.DuckDBInstance.create(":memory:");
  const connection = await database.connect();
  await connection.run(`SET file_search_path = '${folder}'`);
  const steps = documents().find(({ file }) => file === "docs/counting.md").blocks;
  const statements = readFileSync(join(ROOT, "crates/packer/sql/count.duckdb.sql"), "utf8");
  const packer = process.env.HOMEKEPT_PACKER;
  const env = { ...process.env, PATH: `${dirname(packer)}${delimiter}${process.env.PATH}` };
  let counted = false;
  for (const { lang, text } of steps) {
    if (lang === "sh") execFileSync("sh", ["-e", "-c", text], { cwd: folder, env, stdio: "pipe" });
    else await connection.run(text.replace(/TO '/g, `TO '${folder}/`).replace(/FROM '/g, `FROM '${folder}/`));
    // The second step has no block: it reads the statements.
    if (!counted) await connection.run(statements);
    counted = true;
  }
  connection.closeSync();

  const sheet = JSON.parse(execFileSync(packer, ["inspect", join(folder, "shop.hkp"), "--json"], { encoding: "utf8", stdio: "pipe" }));
  assert.equal(sheet.items.count, items.length);
  assert.ok(sheet.rows.followers.max > 0, "what follows what was counted");
});

/** Each of four customers looks at all items, one after the other. */
function log(items) {
  const rows = [1, 2, 3, 4].flatMap((visitor) =>
    items.map((item, at) => [`s${visitor}`, `v${visitor}`, 1_323_000_000 + visitor * 9_000 + at, item].join(",")),
  );
  return ["session,user,time,item", ...rows].join("\n");
}
