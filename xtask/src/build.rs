//! Building what is shipped: the wasm module, its glue and types, and the npm package around it.

mod lent;
mod names;
mod packer;
mod spare;
mod texts;

use crate::dist::BESIDE;
use crate::error::XtaskError;
use crate::process;
use crate::progress::{Step, seconds};
use crate::setup::{Tools, WASM_TARGET};
use crate::stamp::{Stamp, write};
use crate::tree::Tree;
use std::fs;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Instant;

/// Builds module and package; steps whose inputs did not change are skipped.
pub(crate) fn run(tree: &Tree, tools: &Tools) -> Result<(), XtaskError> {
    run_beside(tree, tools, || ())
}

/// The same, and `other` work that needs none of it, until the packer is there.
pub(crate) fn run_beside(
    tree: &Tree,
    tools: &Tools,
    other: impl FnOnce(),
) -> Result<(), XtaskError> {
    let begin = Instant::now();
    // The standard library before a module and the linking of the packer keep one processor busy.
    let (modules, packer) = thread::scope(|scope| {
        let packer = scope.spawn(|| packer::optimise(tree, packer::compile(tree, tools)?));
        let modules: Result<_, XtaskError> = MODULES.iter().try_fold(false, |changed, module| {
            let compiled = compile(tree, tools, module)?;
            Ok(bind(tree, tools, module, &compiled)? || changed)
        });
        other();
        (modules, packer.join().unwrap_or_else(|panic| resume_unwind(panic)))
    });
    let mut changed = modules?;
    changed |= packer?;
    changed |= package(tree)?;
    changed |= dress_demo(tree)?;
    if !changed {
        println!("build: nothing changed, {}", seconds(begin.elapsed()));
    }
    Ok(())
}

/// Builds the module that makes reports for two servers.
pub(crate) fn for_two_servers(tree: &Tree, tools: &Tools) -> Result<(), XtaskError> {
    let compiled = compile(tree, tools, &TWO_SERVERS)?;
    bind(tree, tools, &TWO_SERVERS, &compiled).map(|_| ())
}

/// A module as the compiler leaves it.
fn compile(tree: &Tree, tools: &Tools, module: &Module) -> Result<PathBuf, XtaskError> {
    let mut step = Step::begin(module.compiling, "2 min at first, 15 s later");
    let compiled = compile_package(tree, tools, module.package, module.quick, &mut step)?;
    step.end("compiled");
    Ok(compiled)
}

/// A module of the workspace, compiled as what is shipped is: as small as can be, but for the packages
/// that are to be `quick`.
fn compile_package(
    tree: &Tree,
    tools: &Tools,
    package: &str,
    quick: &[&str],
    step: &mut Step,
) -> Result<PathBuf, XtaskError> {
    let mut cargo = tools.wasm.shipping_cargo(tree)?;
    // One crate type alone: with the rlib beside it, cargo turns link-time optimisation off.
    cargo.args(["rustc", "--package", package, "--lib", "--crate-type", "cdylib"]);
    cargo.args(["--profile", PROFILE, "--target", WASM_TARGET]);
    // Not by a profile of its own: the standard library, which stays small, would be another one.
    for package in quick {
        cargo.arg("--config").arg(format!("profile.{PROFILE}.package.{package}.opt-level=3"));
    }
    cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
    // A folder for each: cargo would build what they share anew each time, for their features.
    let target = tree.shipped_target().join(package);
    if package != LENDER {
        lent::lend(&tree.shipped_target().join(LENDER), &target)?;
    }
    cargo.env("CARGO_TARGET_DIR", &target);
    process::must(cargo, "compiling the module", &tree.log("compile"), step)?;
    let file = format!("{}.wasm", package.replace('-', "_"));
    Ok(target.join(WASM_TARGET).join(PROFILE).join(file))
}

/// Glue, types and the optimised module, in `www/src/wasm`. Returns whether there was work to do.
fn bind(tree: &Tree, tools: &Tools, module: &Module, compiled: &Path) -> Result<bool, XtaskError> {
    let Module { name, imported, .. } = module;
    let out = tree.www().join("src/wasm");
    let bound = BOUND.map(|end| format!("{name}{end}"));
    let outputs: Vec<PathBuf> = bound
        .iter()
        .map(String::as_str)
        .chain(imported.iter().copied())
        .map(|name| out.join(name))
        .collect();
    let words: Vec<&str> = [tools.bindgen_version.as_str()]
        .into_iter()
        .chain(BINDGEN_FLAGS.iter().copied())
        .chain(OPTIMISER_FLAGS.iter().chain(&FEATURES).copied())
        .collect();
    let lock = tree.www().join("package-lock.json");
    let stamp = Stamp::of(
        tree.scratch().join(format!("bind-{name}.stamp")),
        &words,
        &[compiled.to_owned(), lock],
    )?;
    if stamp.holds(&outputs) {
        return Ok(false);
    }

    let mut step = Step::begin(module.binding, "10 s");
    let work = tree.scratch().join("bind");
    glue(tree, tools, compiled, name, &work, &mut step)?;
    let bytes = work.join(format!("{name}_bg.wasm"));
    let short = work.join("short.wasm");
    shorten(&bytes, &short, &work.join(format!("{name}.js")))?;
    optimise(tree, &short, &bytes, &mut step)?;

    for name in bound {
        replace(&work.join(&name), &out.join(&name))?;
    }
    for name in *imported {
        replace(&tree.root.join("src/browser").join(name), &out.join(name))?;
    }
    stamp.set()?;
    step.end("done");
    Ok(true)
}

