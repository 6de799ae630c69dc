//! A module that breaks down: the built one, with a function that does nothing but trap.

use std::ops::Range;
use wasmparser::{ExternalKind, Parser, Payload, TypeRef};

/// The built module, changed so that whoever calls this export meets a trap.
///
/// # Panics
/// When nothing is exported under the name.
#[must_use]
pub fn module_that_traps_at(name: &str) -> Vec<u8> {
    let mut module = std::fs::read(crate::built().join("assets/homekept.wasm"))
        .expect("the module is there: `cargo xtask build` makes it");
    let body = body_of(&module, name);
    let [locals, trap, rest @ .., end] = &mut module[body] else { panic!("{name} is too short") };
    // No locals, then the trap; what follows is never reached, and keeps every length as it was.
    (*locals, *trap, *end) = (0, UNREACHABLE, END);
    rest.fill(NOP);
    module
}

/// Where the body of an exported function lies.
fn body_of(module: &[u8], name: &str) -> Range<usize> {
    let (mut imported, mut wanted, mut bodies) = (0, None, Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload.expect("it is a module") {
            Payload::ImportSection(imports) => {
                let imports = imports.into_imports().map(|import| import.expect("an import"));
                imported = imports.filter(|import| matches!(import.ty, TypeRef::Func(_))).count();
            }
            Payload::ExportSection(exports) => {
                let exports: Vec<_> =
                    exports.into_iter().map(|export| export.expect("an export")).collect();
                let mut functions =
                    exports.into_iter().filter(|export| export.kind == ExternalKind::Func);
                wanted = functions.rfind(|export| {
                    export.name == name || name == CALLBACK && is_short(export.name)
                });
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range()),
            _ => {}
        }
    }
    let index = wanted.unwrap_or_else(|| panic!("nothing is called {name}")).index;
    let Range { start, end } = bodies.swap_remove(index as usize - imported);
    start as usize..end as usize
}

/// The build shortens the names of what only the glue calls.
fn is_short(name: &str) -> bool {
    name.strip_prefix('i').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Stands for the export that is called back whenever something that was awaited has come.
pub const CALLBACK: &str = "callback";
const UNREACHABLE: u8 = 0x00;
const NOP: u8 = 0x01;
const END: u8 = 0x0b;
