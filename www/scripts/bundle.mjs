// What every bundle of this package has in common.

/** The consent managers that have an adapter, and what else is followed or told. */
const CONSENT = [
  "vanilla-cookieconsent",
  "klaro",
  "c15t",
  "tarteaucitron",
  "probo",
  "tcf",
  "gpp",
  "iab",
  "gpc",
  "onetrust",
  "didomi",
  "usercentrics",
  "cookiebot",
  "shopify",
  "callback",
  "google-consent-mode",
];

/** The package's entry points, flat in dist/: the wasm is found beside the file that names it. */
export const ENTRIES = {
  index: "src/index.ts",
  elements: "src/elements/index.ts",
  "elements-define": "src/elements/define.ts",
  react: "src/react/index.ts",
  declarative: "src/declarative/index.ts",
  devtools: "src/devtools/index.ts",
  "devtools-production": "src/devtools/production.ts",
  ...Object.fromEntries(CONSENT.map((name) => [`consent/${name}`, `src/consent/${name}.ts`])),
};

/** @type {import("esbuild").BuildOptions} */
export const COMMON = {
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  minify: true,
  // The generated glue warns on the console; this package tells by codes.
  drop: ["console"],
  logLevel: "warning",
};

/**
 * The public order in Node: by itself, so that nothing of it comes to a browser.
 * @type {import("esbuild").BuildOptions}
 */
export const SERVER = {
  entryPoints: { server: "src/server/index.ts" },
  external: ["node:*", "lit", "thumbhash"],
  splitting: true,
};

/**
 * The module in a wrapper around the facade, which stays the one that the elements know.
 * @type {import("esbuild").BuildOptions}
 */
export const INLINE = {
  entryPoints: { inline: "src/inline.ts" },
  external: ["./index.js"],
  loader: { ".wasm": "binary" },
};

/**
 * All of it in one script, with Lit and every language: a script that is no module cannot load
 * parts of itself later.
 * @type {import("esbuild").BuildOptions}
 */
export const SCRIPT_TAG = {
  entryPoints: ["src/script-tag.ts"],
  format: "iife",
  globalName: "homekept",
  inject: ["src/script-url.ts"],
  define: { "import.meta.url": "scriptUrl" },
};
