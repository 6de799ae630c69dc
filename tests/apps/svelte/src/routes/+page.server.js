import { dev } from "$app/environment";
import { openBaseline } from "homekept/server";

/** The public order, from the files that the browser loads as well; opened at the first request. */
let opened;
/** Where they are: built, the adapter for Node has copied them. */
const files = dev ? "static" : "build/client";

export async function load() {
  opened ??= openBaseline({ policy: `${files}/homekept.json`, pack: `${files}/shop.hkp` });
  return { picks: (await opened).rank({ slot: "for-you", limit: 4 }) };
}
