//! Consent managers of npm on a page with the module (`tests/apps/managers`): what a person answers
//! there counts here, in every order of events, and waits for nobody who is silent.

use crate::apps::Guest;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn what_i_answer_in_vanilla_cookieconsent_counts() {
    counts("vanilla-cookieconsent").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_i_answer_in_klaro_counts() {
    counts("klaro").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_i_answer_in_c15t_counts() {
    counts("c15t").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_i_answer_in_tarteaucitron_counts() {
    counts("tarteaucitron").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_i_answer_in_probos_banner_counts() {
    counts("probo").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn con_14_what_i_answer_in_a_manager_of_tcf_counts() {
    counts("tcf").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn con_14_a_part_of_the_purposes_of_tcf_is_no_yes_and_to_be_asked_anew_is_no_no() {
    let Some(me) = visitor("tcf").await else { return };
    me.comes("manager-first").await;
    me.does("answer([1, 5, 11])").await;
    me.waits_for("remember", "on").await;
    assert_eq!(me.state("learn").await, "unasked", "6 is missing");
    me.does("answer([1, 5, 6, 11])").await;
    me.waits_for("learn", "on").await;
    me.does("ask()").await;
    me.customer().rests().await;
    assert_eq!(me.state("learn").await, "on", "what I said holds while I am asked");
    me.does("answer([5, 6, 11])").await;
    me.waits_for("learn", "off").await;
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn con_15_who_opts_out_in_a_manager_of_gpp_is_out_here() {
    let Some(me) = visitor("gpp").await else { return };
    for order in ["manager-first", "us-first"] {
        me.comes(order).await;
        me.allows_here("learn").await;
        me.allows_here("sponsor").await;
        me.does("manager.allow()").await;
        me.customer().rests().await;
        assert_eq!(me.state("sponsor").await, "on", "not to opt out changes nothing");
        me.does("manager.refuse()").await;
        me.waits_for("sponsor", "off").await;
        assert_eq!(me.state("learn").await, "on");
        // Told again on the next page, it does not undo what is said here after it.
        me.allows_here("sponsor").await;
        me.comes(order).await;
        me.customer().rests().await;
        assert_eq!(me.state("sponsor").await, "on");
        me.forgets_everything().await;
    }
    me.comes("manager-first").await;
    me.allows_here("learn").await;
    me.does("answer({ KnownChildSensitiveDataConsents: [0, 2, 0] })").await;
    me.waits_for("learn", "off").await;
    me.allows_here_in_vain("learn").await;
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn con_16_google_is_told_what_i_allow_and_nothing_where_the_site_does_not_ask_for_it() {
    let Some(me) = visitor("vanilla-cookieconsent").await else { return };
    me.comes("manager-first").await;
    me.does("manager.allow()").await;
    me.waits_for("learn", "on").await;
    assert_eq!(me.customer().reads("return typeof window.dataLayer").await, json!("undefined"));
    me.comes("manager-first&google").await;
    let granted = "return window.dataLayer?.at(-1)?.[2].personalization_storage === 'granted'";
    me.customer().waits_until(granted).await;
    let storages = |one: &str| {
        let update = json!({ "personalization_storage": one, "functionality_storage": one,
            "analytics_storage": "denied" });
        json!(["consent", "update", update])
    };
    me.does("manager.refuse()").await;
    me.waits_for("learn", "off").await;
    let calls = me.customer().reads("return window.dataLayer.map((call) => [...call])").await;
    assert_eq!(calls.as_array().and_then(|calls| calls.last()), Some(&storages("denied")));
    assert!(calls.as_array().is_some_and(|calls| calls.contains(&storages("granted"))), "{calls}");
    assert!(!calls.to_string().contains("ad_"), "{calls}");
    me.leaves().await;
}

/// Modules by their addresses, as the package has them, and the manager's own file.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_a_build_follows_its_consent_manager() {
    let Some(me) = visitor("vanilla-cookieconsent").await else { return };
    let comes = async || {
        let address = format!("{}/plain/", me.guest.origin);
        me.customer().browser.driver.goto(&address).await.expect("the page loads");
        me.customer().is_there().await;
    };
    comes().await;
    let banner = "document.querySelector('#cc-main .cm button[data-role=all]')";
    me.customer().waits_until(&format!("return {banner} !== null")).await;
    assert_eq!(me.is_personal().await, json!([false, 0]), "silence is a no");
    let asked = me.customer().reads("return named('Allow all of these').length").await;
    assert_eq!(asked, json!(0), "one banner is enough");
    me.customer().reads(&format!("{banner}.click()")).await;
    me.waits_for("learn", "on").await;
    me.customer().reads_gothic().await;
    assert_eq!(me.is_personal().await, json!([true, 5]));

    comes().await;
    me.waits_for("learn", "on").await;
    let picked = "return cards(all('homekept-picks')[0]).length === 4";
    me.customer().waits_until(picked).await;
    let refuse = "CookieConsent.acceptCategory([])";
    me.does(refuse).await;
    me.waits_for("learn", "off").await;
    assert_eq!(me.is_personal().await, json!([false, 0]), "what was learned is gone");
    assert_eq!(me.customer().reads("return window.wrongs").await, json!([]));
    me.leaves().await;
}

/// A yes, a no and a yes again, whoever comes first; what is told again on the next page; a manager
/// that is late or does not come; and what is said here besides.
async fn counts(manager: &str) {
    let Some(me) = visitor(manager).await else { return };
    for order in ["manager-first", "us-first", "before-open"] {
        me.comes(order).await;
        me.does("manager.allow()").await;
        me.opens_if_it_waits(order).await;
        me.waits_for("learn", "on").await;
        let choices =
            "return (await module_()).status().purposes.filter((p) => p.state === 'on').length";
        me.customer().waits_until(&format!("{choices} === 2")).await;
        me.customer().reads_gothic().await;
        assert_eq!(me.is_personal().await, json!([true, 5]), "{order}");
        me.does("manager.refuse()").await;
        me.waits_for("learn", "off").await;
        me.waits_for("remember", "off").await;
        assert_eq!(me.is_personal().await, json!([false, 0]), "{order}: what was learned is gone");
        let kept = me.customer().stores().await;
        assert!(
            !kept.places.iter().any(|place| place.starts_with("database homekept")),
            "{kept:?}"
        );
        me.does("manager.allow()").await;
        me.waits_for("learn", "on").await;
        me.forgets_everything().await;
    }

    // CON-17: silent, it is a no; and what is kept waits for it.
    me.comes("manager-first").await;
    me.does("manager.allow()").await;
    me.waits_for("learn", "on").await;
    me.customer().reads_gothic().await;
    me.comes("late").await;
    assert_eq!(me.is_personal().await, json!([false, 5]), "it has not confirmed it");
    me.customer().reads("await (await module_()).record('view', 'emma')").await;
    assert_eq!(me.is_personal().await, json!([false, 5]), "nothing is learned meanwhile");
    me.does("bring()").await;
    me.waits_for("learn", "on").await;
    assert_eq!(me.is_personal().await, json!([true, 5]));

    // A no of earlier does not undo what I say here after it; a new one does.
    me.does("manager.refuse()").await;
    me.waits_for("learn", "off").await;
    me.allows_here("learn").await;
    me.comes("us-first").await;
    me.customer().rests().await;
    assert_eq!(me.state("learn").await, "on", "my own yes waits for nobody");
    me.does("manager.allow()").await;
    me.waits_for("remember", "on").await;
    me.does("manager.refuse()").await;
    me.waits_for("learn", "off").await;

    // A yes of earlier does not undo a no that I say here after it.
    me.does("manager.allow()").await;
    me.waits_for("learn", "on").await;
    me.customer().waits_until(&is("remember", "on")).await;
    let refuse =
        "await (await module_()).consent({ refuse: ['learn'], method: 'preference-center' })";
    me.customer().reads(refuse).await;
    me.comes("manager-first").await;
    me.waits_for("remember", "on").await;
    assert_eq!(me.state("learn").await, "off");
    assert_eq!(me.customer().reads("return window.wrongs").await, json!([]));
    me.leaves().await;
}

/// Somebody in a shop with a consent manager.
struct Visitor {
    guest: Guest,
    manager: String,
}

/// Nobody where the page is not built.
async fn visitor(manager: &str) -> Option<Visitor> {
    let guest =
        Guest::under("managers", "dist/index.html", "dist", &["serve.js"], "PORT", |policy| {
            policy["purposes"] = json!(["remember", "learn", "sponsor"]);
            policy["manager"] = json!({ "remember": "ab".repeat(32), "learn": "cd".repeat(32) });
        });
    Some(Visitor { guest: guest.await?, manager: manager.to_owned() })
}

impl Visitor {
    fn customer(&self) -> &homekept_e2e::Customer {
        &self.guest.customer
    }

    /// Opens the page; the manager's script and the module come in this order.
    async fn comes(&self, order: &str) {
        let address = format!("{}/?manager={}&order={order}", self.guest.origin, self.manager);
        self.customer().browser.driver.goto(&address).await.expect("the page loads");
        self.customer().waits_until("return window.isReady === true").await;
        if order != "before-open" {
            self.customer().is_there().await;
        }
        if !order.starts_with("late") {
            self.customer().waits_until("return window.manager !== undefined").await;
        }
    }

    async fn does(&self, script: &str) {
        self.customer().reads(&format!("await window.{script}")).await;
    }

    async fn opens_if_it_waits(&self, order: &str) {
        if order == "before-open" {
            self.customer().reads("window.letOpen()").await;
            self.customer().is_there().await;
        }
    }

    async fn waits_for(&self, purpose: &str, state: &str) {
        self.customer().waits_until(&is(purpose, state)).await;
        self.customer().rests().await;
    }

    async fn state(&self, purpose: &str) -> String {
        let state = self.customer().reads_with(STATE, json!([purpose])).await;
        state.as_str().unwrap_or_default().to_owned()
    }

    /// Whether the profile is used, and how much is kept.
    async fn is_personal(&self) -> Value {
        let profile =
            "const { personal, events } = (await module_()).profile(); return [personal, events]";
        self.customer().reads(profile).await
    }

    async fn allows_here(&self, purpose: &str) {
        self.customer().reads_with(ALLOW, json!([purpose])).await;
        self.waits_for(purpose, "on").await;
    }

    async fn allows_here_in_vain(&self, purpose: &str) {
        self.customer().reads_with(ALLOW, json!([purpose])).await;
        self.customer().rests().await;
        assert_eq!(self.state(purpose).await, "off");
    }

    /// As if nobody had been here, neither for the manager nor for the module.
    async fn forgets_everything(&self) {
        self.customer().reads(FORGET).await;
    }

    async fn leaves(self) {
        self.guest.customer.leaves().await;
    }
}

fn is(purpose: &str, state: &str) -> String {
    format!(
        "return (await module_()).status().purposes
            .some((one) => one.purpose === '{purpose}' && one.state === '{state}')"
    )
}

const STATE: &str =
    "return (await module_()).status().purposes.find(({ purpose }) => purpose === args[0]).state";
const ALLOW: &str =
    "await (await module_()).consent({ allow: args, method: 'preference-center', language: 'en' })";
const FORGET: &str = "
    window.stop();
    await (await module_()).erase();
    localStorage.clear();
    for (const cookie of document.cookie.split('; ')) {
        const name = cookie.split('=')[0];
        for (const domain of ['', `; domain=${location.hostname}`, `; domain=.${location.hostname}`]) {
            document.cookie = `${name}=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT${domain}`;
        }
    }";
