//! What comes of customers who need the same and differ in what tells who they are, and how near lists
//! come to what somebody looks at: simulations on the clicks of a real shop.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a failing test says where")]

mod common;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::thread;

use common::{Folder, homekept, shared};
use flate2::read::GzDecoder;
use homekept::catalogue::{Catalogue, ItemIx};
use homekept::consent::{Method, Purpose};
use homekept::engine::{Choosing, Command, Engine, RankRequest, SlotName};
use homekept::policy::{Policy, PolicyFile};
use homekept::profile::{Dials, EventKind, Forget};
use homekept::time::Minute;
use homekept::vault::memory::CountingDice;
use serde_json::Value;

/// Two customers look at the same four items, as somebody did in that shop. Before, one has looked at
/// cheap things of other categories, the other at dear ones of the same categories: what is cheap or
/// dear tells of somebody's means. What they are shown of each price tier and of each category must be
/// alike by the rule of four fifths (0.8 to 1.25).
#[test]
fn fair_06_who_needs_the_same_sees_the_same_tiers_and_categories_whatever_tells_of_their_means() {
    let Some(data) = shared("eshop2008") else { return };
    let shop = Shop::open(&data, "means", 0.1);
    for earlier in [2, 4, 8] {
        for is_page in [false, true] {
            let [cheap, dear] = shop.exposures(earlier, is_page);
            for (seen, times) in &cheap {
                let ratio = times / dear[seen];
                println!("{earlier} earlier, on a page {is_page}: {seen} {ratio:.3}");
                assert!((0.8..=1.25).contains(&ratio), "{earlier} {is_page} {seen}: {ratio}");
            }
            assert_eq!(cheap.len(), TIERS.len() + 4, "{cheap:?}");
            // A profile that counts for nothing would be fair as well, and worth nothing.
            assert_ne!(cheap, dear);
        }
    }
}

/// The list before somebody's last click: how far it is from their mix of categories, in the divergence
/// of Steck 2018 (docs/audit.md), how many lists have three categories, and how many show who has not
/// looked into every category one that is new to them. docs/evaluation.md says what is aimed at, that it
/// takes the customer's dial, and what it costs.
#[test]
fn fair_16_lists_have_what_somebody_looks_at_three_categories_and_a_place_to_explore() {
    let Some(data) = shared("eshop2008") else { return };
    // Each takes seconds of ranking.
    let [without, with, most, varied, surprising] = thread::scope(|scope| {
        let data = &data;
        let settings = [(0.0, 0), (0.1, 0), (1.0, 0), (0.1, 1), (0.1, 2)];
        let lists = settings.map(|(calibration, dial)| {
            scope.spawn(move || {
                let shop = Shop::open(data, &format!("mix-{calibration}-{dial}"), calibration);
                shop.is_dialled_to(dial);
                shop.miscalibration()
            })
        });
        lists.map(|lists| lists.join().unwrap())
    });
    println!("{without:?} {with:?} {most:?} {varied:?} {surprising:?}");
    for dialled in [&varied, &surprising] {
        assert!(dialled.divergence <= 0.3, "{dialled:?}");
        assert!(dialled.varied > 0.99 && dialled.explores > 0.98, "{dialled:?}");
    }
    // Before any place was kept these were 1.9, 1.5 and 0.5, and one list in 24 had three categories.
    assert!(with.divergence < 0.9 * without.divergence && with.divergence < 0.75, "{with:?}");
    assert!(most.divergence < 0.4, "{most:?}");
    assert!(with.varied > without.varied && most.varied > with.varied, "{without:?} {most:?}");
    assert!(with.varied > 0.99 && with.explores > 0.98, "{with:?}");
}

/// What lists are like, in the mean.
#[derive(Debug)]
#[allow(dead_code, reason = "the hit rate is for whoever reads what the test prints")]
struct Lists {
    divergence: f64,
    /// The share with three categories.
    varied: f64,
    /// The share with a category that is new to the customer, where there is one.
    explores: f64,
    hits: f64,
}

/// The file's own: whether an item is dearer than others of its category.
const TIERS: [&str; 2] = ["2", "1"];
const CUSTOMERS: usize = 2_000;
const NEED: usize = 4;
const PLACES: u32 = 20;
const NOW: Minute = Minute(29_000_000);

