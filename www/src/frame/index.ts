/**
 * The vault in a frame of another origin of the site's: what the shop's own page has of it. No
 * module, no pack and no profile come here: events go in, and ids come out, in order.
 */
import { HomekeptError, type ErrorCode } from "../errors.js";
import {
  isRank,
  isTell,
  VERSION,
  type Ask,
  type FrameEvent,
  type FrameRankRequest,
  type FrameStatus,
  type FrameView,
  type Hello,
} from "./protocol.js";

export { putInOrder } from "./order.js";
export { HomekeptError, type ErrorCode, type FrameEvent, type FrameRankRequest, type FrameStatus, type FrameView };
export type { FrameSlot } from "./protocol.js";

/** Where the vault is, and where its frame belongs on the page. */
export interface FrameOptions {
  /** The vault's origin, exactly, such as `https://vault.shop.example`: of the page's own site, and not the page's own. */
  readonly vaultOrigin: string;
  /** The path of the page there that calls `serveFrame`. */
  readonly path: string;
  /** What the frame is called, for who cannot see it, in the page's language. */
  readonly title: string;
  /** The element that the frame is put into. It stays hidden until {@link Framed.show}. */
  readonly place: Element;
}

/**
 * Puts the vault's frame into the page. Resolves when the vault is open; rejects with
 * `frame-unreachable` where no vault answers within 15 seconds, with what keeps the vault from
 * opening, or with `request-invalid`. The page is as the server made it then, and the frame is gone.
 */
export async function openFramed(options: FrameOptions): Promise<Framed> {
  const { vaultOrigin, path, title, place } = Object.assign(Object.create(null), options) as FrameOptions;
  let address: URL | undefined;
  try {
    address = new URL(path, vaultOrigin);
  } catch {
    // Told below.
  }
  // An address that leads to another origin would have the port go there.
  if (address?.origin !== vaultOrigin || vaultOrigin === location.origin || !title) {
    throw new HomekeptError("request-invalid", "vaultOrigin is an origin other than the page's");
  }
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = title;
  // It may not lead the customer away, nor open windows; downloads are for their own data.
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-downloads");
  frame.referrerPolicy = "no-referrer";
  frame.src = address.href;
  const framed = new Framed(frame, vaultOrigin);
  place.append(frame);
  try {
    await framed.opened;
  } catch (error) {
    framed.close();
    throw error;
  }
  return framed;
}

/** The vault in its frame, as the page has it. Made by {@link openFramed} alone. */
export class Framed {
  /** What the vault says of itself; undefined until it is open. */
  status: FrameStatus | undefined;
  /** @internal */
  readonly opened: Promise<void>;
  private port: MessagePort | undefined;
  private last = 0;
  private readonly waiting = new Map<number, Waiting>();
  private readonly news = new EventTarget();
  private isOpen: () => void = () => {};
  private fails: (error: HomekeptError) => void = () => {};

  constructor(
    /** The frame itself, for the page to style. */
    readonly frame: HTMLIFrameElement,
    vaultOrigin: string,
  ) {
    this.opened = new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new HomekeptError("frame-unreachable")), PATIENCE);
      this.isOpen = () => {
        clearTimeout(late);
        resolve();
      };
      this.fails = (error) => {
        clearTimeout(late);
        reject(error);
      };
    });
    // A frame that loads anew is a new vault with no port.
    frame.addEventListener("load", () => {
      this.port?.close();
      const { port1, port2 } = new MessageChannel();
      this.port = port1;
      port1.onmessage = ({ data }) => this.hear(data);
      const hello: Hello = { homekept: "frame", version: VERSION };
      // The browser hands the port to a page of exactly this origin, or to nobody.
      frame.contentWindow?.postMessage(hello, vaultOrigin, [port2]);
    });
  }

  /**
   * Ids of `within` in order, best first; none where the profile is not used: what the server chose
   * stays.
   * Rejects with `rate-limited` where a page asks more than 30 times a minute.
   */
  async rank(request: FrameRankRequest): Promise<string[]> {
    const asked = { ...request };
    if (!isRank(asked)) throw new HomekeptError("request-invalid");
    const told = await this.ask({ ask: "rank", request: asked });
    return [...told];
  }

  /** Resolves when the event is durable; without leave to learn, nothing is kept. At most 60 a minute. */
  async record(kind: FrameEvent, item: string): Promise<void> {
    await this.ask({ ask: "record", kind, item });
  }

  /** Has the frame show the question or the preference center, or hides it. */
  async show(view: FrameView): Promise<void> {
    this.frame.hidden = view === "none";
    await this.ask({ ask: "show", view });
  }

  /** Calls `listener` whenever something changed; gives the way to stop that. */
  on(type: "change", listener: () => void): () => void {
    const hear = (): void => listener();
    this.news.addEventListener(type, hear);
    return () => this.news.removeEventListener(type, hear);
  }

  /** Takes the frame out of the page; the vault keeps what it has. */
  close(): void {
    this.port?.close();
    this.port = undefined;
    this.frame.remove();
    for (const { reject } of this.waiting.values()) reject(new HomekeptError("frame-unreachable"));
    this.waiting.clear();
  }

  private ask(asked: WithoutId<Ask>): Promise<readonly string[]> {
    const id = (this.last += 1);
    return new Promise((resolve, reject) => {
      if (!this.port) return reject(new HomekeptError("frame-unreachable"));
      const late = setTimeout(() => this.settle(id)?.reject(new HomekeptError("frame-unreachable")), PATIENCE);
      this.waiting.set(id, { resolve, reject, late });
      try {
        this.port.postMessage({ ...asked, id });
      } catch {
        // What cannot be copied is none of what may be asked.
        this.settle(id)?.reject(new HomekeptError("request-invalid"));
      }
    });
  }

  private hear(told: unknown): void {
    if (!isTell(told)) return;
    if (told.tell === "status") {
      this.status = told.status;
      this.isOpen();
      this.news.dispatchEvent(new Event("change"));
    } else if (told.tell === "failed") {
      const error = new HomekeptError(told.code);
      if (told.id === undefined) this.fails(error);
      else this.settle(told.id)?.reject(error);
    } else {
      this.settle(told.id)?.resolve(told.tell === "ids" ? told.ids : []);
    }
  }

  private settle(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    clearTimeout(waiting?.late);
    this.waiting.delete(id);
    return waiting;
  }
}

interface Waiting {
  readonly resolve: (ids: readonly string[]) => void;
  readonly reject: (error: HomekeptError) => void;
  readonly late: ReturnType<typeof setTimeout>;
}

type WithoutId<A> = A extends unknown ? Omit<A, "id"> : never;

/** Milliseconds. A vault that takes longer is as good as none: the page stands without. */
const PATIENCE = 15_000;
