import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({ base: "/assets/", plugins: [react()], optimizeDeps: { exclude: ["homekept"] } });
