/**
 * All that is ever read from a page: two attributes, and of structured data its type and its ids.
 * No text, no address, no field of a form.
 */
import { ITEM } from "../elements/picks/items.js";
import type { EventKind } from "../wasm/homekept.js";

export { ITEM };

/** Something that the customer did, or may come to see. */
export interface Deed {
  readonly kind: EventKind;
  readonly item: string;
}

/** On what is an event, with its kind; the item is named there or around it. */
export const EVENT = "data-homekept-event";
export const JSON_LD = 'script[type="application/ld+json"]';

/** What an element says that it stands for; undefined where it says too little. */
export function deedOf(element: Element): Deed | undefined {
  const kind = element.getAttribute(EVENT) as EventKind;
  const item = element.closest(`[${ITEM}]`)?.getAttribute(ITEM);
  return KINDS.includes(kind) && item ? { kind, item } : undefined;
}

/** Whether an element is an event when it is used; any other is one when it is seen. */
export function isControl(element: Element): boolean {
  return element.matches(CONTROLS);
}

/**
 * The id of the one product that a page is about, by schema.org in JSON-LD. A list of products is
 * about none of them, and what is only related to a product is not asked for.
 */
export function productIn(json: string): string | undefined {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch {
    return undefined;
  }
  const products = listOf(data).flatMap(productsOf);
  const [id] = products;
  return products.length === 1 ? id : undefined;
}

function productsOf(data: unknown): string[] {
  if (!isThing(data)) return [];
  const types = listOf(own(data, "@type")).map((type) => lastPart(String(type)));
  if (types.some((type) => PRODUCTS.includes(type))) return [idOf(data) ?? ""];
  return HOLDERS.flatMap((name) => listOf(own(data, name)).flatMap(productsOf));
}

/** By the names that the packer looks for in a feed of such products, in its order. */
function idOf(product: Thing): string | undefined {
  return IDS.flatMap((name) => listOf(own(product, name))).map(textOf).find((id) => id);
}

function textOf(value: unknown): string | undefined {
  if (isThing(value)) return NAMES.map((name) => textOf(own(value, name))).find((text) => text);
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : undefined;
}

type Thing = Readonly<Record<string, unknown>>;

/** What a prototype has is not the page's. */
function own(thing: Thing, name: string): unknown {
  return Object.hasOwn(thing, name) ? thing[name] : undefined;
}

function isThing(value: unknown): value is Thing {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** `https://schema.org/Product` and `schema:Product` both say `Product`. */
function lastPart(name: string): string {
  return name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf(":"), name.lastIndexOf("#")) + 1);
}

const KINDS: readonly EventKind[] = ["view", "engage", "cart", "purchase", "like", "dislike", "dismiss"];
const CONTROLS = "a, button, input, select, summary, form, [role=button]";
const PRODUCTS: readonly string[] = ["Product", "ProductGroup", "ProductModel", "IndividualProduct", "SomeProducts"];
const HOLDERS: readonly string[] = ["@graph", "mainEntity"];
const NAMES: readonly string[] = ["name", "value", "@value", "@id"];
/** An address is a name too, but of the page: it is not read. */
export const IDS: readonly string[] = ["sku", "productID", "productGroupID", "identifier", "mpn", "@id"];
