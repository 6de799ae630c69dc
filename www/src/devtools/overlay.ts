/** What the overlay shows, in a shadow of its own; all of it is text. */
import type { HomekeptElement } from "../elements/element.js";
import { HomekeptError } from "../errors.js";
import type { Homekept } from "../homekept.js";
import { insideOf } from "../internal.js";
import { Network } from "./network.js";
import type { DevtoolsOptions } from "./options.js";
import { Scores, type Asked } from "./scores.js";
import { styles } from "./styles.js";

export class Overlay {
  private readonly host = document.createElement("homekept-devtools");
  private readonly panel = document.createElement("details");
  private readonly slot = document.createElement("select");
  private readonly item = document.createElement("input");
  private readonly rooms = new Map<string, HTMLElement>();
  /** What elements could not show, and why. */
  private readonly problems: string[] = [];
  private readonly leaving = new AbortController();
  private hk: Homekept | undefined;
  private network: Network | undefined;
  private scores: Scores | HomekeptError | undefined;
  private drawing = false;

  constructor(homekept: Homekept | PromiseLike<Homekept>, private readonly options: DevtoolsOptions) {
    this.build();
    const { signal } = this.leaving;
    // They do not rise: they are heard on their way down.
    document.addEventListener("homekept-shown", (event) => void this.look(event), { capture: true, signal });
    document.addEventListener("homekept-problem", (event) => this.hear(event), { capture: true, signal });
    Promise.resolve(homekept).then(
      (hk) => this.meet(hk),
      (error: HomekeptError) => this.say("Status", [["The module did not open", error.code]]),
    );
  }

  leave(): void {
    this.leaving.abort();
    this.network?.stop();
    this.host.remove();
  }

  private build(): void {
    const shadow = this.host.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [styles()];
    const summary = document.createElement("summary");
    summary.textContent = "Homekept";
    this.panel.open = this.options.open ?? false;
    this.panel.append(summary);
    for (const name of ["Status", "Network", "Picks", "Events", "Interests"]) {
      const section = document.createElement("section");
      const heading = document.createElement("h2");
      heading.textContent = name;
      const room = document.createElement("div");
      section.append(heading, ...(name === "Picks" ? [this.controls()] : []), room);
      this.rooms.set(name, room);
      this.panel.append(section);
    }
    this.panel.addEventListener("toggle", () => this.draw());
    shadow.append(this.panel);
    document.documentElement.append(this.host);
  }

  /** Which picks are explained. */
  private controls(): HTMLElement {
    const form = document.createElement("p");
    for (const slot of ["for-you", "like-this", "basket", "continue"]) this.slot.append(new Option(slot));
    this.slot.ariaLabel = "slot";
    this.item.ariaLabel = "ids of the page's item or of the basket's, between spaces";
    this.item.placeholder = "item ids";
    for (const control of [this.slot, this.item]) control.addEventListener("change", () => this.draw());
    form.append(this.slot, " ", this.item);
    return form;
  }

  private async meet(hk: Homekept): Promise<void> {
    this.hk = hk;
    const base = new URL(this.options.policy ?? location.href, location.href);
    const { pack } = insideOf(hk).policy;
    const packUrl = new URL(pack.url, base).href;
    const ours = (url: string): boolean =>
      url === packUrl || /\/(homekept|graft|explain)\.wasm$|\.hkp$|\/homekept[^/]*\.json$/.test(new URL(url).pathname);
    this.network = new Network(ours, () => this.draw());
    this.network.notes(shownLinks());
    const stop = hk.on("change", () => this.draw());
    this.leaving.signal.addEventListener("abort", stop);
    this.draw();
    this.scores = await Scores.open(hk, base).catch((error: HomekeptError) => error);
    this.draw();
  }

  private hear(event: Event): void {
    const { code } = (event as CustomEvent<{ code: string }>).detail;
    this.problems.push(`<${(event.target as Element).localName}>: ${code}`);
    this.draw();
  }

  /**
   * Notes the picks as soon as they stand there: a busy page draws its next frame a second later, and
   * a request in between would pass for one from before they were shown.
   */
  private async look({ target }: Event): Promise<void> {
    await (target as HomekeptElement).updateComplete;
    this.network?.notes(shownLinks());
    this.draw();
  }

