//! What a customer does and sees.

use crate::browser::{Browser, Setup};
use crate::page::{FIND, REST};
use crate::stored::Stored;
use homekept_shop::{Running, Tweaks};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use thirtyfour::error::WebDriverResult;
use thirtyfour::extensions::query::ElementWaitable;
use thirtyfour::{Key, WebElement};

/// Somebody in the shop, with a fresh browser.
#[derive(Debug)]
pub struct Customer {
    /// The browser.
    pub browser: Browser,
    /// The shop.
    pub shop: Running,
}

impl Customer {
    /// Comes to the shop's door.
    pub async fn new() -> Customer {
        Customer::in_shop(crate::shop(Tweaks::default())).await
    }

    /// Comes to a shop of one's choice.
    pub async fn in_shop(shop: Running) -> Customer {
        Customer { browser: Browser::for_a_customer().await, shop }
    }

    /// Comes to a shop of one's choice with a browser of one's own.
    pub async fn in_shop_with(shop: Running, setup: Setup) -> Customer {
        Customer { browser: Browser::start_with(setup).await, shop }
    }

    /// Comes to the shop, allows everything, and looks at five books of one subject.
    pub async fn who_reads_gothic() -> Customer {
        let me = Customer::new().await;
        me.visits("/").await;
        me.presses("Allow all of these").await;
        me.reads_gothic().await;
        me
    }

    /// Comes to the shop, sees what everybody gets, looks at five books of one subject, and sees picks
    /// of their own at the front page. Gives both.
    pub async fn whose_picks_changed() -> (Customer, Vec<String>, Vec<String>) {
        let me = Customer::new().await;
        me.visits("/").await;
        let public = me.sees_picks().await;
        me.presses("Allow all of these").await;
        me.reads_gothic().await;
        me.visits("/").await;
        me.waits_for_picks().await;
        let mine = me.sees_picks().await;
        assert_ne!(mine, public);
        (me, public, mine)
    }

    /// Looks at five books of one subject: the page at hand tells the module so, which is quicker
    /// than to visit them.
    pub async fn reads_gothic(&self) {
        let record = "for (const book of args) await (await module_()).record('view', book)";
        self.reads_with(record, json!(GOTHIC)).await;
    }

    /// Goes home for good, and takes a browser along that is nobody else's.
    pub async fn leaves_with_the_browser(self) {
        self.browser.end().await;
        self.shop.stop();
    }

    /// Goes home for good.
    pub async fn leaves(self) {
        self.browser.stays_for_the_next().await;
        self.shop.stop();
    }

    /// Opens a page of the shop, and waits until the module is open and the page at rest.
    pub async fn visits(&self, path: &str) {
        self.goes_to(path).await;
        self.is_there().await;
    }

    /// Waits until the module of the page at hand is open and the page at rest.
    pub async fn is_there(&self) {
        self.waits_until("return places().length === 0 || Boolean(await module_())").await;
        self.rests().await;
    }

    /// Opens a page of the shop, whatever becomes of it. Who types an address does not point at
    /// the page.
    pub async fn goes_to(&self, path: &str) {
        self.browser.points_aside().await;
        let address = format!("{}{path}", self.shop.origin());
        self.browser.driver.goto(&address).await.expect("the page loads");
    }

    /// Waits until the page that a link leads to is open and at rest.
    pub async fn arrives_at(&self, path: &str) {
        let arrived = "return location.pathname === args[0] && document.readyState === 'complete'
            && (places().length === 0 || Boolean(await module_()))";
        self.waits_until_with(arrived, json!([path])).await;
        self.rests().await;
    }

    /// Looks at an item, and stays until that is recorded, for one who allows it.
    pub async fn looks_at(&self, item: &str) {
        let before = self.status().await["events"].clone();
        self.goes_to(&format!("/item/{item}")).await;
        let recorded = "return (await module_())?.status().events > args[0]";
        self.waits_until_with(recorded, json!([before])).await;
        self.rests().await;
    }

