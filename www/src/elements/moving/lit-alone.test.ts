import assert from "node:assert/strict";
import { test } from "node:test";
import * as lit from "lit";
import * as alone from "./lit-alone.js";

test("what a part of its own makes is what Lit makes", () => {
  const made = (html: typeof lit.html | typeof alone.html): unknown => html`<p title=${"a"}>${alone.nothing}</p>`;
  assert.deepEqual(made(alone.html), made(lit.html));
  assert.equal(alone.nothing, lit.nothing);
});
