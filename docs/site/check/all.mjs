// Sends every block of some documents to whoever can check its language.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./blocks.mjs";
import * as commands from "./commands.mjs";
import * as components from "./components.mjs";
import * as data from "./documents.mjs";
import * as html from "./html.mjs";
import * as shops from "./shops.mjs";
import * as types from "./types.mjs";

/** The problems of each block; a block whose language nobody checks has that problem. */
export async function checkAll(blocks, folder) {
  const found = new Map(blocks.map((block) => [block, []]));
  const scripts = [];
  for (const block of blocks.filter(({ reason }) => !reason)) {
    const problems = found.get(block);
    const add = (more) => problems.push(...more);
    const typed = (script) => scripts.push({ page: block.file, id: `${scripts.length}`, block, ...script });
    switch (block.lang) {
      case "ts":
      case "tsx":
      case "jsx":
        typed({ lang: block.lang, text: block.text });
        break;
      case "js":
        typed({ lang: "js", text: block.text });
        break;
      case "html":
        add(await html.check(block.text, await attributes()));
        for (const script of html.scripts(block.text)) {
          if (script.lang === "json") add(data.json(script.text));
          else typed(script);
        }
        break;
      case "vue":
      case "svelte": {
        const parts = components[block.lang](block.text);
        add(parts.problems);
        for (const script of parts.scripts) typed(script);
        break;
      }
      case "json":
        add(data.json(block.text));
        break;
      case "toml":
        add(data.toml(block.text, commands.packerFlags("pack")));
        break;
      case "csv":
        add(data.csv(block.text));
        break;
      case "http":
        add(data.headers(block.text));
        break;
      case "sh":
        add(commands.check(block.text));
        break;
      case "console":
        add(commands.checkConsole(block.text));
        break;
      case "liquid":
        add(shops.liquid(block.text));
        break;
      case "php":
        add(shops.phpCode(block.text));
        break;
      case "sql":
        // test/counting.test.mjs runs them.
        if (block.file !== "docs/counting.md") add(["nobody runs this statement"]);
        break;
      case "text":
        // A formula, a drawing, or what a program prints.
        break;
      default:
        add([`nobody checks the language "${block.lang}"`]);
    }
  }
  const problems = types.check(scripts, folder);
  for (const { id, block } of scripts) found.get(block).push(...problems.get(id));
  return found;
}

/** What the built elements say they observe. */
async function attributes() {
  const elements = await import(pathToFileURL(join(ROOT, "www/dist/elements.js")).href);
  return Object.fromEntries(
    ["Picks", "Consent", "Preferences", "Variant"].map((name) => [
      `homekept-${name.toLowerCase()}`,
      elements[`Homekept${name}`].observedAttributes ?? [],
    ]),
  );
}