/// What is timed alone, with its glue as `homekept` in a folder: compiled as what is shipped is, but
/// for the packages that are to be `quick`.
pub(crate) fn stopwatch(
    tree: &Tree,
    tools: &Tools,
    quick: &[&str],
    folder: &Path,
    step: &mut Step,
) -> Result<(), XtaskError> {
    let compiled = compile_package(tree, tools, "homekept-stopwatch", quick, step)?;
    glue(tree, tools, &compiled, "homekept", folder, step)?;
    let module = folder.join("homekept_bg.wasm");
    optimise(tree, &module, &module, step)
}

/// Glue and types for a compiled module, by a name, in a folder.
fn glue(
    tree: &Tree,
    tools: &Tools,
    compiled: &Path,
    name: &str,
    folder: &Path,
    step: &mut Step,
) -> Result<(), XtaskError> {
    let mut bindgen = Command::new(tools.bindgen.join("wasm-bindgen"));
    bindgen.args(BINDGEN_FLAGS).args(["--out-name", name, "--out-dir"]);
    bindgen.arg(folder).arg(compiled);
    process::must(bindgen, "wasm-bindgen", &tree.log("wasm-bindgen"), step).map(|_| ())
}

/// Writes a module as it is shipped.
fn optimise(tree: &Tree, from: &Path, to: &Path, step: &mut Step) -> Result<(), XtaskError> {
    optimise_by(&OPTIMISER_FLAGS, tree, from, to, step)
}

/// The same by other passes.
fn optimise_by(
    passes: &[&str],
    tree: &Tree,
    from: &Path,
    to: &Path,
    step: &mut Step,
) -> Result<(), XtaskError> {
    let mut optimiser = Command::new(tree.www().join("node_modules/.bin/wasm-opt"));
    optimiser.args(passes).args(FEATURES).arg(from).arg("-o").arg(to);
    process::must(optimiser, "wasm-opt", &tree.log("wasm-opt"), step).map(|_| ())
}

/// Writes the module as `short`, with short names between it and its glue.
fn shorten(module: &Path, short: &Path, glue: &Path) -> Result<(), XtaskError> {
    let bytes = fs::read(module).map_err(XtaskError::io("read", module))?;
    let text = fs::read_to_string(glue).map_err(XtaskError::io("read", glue))?;
    let text = spare::spared(&texts::encoded_at_once(&beside(&text)));
    let (bytes, text) = names::shorten(&bytes, &text)
        .ok_or_else(|| XtaskError::bad_file(module, "wasm-bindgen's output is no module"))?;
    write(short, &bytes)?;
    write(glue, text.as_bytes())
}

/// The glue with what it imports beside it: wasm-bindgen puts the module's own scripts into folders
/// with names that change.
fn beside(glue: &str) -> String {
    let mut beside = glue.to_owned();
    for path in glue.split(['\'', '"']).filter(|part| part.starts_with("./snippets/")) {
        let name = path.rsplit('/').next().unwrap_or_default();
        beside = beside.replace(path, &format!("./{name}"));
    }
    beside
}

/// The npm package in `www/dist`, by its own script. Returns whether there was work to do.
fn package(tree: &Tree) -> Result<bool, XtaskError> {
    let www = tree.www();
    let inputs = [
        "src",
        "scripts",
        "package.json",
        "package-lock.json",
        "tsconfig.json",
        "tsconfig.build.json",
    ]
    .map(|name| www.join(name));
    let stamp = Stamp::of(tree.scratch().join("package.stamp"), &[], &inputs)?;
    let scripts = ["index.js", "index.d.ts", "elements-define.js", "explain.wasm", "packer.wasm"];
    let outputs: Vec<PathBuf> =
        scripts.iter().chain(&BESIDE).map(|name| www.join("dist").join(name)).collect();
    if stamp.holds(&outputs) {
        return Ok(false);
    }
    let mut step = Step::begin("building the npm package", "5 s");
    let mut npm = Command::new("npm");
    npm.current_dir(&www).args(["run", "--silent", "build"]);
    process::must(npm, "npm run build", &tree.log("npm-build"), &mut step)?;
    stamp.set()?;
    step.end("built");
    Ok(true)
}

