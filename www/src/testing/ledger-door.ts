import type { Method, Purpose, StatusView } from "../wasm/homekept.js";
import { FakeDoor } from "./fake-door.js";

/** A door that keeps its ledger as the module does: a last no is noted, and nothing else is kept. */
export class LedgerDoor extends FakeDoor {
  override async choose(
    allow: Purpose[],
    refuse: Purpose[],
    method: Method,
    language: string,
    noticeHash: string,
    told: boolean,
  ): Promise<StatusView> {
    await super.choose(allow, refuse, method, language, noticeHash, told);
    // Storing takes its time.
    await new Promise((resolve) => setTimeout(resolve));
    if (!this.status_.purposes.some(({ state }) => state === "on")) {
      this.choices_ = [];
      this.status_.purposes = this.status_.purposes.map((view) => ({ ...view, state: "off" }));
    }
    return this.status();
  }
}
