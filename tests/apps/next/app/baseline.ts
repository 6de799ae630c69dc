import { openBaseline, type Baseline } from "homekept/server";
import { join } from "node:path";

/** The public order, from the files that the browser loads as well; opened at the first request. */
export function baseline(): Promise<Baseline> {
  const file = (name: string): string => join(process.cwd(), "public", name);
  opened ??= openBaseline({ policy: file("homekept.json"), pack: file("shop.hkp") });
  return opened;
}

let opened: Promise<Baseline> | undefined;
