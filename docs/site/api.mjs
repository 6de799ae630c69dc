// The API reference: a page for each entry point of the package, from the types that were built.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Application, Converter, ReflectionKind } from "typedoc";

const here = fileURLToPath(new URL(".", import.meta.url));
const www = join(here, "../../www");

/** Writes the pages, and gives their names with their titles, in the order of the exports map. */
export async function writeApi(folder) {
  const { exports } = JSON.parse(readFileSync(join(www, "package.json"), "utf8"));
  const entries = Object.entries(exports)
    .filter(([, target]) => target.types?.endsWith(".d.ts"))
    .map(([name, { types }]) => ({ title: name.replace(".", "homekept"), file: join(www, types) }))
    // What only registers exports nothing.
    .filter(({ file }) => existsSync(file) && /^export (?!\{\s*\};)/m.test(readFileSync(file, "utf8")));
  const app = await Application.bootstrapWithPlugins({
    plugin: ["typedoc-plugin-markdown"],
    entryPoints: entries.map(({ file }) => file),
    tsconfig: join(here, "tsconfig.json"),
    readme: "none",
    excludeExternals: true,
    excludePrivate: true,
    excludeProtected: true,
    disableSources: true,
    disableGit: true,
    logLevel: "Warn",
    outputs: [{ name: "markdown", path: folder }],
    outputFileStrategy: "modules",
    entryFileName: "contents",
    hidePageHeader: true,
    hidePageTitle: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    expandParameters: true,
    parametersFormat: "table",
    interfacePropertiesFormat: "table",
    classPropertiesFormat: "table",
    typeDeclarationFormat: "table",
    tableColumnSettings: { hideSources: true, hideModifiers: true, hideInherited: true, hideOverrides: true },
  });
  // Of an element its own members: what Lit and the browser give it is theirs to describe.
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const inherited = ({ inheritedFrom, overwrites }) => inheritedFrom ?? overwrites;
    for (const member of project.getReflectionsByKind(ReflectionKind.ClassMember)) {
      if (inherited(member) && member.name !== "homekept") project.removeReflection(member);
    }
  });
  const project = await app.convert();
  if (!project) throw new Error("the types could not be read");
  // A type that a signature names and nobody can import is a gap of the package.
  app.validate(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error("the types have gaps, named above");
  await app.generateOutputs(project);
  rmSync(join(folder, "contents.md"));
  const names = new Set(readdirSync(folder, { recursive: true }));
  return entries.map(({ title, file }) => {
    const name = `${file.slice(join(www, "dist/").length).replace(/\.d\.ts$/, "").replace(/\/index$/, "")}.md`;
    const flat = name.replaceAll("/", ".");
    const made = [name, flat].find((other) => names.has(other));
    if (!made) throw new Error(`no page was made of ${file}: ${[...names]}`);
    const text = readFileSync(join(folder, made), "utf8");
    writeFileSync(join(folder, made), `# ${title}\n\n${text}`);
    return { title, path: made };
  });
}