    /// Lets what is under way come to an end: what was asked for is stored, and the page shows it.
    /// A page that is being left cannot tell; its successor can.
    pub async fn rests(&self) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.tries_to_read(REST, json!([])).await {
                Ok(answer) if answer["left"].is_null() => return,
                answer => assert!(Instant::now() < deadline, "the page never rests: {answer:?}"),
            }
        }
    }

    /// Presses what is called `name`, in the page or in any element's shadow.
    pub async fn presses(&self, name: &str) {
        let find = "return named(args[0])[0]";
        self.waits_until_with(&format!("{find} !== undefined"), json!([name])).await;
        let element = self.finds(find, json!([name])).await;
        self.presses_element(&element).await;
    }

    /// Presses an element.
    pub async fn presses_element(&self, element: &WebElement) {
        element.scroll_into_view().await.expect("it can be brought into view");
        element.wait_until().clickable().await.expect("it can be pressed");
        self.browser.points();
        element.click().await.expect("it is pressed");
        self.rests().await;
    }

    /// Turns the picked card at this place over, or back.
    pub async fn presses_card(&self, place: usize) {
        let card =
            self.finds("return all('.homekept-tools > .open')[args[0]]", json!([place])).await;
        self.presses_element(&card).await;
    }

    /// Moves the pointer onto what `script` names, and leaves it there.
    pub async fn points_at(&self, script: &str) {
        let element = self.finds(&format!("return {script}"), json!([])).await;
        self.browser.points();
        let way = self.browser.hand().move_to_element_center(&element);
        way.perform().await.expect("the pointer moves");
    }

    /// Strikes a key, and waits for what comes of it.
    pub async fn strikes(&self, key: Key) {
        self.types(key, 1).await;
        self.rests().await;
    }

    /// Presses a key as often as said.
    pub async fn types(&self, key: Key, times: usize) {
        for _ in 0..times {
            let keys = self.browser.hand().send_keys(key.clone());
            keys.perform().await.expect("the key is pressed");
        }
    }

    /// The element that `script` returns.
    pub async fn finds(&self, script: &str, arguments: Value) -> WebElement {
        let script = format!("const args = arguments[0]; {FIND} {script}");
        let found = self.browser.driver.execute(script, vec![arguments]).await;
        found.expect("the script runs").element().expect("there is such an element")
    }

    /// What an asynchronous `script` returns.
    pub async fn reads(&self, script: &str) -> Value {
        self.reads_with(script, json!([])).await
    }

    /// What an asynchronous `script` returns, given `args`.
    pub async fn reads_with(&self, script: &str, args: Value) -> Value {
        let answer = self.tries_to_read(script, args).await.expect("the script runs");
        assert!(answer["left"].is_null(), "the page was left meanwhile: {script}");
        assert!(answer["error"].is_null(), "{}: {script}", answer["error"]);
        answer["value"].clone()
    }

    /// What an asynchronous `script` returns or throws, on a page that may be left meanwhile. A
    /// page that goes into the back-forward cache takes its scripts along, so it says goodbye.
    async fn tries_to_read(&self, script: &str, args: Value) -> WebDriverResult<Value> {
        let script = format!(
            "const [args, done] = arguments; {FIND}
             addEventListener('pagehide', () => done({{ left: true }}), {{ once: true }});
             (async () => {{ {script} }})().then(
               (value) => done({{ value: value ?? null }}),
               (error) => done({{ error: String(error?.code ?? error) }}));"
        );
        Ok(self.browser.driver.execute_async(script, vec![args]).await?.json().clone())
    }

    /// Waits until the page has fetched ahead what it wants to: Firefox keeps none in its
    /// back-forward cache that has requests under way.
    pub async fn waits_until_the_page_asks_for_nothing(&self) {
        let mut asked = usize::MAX;
        while asked != self.shop.requests().len() {
            asked = self.shop.requests().len();
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Waits until `script` returns true.
    pub async fn waits_until(&self, script: &str) {
        self.waits_until_with(script, json!([])).await;
    }

    /// Waits until `script`, given `args`, returns true.
    pub async fn waits_until_with(&self, script: &str, args: Value) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            // A page that is being left is not yet the one that is waited for.
            let answer = self.tries_to_read(script, args.clone()).await;
            if let Ok(answer) = &answer {
                assert!(answer["error"].is_null(), "{}: {script}", answer["error"]);
                if answer["value"] == json!(true) {
                    return;
                }
            }
            if Instant::now() >= deadline {
                let there = self.tries_to_read(&what_is_there(), json!([])).await;
                panic!("waited in vain for: {script} {args}: {answer:?}; there is: {there:?}");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until the page's first block shows picks of its own.
    pub async fn waits_for_picks(&self) {
        let shown = "return Boolean(all('homekept-picks')[0]?.shadowRoot?.querySelector('.cards'))";
        self.waits_until(shown).await;
    }

    /// Waits until the first block shows picks of the customer's own.
    pub async fn waits_for_my_picks(&self) {
        let shown = "return all('homekept-picks')[0].shadowRoot.querySelector('.cards') !== null";
        self.waits_until(shown).await;
    }

    /// The addresses of the cards in the first block of picks, as they are shown.
    pub async fn sees_picks(&self) -> Vec<String> {
        let script = "return cards(all('homekept-picks')[0])
            .map((card) => card.querySelector('a').getAttribute('href'))";
        texts(&self.reads(script).await)
    }

    /// The reasons on those cards.
    pub async fn sees_reasons(&self) -> Vec<String> {
        let script = "return cards(all('homekept-picks')[0])
            .map((card) => card.querySelector('.card-reason').textContent.trim())";
        texts(&self.reads(script).await)
    }

    /// The text of everything that is shown, shadows included.
    pub async fn sees(&self) -> String {
        let script = format!("return {SHOWN}");
        self.reads(&script).await.as_str().unwrap_or_default().to_owned()
    }

    /// Everything that this browser stores for the shop.
    pub async fn stores(&self) -> Stored {
        Stored::from_json(&self.reads(crate::stored::READ).await)
    }

    /// The status, as the module tells it to the page.
    pub async fn status(&self) -> Value {
        self.reads("return (await module_()).status()").await
    }
}

/// The texts in a list.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    let texts = value.as_array().into_iter().flatten();
    texts.map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
}

const GOTHIC: [&str; 5] = ["frankenstein", "dracula", "castle-of-otranto", "carmilla", "monk"];
const PATIENCE: Duration = Duration::from_secs(40);

/// The text of everything that is shown, shadows included.
const SHOWN: &str =
    "[document.body, ...all('homekept-consent, homekept-preferences, homekept-picks')
        .flatMap((element) => [...element.shadowRoot.children])].map((e) => e.innerText).join('\\n')";

/// What a test that waited in vain tells of the page.
fn what_is_there() -> String {
    format!(
        "return {{ at: location.href, focus: nameOf(focused()), sees: {SHOWN},
            status: (await module_()).status() }}"
    )
}
