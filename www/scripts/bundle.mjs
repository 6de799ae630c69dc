// What every bundle of this package has in common.
import { integrity } from "./integrity.mjs";
import { LANGUAGES, messages } from "./messages.mjs";

/** The languages, by names of their own: a page without a build finds them beside its script. */
const TEXTS = Object.fromEntries(
  LANGUAGES.flatMap((language) => [
    [`messages/${language}`, `src/elements/messages/${language}.ts`],
    [`messages/moving-${language}`, `src/elements/moving/messages/${language}.ts`],
  ]),
);

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
  lock: "src/lock/index.ts",
  signals: "src/signals/index.ts",
  transfer: "src/transfer/index.ts",
  "devtools-production": "src/devtools/production.ts",
  ...TEXTS,
  ...adaptersIn("consent"),
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
  plugins: [messages, integrity],
  logLevel: "warning",
};

/**
 * Modules for a page without a build, with Lit: one instance of what the elements and the adapters
 * have in common, and no name in them that only a bundler could find.
 * @type {import("esbuild").BuildOptions}
 */
export const PAGE = {
  entryPoints: { page: "src/page.ts", ...adaptersIn("page/consent"), ...TEXTS },
  splitting: true,
};

/**
 * What runs in Node, the public order and the packer: by itself, so that nothing of it comes to a
 * browser.
 * @type {import("esbuild").BuildOptions}
 */
export const SERVER = {
  entryPoints: { server: "src/server/index.ts", pack: "src/pack/index.ts", ...TEXTS },
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
 * The worker that makes and opens locks: a file by itself, which bundlers ship as they find it.
 * @type {import("esbuild").BuildOptions}
 */
export const LOCK_WORKER = {
  entryPoints: { "lock-worker": "src/lock/worker.ts" },
  format: "iife",
  // The page says where the module is, since it knows by which name a bundler ships it.
  define: { "import.meta.url": '""' },
};

/**
 * What answers a site's questions, for a page without a build: its script loads this where the
 * customer allows measuring.
 * @type {import("esbuild").BuildOptions}
 */
export const SIGNALS_ALONE = { entryPoints: { "signals-alone": "src/signals/reporter.ts" } };

/**
 * What a preference center shows on moving to another device, with what does it, for a page without a
 * build: its script loads this when somebody wants it, and their language besides.
 * @type {import("esbuild").BuildOptions}
 */
export const MOVING_ALONE = {
  entryPoints: { "moving-alone": "src/elements/moving/index.ts" },
  plugins: [messages, integrity, { name: "beside", setup: filesBeside }],
  // The script has the rest of it, and a page lets nobody make a second policy of Lit's name.
  alias: { lit: "./src/elements/moving/lit-alone.ts" },
};

/**
 * What a shop's page has of a vault in a frame: a file by itself, and none of the facade.
 * @type {import("esbuild").BuildOptions}
 */
export const FRAME = { entryPoints: { frame: "src/frame/index.ts" } };

/**
 * The page in that frame, with Lit. Facade and module store nothing in a frame; here they are at
 * home in one, by the checks of `serveFrame`, so that what asks whether it is in a frame, in the
 * words `globalThis.top`, is told no. Nothing else of the package has these words.
 * @type {import("esbuild").BuildOptions}
 */
export const VAULT_FRAME = {
  entryPoints: { "vault-frame": "src/frame/serve.ts", ...TEXTS },
  splitting: true,
  define: { "globalThis.top": "globalThis.self" },
};

/**
 * All of it in one script, with Lit: one that is no module cannot load parts of itself later. The
 * languages are files of their own, which it can load.
 * @type {import("esbuild").BuildOptions}
 */
export const SCRIPT_TAG = {
  plugins: [messages, integrity, { name: "beside", setup: filesBeside }],
  entryPoints: ["src/script-tag.ts"],
  format: "iife",
  globalName: "homekept",
  inject: ["src/script-url.ts"],
  define: { "import.meta.url": "scriptUrl" },
};

function adaptersIn(folder) {
  return Object.fromEntries(CONSENT.map((name) => [`${folder}/${name}`, `src/consent/${name}.ts`]));
}

function filesBeside({ onResolve }) {
  onResolve({ filter: /^\.\/[^/]+$/ }, ({ path, kind, importer }) =>
    kind === "dynamic-import" && /[\\/]messages[\\/]words\.ts$/.test(importer)
      ? { path: path.replace("./", "./messages/"), external: true }
      : undefined,
  );
  onResolve({ filter: /^\.\/messages\/[^/]+$/ }, ({ path, kind, importer }) =>
    kind === "dynamic-import" && /[\\/]moving[\\/]texts\.ts$/.test(importer)
      ? { path: path.replace("./messages/", "./messages/moving-"), external: true }
      : undefined,
  );
  onResolve({ filter: /^\.\/reporter\.js$/ }, ({ kind, importer }) =>
    kind === "dynamic-import" && /[\\/]signals[\\/]index\.ts$/.test(importer)
      ? { path: "./signals-alone.js", external: true }
      : undefined,
  );
  onResolve({ filter: /^\.\.\/moving\/index\.js$/ }, ({ kind }) =>
    kind === "dynamic-import" ? { path: "./moving-alone.js", external: true } : undefined,
  );
}
