import { baseline } from "./baseline";
import { Shop } from "./shop";

export const dynamic = "force-dynamic";

export default async function Page() {
  const { rank } = await baseline();
  const first = rank({ slot: "for-you", limit: 4 });
  const more = rank({ slot: "for-you", limit: 3, exclude: first.map(({ id }) => id) });
  return <Shop first={first} more={more} />;
}
