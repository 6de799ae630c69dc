/** The SHA-384 of a module beside the package, as `scripts/integrity.mjs` gives it. */
declare module "integrity:*" {
  const hash: string;
  export default hash;
}

/** A module as esbuild's loader `binary` gives it. */
declare module "*.wasm" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
