//! A shop that never was: a feed and a log of any size, the same for the same numbers.
//!
//! What an item is follows from its number, and a visit remembers its last few items, so the memory
//! does not grow with the shop. What matters to a packer is like a real shop: few items are popular
//! and most are hardly seen (Zipf's law); visits keep to one shelf, go back to what they saw, and
//! take well-trodden ways from item to item, so that there are pairs to find; visits of many
//! visitors lie interleaved in the order of time.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use parquet::basic::{Compression as Codec, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

/// How large the shop is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shop {
    pub(crate) items: u64,
    pub(crate) events: u64,
    pub(crate) seed: u64,
}

/// What the log is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "tests use one of them")]
pub(crate) enum LogFormat {
    /// `events.csv.gz`.
    Csv,
    /// `events.parquet`, with columns that no packer needs.
    Parquet,
}

/// Hears a stage, how many of its steps are done, and of how many.
pub(crate) type Heard<'a> = &'a mut dyn FnMut(&str, u64, u64);

impl Shop {
    /// Writes `items.csv.gz` and the log into a folder.
    pub(crate) fn write(&self, folder: &Path, log: LogFormat, heard: Heard<'_>) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        self.write_items(gzip(&folder.join("items.csv.gz"))?, heard)?;
        match log {
            LogFormat::Csv => {
                let mut out = gzip(&folder.join("events.csv.gz"))?;
                writeln!(out, "session,visitor,time,item,kind")?;
                self.each_event(heard, |event| {
                    let Event { session, visitor, time, item, kind } = event;
                    writeln!(out, "{session},{visitor},{time},{item},{kind}")
                })?;
                out.into_inner()?.finish()?.sync_all()
            }
            LogFormat::Parquet => {
                let mut out = Table::create(&folder.join("events.parquet"))?;
                self.each_event(heard, |event| out.add(&event))?;
                out.finish()
            }
        }
    }

    fn write_items(&self, mut out: BufWriter<GzEncoder<File>>, heard: Heard<'_>) -> io::Result<()> {
        writeln!(out, "id,title,category,brand,colour,price,available")?;
        for number in 0..self.items {
            if number.is_multiple_of(HEARD) {
                heard("writing items", number, self.items);
            }
            let mut dice = Dice::of(self.seed ^ number);
            let shelf = number % self.shelves();
            let brand = dice.zipf(BRANDS);
            let (colour, noun) = (dice.one_of(&COLOURS), dice.one_of(&NOUNS));
            writeln!(
                out,
                "{},{} {} {noun} {},{},{},{colour},{}.{:02},{}",
                self.id(number),
                dice.one_of(&QUALITIES),
                dice.one_of(&MATERIALS),
                dice.below(1_000),
                category(shelf),
                name(brand),
                1 + dice.zipf(500),
                dice.below(100),
                if dice.below(20) == 0 { "no" } else { "yes" },
            )?;
        }
        out.into_inner()?.finish()?.sync_all()
    }

    /// Makes the events in the order of time.
    fn each_event(
        &self,
        heard: Heard<'_>,
        mut take: impl FnMut(Event) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut dice = Dice::of(self.seed);
        let mut open: Vec<Visit> = Vec::new();
        let mut sessions = 0;
        let pause = DAYS * 86_400_000 / self.events.max(1);
        let mut time = FIRST_DAY;
        for number in 0..self.events {
            if number.is_multiple_of(HEARD) {
                heard("writing events", number, self.events);
            }
            if open.len() < AT_ONCE {
                sessions += 1;
                open.push(self.visit(sessions, &mut dice));
            }
            let place = dice.below(open.len() as u64) as usize;
            let Some(visit) = open.get_mut(place) else { continue };
            let item = self.step(visit, &mut dice);
            time += dice.below(2 * pause + 1);
            take(Event {
                session: format!("s{:x}", scatter(visit.session)),
                visitor: format!("v{:x}", scatter(visit.visitor)),
                time,
                item: self.id(item),
                kind: match dice.below(50) {
                    0 => "purchase",
                    1..4 => "basket",
                    _ => "view",
                },
            })?;
            visit.left -= 1;
            if visit.left == 0 {
                open.swap_remove(place);
            }
        }
        Ok(())
    }

