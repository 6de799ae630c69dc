//! Set-up: everything beyond a Rust toolchain, fetched or built once and kept in the user's cache.
//!
//! What is there costs well under a second to find. What may not be installed from here (no root,
//! another system) is named with the command that does it.

mod browser;
mod debian;
mod debian_rust;
mod install;
mod node;
mod wasm;

pub(crate) use browser::{Browser, Engine, Found};
pub(crate) use node::ensure_in as ensure_node_modules;
pub(crate) use wasm::{TARGET as WASM_TARGET, WASI as WASI_TARGET, WasmRust};

use crate::error::XtaskError;
use crate::progress::seconds;
use crate::tree::Tree;
use debian::Debian;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

/// Which tools a command needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Need {
    wasm_pack: bool,
    browsers: bool,
}

impl Need {
    /// Enough to build the module and the npm package.
    pub(crate) const BUILD: Self = Self { wasm_pack: false, browsers: false };
    /// All there is.
    pub(crate) const EVERYTHING: Self = Self { wasm_pack: true, browsers: true };
}

/// The tools found or made.
#[derive(Debug)]
pub(crate) struct Tools {
    /// A Rust that compiles for wasm32.
    pub(crate) wasm: WasmRust,
    /// The folder of `wasm-bindgen` and `wasm-bindgen-test-runner`.
    pub(crate) bindgen: PathBuf,
    /// The version of both.
    pub(crate) bindgen_version: String,
    /// The folder of `wasm-pack`, when it was needed.
    pub(crate) wasm_pack: Option<PathBuf>,
    /// What was found of each browser engine; nothing when none was needed.
    pub(crate) browsers: Vec<(Engine, Found)>,
}

impl Tools {
    /// Tells a program, by its environment, with which browser it works.
    pub(crate) fn lead(self, wanted: Engine, program: &mut Command) -> Result<(), XtaskError> {
        match self.browsers.into_iter().find(|(engine, _)| *engine == wanted) {
            Some((_, Found::Here(browser))) => browser.lead(program),
            Some((_, Found::Missing(error))) => return Err(error),
            Some((_, Found::Nowhere(_))) | None => {}
        }
        Ok(())
    }

    /// The one complaint of a person who wanted everything set up.
    pub(crate) fn nothing_is_missing(self) -> Result<(), XtaskError> {
        let missing = self.browsers.into_iter().find_map(|(_, found)| match found {
            Found::Missing(error) => Some(error),
            Found::Here(_) | Found::Nowhere(_) => None,
        });
        missing.map_or(Ok(()), Err)
    }
}

/// Makes sure of mdBook, which only the documentation needs, and says where it is.
pub(crate) fn mdbook(tree: &Tree) -> Result<PathBuf, XtaskError> {
    let bin = install::ensure(tree, "mdbook", install::MDBOOK_VERSION, "3 min")?;
    Ok(bin.join("mdbook"))
}

/// Makes sure of the tools; idempotent, and quick once done.
pub(crate) fn run(tree: &Tree, need: Need) -> Result<Tools, XtaskError> {
    let begin = Instant::now();
    let mut debian = Debian::default();
    let wasm = wasm::ensure(tree, &mut debian)?;
    let bindgen_version = install::wasm_bindgen_version(tree)?;
    let bindgen = install::ensure(tree, "wasm-bindgen-cli", &bindgen_version, "3 min")?;
    let wasm_pack = need
        .wasm_pack
        .then(|| install::ensure(tree, "wasm-pack", install::WASM_PACK_VERSION, "2 min"))
        .transpose()?;
    let browsers = if need.browsers { browser::ensure(tree, &mut debian) } else { Vec::new() };
    node::ensure(tree)?;
    println!("set-up: ready ({}), {}", wasm.describe(), seconds(begin.elapsed()));
    Ok(Tools { wasm, bindgen, bindgen_version, wasm_pack, browsers })
}
