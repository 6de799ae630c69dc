// Makes the site: gathers the documents, adds what is generated, and has mdBook build them.
//
//   node build.mjs FOLDER MDBOOK
//
// The folder gets `src`, what mdBook reads, and `site`, the pages. They need no server.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { writeApi } from "./api.mjs";
import { policyTable } from "./policy.mjs";
import { lookOver } from "./look-over.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
const [folder, mdbook] = process.argv.slice(2);
const src = join(folder, "src");

/** Documents that lie outside of docs/, and their names in the site. */
const GATHERED = { "www/README.md": "package.md", "CHANGELOG.md": "changelog.md" };
/** Files that pages link to, and that are served beside them. */
const SERVED = ["www/schema/homekept.schema.json", "www/schema/export.schema.json"];

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(src, "schema"), { recursive: true });
const pages = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
for (const name of pages) gather(`docs/${name}`, name);
for (const [from, to] of Object.entries(GATHERED)) gather(from, to);
for (const file of SERVED) cpSync(join(root, file), join(src, served(file)));
cpSync(join(root, "docs/images"), join(src, "images"), { recursive: true });

const schema = JSON.parse(readFileSync(join(root, SERVED[0]), "utf8"));
replace("policy.md", "<!-- fields -->", policyTable(schema));
const api = await writeApi(join(src, "api"));
replace("SUMMARY.md", "<!-- more -->", unlisted().join("\n"));
replace("SUMMARY.md", "<!-- api -->", api.map(({ title, path }) => `- [${title}](api/${path})`).join("\n"));

for (const file of ["book.toml", "site.css"]) cpSync(join(here, file), join(folder, file));
execFileSync(mdbook, ["build", folder], { stdio: "inherit" });

const problems = lookOver(join(folder, "site"));
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
const made = readdirSync(join(folder, "site"), { recursive: true }).filter((name) => name.endsWith(".html"));
console.log(`${made.length} pages in ${relative(root, join(folder, "site"))}`);

/**
 * Copies a document, its links turned to where things are in the site, or to the repository. What is
 * nearly HTML is coloured like it.
 */
function gather(from, to) {
  const text = readFileSync(join(root, from), "utf8");
  const turned = text.replace(/\]\(([^)\s]+)\)/g, (whole, link) => `](${turn(link, from)})`);
  writeFileSync(join(src, to), turned.replace(/^```(?:liquid|vue|svelte)$/gm, "```html"));
}

function turn(link, from) {
  if (/^([a-z]+:|#)/.test(link)) return link;
  const [path, anchor] = link.split("#");
  const target = relative(root, join(root, dirname(from), path));
  const hash = anchor ? `#${anchor}` : "";
  if (GATHERED[target]) return GATHERED[target] + hash;
  if (SERVED.includes(target)) return served(target) + hash;
  if (/^docs\/(?!site\/)/.test(target)) return target.slice("docs/".length) + hash;
  return `${repository()}/blob/main/${target}${hash}`;
}

/** Pages that the table of contents does not name yet, by their headings. */
function unlisted() {
  const contents = readFileSync(join(src, "SUMMARY.md"), "utf8");
  const names = pages.filter((name) => name !== "SUMMARY.md" && !contents.includes(`(${name})`));
  return names.map((name) => {
    const [, heading] = /^# (.+)$/m.exec(readFileSync(join(src, name), "utf8"));
    return `- [${heading}](${name})`;
  });
}

function served(file) {
  return `schema/${file.split("/").at(-1)}`;
}

function repository() {
  const { url } = JSON.parse(readFileSync(join(root, "www/package.json"), "utf8")).repository;
  return url.replace(/^git\+/, "").replace(/\.git$/, "");
}

function replace(name, mark, text) {
  const file = join(src, name);
  const before = readFileSync(file, "utf8");
  if (!before.includes(mark)) throw new Error(`${name} has no ${mark}`);
  writeFileSync(file, before.replace(mark, () => text));
}
