//! The demo shop: its pack made by the packer's code, its server run until the person ends it.

use crate::build;
use crate::cargo;
use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::setup::{self, Need};
use crate::tree::Tree;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{self, PathBuf};
use std::process::Command;

/// How `cargo xtask demo` was called.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DemoOptions {
    /// The person's own feed instead of the demo's books.
    pub(crate) catalogue: Option<PathBuf>,
    /// Visits to that feed's items.
    pub(crate) sessions: Option<PathBuf>,
    /// A folder with pictures of them.
    pub(crate) images: Option<PathBuf>,
    /// Whether profiles are kept in a frame of another origin (docs/vault-frame.md).
    pub(crate) vault_in_frame: bool,
    /// The port on 127.0.0.1.
    pub(crate) port: u16,
}

impl Default for DemoOptions {
    fn default() -> Self {
        Self { catalogue: None, sessions: None, images: None, vault_in_frame: false, port: 8787 }
    }
}

/// Sets up, builds, and runs the shop until it is ended.
pub(crate) fn run(tree: &Tree, options: &DemoOptions) -> Result<(), XtaskError> {
    // Before minutes of work, not after them.
    make_sure_of_port(options.port)?;
    for file in [&options.catalogue, &options.sessions, &options.images].into_iter().flatten() {
        fs::metadata(file).map_err(XtaskError::io("find", file))?;
    }
    let tools = setup::run(tree, Need::BUILD)?;
    build::run(tree, &tools)?;
    let mut shop = shop(tree)?;
    shop.args(["--port", &options.port.to_string()]);
    for (flag, file) in [
        ("--catalogue", &options.catalogue),
        ("--sessions", &options.sessions),
        ("--images", &options.images),
    ] {
        if let Some(file) = file {
            // The shop runs at the root; the person may be elsewhere.
            let file = path::absolute(file).map_err(XtaskError::io("find", file))?;
            shop.arg(flag).arg(file);
        }
    }
    if options.vault_in_frame {
        // A frame sends no signals, so nobody collects them.
        shop.arg("--vault-in-frame");
    } else if options.catalogue.is_none() {
        // Its questions are about the demo's own shelves.
        shop.arg("--collector").arg(tree.root.join("target/demo/collector.db"));
    }
    println!("the demo shop packs its catalogue and then prints its address; Ctrl-C ends it");
    // It speaks for itself from here on, and Ctrl-C reaches it as it reaches us.
    let status = shop
        .status()
        .map_err(|source| XtaskError::NotStarted { program: "shop".to_owned(), source })?;
    if status.success() {
        Ok(())
    } else {
        Err(XtaskError::Stopped { program: "the demo shop", status: status.to_string() })
    }
}

/// Makes the pack of the demo's own catalogue, to be weighed, by a shop that is compiled already or is
/// compiled for it.
pub(crate) fn pack(tree: &Tree, is_compiled: bool) -> Result<(), XtaskError> {
    let mut shop = if is_compiled { compiled_shop(tree) } else { shop(tree)? };
    shop.arg("--pack-only").arg(tree.weighed_pack());
    let mut step = Step::begin("packing the demo's catalogue", "1 s");
    process::must(shop, "packing the demo's catalogue", &tree.log("demo-pack"), &mut step)?;
    step.end("packed");
    Ok(())
}

/// The shop's program, built.
fn shop(tree: &Tree) -> Result<Command, XtaskError> {
    let mut step = Step::begin("building the demo shop", "5 s, 1 min the first time");
    let mut build = cargo::host();
    build.current_dir(&tree.root).args(["build", "--package", "homekept-shop", "--bin", "shop"]);
    process::must(build, "building the demo shop", &tree.log("shop"), &mut step)?;
    step.end("built");
    Ok(compiled_shop(tree))
}

fn compiled_shop(tree: &Tree) -> Command {
    let mut shop = Command::new(tree.target.join("debug").join("shop"));
    shop.current_dir(&tree.root);
    shop
}

fn make_sure_of_port(port: u16) -> Result<(), XtaskError> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => Ok(()),
        Err(_) => Err(XtaskError::PortTaken { port, remedy: "name another one with --port" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_an_error_that_names_the_way_out() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("some port is free");
        let port = taken.local_addr().expect("it listens").port();
        let error = make_sure_of_port(port).expect_err("it is taken");
        assert_eq!(error.code(), "port-taken");
        assert!(error.to_string().contains("--port"), "{error}");
        drop(taken);
        make_sure_of_port(port).expect("it is free again");
    }
}
