import { defineConfig } from "vite";

// The module is found beside the package's script, which Vite's own copy of it in development is not.
export default defineConfig({ base: "/assets/", optimizeDeps: { exclude: ["homekept"] } });
