//! The packed package in apps of others (`tests/apps`), built by their bundlers or by none: the
//! page asks, learns, and shows picks, from the files that the app ships. The package's tests build
//! the apps; where they have not run, there is nothing to open here.

use homekept_e2e::{Customer, Program, port_of_its_own, shop, shop_selling};
use homekept_shop::Tweaks;
use serde_json::{Value, json};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_a_build_has_picks() {
    leaves(has_picks("script").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_vite_built_has_picks() {
    leaves(has_picks("vite").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_webpack_built_has_picks() {
    leaves(has_picks("webpack").await).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "one bundler more: `cargo xtask test --long` builds it"]
async fn a_page_that_rollup_built_has_picks() {
    leaves(has_picks("rollup").await).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "one bundler more: `cargo xtask test --long` builds it"]
async fn a_page_that_esbuild_built_has_picks() {
    leaves(has_picks("esbuild").await).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a server of its own: `cargo xtask test --long` runs it"]
async fn a_page_of_vites_development_server_has_picks() {
    is_developed("vite", "vite.config.js", "public", &VITE, "--port").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a server of its own: `cargo xtask test --long` builds and runs it"]
async fn a_page_in_vue_has_picks_while_it_is_developed() {
    is_developed("vue", "dist/index.html", "public", &VITE, "--port").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a server of its own: `cargo xtask test --long` builds and runs it"]
async fn a_page_of_webpacks_development_server_has_picks() {
    let serve = ["node_modules/webpack/bin/webpack.js", "serve", "--mode", "development", "--host"];
    is_developed("webpack-serve", "dist/index.html", ".", &serve, "--port").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a server of its own: `cargo xtask test --long` builds and runs it"]
async fn a_page_of_esbuilds_development_server_has_picks() {
    is_developed("esbuild", "dist/index.html", "dist", &["serve.js"], "PORT").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a server of its own: `cargo xtask test --long` builds and runs it"]
async fn a_page_of_angulars_development_server_has_picks() {
    let serve = ["node_modules/@angular/cli/bin/ng.js", "serve", "--host"];
    is_developed("angular", "dist/index.html", "public", &serve, "--port").await;
}

/// A bundler's own server shows the page as somebody writes it.
async fn is_developed(app: &str, sign: &str, files: &str, program: &[&str], port: &str) {
    let Some(me) = Guest::of(app, sign, files, program, port).await else { return };
    me.visits().await;
    assert_eq!(me.customer.reads(SHOWN).await, json!(["Emma"]), "what the server chose");
    me.likes_gothic().await;
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a server of its own: `cargo xtask test --long` builds and runs it"]
async fn a_page_that_next_renders_is_the_public_order_and_becomes_mine() {
    in_next("start").await;
}

/// React says more of what does not fit when it is developed with.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a server of its own: `cargo xtask test --long` builds and runs it"]
async fn a_page_of_nexts_development_server_is_the_public_order_and_becomes_mine() {
    in_next("dev").await;
}

async fn in_next(command: &str) {
    let next = ["node_modules/next/dist/bin/next", command, "--hostname"];
    let Some(me) = Guest::of("next", ".next/BUILD_ID", "public", &next, "--port").await else {
        return;
    };
    me.visits().await;
    let more =
        "const more = hk.rank({ slot: 'for-you', limit: 3, exclude: first.map(({ id }) => id) })";
    me.sees_the_public_order(more).await;
    me.likes_gothic().await;
    me.customer.waits_until("return all('section h2')[0].textContent === 'Chosen for you'").await;
    assert_eq!(me.customer.reads("return all('section li').length").await, json!(3));
    me.saw_nothing_wrong().await;
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a server of its own: `cargo xtask test --long` builds and runs it"]
async fn a_page_that_sveltekit_renders_is_the_public_order_and_becomes_mine() {
    in_sveltekit("build/client", &[SVELTE], "PORT").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a server of its own: `cargo xtask test --long` builds and runs it"]
async fn a_page_of_sveltekits_development_server_is_the_public_order_and_becomes_mine() {
    let vite = ["node_modules/vite/bin/vite.js", "dev", "--strictPort", "--host"];
    in_sveltekit("static", &vite, "--port").await;
}

async fn in_sveltekit(files: &str, program: &[&str], port: &str) {
    let Some(me) = Guest::of("svelte", SVELTE, files, program, port).await else { return };
    me.visits().await;
    me.sees_the_public_order("const more = []").await;
    me.likes_gothic().await;
    me.saw_nothing_wrong().await;
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_in_react_has_picks() {
    has_picks_in_react("react").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_react_draws_stays_while_i_use_the_page_and_follows_my_own_switch() {
    let Some(me) = newcomer("react").await else { return };
    let list = "return [all('section h2')[0].textContent, ...all('section a').map((a) => a.href)]";
    let before = me.reads(list).await;
    assert_eq!(before[0], json!("Much read"));
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    me.rests().await;
    assert_eq!(me.reads(list).await, before, "it is in view, and the page in use");
    me.visits(PAGE).await;
    let chosen = "return all('section h2')[0].textContent === 'Chosen for you'";
    me.waits_until(chosen).await;
    me.reads("await (await module_()).plain(true)").await;
    let held = "return document.querySelector('[data-held]')?.dataset.held";
    assert_eq!(me.reads(held).await, json!("homekept-picks"), "the page's ref is the element");
    me.waits_until("return all('section h2')[0].textContent === 'Much read'").await;
    assert_eq!(me.reads(list).await, before, "what everybody gets");
    me.reads("await (await module_()).plain(false)").await;
    me.waits_until(chosen).await;
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "an older React: `cargo xtask test --long` builds it"]
async fn a_page_in_react_18_has_picks() {
    has_picks_in_react("react-18").await;
}

/// A customer who opens the page for the first time.
async fn newcomer(app: &str) -> Option<Customer> {
    let files = built(app)?;
    let shop = shop_selling(homekept_e2e::pack().to_vec(), |options| options.assets = files);
    let me = Customer::in_shop(shop).await;
    me.visits(PAGE).await;
    Some(me)
}

async fn leaves(customer: Option<Customer>) {
    if let Some(me) = customer {
        me.leaves().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "one framework more: `cargo xtask test --long` builds it"]
async fn a_page_in_vue_has_picks() {
    leaves(has_picks("vue").await).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "one framework more: `cargo xtask test --long` builds it"]
async fn a_page_in_angular_has_picks() {
    leaves(has_picks("angular").await).await;
}

/// By the element as a component, and by the hook, on a page that a server rendered.
async fn has_picks_in_react(app: &str) {
    let Some(me) = has_picks(app).await else { return };
    let [drawn, reason, mismatch] = [
        "return all('section li').length",
        "return all('section li small')[0].textContent.length > 0",
        "return document.querySelector('[data-mismatch]')?.dataset.mismatch ?? null",
    ];
    me.waits_until("return all('section h2')[0].textContent === 'Chosen for you'").await;
    assert_eq!(me.reads(drawn).await, json!(3), "the hook's picks");
    assert_eq!(me.reads(reason).await, json!(true), "each says why it is there");
    let shown = "const [element] = all('homekept-picks');
        const ids = [...cards(element), ...all('section li')]
            .map((card) => card.querySelector('a').getAttribute('href'));
        return [ids.length, new Set(ids).size]";
    assert_eq!(me.reads(shown).await, json!([7, 7]), "no book stands at two places");
    assert_eq!(me.reads(mismatch).await, json!(null), "React finds what it would have drawn");
    me.leaves().await;
}

/// A customer who has looked around, and has picks of their own; nobody where the app is not built.
async fn has_picks(app: &str) -> Option<Customer> {
    let me = newcomer(app).await?;
    assert_eq!(me.reads(SHOWN).await, json!(["Emma"]), "what the server chose");
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    me.visits(PAGE).await;
    me.waits_until(OWN).await;
    assert!(me.sees().await.contains("Personalised for you"));
    let modules = "return performance.getEntriesByType('resource').map(({ name }) => name)
        .filter((name) => name.includes('.wasm')).length";
    assert_eq!(me.reads(modules).await, json!(1), "the module comes once, and nothing else does");
    Some(me)
}

/// A customer of an app that has a server of its own.
pub(crate) struct Guest {
    pub(crate) customer: Customer,
    pub(crate) origin: String,
    /// Ends with the test.
    _server: Program,
}

impl Guest {
    /// Nobody, where the app is not built: `sign` is not there. The shop's policy and pack are put
    /// into the folder with its `files`; `port` is how the program is told its port, an option that
    /// follows the host or a variable.
    async fn of(app: &str, sign: &str, files: &str, program: &[&str], port: &str) -> Option<Guest> {
        Guest::under(app, sign, files, program, port, |_| ()).await
    }

    /// As `of`, with a policy that `change` changes.
    pub(crate) async fn under(
        app: &str,
        sign: &str,
        files: &str,
        program: &[&str],
        port: &str,
        change: impl FnOnce(&mut Value),
    ) -> Option<Guest> {
        let folder = app_with(app, sign)?;
        let shop = shop(Tweaks::default());
        let mut policy: Value = serde_json::from_str(&shop.policy()).expect("is JSON");
        policy["pack"]["url"] = json!("/shop.hkp");
        change(&mut policy);
        let files = folder.join(files);
        fs::create_dir_all(&files).expect("the folder is made");
        fs::write(files.join("homekept.json"), policy.to_string()).expect("the policy is written");
        fs::write(files.join("shop.hkp"), homekept_e2e::pack()).expect("the pack is written");

        let number = port_of_its_own().to_string();
        let mut node = Command::new("node");
        node.current_dir(&folder).args(program);
        if port.starts_with("--") {
            node.args(["127.0.0.1", port, &number]);
        } else {
            node.env("HOST", "127.0.0.1").env(port, &number);
        }
        node.env("NEXT_TELEMETRY_DISABLED", "1");
        let server = Program::serving(node);
        for tries in 0.. {
            if TcpStream::connect(format!("127.0.0.1:{number}")).is_ok() {
                break;
            }
            assert!(tries < 1_200, "{app}: no server after a minute");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let origin = format!("http://127.0.0.1:{number}");
        Some(Guest { customer: Customer::in_shop(shop).await, origin, _server: server })
    }

    async fn visits(&self) {
        self.customer.browser.driver.goto(&self.origin).await.expect("the page loads");
        self.customer.is_there().await;
    }

    /// The markup that came, what stands there after hydration, and what the module ranks for
    /// nobody are one. `more` says what the page shows besides its first list of four.
    async fn sees_the_public_order(&self, more: &str) {
        let links = "const addresses = (page) => [...page.querySelectorAll('main li > a[href]')]
            .map((link) => link.getAttribute('href'));";
        let came = format!(
            "{links} const text = await (await fetch(location.href)).text();
             return addresses(new DOMParser().parseFromString(text, 'text/html'))"
        );
        let ranked = format!(
            "const hk = await module_(); const first = hk.rank({{ slot: 'for-you', limit: 4 }});
             {more}; return [...first, ...more].map(({{ url }}) => url)"
        );
        let came = self.customer.reads(&came).await;
        assert!(came.as_array().is_some_and(|addresses| addresses.len() >= 4), "{came}");
        assert_eq!(came, self.customer.reads(&ranked).await, "the server ranks as the browser");
        let stands = format!("{links} return addresses(document)");
        assert_eq!(came, self.customer.reads(&stands).await, "what came stands");
        self.saw_nothing_wrong().await;
    }

    /// Allows everything, looks at some books, and comes back: the first list is their own then.
    async fn likes_gothic(&self) {
        let me = &self.customer;
        me.presses("Allow all of these").await;
        me.reads_gothic().await;
        self.visits().await;
        me.waits_until(OWN).await;
        assert!(me.sees().await.contains("Personalised for you"));
    }

    /// Neither a mismatch nor any other error: the page's first script has noted them.
    async fn saw_nothing_wrong(&self) {
        assert_eq!(self.customer.reads("return window.wrongs").await, json!([]));
    }

    async fn leaves(self) {
        self.customer.leaves().await;
    }
}

/// The files that an app ships.
fn built(app: &str) -> Option<PathBuf> {
    app_with(app, "dist/index.html").map(|folder| folder.join("dist"))
}

/// Where an app is, if it has been built: `sign` is there then.
fn app_with(app: &str, sign: &str) -> Option<PathBuf> {
    let folder = env::var_os("HOMEKEPT_APPS").map(|apps| Path::new(&apps).join(app));
    let folder = folder.filter(|folder| folder.join(sign).exists());
    if folder.is_none() {
        #[allow(clippy::print_stdout, reason = "that is how a test says that it was skipped")]
        {
            println!("skipped: {app}: not built, `cargo xtask test --only package` does");
        }
    }
    folder
}

const VITE: [&str; 5] = ["node_modules/vite/bin/vite.js", "--base", "/", "--strictPort", "--host"];
const SVELTE: &str = "build/index.js";
const PAGE: &str = "/assets/index.html";
const SHOWN: &str = "return all('homekept-picks li').map((item) => item.textContent.trim())";
const OWN: &str = "return all('homekept-picks')[0].shadowRoot.querySelectorAll('li').length > 1";
