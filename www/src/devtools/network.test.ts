import assert from "node:assert/strict";
import { test } from "node:test";
import { holds } from "./network.js";

test("an address tells a pick that it holds whole", () => {
  for (const path of ["/item/emma", "/images/cover/item/emma.png", "/item/emma/picture", "/api/item/emma"]) {
    assert.ok(holds(path, "/item/emma"), path);
  }
  for (const path of ["/item/emma-2", "/item/emmaline", "/item", "/", "/images/emma.png"]) {
    assert.ok(!holds(path, "/item/emma"), path);
  }
});
