import { useEffect, useRef, useState } from "react";
import type { ErrorCode } from "../errors.js";
import type { RankRequest } from "../homekept.js";
import type { PickView } from "../wasm/homekept.js";
import type { ShownPick } from "./follow.js";
import type { Opened } from "./place.js";

/** What is to be ranked; the hook is a place on the page by itself. */
export type Asked = Omit<RankRequest, "place" | "plain">;

/** What is to be drawn. */
export interface Picks<Pick> {
  /** The initial ones, or the customer's own. */
  readonly picks: readonly (Pick | ShownPick)[];
  /** Whether the profile had a part in them: then the page says so. */
  readonly personal: boolean;
  /** Why there are none of the customer's own, where something failed. */
  readonly problem: ErrorCode | undefined;
  /** For the list: picks change when that disturbs nobody who looks at it or points at it. */
  readonly ref: (list: Element | null) => void;
}

/**
 * Picks for React to draw: `initial` first, which the server drew as well, and the customer's own
 * once they are known. Without initial ones, what everybody gets.
 */
export function usePicks<Pick extends PickView = ShownPick>(
  homekept: Opened,
  request: Asked,
  initial: readonly Pick[] = [],
): Picks<Pick> {
  const list = useRef<Element | null>(null);
  const [ref] = useState(() => (element: Element | null) => void (list.current = element));
  const [shown, setShown] = useState<Shown>();
  const ids = initial.map(({ id }) => id);
  const asked = JSON.stringify([request, ids]);
  useEffect(() => {
    const leaving = new AbortController();
    const tell = (news: Omit<Shown, "asked">): void => {
      if (!leaving.signal.aborted) setShown({ asked, ...news });
    };
    if (homekept) {
      void import("./follow.js").then(({ follow }) =>
        follow(homekept, request, ids, () => list.current, tell, leaving.signal),
      );
    }
    return () => leaving.abort();
  }, [homekept, asked]);
  // What was shown for another request is none for this one.
  const { picks = initial, personal = false, problem } = shown?.asked === asked ? shown : NOTHING;
  return { picks, personal, problem, ref };
}

interface Shown {
  /** For which request. */
  readonly asked?: string;
  readonly picks?: readonly ShownPick[];
  readonly personal?: boolean;
  readonly problem?: ErrorCode;
}

const NOTHING: Shown = {};
