import assert from "node:assert/strict";
import { test } from "node:test";
import type { InterestView } from "../../wasm/homekept.js";
import { choose, topicsOf } from "./choice.js";

const interest = (label: string, strength: number, stance?: "more" | "less" | "never"): InterestView => ({
  kind: "subject", label, strength, events: [], ...(stance ? { stance } : {}),
});
const about = (...labels: string[]) => topicsOf(labels.map((label) => `subject=${label}`).join("|"));

test("a variant is chosen by what was stated, then by what was inferred, then by its place", () => {
  const banners = [about("Poetry"), about("Sea stories"), about("Gothic fiction", "Sea stories"), []];
  const chosen = (...interests: InterestView[]): [number, string | undefined] => {
    const { place, because } = choose(banners, interests);
    return [place, because?.label];
  };
  assert.deepEqual(chosen(), [0, undefined]);
  assert.deepEqual(chosen(interest("Cooking", 0.9)), [0, undefined]);
  assert.deepEqual(chosen(interest("Sea stories", 0.4)), [1, "Sea stories"]);
  assert.deepEqual(chosen(interest("Sea stories", 0.4), interest("Gothic fiction", 0.3)), [2, "Sea stories"]);
  // What was stated counts for more than all that was inferred.
  assert.deepEqual(chosen(interest("Poetry", 1, "more"), interest("Sea stories", 0.9)), [0, "Poetry"]);
  // Less of it, and never again.
  assert.deepEqual(chosen(interest("Poetry", -0.6, "less"), interest("Cooking", 0.5)), [1, undefined]);
  assert.deepEqual(chosen(interest("Gothic fiction", 0, "never"), interest("Sea stories", 0.4)), [1, "Sea stories"]);
  const never = banners.map(() => about("Poetry"));
  assert.deepEqual(choose(never, [interest("Poetry", 0, "never")]), { place: 0, because: undefined });
});

test("what a variant is about is read from its attribute, whatever stands there", () => {
  assert.deepEqual(topicsOf(null), []);
  assert.deepEqual(topicsOf(" subject = Gothic fiction |author=Mary Shelley"), [
    { kind: "subject", label: "Gothic fiction" },
    { kind: "author", label: "Mary Shelley" },
  ]);
  assert.deepEqual(topicsOf("no topic| |=|formula=e=mc2"), [
    { kind: "", label: "" },
    { kind: "formula", label: "e=mc2" },
  ]);
});
