//! A Rust that compiles for wasm32: the machine's own, with the target added where rustup may, or
//! Debian's.

use super::debian::Debian;
use super::debian_rust::{self, DebianRust};
use crate::cargo;
use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::stamp::write;
use crate::tree::Tree;
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A toolchain for wasm32.
#[derive(Debug, Clone)]
pub(crate) enum WasmRust {
    /// The machine's own toolchain has the target.
    Host { version: String },
    /// Debian's compiler, with a standard library of our making.
    Debian(DebianRust),
}

impl WasmRust {
    /// Its cargo, with output in a folder of its own.
    pub(crate) fn cargo(&self, tree: &Tree) -> Result<Command, XtaskError> {
        let mut command = match self {
            Self::Host { .. } => cargo::host(),
            Self::Debian(debian) => Command::new(debian.cargo()),
        };
        self.lead(&mut command, &[])?;
        command.current_dir(&tree.root).env("CARGO_TARGET_DIR", tree.wasm_target());
        Ok(command)
    }

    /// Its cargo for the module that is shipped. Standard library and module are compiled as one,
    /// and a panic is a trap and nothing more: the texts and places of panics, which nobody sees
    /// in a customer's browser, were a tenth of the download.
    pub(crate) fn shipping_cargo(&self, tree: &Tree) -> Result<Command, XtaskError> {
        let mut command = self.cargo(tree)?;
        if let Self::Debian(debian) = self {
            command.env("RUSTC", DebianRust::RUSTC);
            command.env("__CARGO_TESTS_ONLY_SRC_ROOT", debian.sources()?);
        }
        command
            .env("CARGO_TARGET_DIR", tree.shipped_target())
            // Building the standard library, and panics that only trap, are not yet stable.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_ENCODED_RUSTFLAGS", SHIPPING_FLAGS.join("\u{1f}"));
        Ok(command)
    }

    /// Its cargo for the packer that Node runs, and the flags that the target takes.
    pub(crate) fn packer_cargo(&self, tree: &Tree) -> Result<(Command, &[&str]), XtaskError> {
        let mut command = self.cargo(tree)?;
        command.env("CARGO_TARGET_DIR", tree.packer_target());
        let Self::Debian(debian) = self else { return Ok((command, &[])) };
        command
            .env("RUSTC", DebianRust::RUSTC)
            .env("__CARGO_TESTS_ONLY_SRC_ROOT", debian.sources()?)
            // Building the standard library is not yet stable.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_WASM32_WASIP1_LINKER", &debian.linker)
            .env("CARGO_ENCODED_RUSTFLAGS", format!("-Lnative={}", debian_rust::WASI_LIBC));
        Ok((command, &["-Zbuild-std=std,panic_abort"]))
    }

    /// Its clippy. Debian's is called by its path: as `cargo clippy`, rustup's would be found first.
    pub(crate) fn clippy(&self, tree: &Tree) -> Result<Command, XtaskError> {
        let mut command = match self {
            Self::Host { .. } => cargo::host(),
            Self::Debian(_) => Command::new(DebianRust::CLIPPY),
        };
        self.lead(&mut command, &[])?;
        if let Self::Debian(debian) = self {
            command.env("CARGO", debian.cargo());
        }
        command.arg("clippy").current_dir(&tree.root).env("CARGO_TARGET_DIR", tree.wasm_target());
        Ok(command)
    }

    /// Makes a program use this toolchain; `tools` are folders that come before it on PATH.
    pub(crate) fn lead(&self, command: &mut Command, tools: &[&Path]) -> Result<(), XtaskError> {
        let mut folders = tools.to_vec();
        let bin;
        if let Self::Debian(debian) = self {
            cargo::forget_callers_toolchain(command);
            bin = debian.prefix.join("bin");
            folders.push(&bin);
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", &debian.linker);
            // Clippy's driver takes the compiler's place, so it does not see the wrapper's flag.
            command.env("SYSROOT", &debian.prefix);
        }
        command.env("PATH", process::path_with(folders)?);
        command.env("CARGO_TERM_COLOR", "never");
        Ok(())
    }

    /// What tells this toolchain from another, so that no one's output is mixed with the other's.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Host { version } => format!("host {version}"),
            Self::Debian(debian) => format!("{} {}", debian.prefix.display(), debian.version),
        }
    }

    /// For people.
    pub(crate) fn describe(&self) -> String {
        let (name, version) = match self {
            Self::Host { version } => ("rustc", version),
            Self::Debian(debian) => ("Debian's rustc", &debian.version),
        };
        let number = version.split_whitespace().nth(1).unwrap_or("of an unknown version");
        format!("wasm32 by {name} {number}")
    }
}

/// Finds or makes the toolchain.
pub(crate) fn ensure(tree: &Tree, debian: &mut Debian) -> Result<WasmRust, XtaskError> {
    let wasm = find_or_make(tree, debian)?;
    drop_output_of_another(tree, &wasm)?;
    Ok(wasm)
}

