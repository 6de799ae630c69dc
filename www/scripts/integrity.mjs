// What a module beside the package must be: its SHA-384 stands in the script that fetches it, so
// whoever checks the script has checked the module.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/**
 * `import integrity from "integrity:lock"`, as Subresource Integrity writes it.
 * @type {import("esbuild").Plugin}
 */
export const integrity = {
  name: "integrity",
  setup({ onResolve, onLoad, initialOptions }) {
    onResolve({ filter: /^integrity:/ }, ({ path }) => ({ path: path.replace(/^integrity:/, ""), namespace: "integrity" }));
    onLoad({ filter: /.*/, namespace: "integrity" }, ({ path }) => {
      const file = `${initialOptions.absWorkingDir}/src/wasm/${path}_bg.wasm`;
      const hash = createHash("sha384").update(readFileSync(file)).digest("base64");
      return { contents: `export default "sha384-${hash}"`, loader: "js", watchFiles: [file] };
    });
  },
};
