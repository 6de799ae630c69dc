//! Pages that a bundler made, with the package as a developer has it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder with `html` as its page, its script bundled as `page.js`, and these modules beside it.
pub(crate) fn page(name: &str, html: &str, script: &str, modules: &[&str]) -> PathBuf {
    let www = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www");
    let folder = www.join(format!("../target/demo/e2e-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder can be made");
    fs::write(folder.join("index.html"), html).expect("a file can be written");
    for module in modules {
        fs::copy(www.join("dist").join(module), folder.join(module)).expect("`cargo xtask build`");
    }
    let mut esbuild = Command::new(www.join("node_modules/.bin/esbuild"));
    esbuild.current_dir(&www).args(["--bundle", "--format=esm", "--conditions=development"]);
    esbuild.arg(format!("--outfile={}", folder.join("page.js").display()));
    esbuild.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut esbuild = esbuild.spawn().expect("`cargo xtask setup` brings it");
    let mut input = esbuild.stdin.take().expect("its input is piped");
    input.write_all(script.as_bytes()).expect("it reads");
    drop(input);
    assert!(esbuild.wait().is_ok_and(|ended| ended.success()), "the page is bundled");
    folder
}

/// Where a shop that has such a folder as its assets serves the page.
pub(crate) const PAGE: &str = "/assets/index.html";
