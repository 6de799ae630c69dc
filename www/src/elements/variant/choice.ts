/** Which of a page's variants suits somebody best: by what each is about, and by their interests. */
import type { FacetView, InterestView } from "../../wasm/homekept.js";

/** A variant's place, and the interest that chose it; none where nothing speaks for any of them. */
export interface Choice {
  readonly place: number;
  readonly because: InterestView | undefined;
}

/**
 * The variant with the most of what the customer stated; among equals the one with the most of
 * what was inferred; among equals the first. One about something that is wanted never again is
 * chosen only where all are, and then it is the first.
 */
export function choose(variants: readonly (readonly FacetView[])[], interests: readonly InterestView[]): Choice {
  let best: (Choice & { readonly stated: number; readonly inferred: number }) | undefined;
  for (const [place, topics] of variants.entries()) {
    const own = interests.filter(({ kind, label }) =>
      topics.some((topic) => topic.kind === kind && topic.label === label),
    );
    if (own.some(({ stance }) => stance === "never")) continue;
    const sum = (stated: boolean): number =>
      own.reduce((sum, one) => sum + (Boolean(one.stance) === stated ? one.strength : 0), 0);
    const [stated, inferred] = [sum(true), sum(false)];
    const isBetter =
      !best || stated > best.stated || (stated === best.stated && inferred > best.inferred);
    if (!isBetter) continue;
    const because = own.filter(({ strength }) => strength > 0).sort(byWeight)[0];
    best = { place, because, stated, inferred };
  }
  return best ?? { place: 0, because: undefined };
}

/** Stated ones first, then the strongest. */
function byWeight(a: InterestView, b: InterestView): number {
  return Number(Boolean(b.stance)) - Number(Boolean(a.stance)) || b.strength - a.strength;
}

/** What a variant is about: `kind=label`, several between bars, as in a feed. */
export function topicsOf(text: string | null): FacetView[] {
  return (text ?? "").split("|").flatMap((topic) => {
    const [kind = "", ...label] = topic.split("=");
    return label.length > 0 ? [{ kind: kind.trim(), label: label.join("=").trim() }] : [];
  });
}
