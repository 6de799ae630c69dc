/** The shop's page script where the vault is of another origin: it has neither module nor profile. */
import { openFramed, putInOrder, type Framed, type FrameView } from "../src/frame/index.js";

const { vault: vaultOrigin = "", item } = document.body.dataset;
const kept = document.querySelector<HTMLElement>("[data-vault-place]");
const lists = [...document.querySelectorAll("homekept-picks > .cards")];

openFramed({ vaultOrigin, path: "/vault", title: "Your preferences", place: kept ?? document.body }).then(
  prepare,
  // Without the vault the shop is an ordinary shop.
  () => {},
);

function prepare(framed: Framed): void {
  const view = kept?.dataset["vaultPlace"] as FrameView | undefined;
  if (view === "preferences" || (view === "question" && framed.status?.asks)) void framed.show(view).catch(ignore);
  if (item !== undefined) void framed.record("view", item).then(() => (document.body.dataset["visited"] = "kept"), ignore);
  void order(framed).catch(ignore);
}

/** What is in the page's lists changes places among them: nothing else is shown, and nothing is loaded. */
async function order(framed: Framed): Promise<void> {
  const within = lists
    .flatMap((list) => [...list.querySelectorAll<HTMLElement>("[data-homekept-item]")])
    .flatMap(({ dataset }) => dataset["homekeptItem"] ?? [])
    .slice(0, 100);
  if (within.length === 0) return;
  putInOrder(lists, await framed.rank({ slot: "re-rank", limit: within.length, within }));
}

/** A page whose vault fails is still a page. */
function ignore(): void {}
