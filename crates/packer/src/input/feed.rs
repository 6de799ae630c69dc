//! A product feed: what there is, what it is like, what is shown of it.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::broken::{BrokenLines, Report};
use super::codes::{self, Code, Codes, Taxonomy};
use super::columns::{self, plain};
use super::fields::Fields;
use super::records::Records;
use super::{readable, words};
use crate::{PackError, Progress};

/// The items of a shop.
#[derive(Debug, Clone)]
pub(crate) struct Feed {
    /// The items, ascending by id.
    pub(crate) items: Vec<FeedItem>,
    /// The columns that became kinds of facets, categories first.
    pub(crate) kinds: Vec<String>,
    /// The columns that are shown.
    pub(crate) display: Vec<String>,
    /// What items are called in known taxonomies, and the paths of the shop's own categories.
    pub(crate) codes: Vec<Code>,
    /// The column that says which items are denied.
    pub(crate) denied_column: Option<String>,
    /// Whether the feed tells popularity.
    pub(crate) has_popularity: bool,
    pub(crate) broken: BrokenLines,
}

/// One item.
#[derive(Debug, Clone, Default)]
pub(crate) struct FeedItem {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) url: String,
    /// Kind and label. Millions of items share a few thousand labels.
    pub(crate) facets: Vec<(u16, Arc<str>)>,
    /// Key and text.
    pub(crate) display: Vec<(u32, String)>,
    pub(crate) available: bool,
    pub(crate) denied: bool,
    pub(crate) boost: f32,
    pub(crate) sponsored: bool,
    pub(crate) popularity: f64,
    /// The file or address of its picture.
    pub(crate) picture: Option<String>,
    /// What it is called elsewhere, as places in the feed's codes.
    pub(crate) codes: Vec<u32>,
}

/// What the caller says of a feed's columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct FeedFlags<'a> {
    pub(crate) columns: &'a [(String, String)],
    /// The columns that are facets; empty: guessed.
    pub(crate) facets: &'a [String],
    /// The columns that are shown; empty: guessed.
    pub(crate) display: &'a [String],
    pub(crate) url_template: &'a str,
    /// Whether the words of titles become attributes where no column is a facet.
    pub(crate) title_words: bool,
    /// Whether titles and prices are written as a person would.
    pub(crate) readable: bool,
    /// Where lines that cannot be used are written.
    pub(crate) report: Report,
}

/// Reads a feed.
pub(crate) fn read(
    path: &Path,
    flags: &FeedFlags<'_>,
    progress: &mut dyn Progress,
) -> Result<Feed, PackError> {
    let mut records = Records::open(path)?;
    progress.note(&format!("{} is {}", path.display(), records.format));
    progress.begin_bytes("reading items", records.size);
    let mut broken = BrokenLines::of(path, &flags.report);
    let mut rows = Vec::new();
    let mut fields = Fields::default();
    while let Some(mut line) = records.next(&mut fields)? {
        if !broken.takes(&mut line) {
            rows.push((line.number, std::mem::take(&mut fields)));
        }
        if line.number.is_multiple_of(REPORTED) {
            progress.done(records.done());
        }
    }
    if let Some(left_out) = records.left_out() {
        progress.note(&format!("{}: {left_out}", path.display()));
    }
    let plan = Plan::of(&records, &rows, flags)?;
    progress.note(&plan.told(&records));

    let template = match records.url_template {
        Some(template) if flags.url_template == URL_TEMPLATE => template,
        _ => flags.url_template,
    };
    let mut items = Vec::new();
    let mut labels = Labels::default();
    let mut codes = Codes::default();
    let mut seen = HashSet::new();
    for (line, fields) in rows {
        match plan.item(&fields, template, &mut labels, &mut codes) {
            Ok(item) if !seen.insert(item.id.clone()) => {
                broken.add(line, format!("has the id {:?}, which an earlier line has", item.id));
            }
            Ok(item) => items.push(item),
            Err(reason) => broken.add(line, reason),
        }
    }
    broken.good = items.len() as u64;
    items.sort_by(|first: &FeedItem, second| first.id.cmp(&second.id));
    let mut kinds = plan.names(&records, &plan.facets);
    let display = plan.names(&records, &plan.display);
    if flags.readable {
        readable::prices(&mut items, &display);
    }
    if plan.title.is_some() {
        let found = read_titles(&mut items, flags, kinds.is_empty(), progress);
        kinds.extend(found.map(str::to_owned));
    }
    Ok(Feed {
        items,
        kinds,
        display,
        codes: codes.all,
        denied_column: plan.denied.and_then(|place| records.columns.names.get(place).cloned()),
        has_popularity: plan.popularity.is_some(),
        broken: broken.check()?,
    })
}

