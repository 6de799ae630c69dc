import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { packageFolder } from "../testing/package.js";
import { IDS, productIn } from "./markup.js";

const product = (rest: object): string =>
  JSON.stringify({ "@context": "https://schema.org", "@type": "Product", ...rest });

test("the one product of a page is found wherever schema.org lets it stand", () => {
  const emma = { "@type": "Product", sku: "emma", name: "Emma" };
  for (const data of [
    emma,
    [emma],
    [{ "@type": "BreadcrumbList", itemListElement: [] }, emma],
    { "@graph": [{ "@type": "Organization", name: "A shop" }, emma] },
    { "@type": "WebPage", mainEntity: emma },
    { "@type": ["https://schema.org/Product", "schema:Book"], sku: "emma" },
    { "@type": "ProductGroup", productGroupID: "emma", hasVariant: [{ "@type": "Product", sku: "red" }] },
    { "@type": "Product", sku: "emma", isSimilarTo: { "@type": "Product", sku: "persuasion" } },
  ]) {
    assert.equal(productIn(JSON.stringify(data)), "emma", JSON.stringify(data));
  }
});

test("a page about several products, or about none, is about no product", () => {
  const list = { "@type": "ItemList", itemListElement: [{ "@type": "Product", sku: "emma" }] };
  for (const data of [
    list,
    [{ "@type": "Product", sku: "emma" }, { "@type": "Product", sku: "persuasion" }],
    { "@type": "Review", itemReviewed: { "@type": "Product", sku: "emma" } },
    { "@type": "Product", name: "without an id" },
    null,
    "emma",
    7,
    { "@graph": { "@graph": { "@graph": null } } },
  ]) {
    assert.ok(!productIn(JSON.stringify(data)), JSON.stringify(data));
  }
  assert.equal(productIn("{ no JSON"), undefined);
  assert.equal(productIn(""), undefined);
});

test("a product has the id that the packer gives it", () => {
  assert.equal(productIn(product({ productID: "b", sku: "a", mpn: "c" })), "a");
  assert.equal(productIn(product({ "@id": "urn:b", productID: 12 })), "12");
  assert.equal(productIn(product({ identifier: { "@type": "PropertyValue", value: "x" } })), "x");
  assert.equal(productIn(product({ sku: "", mpn: " m " })), "m");
  // The same names in the same order, but for the address of the page.
  const packer = readFileSync(new URL("../crates/packer/src/input/formats/schema.rs", packageFolder), "utf8");
  const names = /const IDS: \[&str; \d+\] = \[([^\]]*)\]/.exec(packer)?.[1]?.match(/"[^"]+"/g);
  assert.deepEqual(names?.map((name) => name.slice(1, -1)), [...IDS, "url"]);
});

test("nothing of a prototype is an id", () => {
  const polluted = Object.prototype as { sku?: string };
  polluted.sku = "polluted";
  try {
    assert.equal(productIn(product({ mpn: "m" })), "m");
    assert.ok(!productIn(product({})));
  } finally {
    delete polluted.sku;
  }
});
