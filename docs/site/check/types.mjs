// Type-checks scripts as a strict site would, against the package that was built.
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { ROOT } from "./blocks.mjs";

/** Like www/tsconfig.json, but that a block may leave a name for the next one. */
const OPTIONS = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.esnext.disposable.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.ReactJSX,
  experimentalDecorators: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noFallthroughCasesInSwitch: true,
  allowJs: true,
  checkJs: true,
  skipLibCheck: true,
  types: [],
  noEmit: true,
  // Where the pages of the docs that have no build serve the package from.
  paths: {
    "/homekept/page/*": [join(ROOT, "www/dist/*")],
    "/homekept/*": [join(ROOT, "www/dist/*")],
  },
};

/**
 * The problems of scripts `{ id, lang, text, page }`, by their ids. Those of one page and kind follow
 * each other: what one declares, later ones may use.
 */
export function check(scripts, folder = join(ROOT, "target/docs/blocks")) {
  furnish(folder);
  const files = new Map();
  const earlier = new Map();
  for (const [at, script] of scripts.entries()) {
    const name = `block-${at}`;
    // A page without a build has other globals than one with it.
    const kind = script.lang === "js" ? "js" : "ts";
    const known = earlier.get(script.page + kind) ?? new Map();
    const source = ts.createSourceFile(name, script.text, ts.ScriptTarget.ES2022, true, kindOf(script));
    const own = declared(source);
    const used = identifiers(source);
    const imports = [...known]
      .filter(([id]) => used.has(id) && !own.has(id))
      .map(([id, from]) => `import { ${id} } from "./${from}.js";`);
    const makesModule = `export { ${[...exported(source)].join(", ")} };`;
    // In one line before and one after, so that the lines of the block keep their distance.
    const text = `${imports.join(" ")} /* ${script.id} */\n${found(script.text)}\n${makesModule}\n`;
    const file = join(folder, `${name}.${script.lang === "js" ? "js" : script.lang}`);
    writeFileSync(file, text);
    files.set(file, script.id);
    for (const id of exported(source, true)) known.set(id, name);
    earlier.set(script.page + kind, known);
  }
  const problems = new Map(scripts.map(({ id }) => [id, []]));
  const all = ["js", "ts"].flatMap((kind) => {
    const own = [...files.keys()].filter((file) => file.endsWith(".js") === (kind === "js"));
    const program = ts.createProgram([...own, join(folder, `page-${kind}.d.ts`)], OPTIONS);
    return [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()];
  });
  for (const { file, start, messageText } of all) {
    const line = file && file.getLineAndCharacterOfPosition(start).line;
    const what = ts.flattenDiagnosticMessageText(messageText, " ");
    const block = problems.get(files.get(file?.fileName));
    // What goes wrong elsewhere would make everything after it look right.
    if (!block) throw new Error(`${file?.fileName}: ${what}`);
    block.push(`its line ${line}: ${what}`);
  }
  return problems;
}

/** An empty folder in which imports lead to the built package and to what the docs' own package has. */
function furnish(folder) {
  rmSync(folder, { recursive: true, force: true });
  const modules = join(folder, "node_modules");
  mkdirSync(modules, { recursive: true });
  const own = fileURLToPath(new URL("../node_modules", import.meta.url));
  const names = readdirSync(own).filter((name) => !name.startsWith("."));
  for (const name of names) symlinkSync(join(own, name), join(modules, name));
  for (const name of ["homekept", "lit"]) {
    const from = name === "homekept" ? join(ROOT, "www") : join(ROOT, "www/node_modules", name);
    if (!existsSync(join(modules, name))) symlinkSync(from, join(modules, name));
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "page-js.d.ts"), WITHOUT_BUILD);
  writeFileSync(join(folder, "page-ts.d.ts"), WITH_BUILD);
}

/**
 * In JavaScript: the script tag's global, and that a list of our elements has elements of ours, which
 * no type of the browser's says.
 */
const WITHOUT_BUILD = `
declare const homekept: typeof import("${join(ROOT, "www/dist/script-tag.js")}");
interface ParentNode {
  querySelectorAll(selectors: \`homekept-\${string}, homekept-\${string}\`):
    NodeListOf<HTMLElementTagNameMap["homekept-picks" | "homekept-consent" | "homekept-preferences"]>;
}
`;

/** What a bundler makes of files that are no scripts. */
const WITH_BUILD = `
/// <reference types="svelte" />
declare module "*.css";
declare module "*?url" { const url: string; export default url; }
`;

/** A page without a build names the files where they are served. */
function found(text) {
  return text.replace(/(["'])\/homekept\/([\w.-]+)\.js\1/g, (whole, quote, name) => {
    const file = join(ROOT, "www/dist", name);
    return existsSync(`${file}.js`) ? `${quote}${served(file)}${quote}` : whole;
  });
}

function served(file) {
  const types = { index: "index", elements: "elements/index", "elements-define": "elements/define" };
  const name = file.slice(dirname(file).length + 1);
  return join(dirname(file), `${types[name] ?? name}.js`);
}

function kindOf({ lang }) {
  return { ts: ts.ScriptKind.TS, tsx: ts.ScriptKind.TSX, jsx: ts.ScriptKind.JSX, js: ts.ScriptKind.JS }[lang];
}

/** What a block declares at its top, imports too. */
function declared(source) {
  const names = new Set(exported(source, true));
  for (const statement of source.statements) {
    const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
    if (clause?.name) names.add(clause.name.text);
    const bindings = clause?.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings)) names.add(bindings.name.text);
    if (bindings && ts.isNamedImports(bindings)) {
      for (const { name } of bindings.elements) names.add(name.text);
    }
  }
  return names;
}

/** What later blocks may use of it: what it does not export itself, or `all`. */
function exported(source, all = false) {
  const names = new Set();
  const add = (name) => {
    if (ts.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (element.name) add(element.name);
  };
  for (const statement of source.statements) {
    const has = (modifier) => statement.modifiers?.some(({ kind }) => kind === modifier);
    if (has(all ? ts.SyntaxKind.DefaultKeyword : ts.SyntaxKind.ExportKeyword)) continue;
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) add(name);
    } else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) {
      names.add(statement.name.text);
    }
  }
  return names;
}

function identifiers(source) {
  const names = new Set();
  const visit = (node) => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}
