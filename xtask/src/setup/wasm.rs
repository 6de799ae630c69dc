//! A Rust that compiles for wasm32: the machine's own, with the target added where rustup may, or
//! one whose standard library is built here from Debian's sources.

use super::debian::{self, Debian};
use crate::cargo;
use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::stamp::{short_digest, write};
use crate::tree::Tree;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, process as this_process};

/// A toolchain for wasm32.
#[derive(Debug, Clone)]
pub(crate) enum WasmRust {
    /// The machine's own toolchain has the target.
    Host { version: String },
    /// Debian's compiler, with a standard library of our making under `prefix`.
    Debian { prefix: PathBuf, linker: PathBuf, version: String },
}

impl WasmRust {
    /// Its cargo, with output in a folder of its own.
    pub(crate) fn cargo(&self, tree: &Tree) -> Result<Command, XtaskError> {
        let mut command = match self {
            Self::Host { .. } => cargo::host(),
            Self::Debian { prefix, .. } => Command::new(prefix.join("bin").join("cargo")),
        };
        self.lead(&mut command, &[])?;
        command.current_dir(&tree.root).env("CARGO_TARGET_DIR", tree.wasm_target());
        Ok(command)
    }

    /// Its clippy. Debian's is called by its path: as `cargo clippy`, rustup's would be found first.
    pub(crate) fn clippy(&self, tree: &Tree) -> Result<Command, XtaskError> {
        let mut command = match self {
            Self::Host { .. } => cargo::host(),
            Self::Debian { .. } => Command::new(DEBIANS_CLIPPY),
        };
        self.lead(&mut command, &[])?;
        if let Self::Debian { prefix, .. } = self {
            command.env("CARGO", prefix.join("bin").join("cargo"));
        }
        command.arg("clippy").current_dir(&tree.root).env("CARGO_TARGET_DIR", tree.wasm_target());
        Ok(command)
    }

    /// Makes a program use this toolchain; `tools` are folders that come before it on PATH.
    pub(crate) fn lead(&self, command: &mut Command, tools: &[&Path]) -> Result<(), XtaskError> {
        let mut folders = tools.to_vec();
        let bin;
        if let Self::Debian { prefix, linker, .. } = self {
            cargo::forget_callers_toolchain(command);
            bin = prefix.join("bin");
            folders.push(&bin);
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
            // Clippy's driver takes the compiler's place, so it does not see the wrapper's flag.
            command.env("SYSROOT", prefix);
        }
        command.env("PATH", process::path_with(folders)?);
        command.env("CARGO_TERM_COLOR", "never");
        Ok(())
    }

    /// What tells this toolchain from another, so that no one's output is mixed with the other's.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Host { version } => format!("host {version}"),
            Self::Debian { prefix, version, .. } => format!("{} {version}", prefix.display()),
        }
    }

    /// For people.
    pub(crate) fn describe(&self) -> String {
        let (name, version) = match self {
            Self::Host { version } => ("rustc", version),
            Self::Debian { version, .. } => ("Debian's rustc", version),
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
        return Ok(host);
    }
    if let Some(made) = made_before(tree) {
        return Ok(made);
    }
    if rustup_may_install() {
        let mut step = Step::begin(format!("rustup target add {TARGET}"), "20 s");
        let mut add = Command::new("rustup");
        add.args(["target", "add", TARGET]);
        let added = process::run(add, &tree.log("rustup"), &mut step)?;
        step.end(if added.success { "added" } else { "rustup could not" });
        if let Some(host) = host_with_target() {
            return Ok(host);
        }
        if !Debian::is_here() {
            return Err(added.failed("rustup target add"));
        }
    }
    if !Debian::is_here() {
        return Err(XtaskError::Missing { what: WHAT, remedy: REMEDY.to_owned() });
    }
    if PACKAGES_GIVE.iter().any(|file| !Path::new(file).exists()) || linker().is_none() {
        debian.install(tree, WHAT, &PACKAGES, "30 s")?;
    }
    make(tree)
}

/// The machine's own toolchain, when it has the target.
fn host_with_target() -> Option<WasmRust> {
    let folder =
        process::ask(cargo::host_rustc().args(["--print", "target-libdir", "--target", TARGET]))?;
    has_std(Path::new(&folder)).then_some(())?;
    let version = process::ask(cargo::host_rustc().arg("-vV"))?;
    Some(WasmRust::Host { version })
}