/// What titles give: their words as attributes where the feed has none, and a readable form where
/// they shout. Gives the kind of facet that was found, if any.
fn read_titles(
    items: &mut [FeedItem],
    flags: &FeedFlags<'_>,
    without_facets: bool,
    progress: &mut dyn Progress,
) -> Option<&'static str> {
    let is_shouting = readable::is_shouting(items.iter().map(|item| item.title.as_str()));
    let calm: Vec<String> = items
        .iter()
        .map(|item| if is_shouting { readable::title(&item.title) } else { item.title.clone() })
        .collect();
    let mut kind = None;
    if without_facets && flags.title_words {
        let titles: Vec<&str> = calm.iter().map(String::as_str).collect();
        let mut labels = Labels::default();
        for (item, words) in items.iter_mut().zip(words::attributes(&titles)) {
            item.facets = words.iter().map(|word| (0, labels.of(word))).collect();
        }
        if let Some(told) = told_words(items) {
            progress.note(&told);
            kind = Some(TITLE_WORD);
        }
    }
    if is_shouting && flags.readable {
        for (item, calm) in items.iter_mut().zip(calm) {
            item.title = calm;
        }
        progress.note("titles are in capitals, and are written with small letters");
    }
    kind
}

/// What the words of titles became, in words; none where they became nothing.
fn told_words(items: &[FeedItem]) -> Option<String> {
    let mut carried: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, word) in items.iter().flat_map(|item| &item.facets) {
        *carried.entry(word).or_default() += 1;
    }
    let mut words: Vec<(usize, &str)> =
        carried.into_iter().map(|(word, count)| (count, word)).collect();
    words.sort_by(|first, second| second.0.cmp(&first.0).then(first.1.cmp(second.1)));
    let most: Vec<&str> = words.iter().take(NAMED).map(|(_, word)| *word).collect();
    (!words.is_empty()).then(|| {
        format!(
            "no column is a category, so {} words of the titles are attributes, of the kind \"{TITLE_WORD}\": {}{}; \
             --no-title-words leaves them out, --deny {TITLE_WORD}=LABEL keeps one out of profiles",
            words.len(),
            most.join(", "),
            if words.len() > most.len() { " .." } else { "" }
        )
    })
}

/// The address of an item by a template: `{id}` stands for the id, with what is special in an
/// address written as `%xx`.
pub(crate) fn url_of(template: &str, id: &str) -> String {
    let mut escaped = String::new();
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    template.replace("{id}", &escaped)
}

/// Which column is what.
struct Plan {
    id: usize,
    title: Option<usize>,
    url: Option<usize>,
    available: Option<usize>,
    denied: Option<usize>,
    boost: Option<usize>,
    sponsored: Option<usize>,
    popularity: Option<usize>,
    /// It may be shown as well.
    picture: Option<usize>,
    iab: Option<usize>,
    /// It may be a facet as well.
    google: Option<usize>,
    facets: Vec<usize>,
    display: Vec<usize>,
}

type Row = (u64, Fields);

