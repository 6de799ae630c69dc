/** The log-out that shops have: here there is no account, but there may be a next person at this computer. */
import type { Homekept } from "../src/index.js";

export function prepareLogOut(opened: Promise<Homekept>): void {
  const button = document.querySelector<HTMLElement>("[data-log-out]");
  const said = document.querySelector<HTMLElement>("[data-log-out-said]");
  button?.addEventListener("click", async () => {
    const done = await opened.then((homekept) => homekept.lock()).catch(() => undefined);
    if (!said) return;
    if (!done) said.textContent = "That did not work. You can erase everything in your preferences.";
    else said.textContent = done.locked ? "Your profile is locked." : "Nothing is kept here.";
  });
}