/// The one that an earlier run made, if Debian's compiler is still the same.
fn made_before(tree: &Tree) -> Option<WasmRust> {
    let version = process::ask(debians_rustc().arg("-vV"))?;
    let prefix = prefix(tree, &version);
    has_std(&library_folder(&prefix)).then_some(WasmRust::Debian {
        prefix,
        linker: linker()?,
        version,
    })
}

fn rustup_may_install() -> bool {
    env::var_os("RUSTUP_AUTO_INSTALL").is_none_or(|value| value != "0")
        && process::on_path(&["rustup"]).is_some()
}

/// Builds the standard library for wasm32 from Debian's own sources, beside its final place.
fn make(tree: &Tree) -> Result<WasmRust, XtaskError> {
    let version = process::ask(debians_rustc().arg("-vV"))
        .ok_or_else(|| XtaskError::bad_file(DEBIANS_RUSTC, "does not run"))?;
    let linker = linker().ok_or_else(|| XtaskError::Missing {
        what: "wasm-ld",
        remedy: debian::by_hand(&PACKAGES),
    })?;
    let sources = sources(&version)?;
    let prefix = prefix(tree, &version);

    let mut step = Step::begin("building Rust's standard library for wasm32", "1 min");
    let work = prefix.with_extension(format!("new-{}", this_process::id()));
    let crate_folder = work.join("build");
    write(&crate_folder.join("Cargo.toml"), EMPTY_MANIFEST.as_bytes())?;
    write(&crate_folder.join("src/lib.rs"), b"#![no_std]\n")?;
    let output = crate_folder.join("target");
    let mut build = Command::new(DEBIANS_CARGO);
    cargo::forget_callers_toolchain(&mut build);
    build
        .current_dir(&crate_folder)
        .args(["build", "--release", "-Zbuild-std=std,panic_abort,test", "--target", TARGET])
        // For this one step alone: building the standard library is not yet stable.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", DEBIANS_RUSTC)
        // Without bitcode in it, link-time optimisation of the module fails.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("__CARGO_TESTS_ONLY_SRC_ROOT", sources)
        .env("CARGO_TARGET_DIR", &output);
    process::must(build, "building the standard library", &tree.log("wasm-std"), &mut step)?;

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
    Ok(WasmRust::Debian { prefix, linker, version })
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

/// Output of another compiler or standard library is of no use and would be mixed with this one's.
fn drop_output_of_another(tree: &Tree, wasm: &WasmRust) -> Result<(), XtaskError> {
    let folder = tree.wasm_target();
    let mark = folder.join(".toolchain");
    let kept = fs::read_to_string(&mark).ok();
    if kept.as_deref() == Some(wasm.key().as_str()) {
        return Ok(());
    }
    if folder.exists() {
        println!(
            "another wasm toolchain than last time: {} is built anew",
            tree.relative(&folder).display()
        );
        fs::remove_dir_all(&folder).map_err(XtaskError::io("remove", &folder))?;
    }
    write(&mark, wasm.key().as_bytes())
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

fn has_std(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    })
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

/// The target's name.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
const WHAT: &str = "the Rust target wasm32-unknown-unknown";
const REMEDY: &str =
    "Run: rustup target add wasm32-unknown-unknown\n(rustup itself: https://rustup.rs)";
const PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "lld-22"];
/// Files of those packages, quicker to look for than to ask the package manager.
const PACKAGES_GIVE: [&str; 3] = [DEBIANS_RUSTC, DEBIANS_CARGO, DEBIANS_CLIPPY];
const DEBIANS_RUSTC: &str = "/usr/bin/rustc";
const DEBIANS_CARGO: &str = "/usr/bin/cargo";
const DEBIANS_CLIPPY: &str = "/usr/bin/cargo-clippy";
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

    #[test]
    fn debians_toolchain_is_led_by_its_own_wrappers_alone() {
        let wasm = WasmRust::Debian {
            prefix: "/p".into(),
            linker: "/l".into(),
            version: "rustc 1.0.0".into(),
        };
        let mut command = Command::new("cargo");
        wasm.lead(&mut command, &[Path::new("/tools")]).expect("PATH can be joined");
        let set: Vec<_> = command.get_envs().collect();
        let value = |name: &str| set.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
        assert_eq!(value("RUSTUP_TOOLCHAIN"), Some(None), "taken away");
        assert_eq!(value("RUSTFLAGS"), Some(None), "taken away");
        let path = value("PATH").flatten().expect("is set").to_string_lossy().into_owned();
        assert!(path.starts_with("/tools:/p/bin:"), "{path}");
    }
}