impl Plan {
    fn of(records: &Records, rows: &[Row], flags: &FeedFlags<'_>) -> Result<Self, PackError> {
        let find = |role| columns::find(records, role, flags.columns);
        let mut plan = Self {
            id: columns::need(records, &columns::ID, flags.columns)?,
            title: find(&columns::TITLE)?,
            url: find(&columns::URL)?,
            available: find(&columns::AVAILABLE)?,
            denied: find(&columns::DENIED)?,
            boost: find(&columns::BOOST)?,
            sponsored: find(&columns::SPONSORED)?,
            popularity: find(&columns::POPULARITY)?,
            picture: find(&columns::IMAGE)?,
            iab: find(&columns::IAB)?,
            google: find(&columns::GOOGLE)?,
            facets: Vec::new(),
            display: Vec::new(),
        };
        let free: Vec<usize> =
            (0..records.columns.names.len()).filter(|place| !plan.uses(*place)).collect();
        let named = |names: &[String]| {
            names.iter().map(|name| columns::named(records, name)).collect::<Result<Vec<_>, _>>()
        };
        let is_guessed = flags.facets.is_empty() || flags.display.is_empty();
        let guessed: Vec<Guess> = free
            .into_iter()
            .filter(|_| is_guessed)
            .map(|place| Guess::of(records, rows, place))
            .collect();
        plan.facets =
            if flags.facets.is_empty() { guess_facets(&guessed) } else { named(flags.facets)? };
        plan.display = if flags.display.is_empty() {
            guess_display(&guessed, &plan.facets)
        } else {
            named(flags.display)?
        };
        Ok(plan)
    }

    fn uses(&self, place: usize) -> bool {
        let Self { id, title, url, available, denied, boost, sponsored, popularity, iab, .. } =
            self;
        *id == place
            || [title, url, available, denied, boost, sponsored, popularity, iab]
                .into_iter()
                .any(|used| *used == Some(place))
    }

    /// What was understood, in words.
    fn told(&self, records: &Records) -> String {
        let name = |place: usize| records.columns.names.get(place).map_or("", String::as_str);
        let mut parts = vec![format!("id = {}", name(self.id))];
        let roles = [
            ("title", self.title),
            ("url", self.url),
            ("available", self.available),
            ("denied", self.denied),
            ("boost", self.boost),
            ("sponsored", self.sponsored),
            ("popularity", self.popularity),
            ("image", self.picture),
            ("iab", self.iab),
            ("google", self.google),
        ];
        for (role, place) in roles {
            if let Some(place) = place {
                parts.push(format!("{role} = {}", name(place)));
            }
        }
        parts.push(format!("facets = {}", or_none(&self.names(records, &self.facets))));
        parts.push(format!("shown = {}", or_none(&self.names(records, &self.display))));
        let unused: Vec<usize> = (0..records.columns.names.len())
            .filter(|place| {
                let known = self.facets.contains(place) || self.display.contains(place);
                let is_read = [self.picture, self.google].contains(&Some(*place));
                !known && !self.uses(*place) && !is_read
            })
            .collect();
        if !unused.is_empty() {
            parts.push(format!("not used = {}", self.names(records, &unused).join(" + ")));
        }
        format!("{}: {}", records.path.display(), parts.join(", "))
    }

    fn names(&self, records: &Records, places: &[usize]) -> Vec<String> {
        places.iter().filter_map(|place| records.columns.names.get(*place).cloned()).collect()
    }

    fn item(
        &self,
        fields: &Fields,
        url_template: &str,
        known: &mut Labels,
        codes: &mut Codes,
    ) -> Result<FeedItem, String> {
        let text = |place: usize| fields.text(place);
        let id = text(self.id).ok_or("has no id")?;
        let url = match self.url.and_then(text) {
            Some(url) if is_safe_url(url) => url.to_owned(),
            Some(url) => {
                return Err(format!(
                    "has the address {url:?}, which is neither a path nor http(s)"
                ));
            }
            None => url_of(url_template, id),
        };
        let number = |place: Option<usize>, what: &str| match place.and_then(text) {
            None => Ok(0.0),
            Some(found) => match found.parse::<f64>() {
                Ok(number) if number.is_finite() && number >= 0.0 => Ok(number),
                _ => Err(format!("has the {what} {found:?}, which is not a number from 0 up")),
            },
        };
        let boost = number(self.boost, "boost")?;
        if boost > 1.0 {
            return Err(format!("has the boost {boost}, which is above 1"));
        }
        let mut facets = Vec::new();
        for (kind, place) in (0u16..).zip(&self.facets) {
            for label in labels(text(*place).unwrap_or("")) {
                facets.push((kind, known.of(label)));
            }
        }
        facets.shrink_to_fit();
        let shown = (0u32..)
            .zip(&self.display)
            .filter_map(|(key, place)| Some((key, text(*place)?.replace('|', ", "))));
        Ok(FeedItem {
            id: id.to_owned(),
            title: self.title.and_then(text).unwrap_or(id).to_owned(),
            url,
            facets,
            display: shown.collect(),
            available: self.available.and_then(text).is_none_or(is_yes),
            denied: self.denied.and_then(text).is_some_and(is_yes),
            boost: boost as f32,
            sponsored: self.sponsored.and_then(text).is_some_and(is_yes),
            popularity: number(self.popularity, "popularity")?,
            picture: self.picture.and_then(text).map(str::to_owned),
            codes: self.codes(fields, codes),
        })
    }

