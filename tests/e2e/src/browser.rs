//! One headless browser with an empty profile, driven over W3C WebDriver.

mod chromium;
mod firefox;
mod media;
mod webkit;

pub(crate) use media::Media;

use crate::command::Ask;
use crate::display::Display;
use crate::engine::Engine;
use crate::program::{Folder, Program};
use crate::screen::Screen;
use serde_json::{Value, json};
use std::env;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use thirtyfour::action_chain::ActionChain;
use thirtyfour::{Capabilities, WebDriver};

/// A browser and its driver; both end with it.
#[derive(Debug)]
pub struct Browser {
    /// The session; it ends before its program does.
    pub driver: WebDriver,
    /// What kind of browser it is.
    pub engine: Engine,
    _program: Program,
    /// The screen of one that needs one; it ends after the browser.
    display: Option<Display>,
    folder: Folder,
    /// Whether the pointer is known to be out of the page's way.
    is_aside: AtomicBool,
    /// How much larger the window is than the page in it, as far as is known.
    edges: Mutex<(i64, i64)>,
}

/// What a browser is started with.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// What it asks instead of every server, those on this machine too.
    pub proxy: Option<SocketAddr>,
    /// The folder that outlives it, where it keeps what it stores; not for WebKit, whose automated
    /// sessions store nothing that lasts.
    pub profile: Option<PathBuf>,
}

/// A virtual authenticator, by the name that its driver gave it.
#[derive(Debug)]
pub struct Authenticator(String);

impl Browser {
    /// Starts one of the engine under test.
    pub async fn start() -> Browser {
        Browser::start_with(Setup::default()).await
    }

    /// Starts one that is set up like this. `cargo xtask` names programs other than the system's:
    /// `CHROMEDRIVER` and `CHROME`, `GECKODRIVER` and `FIREFOX`, `WEBKITDRIVER` and `MINIBROWSER`.
    pub async fn start_with(setup: Setup) -> Browser {
        let engine = Engine::under_test();
        let folder = Folder::make();
        let port = free_port();
        let display = (engine == Engine::WebKit).then(Display::start);
        let (mut command, capabilities) = match (engine, &display) {
            (Engine::Chromium, _) => {
                (chromium::driver(port), chromium::capabilities(&setup, &folder))
            }
            (Engine::Firefox, _) => (firefox::driver(port), firefox::capabilities(&setup)),
            (Engine::WebKit, Some(display)) => {
                (webkit::driver(port, display, &folder), webkit::capabilities(&setup))
            }
            (Engine::WebKit, None) => unreachable!("it was given one"),
        };
        folder.holds_all_of(&mut command);
        let program = Program::start(command, Some(&folder));
        let driver = session(&format!("http://127.0.0.1:{port}"), capabilities).await;
        let patience = Duration::from_secs(15);
        driver.set_script_timeout(patience).await.expect("the session takes a timeout");
        let edges = Mutex::default();
        let is_aside = AtomicBool::new(false);
        let browser =
            Browser { driver, engine, _program: program, display, folder, is_aside, edges };
        browser.has_an_ordinary_window().await;
        browser
    }

    /// One that an earlier customer of this process left, or a new one. Where a customer was before
    /// tells this one nothing: each shop has an origin of its own, and its storage with it.
    pub(crate) async fn for_a_customer() -> Browser {
        let left = LEFT.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match left {
            Some(browser) => browser,
            None => Browser::start().await,
        }
    }

    /// Stays for the next customer, as it was found; one that cannot be brought there ends.
    pub(crate) async fn stays_for_the_next(self) {
        match self.is_tidied().await {
            Ok(()) => LEFT.lock().unwrap_or_else(PoisonError::into_inner).push(self),
            Err(_) => self.end().await,
        }
    }

    async fn is_tidied(&self) -> Result<(), thirtyfour::error::WebDriverError> {
        let windows = self.driver.windows().await?;
        let (kept, others) = windows.split_first().expect("a browser has a window");
        for other in others {
            self.driver.switch_to_window(other.clone()).await?;
            self.driver.close_window().await?;
        }
        self.driver.switch_to_window(kept.clone()).await?;
        self.driver.delete_all_cookies().await?;
        self.prefers(Media::default()).await;
        self.has_an_ordinary_window().await;
        self.driver.goto("about:blank").await
    }

