import { openBaseline } from "homekept/server";

/** The public order, from the files that the browser loads as well; opened at the first request. */
let opened;

export async function load() {
  opened ??= openBaseline({ policy: "build/client/homekept.json", pack: "build/client/shop.hkp" });
  return { picks: (await opened).rank({ slot: "for-you", limit: 4 }) };
}
