//! Pictures of every state, look and screen, for people to look at.

use crate::build;
use crate::cargo;
use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::setup::{self, Engine, Need};
use crate::tree::Tree;
use std::process::Command;

/// How `cargo xtask gallery` was called.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct GalleryOptions {
    /// Of the browsers.
    pub(crate) engine: Engine,
    /// The languages, by their tags.
    pub(crate) languages: Vec<String>,
    /// Words that the paths of wanted pictures have; without any, all pictures are.
    pub(crate) words: Vec<String>,
}

impl Default for GalleryOptions {
    fn default() -> Self {
        GalleryOptions { engine: Engine::Chromium, languages: Vec::new(), words: Vec::new() }
    }
}

/// Builds the shop, and has a customer go through it with a camera.
pub(crate) fn run(tree: &Tree, options: &GalleryOptions) -> Result<(), XtaskError> {
    let tools = setup::run(tree, Need::EVERYTHING)?;
    build::run(tree, &tools)?;
    let mut step = Step::begin("building the camera", "1 min the first time");
    let mut build = cargo::host();
    build.current_dir(&tree.root);
    build.args(["build", "--package", "homekept-e2e", "--example", "gallery"]);
    process::must(build, "building the camera", &tree.log("gallery"), &mut step)?;
    step.end("built");
    let mut camera = Command::new(tree.target.join("debug/examples/gallery"));
    camera.current_dir(&tree.root).args(&options.words);
    let languages =
        if options.languages.is_empty() { LANGUAGES } else { &options.languages.join(",") };
    camera.env("HOMEKEPT_LANGUAGES", languages);
    tools.lead(options.engine, &mut camera)?;
    let status = camera
        .status()
        .map_err(|source| XtaskError::NotStarted { program: "gallery".to_owned(), source })?;
    if status.success() {
        Ok(())
    } else {
        Err(XtaskError::Stopped { program: "the camera", status: status.to_string() })
    }
}

/// Long words, dense letters, and letters that run the other way.
const LANGUAGES: &str = "en,de,zh-Hans,ar";
