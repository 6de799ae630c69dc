// Checks the components of frameworks by the frameworks' own compilers, and hands out their scripts.
import { compile } from "svelte/compiler";
import { compileTemplate, parse as parseVue } from "vue/compiler-sfc";

/** The problems of a single-file component of Vue, and its scripts. */
export function vue(text) {
  const { descriptor, errors } = parseVue(text);
  const { template, script, scriptSetup } = descriptor;
  const options = { compilerOptions: { isCustomElement: (tag) => tag.startsWith("homekept-") } };
  const compiled = template
    ? compileTemplate({ source: template.content, filename: "Block.vue", id: "block", ...options })
    : { errors: [] };
  return {
    problems: [...errors, ...compiled.errors].map((error) => error.message ?? String(error)),
    scripts: [script, scriptSetup].filter(Boolean).map(({ lang, content }) => ({ lang: lang ?? "js", text: content })),
  };
}

/** The same of a component of Svelte. */
export function svelte(text) {
  const scripts = [...text.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)].map(([, attributes, content]) => ({
    lang: /lang="ts"/.test(attributes) ? "ts" : "js",
    text: content,
  }));
  try {
    const { warnings } = compile(text, { generate: "client", filename: "Block.svelte" });
    return { problems: warnings.map(({ message }) => message), scripts };
  } catch (error) {
    return { problems: [error.message], scripts };
  }
}
