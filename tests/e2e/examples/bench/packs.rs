//! The packs that are measured: the demo's, a real shop's, and a large one made up.

use homekept::catalogue::{
    Catalogue, FacetInput, ItemInput, ItemIx, PackInput, TableSource, Weights, encode,
};
use homekept_packer::{PackOptions, Quiet, pack_files};
use serde_json::{Value, json};
use std::env;
use std::path::{Path, PathBuf};

/// One pack.
pub(crate) struct Packed {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    /// Whether customers are measured in it, too.
    pub(crate) is_a_shop: bool,
}

/// The demo's pack alone, or every one. A real shop's log lies beside some checkouts only.
pub(crate) fn all(every: bool, folder: &Path) -> Vec<Packed> {
    let demo = homekept_e2e::pack().to_vec();
    let mut packs = vec![Packed { name: "demo", bytes: demo, is_a_shop: true }];
    if every {
        match real() {
            Some(data) => packs.push(of_data(&data, folder)),
            None => eprintln!("skipped: online_retail is not on this machine"),
        }
        packs.push(Packed { name: "100000", bytes: made_up(100_000), is_a_shop: false });
    }
    packs
}

impl Packed {
    pub(crate) fn catalogue(&self) -> Catalogue {
        Catalogue::open(self.bytes.clone().into()).expect("the pack opens")
    }

    /// The same data as JSON: what a site without packs would serve.
    pub(crate) fn json(&self) -> String {
        let catalogue = self.catalogue();
        let facets = |item| catalogue.facets(item).map(|facet| facet.0).collect::<Vec<u32>>();
        let rows = |item| {
            let row = catalogue.row(item);
            row.map(|(to, weight)| json!([to.0, (weight * 255.0).round()])).collect::<Vec<Value>>()
        };
        let items: Vec<Value> = (0..catalogue.len())
            .map(ItemIx)
            .map(|item| {
                json!({
                    "id": catalogue.id(item),
                    "title": catalogue.title(item),
                    "url": catalogue.url(item),
                    "facets": facets(item),
                    "display": catalogue.display(item).pairs().collect::<Vec<_>>(),
                    "popularity": (catalogue.popularity(item) * 65_535.0).round(),
                    "available": catalogue.is_available(item),
                    "row": rows(item),
                })
            })
            .collect();
        let names: Vec<Value> = (0..catalogue.header().facets)
            .map(homekept::catalogue::FacetIx)
            .map(|facet| {
                let items: Vec<u32> = catalogue.postings(facet).map(|item| item.0).collect();
                json!([catalogue.facet_kind(facet), catalogue.facet_label(facet), items])
            })
            .collect();
        json!({ "items": items, "facets": names }).to_string()
    }
}

fn real() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3)?.join("shared");
    let shared = env::var_os("HOMEKEPT_SHARED").map_or(beside, PathBuf::from);
    Some(shared.join("data/online_retail")).filter(|data| data.is_dir())
}

fn of_data(data: &Path, folder: &Path) -> Packed {
    let out = folder.join("online_retail.hkp");
    let sessions = Some(data.join("events.csv.gz"));
    let options = PackOptions::new(data.join("items.csv.gz"), sessions, out.clone());
    pack_files(&options, &mut Quiet).expect("the shop's files make a pack");
    let bytes = std::fs::read(out).expect("it was written");
    Packed { name: "online_retail", bytes, is_a_shop: true }
}

/// As many items as said, each with a title, a facet and twenty followers.
fn made_up(items: u32) -> Vec<u8> {
    let item = |n: u32| ItemInput {
        id: format!("sku-{n:06}"),
        title: format!("The {n}th thing of a large shop"),
        url: format!("/things/sku-{n:06}"),
        facets: vec![n % 50],
        available: true,
        popularity: f64::from(n % 1_000) / 1_000.0,
        ..ItemInput::default()
    };
    let row = |n: u32| {
        let mut row: Vec<(u32, f64)> =
            (0..20).map(|k| ((n + 1 + k * 4_999) % items, f64::from(20 - k) / 20.0)).collect();
        row.sort_by_key(|(item, _)| *item);
        row
    };
    let facet = |n| FacetInput { kind: 0, label: format!("{n:02}"), denied: false };
    encode(&PackInput {
        items: (0..items).map(item).collect(),
        kinds: vec!["kind".into()],
        facets: (0..50).map(facet).collect(),
        display_keys: vec![],
        rows: (0..items).map(row).collect(),
        vintage_day: 20_000,
        source: TableSource::Sessions,
        support: 2,
        weights: Weights::default(),
    })
    .expect("the parts are in order")
}
