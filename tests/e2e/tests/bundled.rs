//! Pages that a bundler made, with the package as a developer has it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder with a page of picks and the question, its script bundled as `page.js`, and these
/// modules beside it. The script has `opened` from its `open`, given to the elements.
pub(crate) fn page(name: &str, open: &str, more: &str, modules: &[&str]) -> PathBuf {
    let www = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www");
    let folder = www.join(format!("../target/demo/e2e-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder can be made");
    fs::write(folder.join("index.html"), HTML).expect("a file can be written");
    for module in modules {
        fs::copy(www.join("dist").join(module), folder.join(module)).expect("`cargo xtask build`");
    }
    let mut esbuild = Command::new(www.join("node_modules/.bin/esbuild"));
    esbuild.current_dir(&www).args(["--bundle", "--format=esm", "--conditions=development"]);
    esbuild.arg(format!("--outfile={}", folder.join("page.js").display()));
    esbuild.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut esbuild = esbuild.spawn().expect("`cargo xtask setup` brings it");
    let mut input = esbuild.stdin.take().expect("its input is piped");
    write!(input, "{open}\n{SCRIPT}\n{more}").expect("it reads");
    drop(input);
    assert!(esbuild.wait().is_ok_and(|ended| ended.success()), "the page is bundled");
    folder
}

/// Where a shop that has such a folder as its assets serves the page.
pub(crate) const PAGE: &str = "/assets/index.html";

const HTML: &str = r#"<!doctype html>
<html lang="en">
  <title>A page of a developer's</title>
  <script type="module" src="page.js"></script>
  <homekept-picks kind="for-you" limit="4">
    <ul><li>Emma</li><li>Persuasion</li><li>Lord Jim</li><li>Typhoon</li></ul>
    <template><li><a data-bind-href data-bind="title"></a> <i data-bind="reason"></i></li></template>
  </homekept-picks>
  <homekept-consent></homekept-consent>
</html>
"#;

const SCRIPT: &str = r#"
import "homekept/elements/define";

const opened = open({ policy: "/homekept.json" });
for (const element of document.querySelectorAll("homekept-picks, homekept-consent")) {
  element.homekept = opened;
}
"#;
