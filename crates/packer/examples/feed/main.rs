//! A generated shop of any size: `cargo xtask feed --items N --events M --out FOLDER` runs this, as
//! `cargo run -p homekept-packer --example feed -- N M FOLDER [parquet]`.

mod shop;

use std::env;
use std::path::Path;
use std::process::ExitCode;

use homekept_packer::{Progress, Voice};
use shop::{LogFormat, Shop};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (numbers, log) = match arguments.as_slice() {
        [items, events, out] => ((items.parse(), events.parse(), out), LogFormat::Csv),
        [items, events, out, format] if format == "parquet" => {
            ((items.parse(), events.parse(), out), LogFormat::Parquet)
        }
        _ => return usage(),
    };
    let (Ok(items), Ok(events), out) = numbers else { return usage() };
    let mut voice = Voice::new();
    let shop = Shop { items, events, seed: SEED };
    let written = shop.write(Path::new(out), log, &mut |stage, done, total| match done {
        0 => voice.begin(stage, Some(total)),
        _ => voice.done(done),
    });
    voice.end();
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {out}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: feed ITEMS EVENTS FOLDER [parquet]");
    ExitCode::FAILURE
}

/// The same shop on every machine and every day.
const SEED: u64 = 0x686f_6d65_6b65_7074;
