// What must be true of the pages that were built: every link inside the site leads somewhere, and no
// page asks another host for anything.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parse } from "parse5";

/** What is wrong with the site in a folder. */
export function lookOver(folder) {
  const names = readdirSync(folder, { recursive: true }).map(String);
  const pages = new Map(
    names.filter((name) => name.endsWith(".html")).map((name) => [name, readPage(join(folder, name))]),
  );
  const problems = [];
  for (const [name, { links, loads }] of pages) {
    for (const link of links.filter((link) => !isOutside(link))) {
      // The page for lost visitors has a base of its own.
      if (name === "404.html") continue;
      const [path, anchor] = link.split(/[?#]/);
      const target = path ? relative(folder, join(folder, dirname(name), decodeURI(path))) : name;
      const page = pages.get(target);
      if (!existsSync(join(folder, target))) problems.push(`${name}: nothing is at ${link}`);
      else if (anchor && page && !page.ids.has(decodeURIComponent(anchor))) {
        problems.push(`${name}: no heading is at ${link}`);
      }
    }
    problems.push(...loads.filter(isOutside).map((load) => `${name}: loads ${load}`));
  }
  for (const name of names.filter((name) => name.endsWith(".css"))) {
    const text = readFileSync(join(folder, name), "utf8");
    for (const [, address] of text.matchAll(/(?:url\(|@import\s+)["']?((?:https?:)?\/\/[^"')\s]+)/g)) {
      problems.push(`${name}: loads ${address}`);
    }
  }
  return problems;
}

function isOutside(address) {
  return /^(?:[a-z][a-z+.-]*:|\/\/)/i.test(address) && !address.startsWith("data:");
}

/** The ids of a page, where its links lead, and what it loads by itself. */
function readPage(file) {
  const page = { ids: new Set(), links: [], loads: [] };
  const visit = (node) => {
    const attrs = Object.fromEntries((node.attrs ?? []).map(({ name, value }) => [name, value]));
    if (attrs.id) page.ids.add(attrs.id);
    if (node.tagName === "a" && attrs.name) page.ids.add(attrs.name);
    if (node.tagName === "a" && attrs.href) page.links.push(attrs.href);
    if (node.tagName === "link" && attrs.href) page.loads.push(attrs.href);
    if (attrs.src) page.loads.push(attrs.src);
    // mdBook's script asks the playground about such a block as soon as the page is open.
    if (/\bplayground\b/.test(attrs.class ?? "")) page.loads.push("https://play.rust-lang.org");
    for (const child of [...(node.childNodes ?? []), ...(node.content?.childNodes ?? [])]) visit(child);
  };
  visit(parse(readFileSync(file, "utf8")));
  return page;
}
