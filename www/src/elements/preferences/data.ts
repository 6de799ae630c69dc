/** Taking everything along, closing it, and erasing everything. */
import { html, nothing, type TemplateResult } from "lit";
import { HomekeptError } from "../../errors.js";
import { confirmation } from "./confirmation.js";
import type { Desk } from "./desk.js";
import { disclosure } from "./disclosure.js";
import type { LockHere } from "./lock-here.js";
import { lockRow } from "./lock.js";
import { ask } from "../../lock/ask.js";
import type { Export } from "../../homekept.js";
import type { Key } from "../messages/words.js";
import { readable } from "./readable.js";
import { save } from "./save.js";
import type { Sent } from "./sent.js";

export function dataSection(desk: Desk, sent: Sent, own: LockHere | null): TemplateResult {
  const { words, hk, policy, status } = desk;
  const files = {
    export: async () => {
      // At once: the gesture is over after a wait.
      const taken = hk.export();
      save(policy.site, "json", "application/json", await documentOf(taken));
    },
    readable: () => save(policy.site, "html", "text/html", readable(desk, hk.export(), sent)),
    table: async () => {
      const taken = hk.export();
      save(policy.site, "csv", "text/csv", (await part()).table(taken));
    },
  };
  const take = (which: keyof typeof files): Promise<boolean> =>
    desk.does(files[which], words.say("exported"));
  const row = (
    name: "export" | "readable" | "table" | "print" | "lock-now",
    deed: () => unknown,
    means: Key = `${name}-means`,
  ): TemplateResult =>
    html`<div class="row">
      <p class="text muted">${words.say(means)}</p>
      <div class="acts"><button type="button" @click=${deed}>${words.say(name)}</button></div>
    </div>`;
  const lock = async (): Promise<void> => {
    // What comes in its place is the way to open it again.
    if (await desk.does(() => hk.lock(), words.say("locked"))) await desk.focus(".locked");
  };
  return html`<section aria-labelledby="data">
    <h3 id="data" aria-level=${desk.level}>${words.say("data")}</h3>
    ${row("export", () => take("export"))} ${row("readable", () => take("readable"))}
    ${row("table", () => take("table"))} ${row("print", () => print())} ${moveRow(desk)}
    ${status.storage === "device"
      ? [
          row("lock-now", lock, own?.passkey ? "lock-now-passkey" : own?.kind === "passphrase" ? "lock-now-passphrase" : undefined),
          own ? lockRow(desk, own) : nothing,
        ]
      : nothing}
    ${eraseRow(desk)}
  </section>`;
}

/** Taking the profile to another device, and bringing it in: a part that comes after the sections. */
function moveRow(desk: Desk): TemplateResult {
  const { words, look, does, show } = desk;
  return disclosure(desk, {
    id: "move",
    summary: words.say("move"),
    content: () => look.moving?.(desk),
    opens: () => look.moving ?? does(async () => show({ moving: await (await part()).moving(desk, ask) })),
  });
}

/** The file's text: without what is only for machines where the part that writes that does not come. */
async function documentOf(taken: Export): Promise<string> {
  return part().then(
    (part) => part.documentOf(taken),
    () => JSON.stringify(taken, null, 2),
  );
}

function part(): Promise<typeof import("../moving/index.js")> {
  return import("../moving/index.js").catch(() => {
    throw new HomekeptError("module-unreachable");
  });
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
