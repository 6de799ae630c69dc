//! A profile that only its customer's passphrase opens.

use crate::crash::{Profile, comes_back, the_marker_is_written};
use crate::meta::KEPT;
use homekept_e2e::{Browser, Customer, shop};
use homekept_shop::Tweaks;
use serde_json::{Value, json};

pub(crate) const PASSPHRASE: &str = "four grey seals at dawn";

#[tokio::test(flavor = "multi_thread")]
async fn sec_07_my_passphrase_locks_my_profile_and_opens_it_again() {
    let (me, public, mine) = Customer::whose_picks_changed().await;

    sets(&me, PASSPHRASE).await;
    assert_eq!(me.reads(KEPT).await, json!("epoch header key lock snapshot spare"));
    // Another page finds it open; one that shows no picks, since these are shown three times a day.
    me.visits("/search?q=ghost").await;
    assert_eq!(me.status().await["events"], json!(5));
    me.visits("/preferences").await;
    me.listens().await;
    me.presses("Lock my profile").await;
    me.is_told("Your profile is locked").await;
    assert_eq!(me.reads(KEPT).await, json!("epoch header lock snapshot spare"), "the key is gone");

    // While it is locked, everybody gets what everybody gets, and a press opens nothing.
    me.visits("/").await;
    assert_eq!(me.sees_picks().await, public);
    let press = "try { await (await module_()).unlock() } catch ({ code }) { return code }";
    assert_eq!(me.reads(press).await, json!("passphrase-needed"));
    assert_eq!(me.status().await["locked"], json!(true));
    let contents = me.stores().await.contents;
    for canary in ["frankenstein", "Gothic", "dracula", PASSPHRASE] {
        assert!(!contents.contains(canary), "{canary}");
    }

    me.visits("/preferences").await;
    types(&me, "passphrase", "four grey seals at dusk").await;
    me.presses("That’s me: open my profile").await;
    me.waits_until(SAYS_WRONG).await;
    assert_eq!(me.status().await["locked"], json!(true));
    assert_eq!(me.reads("return nameOf(focused())").await, json!("Passphrase"));
    assert_eq!(me.reads(KEPT).await, json!("epoch header lock snapshot spare tries"));
    assert!(me.meets_barriers().await.is_empty(), "{:?}", me.meets_barriers().await);

    types(&me, "passphrase", PASSPHRASE).await;
    me.presses("That’s me: open my profile").await;
    me.waits_until(IS_OPEN).await;
    assert_eq!(me.status().await["events"], json!(5));
    assert_eq!(me.reads(KEPT).await, json!("epoch header key lock snapshot spare"));
    me.visits("/").await;
    me.waits_for_picks().await;
    assert_eq!(me.sees_picks().await, mine);
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_07_i_change_my_passphrase_and_take_it_off_again() {
    let me = Customer::who_reads_gothic().await;
    sets(&me, PASSPHRASE).await;
    me.presses("Change the lock").await;
    // Who does not know it changes nothing.
    types(&me, "passphrase-now", "some other words").await;
    types(&me, "passphrase-new", "five brown otters at noon").await;
    me.presses("Use this lock").await;
    me.waits_until(SAYS_WRONG).await;
    types(&me, "passphrase-now", PASSPHRASE).await;
    me.presses("Use this lock").await;
    me.waits_until(IS_SAVED).await;

    me.presses("Lock my profile").await;
    types(&me, "passphrase", PASSPHRASE).await;
    me.presses("That’s me: open my profile").await;
    me.waits_until(SAYS_WRONG).await;
    types(&me, "passphrase", "five brown otters at noon").await;
    me.presses("That’s me: open my profile").await;
    me.waits_until(IS_OPEN).await;

    takes_off(&me, "five brown otters at noon").await;
    me.presses("Lock my profile").await;
    me.presses("That’s me: open my profile").await;
    me.waits_until(IS_OPEN).await;
    assert_eq!(me.status().await["events"], json!(5));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_07_after_each_wrong_passphrase_the_next_try_waits_for_twice_as_long() {
    let me = Customer::who_reads_gothic().await;
    sets(&me, PASSPHRASE).await;
    me.shop.set_tweaks(Tweaks { extra_script: Some(WAITS.to_owned()), ..Tweaks::default() });
    me.visits("/preferences").await;
    me.presses("Lock my profile").await;
    for _ in 0..8 {
        types(&me, "passphrase", "four grey seals at dusk").await;
        me.presses("That’s me: open my profile").await;
        me.waits_until(SAYS_WRONG).await;
    }
    let waited = json!([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000]);
    assert_eq!(me.reads("return waits").await, waited, "in milliseconds, a minute at the most");
    // The right one waits, too, so that its coming tells nothing; then nothing is counted any more.
    types(&me, "passphrase", PASSPHRASE).await;
    me.presses("That’s me: open my profile").await;
    me.waits_until(IS_OPEN).await;
    assert_eq!(me.reads("return waits.length").await, json!(8));
    assert_eq!(me.reads(KEPT).await, json!("epoch header key lock snapshot spare"));
    me.leaves().await;
}

/// The marker that says that there is a profile lasts then; the one that says that it is locked does
/// not: browsers write it seconds later.
#[tokio::test(flavor = "multi_thread")]
async fn sec_07_a_lock_that_was_shut_is_shut_when_the_browser_ends_within_the_next_second() {
    let Some(profile) = Profile::make("locked-at-once") else { return };
    let me = comes_back(shop(Tweaks::default()), &profile.0).await;
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    the_marker_is_written().await;
    sets(&me, PASSPHRASE).await;
    me.reads("await (await module_()).lock()").await;
    let Customer { browser, shop } = me;
    Browser::is_killed(browser);

    let me = comes_back(shop, &profile.0).await;
    let status = me.status().await;
    assert_eq!(
        (&status["locked"], &status["storageReason"]),
        (&json!(true), &Value::Null),
        "{status}"
    );
    assert_eq!(me.reads("return localStorage.getItem('homekept:bookshop')").await, json!("locked"));
    me.visits("/preferences").await;
    types(&me, "passphrase", PASSPHRASE).await;
    me.presses("That’s me: open my profile").await;
    me.waits_until(IS_OPEN).await;
    assert_eq!(me.status().await["events"], json!(5));
    me.leaves_with_the_browser().await;
}

/// The page's clock stands, and what waits for as long as a wrong passphrase asks for is noted and
/// comes at once.
const WAITS: &str = "
    const now = Date.now();
    Date.now = () => now;
    globalThis.waits = [];
    const later = setTimeout;
    globalThis.setTimeout = (deed, time, ...more) => {
      const isOne = [1000, 2000, 4000, 8000, 16000, 32000, 60000].includes(time);
      if (isOne) waits.push(time);
      return later(deed, isOne ? 0 : time, ...more);
    };
";

#[tokio::test(flavor = "multi_thread")]
async fn sec_07_what_i_do_not_use_locks_by_itself() {
    let me = Customer::who_reads_gothic().await;
    sets(&me, PASSPHRASE).await;
    let mark = me.reads("return localStorage.getItem('homekept:bookshop')").await;
    let mark = mark.as_str().unwrap_or_default().to_owned();
    let until: i64 = mark.split(' ').nth(1).and_then(|until| until.parse().ok()).unwrap_or(0);
    assert!(mark.starts_with("open ") && mark.ends_with(" 15"), "{mark}");
    let now = me.reads("return Math.floor(Date.now() / 1000)").await.as_i64().unwrap_or(0);
    assert!((890..=902).contains(&(until - now)), "{mark} at {now}");

    // A quarter of an hour later, as the marker has it, on the page that is open.
    let passes = "const [, until] = localStorage.getItem('homekept:bookshop').split(' ');
        const key = 'homekept:bookshop';
        localStorage.setItem(key, `open ${until - 901} 15`);
        dispatchEvent(new StorageEvent('storage', { key }))";
    me.reads(passes).await;
    me.waits_until("return (await module_()).status().locked").await;
    me.waits_until(&format!(
        "return (await (async () => {{ {KEPT} }})()) === 'epoch header lock snapshot spare'"
    ))
    .await;
    types(&me, "passphrase", PASSPHRASE).await;
    me.presses("That’s me: open my profile").await;
    me.waits_until(IS_OPEN).await;

    // And on a page that is opened later.
    me.visits("/about").await;
    let passes = "const [, until] = localStorage.getItem('homekept:bookshop').split(' ');
        localStorage.setItem('homekept:bookshop', `open ${until - 901} 15`)";
    me.reads(passes).await;
    me.visits("/").await;
    assert_eq!(me.status().await["locked"], json!(true));
    me.waits_until(&format!(
        "return (await (async () => {{ {KEPT} }})()) === 'epoch header lock snapshot spare'"
    ))
    .await;
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sup_04_a_module_for_locks_that_was_changed_is_not_started() {
    let altered = vec!["/assets/parts/lock.wasm".to_owned()];
    let me = Customer::in_shop(shop(Tweaks { altered, ..Tweaks::default() })).await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    me.visits("/preferences").await;
    me.presses("Lock it with a passphrase").await;
    types(&me, "passphrase-new", PASSPHRASE).await;
    me.presses("Use this lock").await;
    let told = "return all('homekept-preferences')[0].shadowRoot.querySelector('.error')
        ?.textContent === 'That did not work (module-unreachable).'";
    me.waits_until(told).await;
    assert_eq!(me.reads(KEPT).await, json!("epoch header key snapshot spare"));
    assert_eq!(me.status().await["events"], json!(5));
    // The very one does it.
    me.shop.set_tweaks(Tweaks::default());
    sets(&me, PASSPHRASE).await;
    me.leaves().await;
}

/// Sets a passphrase in the preference center, from which it locks by itself after 15 minutes.
async fn sets(me: &Customer, passphrase: &str) {
    me.visits("/preferences").await;
    me.presses("Lock it with a passphrase").await;
    types(me, "passphrase-new", passphrase).await;
    assert!(
        me.sees().await.contains("Harder to guess") || me.sees().await.contains("Hard to guess")
    );
    me.presses("Use this lock").await;
    me.waits_until(IS_SAVED).await;
}

/// Has the profile open by a press again.
pub(crate) async fn takes_off(me: &Customer, passphrase: &str) {
    me.presses("Change the lock").await;
    types(me, "passphrase-now", passphrase).await;
    me.presses("Take the passphrase off").await;
    me.waits_until("return all('homekept-preferences')[0].shadowRoot.querySelector('.toast').textContent.includes('Your profile opens with a press again.')").await;
    assert_eq!(me.reads(KEPT).await, json!("epoch header key snapshot spare"));
}

/// Puts a text into the field with this id, in the place of what was there.
pub(crate) async fn types(me: &Customer, id: &str, text: &str) {
    let find = "return all('homekept-preferences')[0].shadowRoot.getElementById(args[0])";
    me.waits_until_with(&format!("{find} !== null", find = find), json!([id])).await;
    let field = me.finds(find, json!([id])).await;
    field.clear().await.expect("it can be emptied");
    field.send_keys(text).await.expect("it can be typed into");
}

pub(crate) const SAYS_WRONG: &str = "return all('homekept-preferences')[0].shadowRoot
    .querySelector('.error')?.textContent.startsWith('That did not open it.') === true";
pub(crate) const IS_OPEN: &str = "return !(await module_()).status().locked
    && all('homekept-preferences')[0].shadowRoot.querySelector('.locked') === null";
pub(crate) const IS_SAVED: &str = "return all('homekept-preferences')[0].shadowRoot
    .querySelector('.toast').textContent.includes('Your profile has this lock now.')";