fn find_or_make(tree: &Tree, debian: &mut Debian) -> Result<WasmRust, XtaskError> {
    if let Some(host) = host_with_target() {
        ensure_sources(tree)?;
        return Ok(host);
    }
    if let Some(made) = DebianRust::made_before(tree, debian)? {
        return Ok(WasmRust::Debian(made));
    }
    if rustup_may_install() {
        let mut step = Step::begin(format!("rustup target add {TARGET} {WASI}"), "30 s");
        let mut add = Command::new("rustup");
        add.args(["target", "add", TARGET, WASI]);
        let added = process::run(add, &tree.log("rustup"), &mut step)?;
        step.end(if added.success { "added" } else { "rustup could not" });
        if let Some(host) = host_with_target() {
            ensure_sources(tree)?;
            return Ok(host);
        }
        if !Debian::is_here() {
            return Err(added.failed("rustup target add"));
        }
    }
    if !Debian::is_here() {
        return Err(XtaskError::Missing { what: WHAT, remedy: REMEDY.to_owned() });
    }
    DebianRust::make(tree, debian).map(WasmRust::Debian)
}

/// The machine's own toolchain, when it has both targets.
fn host_with_target() -> Option<WasmRust> {
    for target in [TARGET, WASI] {
        let folder = process::ask(cargo::host_rustc().args([
            "--print",
            "target-libdir",
            "--target",
            target,
        ]))?;
        has_std(Path::new(&folder)).then_some(())?;
    }
    let version = process::ask(cargo::host_rustc().arg("-vV"))?;
    Some(WasmRust::Host { version })
}

/// The sources of the machine's own standard library, with which the shipped module is compiled.
fn ensure_sources(tree: &Tree) -> Result<(), XtaskError> {
    if sources_are_here() {
        return Ok(());
    }
    if rustup_may_install() {
        let mut step = Step::begin("rustup component add rust-src", "10 s");
        let mut add = Command::new("rustup");
        add.args(["component", "add", "rust-src"]);
        let added = process::run(add, &tree.log("rustup-src"), &mut step)?;
        step.end(if added.success { "added" } else { "rustup could not" });
    }
    if sources_are_here() {
        return Ok(());
    }
    Err(XtaskError::Missing {
        what: "the source of Rust's standard library",
        remedy: "Run: rustup component add rust-src".to_owned(),
    })
}

fn sources_are_here() -> bool {
    process::ask(cargo::host_rustc().args(["--print", "sysroot"]))
        .is_some_and(|root| Path::new(&root).join("lib/rustlib/src/rust/library/std").is_dir())
}

fn rustup_may_install() -> bool {
    env::var_os("RUSTUP_AUTO_INSTALL").is_none_or(|value| value != "0")
        && process::on_path(&["rustup"]).is_some()
}

/// Output of another compiler or standard library is of no use and would be mixed with this one's.
fn drop_output_of_another(tree: &Tree, wasm: &WasmRust) -> Result<(), XtaskError> {
    for folder in [tree.wasm_target(), tree.shipped_target(), tree.packer_target()] {
        drop_another_output(tree, wasm, &folder)?;
    }
    Ok(())
}

fn drop_another_output(tree: &Tree, wasm: &WasmRust, folder: &Path) -> Result<(), XtaskError> {
    let mark = folder.join(".toolchain");
    let kept = fs::read_to_string(&mark).ok();
    if kept.as_deref() == Some(wasm.key().as_str()) {
        return Ok(());
    }
    if folder.exists() {
        println!(
            "another wasm toolchain than last time: {} is built anew",
            tree.relative(folder).display()
        );
        fs::remove_dir_all(folder).map_err(XtaskError::io("remove", folder))?;
    }
    write(&mark, wasm.key().as_bytes())
}

/// Whether a folder holds a standard library.
pub(super) fn has_std(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    })
}

/// The target's name.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
/// That of wasm outside of a page, in Node.
pub(crate) const WASI: &str = "wasm32-wasip1";
/// Panics that only trap; the rest is `.cargo/config.toml`'s, which says why, and which flags from
/// the environment stand in for.
const SHIPPING_FLAGS: [&str; 6] = [
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "--cfg",
    "aes_backend_soft=\"compact\"",
    "-Cllvm-args=-disable-lsr",
    "-Cllvm-args=-enable-pre=false",
];
/// What is missing where it cannot be had.
pub(super) const WHAT: &str = "the Rust targets wasm32-unknown-unknown and wasm32-wasip1";
const REMEDY: &str = "Run: rustup target add wasm32-unknown-unknown wasm32-wasip1\n(rustup itself: https://rustup.rs)";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debians_toolchain_is_led_by_its_own_wrappers_alone() {
        let debian = DebianRust {
            prefix: "/p".into(),
            linker: "/l".into(),
            version: "rustc 1.0.0".to_owned(),
        };
        let mut command = Command::new("cargo");
        WasmRust::Debian(debian)
            .lead(&mut command, &[Path::new("/tools")])
            .expect("PATH can be joined");
        let set: Vec<_> = command.get_envs().collect();
        let value = |name: &str| set.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
        assert_eq!(value("RUSTUP_TOOLCHAIN"), Some(None), "taken away");
        assert_eq!(value("RUSTFLAGS"), Some(None), "taken away");
        let path = value("PATH").flatten().expect("is set").to_string_lossy().into_owned();
        assert!(path.starts_with("/tools:/p/bin:"), "{path}");
    }
}
