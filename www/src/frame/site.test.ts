import assert from "node:assert/strict";
import { test } from "node:test";
import { isOrigin, isSameSite } from "./site.js";

test("one site is one scheme, and one host or two that share their last labels", () => {
  for (const [one, other, same] of [
    ["https://vault.shop.example", "https://www.shop.example", true],
    ["https://shop.example", "https://vault.shop.example", true],
    ["https://shop.example", "https://shop.example:8443", true],
    ["http://127.0.0.1:1", "http://127.0.0.1:2", true],
    ["http://localhost:1", "http://localhost:2", true],
    ["https://vault.shop.example", "http://www.shop.example", false],
    ["https://vault.example", "https://shop.example", false],
    ["https://shop.example", "https://notshop.example", false],
    ["https://example", "https://other", false],
    ["http://10.0.0.1", "http://11.0.0.1", false],
    ["http://[::1]", "http://[::2]", false],
  ] as const) {
    assert.equal(isSameSite(one, other), same, `${one} ${other}`);
    assert.equal(isSameSite(other, one), same, `${other} ${one}`);
  }
});

test("an origin is what the browser calls one, and nothing else", () => {
  for (const origin of ["https://www.shop.example", "http://127.0.0.1:8080"]) assert.ok(isOrigin(origin), origin);
  for (const text of ["https://www.shop.example/", "https://*.shop.example", "*", "null", "", "shop.example", "HTTPS://SHOP.EXAMPLE", "https://shop.example:443", undefined, 7]) {
    assert.ok(!isOrigin(text), String(text));
  }
});
