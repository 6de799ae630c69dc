//! Shopify's export of products: CSV in which a product goes over several rows, one for each of its
//! variants and pictures. Each product becomes one record.

use std::io;

use super::csv::Csv;
use crate::input::columns::plain;
use crate::input::fields::{Columns, Fields};
use crate::input::records::{Line, Source};

/// Where Shopify has the page of a product.
pub(crate) const URL_TEMPLATE: &str = "/products/{id}";

/// A reader of Shopify's export.
pub(crate) struct Shopify {
    csv: Csv,
    /// The columns of the export.
    raw: Columns,
    places: Places,
    product: Option<Product>,
    /// A row that is wrong, or the first of the next product, was read behind a product.
    next: Option<Row>,
    unpublished: u64,
}

enum Row {
    Broken(Line),
    Good(u64, Fields),
}

/// Where the export has what; the names have changed over time.
pub(crate) struct Places {
    handle: usize,
    title: Option<usize>,
    category: Option<usize>,
    kind: Option<usize>,
    tags: Option<usize>,
    vendor: Option<usize>,
    published: Option<usize>,
    status: Option<usize>,
    price: Option<usize>,
    image: Option<usize>,
    tracker: Option<usize>,
    stock: Option<usize>,
    policy: Option<usize>,
    /// Name and value of each option.
    options: Vec<(usize, usize)>,
}

impl Places {
    /// None where the columns are not those of an export.
    pub(crate) fn of(columns: &Columns) -> Option<Self> {
        let names: Vec<String> = columns.names.iter().map(|name| plain(name)).collect();
        let find = |wanted: &[&str]| {
            wanted.iter().find_map(|wanted| names.iter().position(|name| name == wanted))
        };
        let option = |number: u32| {
            let name = find(&[&format!("option{number}name")])?;
            Some((name, find(&[&format!("option{number}value")])?))
        };
        let options: Vec<_> = (1..=3).filter_map(option).collect();
        Some(Self {
            handle: find(&["handle", "urlhandle"]).filter(|_| !options.is_empty())?,
            title: find(&["title"]),
            category: find(&["productcategory", "standardproducttype"]),
            kind: find(&["type", "customproducttype"]),
            tags: find(&["tags"]),
            vendor: find(&["vendor"]),
            published: find(&["published", "publishedononlinestore"]),
            status: find(&["status"]),
            price: find(&["variantprice", "price"]),
            image: find(&["imagesrc", "productimageurl"]),
            tracker: find(&["variantinventorytracker", "inventorytracker"]),
            stock: find(&["variantinventoryqty", "inventoryquantity"]),
            policy: find(&["variantinventorypolicy", "continuesellingwhenoutofstock"]),
            options,
        })
    }
}

/// A product that is being read.
struct Product {
    line: u64,
    /// Its first row, which alone says what holds for all variants.
    first: Fields,
    /// The name of each option, and the values that variants have of it.
    options: Vec<(String, Vec<String>)>,
    image: Option<String>,
    is_available: bool,
}

impl Shopify {
    /// Reads the rows of `csv`, whose columns are `raw`.
    pub(crate) fn new(csv: Csv, raw: Columns, places: Places) -> Self {
        Self { csv, raw, places, product: None, next: None, unpublished: 0 }
    }

    fn row(&mut self) -> io::Result<Option<Row>> {
        if let Some(row) = self.next.take() {
            return Ok(Some(row));
        }
        let mut fields = Fields::default();
        let line = self.csv.next(&mut self.raw, &mut fields)?;
        Ok(line.map(|mut line| match line.broken.take() {
            Some(reason) => Row::Broken(Line::broken(line.number, reason)),
            None if fields.text(self.places.handle).is_none() => {
                Row::Broken(Line::broken(line.number, "has no handle"))
            }
            None => Row::Good(line.number, fields),
        }))
    }

