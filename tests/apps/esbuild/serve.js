// In development esbuild bundles anew for every request of the script.
import { context } from "esbuild";
import { copyModules, options } from "./options.js";

const developed = await context(options);
copyModules();
await developed.serve({ servedir: "dist", host: process.env.HOST, port: Number(process.env.PORT) });
