/**
 * The vault's own page, in a frame of the shop's page: it opens Homekept under an origin that no
 * script of the shop's can look into, shows the question and the preference center there, and
 * answers the shop's page with ids in order. This bundle brings all that it needs, with Lit.
 */
import "../elements/define.js";
import { HomekeptError, type ErrorCode } from "../errors.js";
import { own } from "../guard.js";
import type { Homekept } from "../homekept.js";
import { asHomekeptError } from "../internal.js";
import type { WasmSource } from "../load.js";
import { open } from "../open.js";
import { addressOf } from "../policy.js";
import { Limits } from "./limits.js";
import { isAsk, isHello, type Ask, type FrameRankRequest, type FrameStatus, type FrameView, type Tell } from "./protocol.js";
import { isOrigin, isSameSite } from "./site.js";

export { HomekeptError, type ErrorCode, type Homekept, type WasmSource };

/** Whom the vault answers, and how it opens. */
export interface ServeOptions {
  /** The origins of the shop's pages, exactly: no other page is answered. */
  readonly allow: readonly string[];
  /** Address of the policy file, which is of the vault's own origin. */
  readonly policy: string | URL;
  /** The language of the question and the preference center; the page's own when absent. */
  readonly language?: string;
  /** Where the module comes from, when not from the file beside this one. */
  readonly wasm?: WasmSource;
  /** Subresource integrity of the module. */
  readonly wasmIntegrity?: string;
}

/**
 * Waits for the page around this one, and answers it from then on. Call it while the page is read,
 * before anything is waited for. Resolves when the vault is open. Rejects with `frame-refused` where
 * this page is in no frame, or in a frame of a page that is in one itself, where an origin that is
 * allowed is the vault's own or of another site, or where the browser says that the frame has no
 * access to its storage; with `request-invalid` where an option is none; with what `open()` rejects with. Until
 * a page of an allowed origin has spoken nothing is loaded and nothing is opened.
 */
export async function serveFrame(options: ServeOptions): Promise<Homekept> {
  const { allow, ...opening } = own(options);
  const origins: readonly unknown[] = Array.isArray(allow) ? [...allow] : [];
  if (origins.length === 0 || !origins.every(isOrigin)) throw new HomekeptError("request-invalid", "allow names origins");
  if (addressOf(opening.policy).origin !== location.origin) {
    throw new HomekeptError("request-invalid", "the policy is of the vault's own origin");
  }
  const foreign = (origin: string): boolean => origin === location.origin || !isSameSite(origin, location.origin);
  // `window.top` and not `globalThis.top`: see VAULT_FRAME in scripts/bundle.mjs.
  if (window.parent === window || window.parent !== window.top || origins.some(foreign)) {
    throw new HomekeptError("frame-refused", "a frame of a page of the same site, and of another origin");
  }
  const port = await portFrom(origins);
  const say = (told: Tell): void => port.postMessage(told);
  try {
    // The browser's own word. Where it says no, WebKit keeps a frame's database for one document alone,
    // and the customer would be asked anew on each page.
    if ((await document.hasStorageAccess?.()) === false) throw new HomekeptError("frame-refused");
    const homekept = await open(opening);
    new Server(homekept, say).listen(port);
    return homekept;
  } catch (error) {
    say({ tell: "failed", code: asHomekeptError(error).code });
    throw error;
  }
}

/** The port that the page around hands over: the first one, from an origin that is allowed. */
function portFrom(origins: readonly string[]): Promise<MessagePort> {
  return new Promise((resolve) => {
    const hear = ({ source, origin, data, ports }: MessageEvent): void => {
      const [port, second] = ports;
      if (source !== window.parent || !origins.includes(origin) || !isHello(data) || !port || second) return;
      removeEventListener("message", hear);
      resolve(port);
    };
    addEventListener("message", hear);
  });
}

/** Answers one page. */
class Server {
  private readonly limits: Limits;
  private readonly places = new Map<FrameView, HTMLElement>();
  private told = "";

  constructor(
    private readonly homekept: Homekept,
    private readonly say: (told: Tell) => void,
  ) {
    this.limits = new Limits("homekept:asked", storageOf(), Date.now());
  }

  listen(port: MessagePort): void {
    port.onmessage = ({ data }) => {
      if (isAsk(data)) void this.answer(data);
    };
    this.homekept.on("change", () => this.tellStatus());
    this.tellStatus();
  }

  /** Once for each that is another than before: how often something changes is the customer's own. */
  private tellStatus(): void {
    try {
      const { ask, personal, storage } = this.homekept.status();
      if (storage === "none") this.limits.clear();
      const status: FrameStatus = { asks: ask, personal };
      const text = `${ask} ${personal}`;
      if (text !== this.told) this.say({ tell: "status", status });
      this.told = text;
    } catch {
      // The module broke down: the next question is told so.
    }
  }

  private async answer(asked: Ask): Promise<void> {
    const { id } = asked;
    try {
      if (asked.ask === "rank") this.say({ tell: "ids", id, ids: this.rank(asked.request) });
      else {
        if (asked.ask === "show") this.show(asked.view);
        else await this.record(asked);
        this.say({ tell: "done", id });
      }
    } catch (error) {
      this.say({ tell: "failed", id, code: asHomekeptError(error).code });
    }
  }

  /** Without leave to use the profile the server's order is as good, and costs nobody anything. */
  private rank(request: FrameRankRequest): string[] {
    this.take("rank");
    if (!this.homekept.status().personal) return [];
    return this.homekept.rank(request).map(({ id }) => id);
  }

  private async record({ kind, item }: Extract<Ask, { ask: "record" }>): Promise<void> {
    this.take("record");
    await this.homekept.record(kind, item);
  }

  private take(what: "rank" | "record"): void {
    const isKept = this.homekept.status().storage !== "none";
    if (!this.limits.take(what, Date.now(), isKept)) throw new HomekeptError("rate-limited");
  }

  /** Each is made when it is first shown: most visits see neither. */
  private show(view: FrameView): void {
    const name = ELEMENTS[view];
    if (name && !this.places.has(view)) {
      const place = document.createElement("div");
      const element = document.createElement(name);
      // Defined or not yet: the element takes it once it is.
      element.homekept = this.homekept;
      place.append(element);
      document.body.append(place);
      this.places.set(view, place);
    }
    for (const [other, place] of this.places) place.hidden = other !== view;
  }
}

function storageOf(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

const ELEMENTS = { question: "homekept-consent", preferences: "homekept-preferences", none: undefined } as const;