    fn visit(&self, session: u64, dice: &mut Dice) -> Visit {
        let mut left = 1;
        while left < LONGEST && dice.below(100) < 80 {
            left += 1;
        }
        let visitor = dice.below(self.events / EVENTS_OF_A_VISITOR + 1);
        Visit { session, visitor, left, shelf: dice.zipf(self.shelves()), seen: Vec::new() }
    }

    /// Where a visit goes next.
    fn step(&self, visit: &mut Visit, dice: &mut Dice) -> u64 {
        let shelves = self.shelves();
        let on_shelf = |dice: &mut Dice| {
            let deep = (self.items - visit.shelf).div_ceil(shelves);
            visit.shelf + shelves * dice.zipf(deep)
        };
        let item = match (visit.seen.last(), dice.below(100)) {
            // One of the few items that come after this one, the first the most often.
            (Some(last), 0..45) => {
                let mut way = Dice::of(self.seed ^ last.wrapping_mul(31) ^ dice.zipf(WAYS));
                let deep = (self.items - last % shelves).div_ceil(shelves);
                last % shelves + shelves * way.zipf(deep)
            }
            (Some(_), 45..57) => dice.one_of(&visit.seen),
            (Some(_), 57..62) => dice.zipf(self.items),
            _ => on_shelf(dice),
        };
        if visit.seen.len() == REMEMBERED {
            visit.seen.remove(0);
        }
        visit.seen.push(item);
        item
    }

    /// Low numbers are popular, and the ids must not tell.
    fn id(&self, number: u64) -> String {
        format!("p{:08x}", scatter(number) & 0xffff_ffff)
    }

    fn shelves(&self) -> u64 {
        (self.items / ITEMS_OF_A_SHELF).clamp(1, SHELVES).min(self.items)
    }
}

/// One line of the log.
struct Event {
    session: String,
    visitor: String,
    /// In milliseconds.
    time: u64,
    item: String,
    kind: &'static str,
}

/// A visit under way.
struct Visit {
    session: u64,
    visitor: u64,
    /// How many events it has yet.
    left: u64,
    shelf: u64,
    seen: Vec<u64>,
}

/// Chance that is the same everywhere: SplitMix64 (Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn of(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    fn one_of<T: Copy + Default>(&mut self, list: &[T]) -> T {
        list.get(self.below(list.len() as u64) as usize).copied().unwrap_or_default()
    }

    /// A number below `count`, each about as often as one over its place.
    fn zipf(&mut self, count: u64) -> u64 {
        let share = self.below(1 << 32) as f64 / (1u64 << 32) as f64;
        let place = libm::exp(share * libm::log(count as f64 + 1.0));
        (place as u64).clamp(1, count.max(1)) - 1
    }
}

/// Numbers to numbers, each to one of its own, also in their lower 32 bits: an odd factor can be
/// undone.
fn scatter(number: u64) -> u64 {
    (number + 1).wrapping_mul(0x9e37_79b1) & 0xff_ffff_ffff
}

/// The path of a shelf in the tree of categories.
fn category(shelf: u64) -> String {
    let of = |list: &[&str], number: u64| {
        list.get((number % list.len() as u64) as usize).copied().unwrap_or_default().to_owned()
    };
    let (departments, nouns) = (DEPARTMENTS.len() as u64, NOUNS.len() as u64);
    let department = of(&DEPARTMENTS, shelf);
    let section = of(&MATERIALS, shelf / departments);
    let noun = of(&NOUNS, shelf / departments / MATERIALS.len() as u64 % nouns);
    format!("{department} > {department} in {section} > {section} {noun}s for the {department}")
}

/// A brand's name, of syllables.
fn name(mut number: u64) -> String {
    let mut name = String::new();
    for _ in 0..3 {
        let place = (number % SYLLABLES.len() as u64) as usize;
        name.push_str(SYLLABLES.get(place).copied().unwrap_or_default());
        number /= SYLLABLES.len() as u64;
    }
    name
}

fn gzip(path: &Path) -> io::Result<BufWriter<GzEncoder<File>>> {
    Ok(BufWriter::new(GzEncoder::new(File::create(path)?, Compression::fast())))
}

/// A Parquet file on its way, a group of rows at a time.
struct Table {
    writer: SerializedFileWriter<File>,
    rows: Vec<Event>,
}

