import { useEffect, useState } from "react";
import type { Homekept } from "../homekept.js";
import type { OpenOptions } from "../open.js";

/**
 * Opens the module once the page is there, and gives the promise of it to whoever asks: the same
 * for every component. Nothing on the server, and while a page is hydrated.
 */
export function useHomekept(options: OpenOptions): Promise<Homekept> | undefined {
  const [opened, setOpened] = useState<Promise<Homekept>>();
  useEffect(() => {
    const opened = import("../index.js").then(({ open }) => open(options));
    // Whoever waits for it is told; where nobody does, the page goes on.
    opened.catch(() => {});
    setOpened(opened);
  }, [String(options.policy)]);
  return opened;
}
