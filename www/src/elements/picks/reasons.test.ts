import assert from "node:assert/strict";
import { test } from "node:test";
import { everyLanguage } from "../../testing/languages.js";
import type { PickView, ReasonView } from "../../wasm/homekept.js";
import { wordsFor } from "../messages/words.js";
import { mainReason, ownReason, reasonText } from "./reasons.js";

test("FAIR-10 each reason is told in words and names the item or the interest behind it", async () => {
  const facet = { kind: "subject", label: "Gothic fiction" };
  const cases: [ReasonView, string][] = [
    [{ kind: "followed", item: "Dracula", stated: false }, "Because you looked at “Dracula”"],
    [{ kind: "revisit", item: "Dracula", stated: false }, "You looked at this before"],
    [{ kind: "interest", facet, stated: false }, "You often look at Gothic fiction"],
    [{ kind: "interest", facet, stated: true }, "You asked for Gothic fiction"],
    [{ kind: "like-this", item: "Emma", stated: false }, "Similar to “Emma”"],
    [{ kind: "popular", stated: false }, "Popular here"],
    [{ kind: "listed", stated: false }, "Where the shop has it"],
    [{ kind: "boost", stated: false }, "Moved up a little by the shop"],
  ];
  const [english, ...others] = await everyLanguage();
  assert.ok(english);
  for (const [reason, text] of cases) {
    assert.equal(reasonText(english, reason), text);
    for (const words of others) {
      const other = reasonText(words, reason);
      assert.notEqual(other, text, words.language);
      if (reason.kind === "revisit") continue;
      for (const name of [reason.item, reason.facet?.label]) if (name) assert.ok(other.includes(name), words.language);
    }
  }
});

test("a card shows the strongest reason", async () => {
  const pick: PickView = {
    id: "a",
    title: "A",
    url: "/a",
    display: [],
    facets: [],
    score: 1,
    personal: true,
    sponsored: false,
    reasons: [
      { kind: "revisit", stated: false },
      { kind: "popular", stated: false },
    ],
  };
  assert.equal(mainReason(await wordsFor("en"), pick), "You looked at this before");
});

test("an item that the profile moved tells the customer's own reason, not the shop's order", async () => {
  const english = await wordsFor("en");
  const listed = { kind: "listed", stated: false } as const;
  const revisit = { kind: "revisit", stated: false } as const;
  const pick = { id: "a", title: "A", url: "/a", display: [], facets: [], score: 1, sponsored: false };
  const both = [listed, revisit];
  assert.equal(ownReason(english, { ...pick, personal: true, reasons: both }), "You looked at this before");
  assert.equal(ownReason(english, { ...pick, personal: false, reasons: [listed] }), undefined);
});