    /// What an item is called in known taxonomies, and the paths of its categories.
    fn codes(&self, fields: &Fields, codes: &mut Codes) -> Vec<u32> {
        let text = |place: &usize| fields.text(*place);
        let mut own = Vec::new();
        for id in self.iab.as_ref().and_then(text).into_iter().flat_map(codes::ids) {
            own.push(codes.place(Taxonomy::Iab, id));
        }
        for path in self.google.as_ref().and_then(text).into_iter().flat_map(codes::paths) {
            own.push(codes.place(Taxonomy::Google, path));
        }
        let columns = self.facets.iter().filter(|place| self.google != Some(**place));
        for path in columns.filter_map(text).flat_map(codes::paths) {
            if path.contains(STEP) {
                own.push(codes.place(Taxonomy::Own, path));
            }
        }
        own
    }
}

/// The labels that were met, each held once.
#[derive(Default)]
struct Labels(HashSet<Arc<str>>);

impl Labels {
    fn of(&mut self, text: &str) -> Arc<str> {
        if let Some(label) = self.0.get(text) {
            return Arc::clone(label);
        }
        let label: Arc<str> = text.into();
        self.0.insert(Arc::clone(&label));
        label
    }
}

/// The labels of a field: values stand between bars, and a value that is a path of categories,
/// such as `Home > Kitchen`, is in each of them.
fn labels(text: &str) -> impl Iterator<Item = &str> {
    let values = text.split('|').flat_map(|value| value.split(STEP));
    values.map(str::trim).filter(|label| !label.is_empty())
}

/// Columns that are categories or attributes: by their name, or texts that many items share.
/// Numbers are facets only by name, since a price or a page number that repeats is none.
fn guess_facets(guessed: &[Guess]) -> Vec<usize> {
    let mut facets: Vec<(bool, usize)> = Vec::new();
    for column in guessed {
        let shared = column.distinct >= 2
            && column.distinct * 2 <= column.labels
            && !column.numbers
            && !column.long;
        let named = column.has(&CATEGORY_NAMES) || column.has(&ATTRIBUTE_NAMES);
        let is_facet = column.distinct > 0 && (named || shared);
        let is_about_somebody = ABOUT_SOMEBODY.contains(&column.name.as_str());
        if is_facet && !column.has(&NEVER_FACETS) && !column.is_internal() && !is_about_somebody {
            facets.push((!column.has(&CATEGORY_NAMES), column.place));
        }
    }
    // Categories before attributes, each in the feed's order.
    facets.sort_unstable();
    facets.into_iter().map(|(_, place)| place).collect()
}

/// Columns that are shown: by their name, or short texts that are no facets.
fn guess_display(guessed: &[Guess], facets: &[usize]) -> Vec<usize> {
    let is_shown = |column: &&Guess| {
        let by_name = NEVER_FACETS.iter().chain(&SHOWN_FACETS).any(|shown| *shown == column.name);
        let by_value = !facets.contains(&column.place) && !column.numbers && !column.long;
        column.distinct > 0 && (by_name || by_value && !column.is_internal())
    };
    guessed.iter().filter(is_shown).map(|column| column.place).collect()
}

