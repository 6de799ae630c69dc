/** Taking everything along, and erasing everything. */
import { html, type TemplateResult } from "lit";
import type { Export } from "../../homekept.js";
import { confirmation } from "./confirmation.js";
import type { Desk } from "./desk.js";

export function dataSection(desk: Desk): TemplateResult {
  const { words, hk } = desk;
  const take = (): Promise<boolean> =>
    desk.does(() => download(hk.export()), words.say("exported"));
  return html`<section aria-labelledby="data">
    <h3 id="data" aria-level=${desk.level}>${words.say("data")}</h3>
    <div class="row">
      <p class="text muted">${words.say("export-means")}</p>
      <div class="acts"><button type="button" @click=${take}>${words.say("export")}</button></div>
    </div>
    ${eraseRow(desk)}
  </section>`;
}

/** Erasing everything, also what is locked. */
export function eraseRow(desk: Desk): TemplateResult {
  const { words, hk } = desk;
  const erase = (): Promise<boolean> =>
    desk.does(async () => {
      const { erased, leftovers } = await hk.erase();
      const text = erased
        ? words.say("erased")
        : words.say("erased-leftovers", { leftovers: words.list(leftovers) });
      desk.say(text);
    });
  return html`<div class="row">
    <p class="text muted">${words.say("erase-means")}</p>
    ${confirmation(desk, "erase", {
      ask: words.say("erase"),
      sure: words.say("erase-sure"),
      yes: words.say("erase-yes"),
      deed: erase,
    })}
  </div>`;
}

/** Hands the document to the browser as a file; nothing is sent anywhere. */
function download(document_: Export): void {
  const file = new Blob([JSON.stringify(document_, null, 2)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `homekept-${document_.site}-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  // The browser needs the address until the download has begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
