//! Debian's own Rust, with a standard library for wasm32 that is built here from Debian's sources:
//! the distribution has no package of it.

use super::debian::{self, Debian};
use super::wasm::{TARGET, WHAT, has_std};
use crate::cargo;
use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::stamp::{short_digest, write};
use crate::tree::Tree;
use std::fs;
use std::path::{Path, PathBuf};
use std::process as this_process;
use std::process::Command;

/// A toolchain in the user's cache: wrappers around Debian's programs, and the standard library.
#[derive(Debug, Clone)]
pub(crate) struct DebianRust {
    /// Where it lies.
    pub(super) prefix: PathBuf,
    /// The linker for wasm.
    pub(super) linker: PathBuf,
    /// What the compiler says of itself, in full.
    pub(super) version: String,
}

impl DebianRust {
    /// Debian's clippy, which needs no wrapper.
    pub(super) const CLIPPY: &str = "/usr/bin/cargo-clippy";

    /// Debian's compiler itself, with no standard library for wasm32.
    pub(super) const RUSTC: &str = DEBIANS_RUSTC;

    /// The sources of its standard library.
    pub(super) fn sources(&self) -> Result<PathBuf, XtaskError> {
        sources(&self.version)
    }

    /// Its cargo, beside the wrapped compiler.
    pub(super) fn cargo(&self) -> PathBuf {
        self.prefix.join("bin").join("cargo")
    }

    /// The one that an earlier run made, if Debian's compiler is still the same.
    pub(super) fn made_before(
        tree: &Tree,
        debian: &mut Debian,
    ) -> Result<Option<Self>, XtaskError> {
        let Some(version) = process::ask(debians_rustc().arg("-vV")) else { return Ok(None) };
        let Some(linker) = linker() else { return Ok(None) };
        let prefix = prefix(tree, &version);
        if !has_std(&library_folder(&prefix)) {
            return Ok(None);
        }
        // An earlier version of this set-up did without.
        if !wasi_libc_is_here() {
            debian.install(tree, WASI_WHAT, &[WASI_PACKAGE], "5 s")?;
        }
        Ok(Some(Self { prefix, linker, version }))
    }

    /// Makes it, with the packages that it takes.
    pub(super) fn make(tree: &Tree, debian: &mut Debian) -> Result<Self, XtaskError> {
        if !packages_are_here() {
            debian.install(tree, WHAT, &PACKAGES, "30 s")?;
        }
        build(tree)
    }
}

fn packages_are_here() -> bool {
    let version = process::ask(debians_rustc().arg("-vV"));
    version.is_some_and(|version| sources(&version).is_ok())
        && [DEBIANS_CARGO, DebianRust::CLIPPY].iter().all(|file| Path::new(file).exists())
        && linker().is_some()
        && wasi_libc_is_here()
}

fn wasi_libc_is_here() -> bool {
    ["crt1-command.o", "libc.a"].iter().all(|file| Path::new(WASI_LIBC).join(file).exists())
}

/// Builds the standard library for wasm32 from Debian's own sources, beside its final place.
fn build(tree: &Tree) -> Result<DebianRust, XtaskError> {
    let version = process::ask(debians_rustc().arg("-vV"))
        .ok_or_else(|| XtaskError::bad_file(DEBIANS_RUSTC, "does not run"))?;
    let linker = linker().ok_or_else(|| XtaskError::Missing {
        what: "wasm-ld",
        remedy: debian::by_hand(&PACKAGES),
    })?;
    let sources = sources(&version)?;
    let prefix = prefix(tree, &version);

    let mut step = Step::begin("building Rust's standard library for wasm32", "1 min");
    let mut work = prefix.clone().into_os_string();
    work.push(format!(".new-{}", this_process::id()));
    let work = PathBuf::from(work);
    let crate_folder = work.join("build");
    write(&crate_folder.join("Cargo.toml"), EMPTY_MANIFEST.as_bytes())?;
    write(&crate_folder.join("src/lib.rs"), b"#![no_std]\n")?;
    let output = crate_folder.join("target");
    let mut command = Command::new(DEBIANS_CARGO);
    cargo::forget_callers_toolchain(&mut command);
    command
        .current_dir(&crate_folder)
        .args(["build", "--release", "-Zbuild-std=std,panic_abort,test", "--target", TARGET])
        // For this one step alone: building the standard library is not yet stable.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", DEBIANS_RUSTC)
        // Without bitcode in it, link-time optimisation of the module fails.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("__CARGO_TESTS_ONLY_SRC_ROOT", sources)
        .env("CARGO_TARGET_DIR", &output);
    process::must(command, "building the standard library", &tree.log("wasm-std"), &mut step)?;

    let libraries = library_folder(&work);
    fs::create_dir_all(&libraries).map_err(XtaskError::io("create", &libraries))?;
    copy_libraries(&output.join(TARGET).join("release/deps"), &libraries)?;
    fs::remove_dir_all(&crate_folder).map_err(XtaskError::io("remove", &crate_folder))?;
    // Build scripts and procedural macros are for this machine; they use Debian's own library.
    let rustlib = Path::new("/usr/lib/rustlib");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    for name in [host, "etc"] {
        link(&rustlib.join(name), &work.join("lib/rustlib").join(name))?;
    }
    wrap(&work, &prefix)?;
    // Another run may have been quicker; its work is as good.
    if !has_std(&library_folder(&prefix)) {
        fs::rename(&work, &prefix).map_err(XtaskError::io("move into place", &prefix))?;
    } else {
        fs::remove_dir_all(&work).map_err(XtaskError::io("remove", &work))?;
    }
    step.end("built");
    Ok(DebianRust { prefix, linker, version })
}

