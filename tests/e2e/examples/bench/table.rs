//! The figures as text: one line a call, one column a pack and profile.

use serde_json::Value;
use std::fmt::Write;

pub(crate) fn of(figures: &Value) -> String {
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{}, medians of {} runs, in microseconds\n",
        figures["browser"].as_str().unwrap_or_default(),
        figures["runs"]
    );
    let columns = columns(figures);
    calls(&mut text, &columns);
    packs(&mut text, figures);
    ratios(&mut text, figures, &columns);
    text
}

/// One pack with one profile.
struct Column<'a> {
    name: String,
    calls: &'a Value,
    inside: &'a Value,
    native: &'a Value,
}

fn columns(figures: &Value) -> Vec<Column<'_>> {
    let mut columns = Vec::new();
    for (pack, found) in figures["packs"].as_object().into_iter().flatten() {
        let mut profiles: Vec<_> = found["calls"].as_object().into_iter().flatten().collect();
        profiles.sort_by_key(|(events, _)| events.parse::<u32>().unwrap_or_default());
        for (events, calls) in profiles {
            let (inside, native) = (&found["inside"][events], &found["native"][events]);
            columns.push(Column { name: format!("{pack}, {events}"), calls, inside, native });
        }
    }
    columns
}

fn calls(text: &mut String, columns: &[Column<'_>]) {
    let Some(first) = columns.first() else { return };
    let _ = write!(text, "{:24}", "call");
    for column in columns {
        let _ = write!(text, "{:>22}", column.name);
    }
    let _ = writeln!(text, "{:>12}{:>12}", "objects", "bytes");
    for (call, _) in first.calls.as_object().into_iter().flatten() {
        let _ = write!(text, "{call:24}");
        for column in columns {
            let _ = write!(text, "{:>22}", rounded(&column.calls[call]["cost"]));
        }
        // What crosses in the fullest of them.
        let last = columns.last().map_or(&Value::Null, |column| &column.calls[call]);
        let told = |field: &str| last[field].as_u64().map_or(String::new(), |n| n.to_string());
        let _ = writeln!(text, "{:>12}{:>12}", told("objects"), told("bytes"));
    }
    text.push('\n');
}

fn packs(text: &mut String, figures: &Value) {
    let _ = writeln!(
        text,
        "{:24}{:>12}{:>12}{:>12}{:>14}{:>14}",
        "pack", "items", "bytes", "load", "JSON bytes", "JSON.parse"
    );
    for (pack, found) in figures["packs"].as_object().into_iter().flatten() {
        let open = &found["open"];
        let _ = writeln!(
            text,
            "{pack:24}{:>12}{:>12}{:>12}{:>14}{:>14}",
            open["items"].to_string(),
            open["bytes"].to_string(),
            rounded(&open["load"]),
            open["json"].to_string(),
            rounded(&open["parse"])
        );
    }
    text.push('\n');
}

fn ratios(text: &mut String, figures: &Value, columns: &[Column<'_>]) {
    let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    for (pack, found) in figures["packs"].as_object().into_iter().flatten() {
        let ratio = number(&found["open"]["parse"]) / number(&found["open"]["load"]);
        let _ = writeln!(text, "opening {pack} to JSON.parse of the same data: 1 : {ratio:.1}");
    }
    let put = number(&figures["put"]);
    let _ = writeln!(text, "\none put into IndexedDB, by hand: {put:.0}");
    for Column { name, inside, .. } in columns {
        let seal = number(&inside["record, device"]) - number(&inside["record, memory"]);
        let _ = writeln!(
            text,
            "inside the module, sealing and storing one event ({name}): {seal:.0}, to a put 1 : {:.1}",
            put / seal
        );
    }
    let _ = writeln!(text, "\nranking alone, one pick        inside wasm      native       ratio");
    for Column { name, inside, native, .. } in columns {
        for (slot, native) in native.as_object().into_iter().flatten() {
            let (wasm, native) = (number(&inside[slot]), number(native));
            let ratio = wasm / native;
            let slot = format!("{slot} ({name})");
            let _ = writeln!(text, "{slot:30}{wasm:>12.0}{native:>12.0}{ratio:>12.1}");
        }
    }
}

fn rounded(cost: &Value) -> String {
    match cost.as_f64() {
        Some(cost) if cost < 10.0 => format!("{cost:.1}"),
        Some(cost) => format!("{cost:.0}"),
        None => "-".to_owned(),
    }
}