    /// Plugs in a virtual authenticator that can tell a secret, where the driver has one.
    pub async fn adds_an_authenticator(&self) -> Option<Authenticator> {
        let ask = Ask::post(
            "/webauthn/authenticator",
            json!({
                "protocol": "ctap2_1",
                "transport": "internal",
                "hasResidentKey": true,
                "hasUserVerification": true,
                "isUserVerified": true,
                "isUserConsenting": true,
                "extensions": ["prf"],
            }),
        );
        let answer = self.driver.cmd(ask).await.ok()?;
        answer.value::<String>().ok().map(Authenticator)
    }

    /// Has whoever is asked by this authenticator be its owner, or somebody else.
    pub async fn verifies(&self, Authenticator(id): &Authenticator, is_owner: bool) {
        let place = format!("/webauthn/authenticator/{id}/uv");
        let ask = Ask::post(place, json!({ "isUserVerified": is_owner }));
        self.driver.cmd(ask).await.expect("the authenticator takes it");
    }

    /// How many passkeys this authenticator has.
    pub async fn passkeys(&self, Authenticator(id): &Authenticator) -> usize {
        let ask = Ask::get(format!("/webauthn/authenticator/{id}/credentials"));
        let answer = self.driver.cmd(ask).await.expect("the authenticator tells");
        answer.value::<Vec<Value>>().expect("a list").len()
    }

    /// Takes this authenticator away, with its passkeys.
    pub async fn loses(&self, Authenticator(id): Authenticator) {
        let ask = Ask::delete(format!("/webauthn/authenticator/{id}"));
        self.driver.cmd(ask).await.expect("the authenticator goes");
    }

    /// Ends at once, in the midst of whatever it does, as when the system runs out of memory. What it
    /// has handed to the system stays.
    pub fn is_killed(self) {
        let Browser { driver, _program: program, .. } = self;
        drop(program);
        let _ = driver.leak();
    }

    /// Ends the session, then the driver.
    pub async fn end(self) {
        let _ = self.driver.clone().quit().await;
    }

    async fn has_an_ordinary_window(&self) {
        match self.engine {
            Engine::Chromium => self.takes_screen_off().await,
            Engine::Firefox => {
                self.may_be_narrow().await;
                self.fits(ORDINARY).await;
            }
            Engine::WebKit => {
                self.fits(ORDINARY).await;
                self.has_the_focus();
            }
        }
    }

    /// On a screen that does not give it by itself.
    pub(crate) fn has_the_focus(&self) {
        if let Some(display) = &self.display {
            display.focuses_the_newest_window();
        }
    }

    /// Notes that the pointer is on its way into the page.
    pub(crate) fn points(&self) {
        self.is_aside.store(false, Ordering::Relaxed);
    }

