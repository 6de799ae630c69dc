import { Shop } from "./shop";
import { openBaseline, type Baseline } from "homekept/server";

export const dynamic = "force-dynamic";

export default async function Page() {
  // From the files that the browser loads as well, once for all requests.
  opened ??= openBaseline({ policy: "public/homekept.json", pack: "public/shop.hkp" });
  const { rank } = await opened;
  const first = rank({ slot: "for-you", limit: 4 });
  const more = rank({ slot: "for-you", limit: 3, exclude: first.map(({ id }) => id) });
  return <Shop first={first} more={more} />;
}

let opened: Promise<Baseline> | undefined;
