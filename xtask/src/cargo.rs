//! Calling cargo: the one that started us for this machine, another one for wasm where needed.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// The cargo of this machine, as it called us.
pub(crate) fn host() -> Command {
    let mut command = Command::new(host_program());
    strip_own_marks(&mut command);
    command.env("CARGO_TERM_COLOR", "never");
    command
}

/// `cargo test` of all packages, for every step that compiles for this machine. A library gets the
/// features that the chosen packages want of it together: with another choice most of them, which are
/// minutes, would be compiled anew.
pub(crate) fn test_all(long: bool) -> Command {
    let mut command = host();
    command.args(["test", "--workspace"]);
    command.args(beside_opendp(long));
    command
}

/// A test program by itself, as cargo would run it.
pub(crate) fn test_program(executable: &Path, folder: &Path) -> Command {
    let mut command = Command::new(executable);
    strip_own_marks(&mut command);
    command.current_dir(folder).env("CARGO_MANIFEST_DIR", folder);
    command
}

/// OpenDP is a minute of compiling, for what only a change of the noise could break.
pub(crate) fn beside_opendp(long: bool) -> &'static [&'static str] {
    if long { &[] } else { &["--exclude", "homekept-opendp"] }
}

/// The `rustc` that [`host`] compiles with.
pub(crate) fn host_rustc() -> Command {
    Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

/// Takes away all that a cargo or rustup above us says to its children, which would steer another
/// toolchain: its own path, its flags, its choice of toolchain, its libraries.
pub(crate) fn forget_callers_toolchain(command: &mut Command) {
    strip_own_marks(command);
    for name in [
        "CARGO",
        "CARGO_BUILD_TARGET",
        "CARGO_ENCODED_RUSTFLAGS",
        "LD_LIBRARY_PATH",
        "RUSTC",
        "RUSTC_WORKSPACE_WRAPPER",
        "RUSTDOC",
        "RUSTDOCFLAGS",
        "RUSTFLAGS",
        "RUSTUP_TOOLCHAIN",
        "RUST_RECURSION_COUNT",
    ] {
        command.env_remove(name);
    }
}

fn host_program() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// `cargo run` describes xtask's own package in the environment; a test of another package that
/// reads such a variable at run time must not find ours.
fn strip_own_marks(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_")
            || text == "CARGO_BIN_NAME"
        {
            command.env_remove(&name);
        }
    }
}