/// `bin/` of the toolchain: Debian's programs, told where the standard libraries lie. They name the
/// place where the toolchain will be, not the one where it is made.
fn wrap(work: &Path, prefix: &Path) -> Result<(), XtaskError> {
    let bin = work.join("bin");
    for name in ["rustc", "rustdoc"] {
        let script =
            format!("#!/bin/sh\nexec /usr/bin/{name} --sysroot '{}' \"$@\"\n", prefix.display());
        let file = bin.join(name);
        write(&file, script.as_bytes())?;
        make_executable(&file)?;
    }
    link(Path::new(DEBIANS_CARGO), &bin.join("cargo"))
}

fn copy_libraries(from: &Path, to: &Path) -> Result<(), XtaskError> {
    let entries = fs::read_dir(from).map_err(XtaskError::io("read", from))?;
    for entry in entries {
        let path = entry.map_err(XtaskError::io("read", from))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        // The empty crate that was the occasion is not part of it.
        if name.starts_with("lib") && name.ends_with(".rlib") && !name.starts_with(EMPTY_LIBRARY) {
            fs::copy(&path, to.join(name)).map_err(XtaskError::io("copy", &path))?;
        }
    }
    if has_std(to) {
        Ok(())
    } else {
        Err(XtaskError::bad_file(to, "holds no standard library after the build"))
    }
}

/// The folder's name tells compiler and recipe, so a newer one never meets an older one's files.
fn prefix(tree: &Tree, version: &str) -> PathBuf {
    let number = version.split_whitespace().nth(1).unwrap_or("unknown");
    tree.cache
        .join(format!("wasm-toolchain-{number}-{}", short_digest(&format!("{RECIPE}\n{version}"))))
}

fn library_folder(prefix: &Path) -> PathBuf {
    prefix.join("lib/rustlib").join(TARGET).join("lib")
}

/// The sources of Debian's standard library, of the compiler's own version.
fn sources(version: &str) -> Result<PathBuf, XtaskError> {
    let number = version.split_whitespace().nth(1).unwrap_or_default();
    let folder = Path::new("/usr/src").join(format!("rustc-{number}")).join("library");
    if folder.join("std").is_dir() {
        Ok(folder)
    } else {
        Err(XtaskError::Missing {
            what: "the source of Rust's standard library",
            remedy: debian::by_hand(&PACKAGES),
        })
    }
}

/// The linker for wasm, under the name its Debian release gives it.
fn linker() -> Option<PathBuf> {
    process::on_path(&["wasm-ld-22", "wasm-ld-21", "wasm-ld-20", "wasm-ld-19", "wasm-ld"])
}

fn debians_rustc() -> Command {
    let mut command = Command::new(DEBIANS_RUSTC);
    cargo::forget_callers_toolchain(&mut command);
    command
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) -> Result<(), XtaskError> {
    std::os::unix::fs::symlink(to, at).map_err(XtaskError::io("link", at))
}

#[cfg(unix)]
fn make_executable(file: &Path) -> Result<(), XtaskError> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
        .map_err(XtaskError::io("make executable", file))
}

// Never reached: Debian is a Unix.
#[cfg(not(unix))]
fn link(_: &Path, at: &Path) -> Result<(), XtaskError> {
    Err(XtaskError::bad_file(at, "cannot be linked on this system"))
}

#[cfg(not(unix))]
fn make_executable(file: &Path) -> Result<(), XtaskError> {
    Err(XtaskError::bad_file(file, "cannot be made executable on this system"))
}

/// The C library that the standard library for WASI stands on. Debian's is of 2022, before it had
/// threads; nothing of the packer makes one.
pub(super) const WASI_LIBC: &str = "/usr/lib/wasm32-wasi";
const WASI_PACKAGE: &str = "wasi-libc";
const WASI_WHAT: &str = "the C library for WASI";
const PACKAGES: [&str; 6] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "lld-22", WASI_PACKAGE];
const DEBIANS_RUSTC: &str = "/usr/bin/rustc";
const DEBIANS_CARGO: &str = "/usr/bin/cargo";
/// Counts up when the way of building changes.
const RECIPE: &str = "recipe 1";
const EMPTY_LIBRARY: &str = "libhomekept_empty-";
const EMPTY_MANIFEST: &str = "\
[package]
name = \"homekept_empty\"
version = \"0.0.0\"
edition = \"2024\"

[workspace]
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_toolchains_folder_changes_with_the_compiler() {
        let tree = Tree { root: "/r".into(), target: "/r/target".into(), cache: "/c".into() };
        let old = prefix(&tree, "rustc 1.96.0 (abc)\nhost: x86_64-unknown-linux-gnu");
        let new = prefix(&tree, "rustc 1.96.1 (def)\nhost: x86_64-unknown-linux-gnu");
        assert_ne!(old, new);
        assert!(old.starts_with("/c") && old.to_string_lossy().contains("wasm-toolchain-1.96.0-"));
    }
}
