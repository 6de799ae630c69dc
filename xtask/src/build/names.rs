//! Short names between the module and its glue. wasm-bindgen ends each import's name in sixteen
//! random digits, and gives closures whole types for names; no compression makes that smaller:
//! with two copies of each, they were a twentieth of the download. What the module exports and
//! the glue never calls goes too, so that the optimiser can drop what is behind it.

use std::collections::BTreeMap;

/// Gives everything that `module` imports, and the closures that it exports, a short name, in the
/// module and in its glue, and drops the exports that the glue does not name. None when the bytes
/// are no module.
pub(crate) fn shorten(module: &[u8], glue: &str) -> Option<(Vec<u8>, String)> {
    let mut names = Names::default();
    let mut rest = module;
    let mut out = take(&mut rest, HEADER)?.to_vec();
    while !rest.is_empty() {
        let whole = rest;
        let id = take(&mut rest, 1)?[0];
        let length = take_number(&mut rest)?;
        let mut body = take(&mut rest, length)?;
        let changed = match id {
            IMPORTS => imports(&mut body, &mut names)?,
            EXPORTS => exports(&mut body, glue, &mut names)?,
            _ => {
                out.extend(&whole[..whole.len() - rest.len()]);
                continue;
            }
        };
        out.push(id);
        put_number(&mut out, changed.len());
        out.extend(changed);
    }
    Some((out, names.applied_to(glue)))
}

/// The body of the import section, with short names.
fn imports(body: &mut &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let count = take_number(body)?;
    put_number(&mut out, count);
    for _ in 0..count {
        let from = take_name(body)?;
        let name = std::str::from_utf8(take_name(body)?).ok()?;
        put_name(&mut out, from);
        put_name(&mut out, names.short(name).as_bytes());
        let whole = *body;
        skip_type(body)?;
        out.extend(&whole[..whole.len() - body.len()]);
    }
    Some(out)
}

/// The body of the export section: what the glue names, closures by short names.
fn exports(body: &mut &[u8], glue: &str, names: &mut Names) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut kept = 0;
    for _ in 0..take_number(body)? {
        let name = std::str::from_utf8(take_name(body)?).ok()?;
        let kind = take(body, 1)?;
        let index = take_number(body)?;
        if words(glue).any(|word| word == name) {
            kept += 1;
            let name = if name.starts_with(CLOSURE) { names.short(name) } else { name };
            put_name(&mut out, name.as_bytes());
            out.extend(kind);
            put_number(&mut out, index);
        }
    }
    let mut counted = Vec::new();
    put_number(&mut counted, kept);
    counted.extend(out);
    Some(counted)
}

/// Long names, and what became of them.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    fn short(&mut self, name: &str) -> &str {
        let place = self.0.len();
        self.0.entry(name.to_owned()).or_insert_with(|| format!("i{place}"))
    }

    /// Puts the short names into the glue, as whole words.
    fn applied_to(&self, glue: &str) -> String {
        words(glue).map(|word| self.0.get(word).map_or(word, String::as_str)).collect()
    }
}

/// The text in pieces: its names, and what stands between them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let named = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_name = rest.chars().next().map(named)?;
        let end = rest.find(|c| named(c) != is_name).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

/// Skips an import's kind and type: function, table, memory, global or tag.
fn skip_type(body: &mut &[u8]) -> Option<()> {
    match take(body, 1)?[0] {
        0 => take_number(body).map(drop),
        1 => {
            take(body, 1)?;
            skip_limits(body)
        }
        2 => skip_limits(body),
        3 => take(body, 2).map(drop),
        4 => {
            take(body, 1)?;
            take_number(body).map(drop)
        }
        _ => None,
    }
}

fn skip_limits(body: &mut &[u8]) -> Option<()> {
    let flags = take(body, 1)?[0];
    take_number(body)?;
    if flags & 1 == 1 {
        take_number(body)?;
    }
    Some(())
}

fn take_name<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = take_number(bytes)?;
    take(bytes, length)
}

fn put_name(out: &mut Vec<u8>, name: &[u8]) {
    put_number(out, name.len());
    out.extend(name);
}

/// Unsigned LEB128 (WebAssembly core specification, section 5.2.2).
fn take_number(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..35).step_by(7) {
        let byte = take(bytes, 1)?[0];
        number |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn put_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (head, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(head)
}

/// Magic number and version.
const HEADER: usize = 8;
/// The import section's id.
const IMPORTS: u8 = 2;
/// The export section's id.
const EXPORTS: u8 = 7;
/// How the exported names of closures begin.
const CLOSURE: &str = "wasm_bindgen_";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_on_both_sides_and_nothing_else_changes() {
        let mut imports = vec![1, 3];
        imports.extend(b"./g");
        put_name(&mut imports, b"__wbg_put_45e63ad2e48de8d7");
        imports.extend([0, 5]);
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([1, 2, 0x60, 0]);
        module.push(IMPORTS);
        put_number(&mut module, imports.len());
        module.extend(&imports);
        module.extend([8, 1, 0]);

        let glue = "x = { __wbg_put_45e63ad2e48de8d7: f, __wbg_put_45e63ad2e48de8d77: g }";
        let (short, glue) = shorten(&module, glue).expect("it is a module");
        assert_eq!(glue, "x = { i0: f, __wbg_put_45e63ad2e48de8d77: g }");
        let expected = b"\0asm\x01\0\0\0\x01\x02\x60\0\x02\x0a\x01\x03./g\x02i0\0\x05\x08\x01\0";
        assert_eq!(short, expected);
    }

    #[test]
    fn exports_stay_where_the_glue_names_them() {
        let mut exports = vec![3];
        for (name, index) in [("door_rank", 1), ("door_rank_poll", 2), ("wasm_bindgen_f_true_", 3)]
        {
            put_name(&mut exports, name.as_bytes());
            exports.extend([0, index]);
        }
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.push(EXPORTS);
        put_number(&mut module, exports.len());
        module.extend(&exports);
        let glue = "wasm.door_rank(a); wasm.wasm_bindgen_f_true_(b)";
        let (short, glue) = shorten(&module, glue).expect("it is a module");
        assert_eq!(glue, "wasm.door_rank(a); wasm.i0(b)");
        assert_eq!(short, b"\0asm\x01\0\0\0\x07\x12\x02\x09door_rank\0\x01\x02i0\0\x03");
    }

    #[test]
    fn what_is_no_module_is_refused() {
        for bytes in [&b"\0asm"[..], b"\0asm\x01\0\0\0\x02\x7f", b"\0asm\x01\0\0\0\x02\x02\x01\x7f"]
        {
            assert_eq!(shorten(bytes, ""), None);
        }
    }
}