/// What a column's name and values are like.
struct Guess {
    place: usize,
    name: String,
    distinct: usize,
    labels: usize,
    numbers: bool,
    long: bool,
}

impl Guess {
    fn of(records: &Records, rows: &[Row], place: usize) -> Self {
        let name = records.columns.names.get(place).map(|name| plain(name)).unwrap_or_default();
        let mut guess = Self { place, name, distinct: 0, labels: 0, numbers: true, long: false };
        let mut distinct = HashSet::new();
        for label in rows.iter().filter_map(|(_, fields)| fields.text(place)).flat_map(labels) {
            guess.labels += 1;
            guess.numbers &= label.parse::<f64>().is_ok();
            guess.long |= label.chars().count() > LONG;
            distinct.insert(label);
        }
        guess.distinct = distinct.len();
        guess
    }

    fn has(&self, hints: &[&str]) -> bool {
        hints.iter().any(|hint| self.name.contains(hint))
    }

    /// Whether a column is for a shop's own books and campaigns. It is in the feed for somebody
    /// else, and not in the pack unless a flag says so. So are the numbers of Google's taxonomy.
    fn is_internal(&self) -> bool {
        self.has(&INTERNAL) || self.numbers && self.name == "googleproductcategory"
    }
}

fn is_yes(text: &str) -> bool {
    match text.parse::<f64>() {
        Ok(number) => number > 0.0,
        // Some write schema.org's address in front.
        Err(_) => {
            let text = plain(text);
            let is_no = matches!(text.as_str(), "no" | "false" | "n");
            !is_no && !GONE.iter().any(|gone| text.ends_with(gone))
        }
    }
}

/// Whether an address is a path of the shop or one of the web. Anything else could run a script.
fn is_safe_url(url: &str) -> bool {
    url.starts_with('/') || url.starts_with("https://") || url.starts_with("http://")
}

fn or_none(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(" + ") }
}

const CATEGORY_NAMES: [&str; 5] = ["categor", "subject", "genre", "department", "producttype"];
const ATTRIBUTE_NAMES: [&str; 12] = [
    "colour",
    "color",
    "brand",
    "vendor",
    "author",
    "artist",
    "material",
    "style",
    "language",
    "series",
    "publisher",
    "tag",
];
const NEVER_FACETS: [&str; 10] = [
    "price",
    "pricetext",
    "currency",
    "year",
    "rating",
    "badge",
    "image",
    "imageurl",
    "imagelink",
    "imagesrc",
];

/// What Merchant Center, Shopify and schema.org keep of an item that is no customer's business, or
/// of no use to one.
const INTERNAL: [&str; 22] = [
    "costof",
    "costper",
    "costprice",
    "unitcost",
    "margin",
    "customlabel",
    "identifierexists",
    "itemgroupid",
    "gtin",
    "barcode",
    "shipping",
    "destination",
    "redirect",
    "mobilelink",
    "canonicallink",
    "additionalimage",
    "expiration",
    "availabilitydate",
    "installment",
    "isbundle",
    "quantity",
    "inventory",
];
const SHOWN_FACETS: [&str; 3] = ["brand", "vendor", "author"];

/// The ends of words for what cannot be had.
const GONE: [&str; 6] =
    ["outofstock", "soldout", "unavailable", "discontinued", "notavailable", "notinstock"];

/// Columns that say whom an item is for. An interest in one of their values would say who somebody
/// is, so they are facets by a flag alone.
const ABOUT_SOMEBODY: [&str; 8] =
    ["gender", "sex", "age", "agegroup", "religion", "ethnicity", "nationality", "maritalstatus"];

/// What stands between the steps of a path of categories.
const STEP: &str = " > ";

/// Texts longer than this are descriptions: no facets, and too heavy for every visitor's pack.
const LONG: usize = 60;

/// The kind of facet that words of titles are.
const TITLE_WORD: &str = "word";

/// The address of an item's page where nothing says another.
pub(crate) const URL_TEMPLATE: &str = "/item/{id}";

/// Every so many lines the reader tells where it is.
const REPORTED: u64 = 4_096;

/// How many of the words are named where they are told of.
const NAMED: usize = 12;
