/**
 * What stands behind `usePicks`, loaded once there is a page: the same manners as the element that
 * draws picks. A list changes at most once, when that disturbs nobody; the customer's own switch,
 * and what the page calls sold out, count apart.
 */
import { wordsFor } from "../elements/messages/words.js";
import { watchUse, whenUndisturbed } from "../elements/picks/moment.js";
import { mainReason } from "../elements/picks/reasons.js";
import { turn } from "../elements/turn.js";
import type { ErrorCode } from "../errors.js";
import { asHomekeptError, insideOf } from "../internal.js";
import type { PickView } from "../wasm/homekept.js";
import type { Opened } from "./place.js";
import type { Asked } from "./use-picks.js";

/** A pick, and why it is there, in the customer's language. */
export interface ShownPick extends PickView {
  readonly reason?: string;
}

export interface News {
  /** None: the initial ones stand. */
  readonly picks?: readonly ShownPick[];
  readonly personal?: boolean;
  readonly problem?: ErrorCode;
}

/** Tells what to show from now on, until `signal` says that nobody asks any more. */
export async function follow(
  homekept: NonNullable<Opened>,
  request: Asked,
  initial: readonly string[],
  list: () => Element | null,
  tell: (news: News) => void,
  signal: AbortSignal,
): Promise<void> {
  watchUse();
  try {
    const hk = await homekept;
    const inside = insideOf(hk);
    const { current = [] } = request;
    const [words] = await Promise.all([
      wordsFor(inside.language ?? (globalThis.document?.documentElement.lang || "en")),
      // For everybody alike: whoever watches the requests learns of the page, and of nobody.
      hk.about(typeof current === "string" ? [current] : current).catch(() => {}),
    ]);
    if (signal.aborted) return;

    const place = {};
    // Fewer picks than the page has would move it: it stays as it is.
    const min = request.min ?? (Math.min(initial.length, request.limit) || 1);
    let shown: readonly string[] | undefined;
    let ready: readonly PickView[] = [];
    let [swapped, wasShown, known] = [false, false, 0];
    let callOff: (() => void) | undefined;

    /** What is shown here, or about to be, is not shown elsewhere. */
    const claim = (): void => {
      inside.claims.set(place, [...(shown ?? initial), ...ready.map(({ id }) => id)]);
    };
    const rest = (): void => {
      callOff?.();
      callOff = undefined;
      ready = [];
    };
    const restore = (problem?: ErrorCode): void => {
      const isNew = shown || problem;
      swapped &&= !shown;
      shown = undefined;
      rest();
      claim();
      if (isNew) tell(problem ? { problem } : {});
    };
    const rank = (): void => {
      ready = hk.rank({ ...request, min, place });
      claim();
    };
    const show = (): void => {
      const { personal, events, stated } = hk.status();
      shown = ready.map(({ id }) => id);
      known = events + stated;
      tell({ picks: ready.map((pick) => ({ ...pick, reason: mainReason(words, pick) })), personal });
      swapped = wasShown = personal;
      rest();
      claim();
    };
    const hear = (): void => {
      const { personal, storage, events, stated } = hk.status();
      // What the browser puts away might come back before somebody else's eyes.
      hide(list(), inside.away && storage !== "none");
      if (!personal) {
        if (initial.length > 0) return restore();
        rank();
        return ready.length > 0 ? show() : restore();
      }
      // What was forgotten may be behind what is shown, with its name in a reason.
      if (swapped && events + stated < known) restore();
      if (swapped && !shown?.some((id) => inside.soldOut.includes(id))) return;
      rank();
      if (ready.length === 0) return restore();
      const here = list();
      // The customer's own switch, there and back.
      if (wasShown || !here) return show();
      callOff ??= whenUndisturbed(here, () => void (ready.length > 0 && show()));
    };
    const listen = (): void => {
      try {
        hear();
      } catch (error) {
        restore(asHomekeptError(error).code);
      }
    };
    const stop = hk.on("change", listen);
    signal.addEventListener("abort", () => {
      stop();
      rest();
      inside.claims.delete(place);
    });
    // Every block of the page says what it shows before any of them ranks, which is a turn later.
    claim();
    await turn();
    await turn();
    if (!signal.aborted) listen();
  } catch (error) {
    tell({ problem: asHomekeptError(error).code });
  }
}

function hide(list: Element | null, away: boolean): void {
  if (list instanceof HTMLElement) list.style.visibility = away ? "hidden" : "";
}