/// The demo shop's script, style sheet and pictures, by the demo's own script.
fn dress_demo(tree: &Tree) -> Result<bool, XtaskError> {
    let www = tree.www();
    let inputs = ["src", "demo", "package-lock.json"].map(|name| www.join(name));
    let stamp = Stamp::of(tree.scratch().join("demo.stamp"), &[], &inputs)?;
    let assets = tree.root.join("target/demo/assets");
    if stamp.holds(&["shop.js", "shop.css", "homekept.wasm"].map(|name| assets.join(name))) {
        return Ok(false);
    }
    let mut step = Step::begin("bundling the demo's script and styles", "2 s");
    let mut node = Command::new("node");
    node.current_dir(&www).arg("demo/build.mjs");
    process::must(node, "node demo/build.mjs", &tree.log("demo-assets"), &mut step)?;
    stamp.set()?;
    step.end("bundled");
    Ok(true)
}

/// Copies a file unless the same bytes are there: an untouched file starts no other tool's work.
fn replace(from: &Path, to: &Path) -> Result<(), XtaskError> {
    let bytes = fs::read(from).map_err(XtaskError::io("read", from))?;
    if fs::read(to).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    write(to, &bytes)
}

/// The cargo profile of the modules.
const PROFILE: &str = "wasm";

/// A module that is shipped.
struct Module {
    package: &'static str,
    /// The packages that are compiled for speed, where it is worth their bytes.
    quick: &'static [&'static str],
    /// That of its files.
    name: &'static str,
    /// Its own scripts that it imports.
    imported: &'static [&'static str],
    compiling: &'static str,
    binding: &'static str,
}

/// The module that everybody loads, the one that answers a site's questions, the one that takes in
/// what another browser kept, the one that tells developers every number, the one that joins the parts
/// of a large shop, and the one that makes and opens a vault's lock.
const MODULES: [Module; 6] = [
    Module {
        package: "homekept",
        quick: &[],
        name: "homekept",
        imported: &["indexed_db.js", "views.js", "web_crypto.js"],
        compiling: "compiling the module for wasm32",
        binding: "binding and optimising the module",
    },
    Module {
        package: "homekept-signals",
        quick: &[],
        name: "signals",
        imported: &[],
        compiling: "compiling the module for signals",
        binding: "binding and optimising that",
    },
    Module {
        package: "homekept-transfer",
        quick: &[],
        name: "transfer",
        imported: &[],
        compiling: "compiling the module for what comes from elsewhere",
        binding: "binding and optimising that",
    },
    Module {
        package: "homekept-explain",
        quick: &[],
        name: "explain",
        imported: &[],
        compiling: "compiling the module for developers",
        binding: "binding and optimising that",
    },
    Module {
        package: "homekept-graft",
        // It runs while the page waits: half the time, for a third of a kilobyte.
        quick: &["homekept-rooms", "homekept-graft"],
        name: "graft",
        imported: &[],
        compiling: "compiling the module for large shops",
        binding: "binding and optimising that",
    },
    Module {
        package: "homekept-lock",
        // A passphrase is stretched as far as the time that somebody waits allows.
        quick: &["argon2", "blake2", "homekept-lock"],
        name: "lock",
        imported: &[],
        compiling: "compiling the module for locks",
        binding: "binding and optimising that",
    },
];

/// The one that splits an answer for two servers. No page loads it yet, so only what tries it builds it.
const TWO_SERVERS: Module = Module {
    package: "homekept-dap09",
    quick: &[],
    name: "dap09",
    imported: &[],
    compiling: "compiling the module for two servers",
    binding: "binding and optimising that",
};

/// Who lends what it compiled to the others: the standard library, and the macros.
const LENDER: &str = "homekept";

/// How the names of a bound module's files end.
const BOUND: [&str; 4] = [".js", ".d.ts", "_bg.wasm", "_bg.wasm.d.ts"];
/// The facade says where the module is, so the glue carries no address of its own.
const BINDGEN_FLAGS: [&str; 4] = [
    "--target=web",
    "--encode-into=always",
    "--omit-default-module-path",
    "--remove-producers-section",
];
/// The features that the compiler uses; with more, browsers of today refuse the output.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-multivalue",
];
/// Each pass was kept for what it saves after brotli. The first kilobyte of memory is the far end of
/// the stack, so nothing is addressed there. Functions of like names are alike, and brotli likes them
/// side by side: the names are there until then. The list of target features was for the binding alone.
const OPTIMISER_FLAGS: [&str; 17] = [
    "--rse",
    "--simplify-locals-notee",
    "--dae-optimizing",
    "--local-cse",
    "--flatten",
    "--rereloop",
    "--simplify-locals-nostructure",
    "--gufa",
    "-Os",
    "-Os",
    "--converge",
    "--always-inline-max-function-size=4",
    "--reorder-locals",
    "--reorder-functions-by-name",
    "--low-memory-unused",
    "--strip-debug",
    "--strip-target-features",
];
