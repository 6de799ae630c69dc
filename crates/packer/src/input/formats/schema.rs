//! schema.org's `Product` and `ItemList`, as shops write them for search engines, to plain objects
//! with the names that other feeds have.

use serde_json::{Map, Value};

use super::object::text;

/// Whether a JSON value says its type, as JSON-LD does.
pub(crate) fn is_typed(value: &Value) -> bool {
    match value {
        Value::Object(object) => ["@type", "@graph"].iter().any(|key| object.contains_key(*key)),
        Value::Array(values) => values.iter().any(is_typed),
        _ => false,
    }
}

/// Adds the products in a value to `products`. Gives how many things in it are none.
pub(crate) fn products(value: Value, products: &mut Vec<Value>) -> u64 {
    let mut object = match value {
        Value::Array(values) => return all(values, products),
        Value::Object(object) => object,
        _ => return 1,
    };
    if is_of(&object, &PRODUCTS) {
        products.push(Value::Object(plain(&object)));
        return 0;
    }
    // A list, an element of one, a graph, or a page about what it shows.
    match HOLDERS.iter().find_map(|name| object.remove(*name)) {
        Some(Value::Array(values)) => all(values, products),
        Some(inner @ Value::Object(_)) => self::products(inner, products),
        _ => 1,
    }
}

fn all(values: Vec<Value>, found: &mut Vec<Value>) -> u64 {
    values.into_iter().map(|value| products(value, found)).sum()
}

fn is_of(object: &Map<String, Value>, types: &[&str]) -> bool {
    let is_one =
        |value: &Value| value.as_str().is_some_and(|name| types.contains(&last_part(name)));
    match object.get("@type") {
        Some(Value::Array(names)) => names.iter().any(is_one),
        Some(name) => is_one(name),
        None => false,
    }
}

/// A product with plain names and texts, in the order it was written in.
fn plain(product: &Map<String, Value>) -> Map<String, Value> {
    let mut plain = Map::new();
    let offers = Offers::of(product);
    let id = IDS.iter().find_map(|name| product.get(*name).and_then(named));
    if let Some(id) = id {
        plain.insert("id".to_owned(), id.into());
    }
    for (name, value) in product {
        match name.as_str() {
            "@context" | "@type" => {}
            name if IDS.contains(&name) && name != "mpn" && name != "url" => {}
            "name" => insert(&mut plain, "title", named(value)),
            "image" => insert(&mut plain, "image", first(value).and_then(address)),
            "offers" => {
                insert(&mut plain, "price", offers.price.clone());
                insert(&mut plain, "availability", offers.availability.clone());
            }
            "aggregateRating" => {
                let rating = value.get("ratingValue").and_then(text);
                insert(&mut plain, "rating", rating);
            }
            "additionalProperty" => {
                for property in list(value) {
                    if let Some(name) = property.get("name").and_then(text) {
                        insert(&mut plain, &name, property.get("value").and_then(named));
                    }
                }
            }
            name if MANY_WORDS.contains(&name) => {}
            name => insert(&mut plain, name, named(value)),
        }
    }
    if !plain.contains_key("url") {
        insert(&mut plain, "url", offers.url);
    }
    variants(product, &mut plain);
    plain
}

/// What tells the variants of a group apart are attributes of the group.
fn variants(product: &Map<String, Value>, plain: &mut Map<String, Value>) {
    let variants = product.get("hasVariant").map(list).unwrap_or_default();
    for name in VARIED.iter().filter(|name| !product.contains_key(**name)) {
        let mut texts: Vec<String> =
            variants.iter().filter_map(|variant| variant.get(*name).and_then(named)).collect();
        let mut seen = std::collections::BTreeSet::new();
        texts.retain(|text| seen.insert(text.clone()));
        insert(plain, name, Some(texts.join("|")));
    }
}

/// What the offers of a product, or of its variants, come to.
#[derive(Default)]
struct Offers {
    price: Option<String>,
    availability: Option<String>,
    url: Option<String>,
}

impl Offers {
    fn of(product: &Map<String, Value>) -> Self {
        let mut found = Self::default();
        for offer in product.get("offers").map(list).unwrap_or_default() {
            let price = ["price", "lowPrice"].iter().find_map(|name| offer.get(*name));
            let price = price.or_else(|| first(offer.get("priceSpecification")?)?.get("price"));
            let currency = offer.get("priceCurrency").and_then(text);
            // As in Merchant Center: the number, and behind it the currency.
            let price = price.and_then(text).map(|price| match currency {
                Some(currency) => format!("{price} {currency}"),
                None => price,
            });
            found.price = found.price.or(price);
            found.url = found.url.or(offer.get("url").and_then(text));
            let availability =
                offer.get("availability").and_then(text).map(|text| last_part(&text).to_owned());
            // What one of several offers has can be had.
            if found.availability.as_deref() != Some("InStock") {
                found.availability = availability.or(found.availability);
            }
        }
        found
    }
}

fn insert(plain: &mut Map<String, Value>, name: &str, text: Option<String>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        plain.insert(name.to_owned(), text.into());
    }
}

/// A value as a text: a thing is called by its name, or by its value.
fn named(value: &Value) -> Option<String> {
    match value {
        Value::Object(object) => ["name", "value", "@value", "@id"]
            .iter()
            .find_map(|key| object.get(*key))
            .and_then(text),
        Value::Array(values) => {
            let texts: Vec<String> = values.iter().filter_map(named).collect();
            (!texts.is_empty()).then(|| texts.join("|"))
        }
        value => text(value),
    }
}

fn address(value: &Value) -> Option<String> {
    match value {
        Value::Object(object) => {
            ["url", "contentUrl", "@id"].iter().find_map(|key| object.get(*key)).and_then(text)
        }
        value => text(value),
    }
}

fn first(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(values) => values.first(),
        value => Some(value),
    }
}

fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(values) => values.iter().collect(),
        value => vec![value],
    }
}

/// `https://schema.org/InStock` and `schema:InStock` both say `InStock`.
fn last_part(name: &str) -> &str {
    name.rsplit(['/', ':', '#']).next().unwrap_or(name)
}

const PRODUCTS: [&str; 5] =
    ["Product", "ProductGroup", "ProductModel", "IndividualProduct", "SomeProducts"];
const HOLDERS: [&str; 4] = ["@graph", "itemListElement", "item", "mainEntity"];

/// What an item is known by, the best first.
const IDS: [&str; 7] = ["sku", "productID", "productGroupID", "identifier", "mpn", "@id", "url"];

/// Texts about a product that are no attributes of it.
const MANY_WORDS: [&str; 6] =
    ["review", "hasVariant", "isVariantOf", "isRelatedTo", "isSimilarTo", "variesBy"];
const VARIED: [&str; 4] = ["color", "size", "material", "pattern"];
