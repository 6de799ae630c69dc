import { context } from "esbuild";

const { HOST: host, PORT } = process.env;
await (await context({})).serve({ servedir: "dist", host, port: Number(PORT) });