impl Table {
    fn create(path: &Path) -> io::Result<Self> {
        let schema = "message log { required binary session (UTF8); required binary visitor (UTF8); \
             required int64 time (TIMESTAMP_MILLIS); required binary item (UTF8); \
             required binary kind (UTF8); required binary agent (UTF8); }";
        let schema = Arc::new(parse_message_type(schema).map_err(other)?);
        let codec = Codec::ZSTD(ZstdLevel::default());
        let properties = WriterProperties::builder().set_compression(codec).build();
        let file = File::create(path)?;
        let writer =
            SerializedFileWriter::new(file, schema, Arc::new(properties)).map_err(other)?;
        Ok(Self { writer, rows: Vec::new() })
    }

    fn add(&mut self, event: &Event) -> io::Result<()> {
        let Event { session, visitor, time, item, kind } = event;
        self.rows.push(Event {
            session: session.clone(),
            visitor: visitor.clone(),
            time: *time,
            item: item.clone(),
            kind,
        });
        if self.rows.len() < GROUP { Ok(()) } else { self.put_group().map_err(other) }
    }

    fn finish(mut self) -> io::Result<()> {
        self.put_group().map_err(other)?;
        self.writer.close().map_err(other).map(|_| ())
    }

    fn put_group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        let texts: [fn(&Event) -> &str; 5] = [
            |event| &event.session,
            |event| &event.visitor,
            |event| &event.item,
            |event| event.kind,
            |_| "Mozilla/5.0 (of no use to a packer)",
        ];
        let mut texts = texts.into_iter();
        for column in 0..6 {
            let Some(mut out) = group.next_column()? else { break };
            if column == 2 {
                let times: Vec<i64> = self.rows.iter().map(|event| event.time as i64).collect();
                out.typed::<Int64Type>().write_batch(&times, None, None)?;
            } else if let Some(text) = texts.next() {
                let values: Vec<ByteArray> =
                    self.rows.iter().map(|event| text(event).into()).collect();
                out.typed::<ByteArrayType>().write_batch(&values, None, None)?;
            }
            out.close()?;
        }
        self.rows.clear();
        group.close().map(|_| ())
    }
}

fn other(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

/// Every so many steps somebody hears of them.
const HEARD: u64 = 65_536;

/// How many visits lie interleaved.
const AT_ONCE: usize = 400;

/// How many events a visit has at most; five are the mean.
const LONGEST: u64 = 60;

/// How many of its last items a visit goes back to.
const REMEMBERED: usize = 8;

/// How many ways lead on from an item.
const WAYS: u64 = 12;

const EVENTS_OF_A_VISITOR: u64 = 12;

/// How many days the log goes over, and when the first begins, in milliseconds.
const DAYS: u64 = 90;
const FIRST_DAY: u64 = 1_767_225_600_000;

const ITEMS_OF_A_SHELF: u64 = 100;
const SHELVES: u64 = 2_000;
const BRANDS: u64 = 4_000;

/// How many rows of Parquet are written at once.
const GROUP: usize = 500_000;

const DEPARTMENTS: [&str; 16] = [
    "Kitchen", "Garden", "Bath", "Bedroom", "Office", "Nursery", "Hall", "Workshop", "Cellar",
    "Attic", "Terrace", "Garage", "Studio", "Library", "Larder", "Porch",
];
const MATERIALS: [&str; 16] = [
    "Oak", "Ash", "Steel", "Brass", "Linen", "Wool", "Cotton", "Glass", "Slate", "Clay", "Cork",
    "Bamboo", "Copper", "Felt", "Marble", "Wicker",
];
const NOUNS: [&str; 20] = [
    "Lamp", "Chair", "Table", "Shelf", "Basket", "Bowl", "Jug", "Mirror", "Clock", "Stool", "Tray",
    "Vase", "Rack", "Bench", "Box", "Hook", "Rug", "Curtain", "Cushion", "Stand",
];
const QUALITIES: [&str; 14] = [
    "Round", "Tall", "Folding", "Plain", "Large", "Small", "Light", "Heavy", "Narrow", "Wide",
    "Old", "Curved", "Woven", "Polished",
];
const COLOURS: [&str; 12] = [
    "red", "blue", "green", "white", "black", "grey", "yellow", "brown", "orange", "violet",
    "pink", "natural",
];
const SYLLABLES: [&str; 16] = [
    "ka", "lo", "mi", "ren", "sol", "ta", "vi", "bor", "den", "fa", "gil", "hem", "jo", "nu",
    "pel", "ruk",
];
