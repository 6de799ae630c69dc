import resolve from "@rollup/plugin-node-resolve";
import { importMetaAssets } from "@web/rollup-plugin-import-meta-assets";
import { cpSync } from "node:fs";

export default {
  input: "main.js",
  output: { dir: "dist", format: "es" },
  plugins: [
    resolve(),
    // Rollup follows no `new URL(…, import.meta.url)` by itself.
    importMetaAssets(),
    { name: "page", writeBundle: () => cpSync("index.html", "dist/index.html") },
  ],
};