    /// What the hand does at once: a pointer that arrives, a key that is struck.
    pub(crate) fn hand(&self) -> ActionChain {
        self.driver.action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO))
    }

    /// Moves the pointer out of the page's way. By a detour: a driver that believes it to be there,
    /// since a click on an element does not count as a way, would not move it.
    pub(crate) async fn points_aside(&self) {
        if self.is_aside.swap(true, Ordering::Relaxed) {
            return;
        }
        let deadline = Instant::now() + PATIENCE;
        loop {
            let way = self.hand().move_to(ASIDE.0 + 1, ASIDE.1).move_to(ASIDE.0, ASIDE.1);
            match way.perform().await {
                Ok(()) => return,
                // WebKit refuses it in the midst of a change of pages.
                Err(error) => assert!(Instant::now() < deadline, "the pointer moves: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Shows pages on this screen from now on.
    pub(crate) async fn uses(&self, screen: Screen) {
        match self.engine {
            Engine::Chromium => self.puts_on(screen).await,
            Engine::Firefox | Engine::WebKit => self.fits(screen).await,
        }
    }

    /// Makes the window so large that the page in it has this size.
    async fn fits(&self, screen: Screen) {
        let wanted = (i64::from(screen.width), i64::from(screen.height));
        let edges = *self.edges.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut width, mut height) = (wanted.0 + edges.0, wanted.1 + edges.1);
        let deadline = Instant::now() + PATIENCE;
        loop {
            let size = |side: i64| u32::try_from(side).expect("a window has a size");
            let rect = self.driver.set_window_rect(0, 0, size(width), size(height));
            rect.await.expect("the window has a size");
            // The page learns of its size a while later, and the edges may be others than before.
            let settles = Instant::now() + Duration::from_millis(500);
            let found = loop {
                let found = self.page_size().await;
                if found == wanted || Instant::now() > settles {
                    break found;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            };
            if found == wanted {
                let edges = (width - wanted.0, height - wanted.1);
                *self.edges.lock().unwrap_or_else(PoisonError::into_inner) = edges;
                return;
            }
            assert!(Instant::now() < deadline, "a page of {wanted:?} is {found:?}");
            // A page that has not heard of its window yet says anything; from an impossible size
            // the way leads on from the size that is wanted.
            width = (width + wanted.0 - found.0).max(wanted.0);
            height = (height + wanted.1 - found.1).max(wanted.1);
        }
    }

    async fn page_size(&self) -> (i64, i64) {
        let size = self.driver.execute("return [innerWidth, innerHeight]", vec![]).await;
        size.expect("the script runs").convert().expect("two numbers")
    }

    /// Prefers this from now on, in every page.
    pub(crate) async fn prefers(&self, media: Media) {
        assert!(self.comes_to_prefer(media).await, "the page never learns of {media:?}");
    }

    /// Prefers this from now on, and tells whether pages learn of it.
    pub(crate) async fn comes_to_prefer(&self, media: Media) -> bool {
        match self.engine {
            Engine::Chromium => self.emulates(media).await,
            Engine::Firefox => self.takes_preferences_from(media).await,
            Engine::WebKit => self.takes_settings_from(media),
        }
        let deadline = Instant::now() + Duration::from_secs(5);
        while !self.page_knows(media).await {
            if Instant::now() > deadline {
                return false;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        true
    }

    async fn page_knows(&self, media: Media) -> bool {
        let script = "return arguments[0].every((query) => matchMedia(query).matches)";
        let queries = media.features().map(|(name, value)| format!("({name}: {value})"));
        let known = self.driver.execute(script, vec![json!(queries)]).await;
        known.expect("the script runs").json() == &json!(true)
    }
}

/// Browsers that customers left: the next ones need not wait for a start.
static LEFT: Mutex<Vec<Browser>> = Mutex::new(Vec::new());

/// Only the start is tried again: a driver needs a moment until it listens.
async fn session(address: &str, capabilities: Value) -> WebDriver {
    let Value::Object(capabilities) = capabilities else { unreachable!("they are an object") };
    let capabilities = Capabilities::from(capabilities);
    // A browser outlives the customer that started it; a connection does not: it belongs to one
    // test's runtime, and breaks in the midst of the next one's request.
    let client = reqwest::Client::builder().pool_max_idle_per_host(0).timeout(ANSWER);
    let client = client.build().expect("there is nothing to set up");
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let builder = WebDriver::builder(address, capabilities.clone()).client(client.clone());
        match builder.connect().await {
            Ok(driver) => return driver,
            Err(error) if Instant::now() > deadline => panic!("no browser: {error}"),
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// The program that a variable names, or the system's.
fn program_of(variable: &str, usual: &str) -> Command {
    let mut command = Command::new(env::var(variable).unwrap_or_else(|_| usual.to_owned()));
    command.stdout(Stdio::null());
    command
}

/// A port that nobody listens to now.
#[must_use]
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    listener.local_addr().expect("it has an address").port()
}

/// A place where no page has anything to point at.
const ASIDE: (i64, i64) = (2, 2);
/// What lies outside of it is not painted, which is what takes the time.
const ORDINARY: Screen = Screen { width: 1200, height: 900 };
const PATIENCE: Duration = Duration::from_secs(10);
/// Longer than anything that a driver is asked to wait for.
const ANSWER: Duration = Duration::from_secs(60);
