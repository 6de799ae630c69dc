/** @type {import("next").NextConfig} */
export default {
  // The folder that this file is in, whatever lies above it.
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
};
