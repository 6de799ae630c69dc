// Turns the texts, which are written in ICU MessageFormat, into plain JavaScript while the package
// is built, so that no page loads a parser. A text that is missing, that names other values than
// the English one, or that lacks a plural form of its language, fails the build.
import { parse } from "@messageformat/parser";
import { basename } from "node:path";
import { build } from "esbuild";

/** English comes with the elements; each other language is a file that is loaded on use. */
export const ENGLISH = "en";
export const LANGUAGES = ["ar", "de", "es", "fr", "hi", "ja", "pt", "zh-Hans", "zh-Hant"];

/**
 * Compiles the files of texts as they are bundled.
 * @type {import("esbuild").Plugin}
 */
export const messages = {
  name: "messages",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]messages[\\/][a-z]{2}(-[A-Z][a-z]{3})?\.ts$/ }, async ({ path }) => {
      const language = basename(path, ".ts");
      const english = path.replace(/[^\\/]*$/, `${ENGLISH}.ts`);
      const texts = await textsIn(path);
      const problems = problemsOf(language, texts, await textsIn(english));
      if (problems.length > 0) return { errors: problems.map((text) => ({ text, location: { file: path } })) };
      return { contents: compiled(language, texts), loader: "js", watchFiles: [english] };
    });
  },
};

/**
 * The texts of a file, as they are written.
 * @param {string} path
 * @returns {Promise<Record<string, string>>}
 */
export async function textsIn(path) {
  const asWritten = {
    name: "as-written",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\/message\.js$/ }, () => ({ path: "icu", namespace: "as-written" }));
      onLoad({ filter: /^icu$/, namespace: "as-written" }, () => ({ contents: "export const icu = (texts) => texts" }));
    },
  };
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: "esm",
    plugins: [asWritten],
    logLevel: "silent",
  });
  const [{ text }] = outputFiles;
  const module = await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`);
  return Object.values(module)[0];
}

/**
 * What is wrong with the texts of a language, beside the English ones.
 * @param {string} language
 * @param {Record<string, string>} texts
 * @param {Record<string, string>} english
 * @returns {string[]}
 */
export function problemsOf(language, texts, english) {
  const problems = [];
  for (const key of Object.keys(english)) {
    if (!Object.hasOwn(texts, key)) problems.push(`${language} has no text for "${key}"`);
  }
  for (const [key, text] of Object.entries(texts)) {
    if (!Object.hasOwn(english, key)) {
      problems.push(`${language} has a text for "${key}", which English has not`);
      continue;
    }
    try {
      const parts = partsOf(language, text);
      const [own, names] = [namesIn(parts), namesIn(partsOf(ENGLISH, english[key]))].map(String);
      if (text.trim() === "") problems.push(`${language} says nothing for "${key}"`);
      if (own !== names) problems.push(`${language} "${key}" names ${own || "nothing"}, not ${names || "a value"}`);
    } catch (error) {
      problems.push(`${language} "${key}": ${error.message}`);
    }
  }
  return problems;
}

/**
 * A module with the texts of a language.
 * @param {string} language
 * @param {Record<string, string>} texts
 */
export function compiled(language, texts) {
  return moduleOf(language, Object.entries(texts).map(([key, text]) => [key, partsOf(language, text)]));
}

/**
 * A module with texts that are in their parts: those that name values are functions of the values
 * and of the words, which write numbers and choose plural forms by the page's own region.
 */
export function moduleOf(language, texts) {
  const entries = texts.map(([key, parts]) => {
    const isPlain = namesIn(parts).length === 0;
    return `${JSON.stringify(key)}: ${isPlain ? "" : "(values, words) => "}${expression(parts)}`;
  });
  return `export const ${nameOf(language)} = {\n${entries.join(",\n")},\n};\n`;
}

/** What a language is called in a program: `zh-Hans` is `zhHans`. */
export function nameOf(language) {
  return language.replace("-", "");
}

/**
 * A text in its parts; refuses what no text needs, since each kind of part is a piece of the page.
 * @param {string} language
 * @param {string} text
 */
export function partsOf(language, text) {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const check = (parts, isInPlural) => {
    for (const part of parts) {
      if (part.type === "plural" && !isInPlural && !part.pluralOffset) {
        const missing = forms.filter((form) => !part.cases.some(({ key }) => key === form));
        if (missing.length > 0) throw new Error(`the plural lacks ${missing.join(", ")}`);
        for (const { key, tokens } of part.cases) {
          if (!forms.includes(key)) throw new Error(`the plural has ${key}`);
          check(tokens, true);
        }
      } else if (!["content", "argument", "octothorpe"].includes(part.type)) {
        throw new Error(`${part.ctx.text.trim()} is no text, value or plural`);
      }
    }
  };
  const parts = parse(text, { cardinal: forms, strict: true });
  check(parts, false);
  return parts;
}

/**
 * The values that a text names, each once, in alphabetical order.
 * @returns {string[]}
 */
export function namesIn(parts) {
  const names = parts.flatMap(({ arg, cases = [] }) => [
    ...(arg === undefined ? [] : [arg]),
    ...cases.flatMap(({ tokens }) => namesIn(tokens)),
  ]);
  return [...new Set(names)].sort();
}

function expression(parts, counted) {
  const [first] = parts;
  if (parts.length === 1 && first.type === "plural") return plural(first);
  const pieces = parts.map((part) => {
    if (part.type === "content") return part.value.replace(/[`\\]|\$\{/g, "\\$&");
    return `\${${part.type === "plural" ? plural(part) : `words.put(values.${part.arg ?? counted})`}}`;
  });
  return `\`${pieces.join("")}\``;
}

function plural({ arg, cases }) {
  const forms = cases.map(({ key, tokens }) => `${key}: ${expression(tokens, arg)}`);
  return `words.plural(values.${arg}, { ${forms.join(", ")} })`;
}
