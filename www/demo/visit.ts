/** What happens on an item's page, told to the module: it keeps nothing without leave. */
import type { Homekept } from "../src/index.js";

/** Tells that the item was opened. How long it is looked at is nobody's business. */
export function recordVisit(homekept: Homekept, item: string): void {
  void homekept.record("view", item).catch(ignore);
}

/** Shows the two buttons that state an opinion, and says what became of it. */
export function prepareOpinion(homekept: Homekept, item: string): void {
  const place = document.querySelector<HTMLElement>("[data-opinion]");
  const said = document.querySelector<HTMLElement>("[data-opinion-said]");
  if (!place || !said) return;
  const buttons = [...place.querySelectorAll<HTMLButtonElement>("[data-say]")];
  for (const button of buttons) {
    const kind = button.dataset["say"] === "like" ? "like" : "dislike";
    button.addEventListener("click", async () => {
      if (!mayRemember(homekept)) {
        const link = document.createElement("a");
        link.href = "/preferences";
        const { locked } = homekept.status();
        const why = locked ? "your profile is locked" : "this shop may not remember what you tell it";
        link.textContent = locked ? "open it in your preferences" : "allow it in your preferences";
        said.replaceChildren(`Not kept: ${why}. You can `, link, ".");
        return;
      }
      try {
        await homekept.record(kind, item);
      } catch {
        said.textContent = "That could not be kept.";
        return;
      }
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      said.textContent =
        kind === "like" ? "Kept on this device: you like this." : "Kept on this device: not for you.";
    });
  }
  place.hidden = false;
}

function mayRemember(homekept: Homekept): boolean {
  return homekept.status().purposes.some(({ purpose, state }) => purpose === "remember" && state === "on");
}

/** A page that fails to note a visit is still a page. */
function ignore(): void {}
