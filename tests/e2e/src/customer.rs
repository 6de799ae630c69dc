//! What a customer does and sees.

use crate::browser::Browser;
use crate::page::FIND;
use crate::stored::Stored;
use homekept_shop::{Running, Tweaks};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
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
        Customer { browser: Browser::start().await, shop }
    }

    /// Goes home for good.
    pub async fn leaves(self) {
        self.browser.end().await;
        self.shop.stop();
    }

    /// Opens a page of the shop, and waits until the module is open and the page at rest.
    pub async fn visits(&self, path: &str) {
        self.goes_to(path).await;
        self.waits_until("return places().length === 0 || Boolean(await module_())").await;
        self.rests().await;
    }

    /// Opens a page of the shop, whatever becomes of it.
    pub async fn goes_to(&self, path: &str) {
        let address = format!("{}{path}", self.shop.origin());
        self.browser.driver.goto(&address).await.expect("the page loads");
    }

    /// Looks at an item, and stays until that is recorded, for one who allows it.
    pub async fn looks_at(&self, item: &str) {
        let before = self.status().await["events"].clone();
        self.goes_to(&format!("/item/{item}")).await;
        let recorded = "return (await module_())?.status().events > args[0]";
        self.waits_until_with(recorded, json!([before])).await;
        self.rests().await;
    }

    /// Lets what is under way come to an end: forgetting what was never there
    /// has to wait until everything asked for earlier is stored.
    pub async fn rests(&self) {
        tokio::time::sleep(REST).await;
        self.reads("try { await (await module_())?.forget({ item: '-' }) } catch {}").await;
        tokio::time::sleep(REST).await;
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
        element.click().await.expect("it is pressed");
        self.rests().await;
    }

    /// Presses a key as often as said.
    pub async fn types(&self, key: Key, times: usize) {
        for _ in 0..times {
            let keys = self.browser.driver.action_chain().send_keys(key.clone());
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
        let script = format!(
            "const [args, done] = arguments; {FIND}
             (async () => {{ {script} }})().then(
               (value) => done({{ value: value ?? null }}),
               (error) => done({{ error: String(error?.code ?? error) }}));"
        );
        let answer = self.browser.driver.execute_async(script.clone(), vec![args]).await;
        let answer: Value = answer.expect("the script runs").json().clone();
        assert!(answer["error"].is_null(), "{}: {script}", answer["error"]);
        answer["value"].clone()
    }

    /// Waits until `script` returns true.
    pub async fn waits_until(&self, script: &str) {
        self.waits_until_with(script, json!([])).await;
    }

    /// Waits until `script`, given `args`, returns true.
    pub async fn waits_until_with(&self, script: &str, args: Value) {
        let deadline = Instant::now() + PATIENCE;
        while self.reads_with(script, args.clone()).await != json!(true) {
            assert!(Instant::now() < deadline, "waited in vain for: {script} {args}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
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
        let script = "return [document.body, ...all('homekept-consent, homekept-preferences, homekept-picks')
            .flatMap((element) => [...element.shadowRoot.children])].map((e) => e.innerText).join('\\n')";
        self.reads(script).await.as_str().unwrap_or_default().to_owned()
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

fn texts(value: &Value) -> Vec<String> {
    let texts = value.as_array().into_iter().flatten();
    texts.map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
}

/// Long enough for a click to be heard and for a redraw.
const REST: Duration = Duration::from_millis(120);
const PATIENCE: Duration = Duration::from_secs(20);