/// How often what was shown.
type Exposure = BTreeMap<String, f64>;

struct Shop {
    catalogue: Catalogue,
    engine: RefCell<Engine>,
    sessions: Vec<Vec<ItemIx>>,
    /// Price tier and category of each item.
    items: BTreeMap<ItemIx, (String, String)>,
}

impl Shop {
    fn open(data: &Path, name: &str, calibration: f32) -> Self {
        let folder = Folder::new(&format!("fairness-{name}"));
        let pack = folder.path("shop.hkp");
        let (items, events) = (data.join("items.csv.gz"), data.join("events.csv.gz"));
        let knobs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/knobs-eshop2008.json");
        let mut knobs: Value = serde_json::from_slice(&std::fs::read(knobs).unwrap()).unwrap();
        knobs["calibration"] = calibration.into();
        let knobs = folder.write("knobs.json", knobs.to_string());
        let mut command = homekept();
        command.args(["pack", "--items"]).arg(&items).arg("--sessions").arg(&events);
        let packed = command
            .args(["--support", "1"])
            .arg("--knobs")
            .arg(knobs)
            .arg("-o")
            .arg(&pack)
            .output()
            .unwrap();
        assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
        let pack = std::fs::read(&pack).unwrap();
        let engine = RefCell::new(engine(pack.clone()));
        let catalogue = Catalogue::open(pack.into()).unwrap();
        let mut sessions: BTreeMap<u32, Vec<ItemIx>> = BTreeMap::new();
        for row in rows(&events) {
            let items = sessions.entry(row["session"].parse().unwrap()).or_default();
            items.extend(catalogue.find(&row["item"]));
        }
        let known = |row: BTreeMap<String, String>| {
            let [tier, category] =
                ["price_above_avg", "main_category"].map(|name| row[name].clone());
            Some((catalogue.find(&row["item"])?, (tier, category)))
        };
        let items = rows(&items).into_iter().filter_map(known).collect();
        Self { items, sessions: sessions.into_values().collect(), engine, catalogue }
    }

    /// What is shown to those whose `earlier` views were of cheap things, and to those of dear ones.
    fn exposures(&self, earlier: usize, is_page: bool) -> [Exposure; 2] {
        let long = self.sessions.iter().filter(|session| session.len() > NEED);
        let needs: Vec<&[ItemIx]> = long
            .step_by(5)
            .take(CUSTOMERS)
            .map(|session| &session[session.len() - NEED..])
            .collect();
        assert_eq!(needs.len(), CUSTOMERS);
        TIERS.map(|tier| {
            let mut seen = Exposure::new();
            for (number, need) in needs.iter().enumerate() {
                let page = need[NEED - 1];
                let mut looked = self.elsewhere(number, tier, &self.items[&page].1, earlier);
                looked.extend(*need);
                for pick in self.picks(&looked, is_page.then_some(page), PLACES) {
                    let (tier, category) = &self.items[&pick];
                    for shown in [format!("tier {tier}"), format!("category {category}")] {
                        *seen.entry(shown).or_default() += 1.0;
                    }
                }
            }
            seen
        })
    }

    /// The customer turns the dial from familiar to surprising so far.
    fn is_dialled_to(&self, surprise: i32) {
        let turn = Command::Turn(Dials::at(surprise, 0).unwrap());
        self.engine.borrow_mut().apply(&turn, NOW, &mut CountingDice::default()).unwrap();
    }

    /// Of the lists of ten before the last click of every fifth long visit.
    fn miscalibration(&self) -> Lists {
        let long = self.sessions.iter().filter(|session| session.len() > 5);
        let categories = self.mix(&self.items.keys().copied().collect::<Vec<_>>()).len();
        let (mut sums, mut count, mut can_explore) = ([0.0; 4], 0.0, 0.0);
        for session in long.step_by(5) {
            let (last, looked) = session.split_last().unwrap();
            let list = self.picks(looked, None, 10);
            let [history, shown] = [looked, &list].map(|items| self.mix(items));
            let is_new = |category: &&str| !history.contains_key(category);
            let yes = |is_so: bool| f64::from(u8::from(is_so));
            sums[0] += divergence(&history, &shown);
            sums[1] += yes(shown.len() >= 3);
            sums[2] += yes(shown.keys().any(is_new));
            sums[3] += yes(list.contains(last));
            count += 1.0;
            can_explore += yes(history.len() < categories);
        }
        let [divergence, varied, hits] = [0, 1, 3].map(|sum| sums[sum] / count);
        Lists { divergence, varied, explores: sums[2] / can_explore, hits }
    }