  /** Draws once a frame at the most, and only what is looked at. */
  private draw(): void {
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      const { hk } = this;
      if (!hk || this.leaving.signal.aborted) return;
      this.network?.notes(shownLinks());
      if (!this.panel.open) return;
      try {
        this.drawAll(hk);
      } catch (error) {
        this.say("Status", [["The module does not answer", codeOf(error)]]);
      }
    });
  }

  private drawAll(hk: Homekept): void {
    const inside = insideOf(hk);
    const status = hk.status();
    const problems = [...(hk.problem ? [hk.problem] : []), ...this.problems];
    this.say("Status", [
      ...status.purposes.map(({ purpose, offered, state }) => [purpose, offered ? state : "not offered"]),
      ["picks follow the profile", yes(status.personal)],
      ["kept", status.storage],
      ["paused, locked, switched off", [status.paused, status.locked, status.off].map(yes).join(", ")],
      ["dials: surprise, memory", `${status.surprise}, ${status.memory}`],
      ...problems.map((problem) => ["problem", problem]),
    ]);
    this.drawNetwork();
    this.drawScores(hk);
    const events = inside.ask((door) => door.view("events"));
    this.say("Events", events.map(({ kind, title, item, minute }) => [kind, title ?? item, time(minute)]));
    const interests = inside.ask((door) => door.view("interests"));
    this.say(
      "Interests",
      interests.map(({ kind, label, strength, stance = "" }) => [kind, label, strength.toFixed(3), stance]),
    );
  }

  private drawNetwork(): void {
    const { seen = [] } = this.network ?? {};
    const telling = seen.filter(({ tells }) => tells);
    const count = (from: string): number => seen.filter((request) => request.from === from).length;
    this.say("Network", [
      telling.length === 0
        ? ["kept", "no request tells what was picked"]
        : ["BROKEN", `requests that tell what was picked: ${telling.length}`],
      ...telling.map(({ url }) => ["tells", url]),
      ["public files of Homekept", String(count("homekept"))],
      ["the page's own requests", String(count("page"))],
      ["to other hosts", String(seen.filter(({ elsewhere }) => elsewhere).length)],
    ]);
  }

  private drawScores(hk: Homekept): void {
    const { scores } = this;
    if (!(scores instanceof Scores)) {
      return this.say("Picks", [["no scores", scores ? scores.code : "on their way"]]);
    }
    const current = this.item.value.split(/\s+/).filter(Boolean);
    const asked = { slot: this.slot.value as Asked["slot"], limit: 12, current };
    try {
      const { picks, same } = scores.of(asked);
      const [first] = picks;
      if (!first) return this.say("Picks", [["none", ""]]);
      const shard = insideOf(hk).policy.pack.shards ? ", by the head of the shop's pack alone" : "";
      this.say(
        "Picks",
        picks.map(({ title, sponsored, score, parts }) => [
          sponsored ? `${title} (sponsored)` : title,
          ...[score, ...parts.map(([, value]) => value)].map(number),
        ]),
        ["item", "score", ...first.parts.map(([name]) => name)],
        same ? `as the page gets them${shard}` : `the page gets others${shard}`,
      );
    } catch (error) {
      this.say("Picks", [["no scores", codeOf(error)]]);
    }
  }

  /** Fills a room with a table. */
  private say(
    name: string,
    rows: readonly (readonly string[])[],
    heads: readonly string[] = [],
    caption = "",
  ): void {
    const table = document.createElement("table");
    if (caption) table.createCaption().textContent = caption;
    if (heads.length > 0) {
      const row = table.createTHead().insertRow();
      row.append(...heads.map((head) => cell("th", head)));
    }
    const body = table.createTBody();
    for (const row of rows) body.insertRow().append(...row.map((text) => cell("td", text)));
    this.rooms.get(name)?.replaceChildren(rows.length > 0 ? table : "none");
  }
}

function cell(tag: "td" | "th", text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/** The links of the picks that stand on the page. */
function shownLinks(): HTMLAnchorElement[] {
  const places = [...document.querySelectorAll("homekept-picks")];
  return places.flatMap((place) => [...(place.shadowRoot?.querySelectorAll<HTMLAnchorElement>("a[href]") ?? [])]);
}

function codeOf(error: unknown): string {
  return error instanceof HomekeptError ? error.code : String(error);
}

function yes(is: boolean): string {
  return is ? "yes" : "no";
}

function number(value: number): string {
  return value === 0 ? "0" : value.toPrecision(3);
}

function time(minute: number): string {
  return new Date(minute * 60_000).toISOString().slice(0, 16).replace("T", " ");
}