    /// Ends a product; none where the shop does not show it.
    fn end(&mut self, columns: &mut Columns, fields: &mut Fields) -> Option<Line> {
        let product = self.product.take()?;
        let text = |place: Option<usize>| place.and_then(|place| product.first.text(place));
        let is_hidden = text(self.places.status).is_some_and(|status| plain(status) != "active")
            || text(self.places.published).is_some_and(|published| plain(published) == "false");
        if is_hidden {
            self.unpublished += 1;
            return None;
        }
        let mut put = |name: &str, text: Option<&str>| {
            if let (Some(place), Some(text)) = (columns.place(name), text) {
                fields.put(place, text);
            }
        };
        put("Handle", text(Some(self.places.handle)));
        put("Title", text(self.places.title));
        put("Product Category", text(self.places.category));
        put("Product Type", text(self.places.kind));
        let tags = text(self.places.tags).map(|tags| tags.replace(',', "|"));
        put("Tags", tags.as_deref());
        put("Vendor", text(self.places.vendor));
        put("Price", text(self.places.price));
        put("Image Src", product.image.as_deref());
        put("Available", Some(if product.is_available { "yes" } else { "no" }));
        for (name, values) in product.options.iter().filter(|(_, values)| !values.is_empty()) {
            put(name, Some(&values.join("|")));
        }
        Some(Line::good(product.line))
    }
}

impl Source for Shopify {
    fn next(&mut self, columns: &mut Columns, fields: &mut Fields) -> io::Result<Option<Line>> {
        loop {
            let row = self.row()?;
            let goes_on = match (&row, &self.product) {
                (Some(Row::Good(_, fields)), Some(product)) => {
                    let handle = self.places.handle;
                    fields.text(handle) == product.first.text(handle)
                }
                (_, None) => true,
                _ => false,
            };
            if !goes_on {
                self.next = row;
                if let Some(line) = self.end(columns, fields) {
                    return Ok(Some(line));
                }
                continue;
            }
            match row {
                None => return Ok(None),
                Some(Row::Broken(line)) => return Ok(Some(line)),
                Some(Row::Good(line, row)) => {
                    let product =
                        self.product.get_or_insert_with(|| Product::of(line, &row, &self.places));
                    product.add(&row, &self.places);
                }
            }
        }
    }

    fn left_out(&self) -> Option<String> {
        let unpublished = self.unpublished;
        (unpublished > 0).then(|| {
            format!("{unpublished} products that the shop does not show (drafts, archived, unpublished) are left out")
        })
    }
}

impl Product {
    fn of(line: u64, first: &Fields, places: &Places) -> Self {
        let name = |(name, _): &(usize, usize)| first.text(*name).unwrap_or_default().to_owned();
        let options = places.options.iter().map(|option| (name(option), Vec::new())).collect();
        Self { line, first: first.clone(), options, image: None, is_available: false }
    }

    fn add(&mut self, row: &Fields, places: &Places) {
        let text = |place: Option<usize>| place.and_then(|place| row.text(place));
        if self.image.is_none() {
            self.image = text(places.image).map(str::to_owned);
        }
        // A row without a price is one more picture, and no variant.
        if text(places.price).is_none() && places.price.is_some() {
            return;
        }
        for ((_, values), (_, place)) in self.options.iter_mut().zip(&places.options) {
            if let Some(value) = row.text(*place).filter(|value| *value != ONLY_VARIANT)
                && !values.iter().any(|known| known == value)
            {
                values.push(value.to_owned());
            }
        }
        let is_counted = text(places.tracker).is_some() && places.stock.is_some();
        let in_stock = text(places.stock).and_then(|stock| stock.parse::<f64>().ok()) > Some(0.0);
        let sells_on =
            text(places.policy).is_some_and(|policy| SELLS_ON.contains(&plain(policy).as_str()));
        self.is_available |= !is_counted || in_stock || sells_on;
    }
}

/// The value that a product without variants has of its one option.
const ONLY_VARIANT: &str = "Default Title";
const SELLS_ON: [&str; 2] = ["continue", "true"];