    /// The shares of categories in some items.
    fn mix(&self, items: &[ItemIx]) -> BTreeMap<&str, f64> {
        let mut mix = BTreeMap::new();
        for item in items {
            *mix.entry(self.items[item].1.as_str()).or_default() += 1.0 / items.len() as f64;
        }
        mix
    }

    /// So many items of one tier, of other categories than this one: the same categories in either
    /// tier.
    fn elsewhere(&self, number: usize, tier: &str, not: &str, many: usize) -> Vec<ItemIx> {
        let categories: Vec<&str> =
            ["1", "2", "3", "4"].into_iter().filter(|category| *category != not).collect();
        let item = |place: usize| {
            let wanted = categories[(number + place) % categories.len()];
            let of_it = |(_, (of_tier, category)): &(&ItemIx, &(String, String))| {
                of_tier == tier && category == wanted
            };
            let items: Vec<&ItemIx> =
                self.items.iter().filter(of_it).map(|(item, _)| item).collect();
            *items[(number * 31 + place * 17) % items.len()]
        };
        (0..many).map(item).collect()
    }

    /// The list of somebody who allows to be learned from and looks at these, on a page or not.
    fn picks(&self, looked: &[ItemIx], page: Option<ItemIx>, limit: u32) -> Vec<ItemIx> {
        let id = |item: &ItemIx| self.catalogue.id(*item).to_owned();
        let mut engine = self.engine.borrow_mut();
        let mut dice = CountingDice::default();
        for item in looked {
            let view = Command::Record { kind: EventKind::View, item: id(item), leaf: Vec::new() };
            engine.apply(&view, NOW, &mut dice).unwrap();
        }
        let request = RankRequest {
            slot: page.map_or(SlotName::ForYou, |_| SlotName::LikeThis),
            limit,
            current: page.iter().map(id).collect(),
            exclude: Vec::new(),
            within: None,
            plain: false,
            unlifted: false,
        };
        let picks = engine.rank(&request, NOW).unwrap();
        let picks = picks.iter().map(|pick| self.catalogue.find(pick.id).unwrap()).collect();
        engine.apply(&Command::Forget(Forget::Learned), NOW, &mut dice).unwrap();
        picks
    }
}

/// A page of the shop, whose customer allows to be learned from.
fn engine(pack: Vec<u8>) -> Engine {
    let file = PolicyFile {
        version: 1,
        site: "shop".to_owned(),
        notice: "1".to_owned(),
        ..PolicyFile::default()
    };
    let mut engine = Engine::new(Policy::of(file).unwrap(), false);
    engine.load(Catalogue::open(pack.into()).unwrap(), false);
    let choosing = Command::Choose(Choosing {
        allow: vec![Purpose::Learn],
        refuse: Vec::new(),
        method: Method::Question,
        language: String::new(),
        notice_hash: String::new(),
        told_of_signal: false,
    });
    engine.apply(&choosing, NOW, &mut CountingDice::default()).unwrap();
    engine
}

/// `sum p log(p / (.99 q + .01 p))`.
fn divergence(p: &BTreeMap<&str, f64>, q: &BTreeMap<&str, f64>) -> f64 {
    let shares = |(category, p): (&&str, &f64)| (*p, q.get(category).copied().unwrap_or(0.0));
    p.iter().map(shares).map(|(p, q)| p * libm::log(p / (0.99 * q + 0.01 * p))).sum()
}

/// The rows of a compressed file, by the names of its columns.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let file = GzDecoder::new(std::fs::File::open(path).unwrap());
    csv::Reader::from_reader(file).deserialize().map(Result::unwrap).collect()
}
