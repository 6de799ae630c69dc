/** Finding entries by words and by days. */
import type { EventView } from "../../wasm/homekept.js";
import type { Search } from "./desk.js";

export function isSearched({ text, from, to }: Search): boolean {
  return Boolean(text.trim() || from || to);
}

/** Whether an entry that reads `text` is looked for: it has each of the words, in letters of any size, and lies within the days. */
export function isFound({ minute }: EventView, text: string, search: Search): boolean {
  const read = text.toLowerCase();
  const words = search.text.toLowerCase().split(/\s+/);
  return (
    words.every((word) => read.includes(word)) &&
    minute >= (dayBegins(search.from) ?? 0) &&
    minute < (dayBegins(search.to, 1) ?? Infinity)
  );
}

/** The minute at which a day begins here, as a date field writes it; or so many days after it. */
function dayBegins(date: string, after = 0): number | undefined {
  const [year, month, day] = date.split("-").map(Number);
  if (!year || !month || !day) return undefined;
  return new Date(year, month - 1, day + after).getTime() / 60_000;
}
