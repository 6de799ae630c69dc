//! Bad days: whatever breaks, the page stays whole and the code says what it was.

use crate::meta::FLIPS_A_BIT;
use homekept_e2e::{Customer, pack, shop};
use homekept_shop::Tweaks;
use serde_json::{Value, json};
use std::time::Duration;

/// Opens the home page of a shop where something is wrong; gives the code that
/// the module answers with, after looking that the page is whole.
async fn code_on_a_bad_day(tweaks: Tweaks) -> Value {
    let me = Customer::in_shop(shop(tweaks)).await;
    me.goes_to("/").await;
    assert_eq!(me.sees_picks().await.len(), 8, "the server's list stands, from the first");
    let settled = "try { const hk = await module_(); return Boolean(hk) } catch { return true }";
    me.waits_until(settled).await;
    me.rests().await;
    let code = me
        .reads(
            "try { return (await module_()).problem ?? null } catch (error) { return error.code }",
        )
        .await;
    let picks = me.sees_picks().await;
    assert_eq!(picks.len(), 8, "the server's list stands");
    let sees = me.sees().await;
    assert!(sees.contains("Often looked at"), "{sees}");
    assert_eq!(me.stores().await.places, Vec::<String>::new());
    let errors = me.reads("return globalThis.unhandled ?? []").await;
    assert_eq!(errors, json!([]), "nothing is thrown at the page");
    me.leaves().await;
    code
}

/// Notes whatever the page would be bothered with.
const WATCH: &str = r#"
globalThis.unhandled = [];
addEventListener("error", (event) => { if (event.error) unhandled.push(String(event.error)); });
addEventListener("unhandledrejection", (event) => unhandled.push(String(event.reason)));
"#;

fn watched() -> Tweaks {
    Tweaks { extra_script: Some(WATCH.to_owned()), ..Tweaks::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_pack_has_its_code_and_the_page_stays_whole() {
    let good = pack();
    let mut flipped = good.to_vec();
    flipped[good.len() / 2] ^= 1;
    for bytes in [good[..good.len() / 2].to_vec(), flipped, b"<!doctype html>".to_vec()] {
        // The loader's digest finds it before the module does.
        let tweaks = Tweaks { pack_bytes: Some(bytes), ..watched() };
        assert_eq!(code_on_a_bad_day(tweaks).await, json!("pack-unreachable"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preference_center_whose_sections_do_not_come_still_erases() {
    let me = Customer::who_reads_gothic().await;
    me.shop.set_tweaks(Tweaks {
        failing: vec![("/assets/parts/center".to_owned(), 404)],
        ..watched()
    });
    me.visits("/preferences").await;
    me.presses("Erase everything").await;
    me.waits_until("return (await module_()).status().events === 0").await;
    assert!(me.sees().await.contains("All is erased."));
    assert_eq!(me.stores().await.places, Vec::<String>::new());
    assert_eq!(me.reads("return unhandled").await, json!([]));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_pack_with_a_matching_digest_is_refused_by_the_module() {
    let me = Customer::new().await;
    let policy: Value = serde_json::from_str(&me.shop.policy()).unwrap();
    me.leaves().await;
    let mut unguarded = policy;
    unguarded["pack"].as_object_mut().unwrap().remove("integrity");
    let good = pack();
    let mut flipped = good.to_vec();
    flipped[good.len() / 2] ^= 1;
    let mut newer = good.to_vec();
    newer[8] = 99;
    for (bytes, code) in [
        (good[..good.len() / 2].to_vec(), "pack-truncated"),
        (flipped, "pack-damaged"),
        (newer, "pack-version-unknown"),
        (b"<!doctype html><title>Not found</title>".to_vec(), "pack-not-a-pack"),
    ] {
        let tweaks =
            Tweaks { pack_bytes: Some(bytes), policy: Some(unguarded.to_string()), ..watched() };
        assert_eq!(code_on_a_bad_day(tweaks).await, json!(code));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_arrive_has_its_code_and_the_page_stays_whole() {
    for (path, code) in [
        ("/packs/", "pack-unreachable"),
        ("/homekept.json", "policy-unreachable"),
        ("/assets/homekept.wasm", "module-unreachable"),
    ] {
        let tweaks = Tweaks { failing: vec![(path.to_owned(), 500)], ..watched() };
        assert_eq!(code_on_a_bad_day(tweaks).await, json!(code), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_off_half_way_has_its_code_and_the_page_stays_whole() {
    for (path, code) in [
        ("/packs/", "pack-unreachable"),
        ("/homekept.json", "policy-unreachable"),
        ("/assets/homekept.wasm", "module-unreachable"),
    ] {
        let broken = vec![path.to_owned()];
        assert_eq!(code_on_a_bad_day(Tweaks { broken, ..watched() }).await, json!(code), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_module_of_any_type_is_taken_and_a_page_in_its_place_is_refused() {
    let kinds =
        ["text/plain", "text/html", "application/octet-stream", "application/wasm; charset=utf-8"];
    for kind in kinds {
        let mime = vec![("/assets/homekept.wasm".to_owned(), kind.to_owned())];
        assert_eq!(code_on_a_bad_day(Tweaks { mime, ..watched() }).await, json!(null), "{kind}");
    }
    let page = "<!doctype html><title>Log in to the network</title>";
    let module_bytes = Some(page.as_bytes().to_vec());
    let tweaks = Tweaks { module_bytes, ..watched() };
    assert_eq!(code_on_a_bad_day(tweaks).await, json!("module-refused"));
    let tweaks = Tweaks { policy: Some(page.to_owned()), ..watched() };
    assert_eq!(code_on_a_bad_day(tweaks).await, json!("policy-malformed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_never_ends_is_given_up_and_the_page_was_whole_all_along() {
    // The limit of a minute is shortened, as nobody has that long.
    let short = format!(
        "{WATCH} const real = AbortSignal.timeout.bind(AbortSignal);
        AbortSignal.timeout = (limit) => real(limit / 60);"
    );
    for (path, code) in [
        ("/packs/", "pack-unreachable"),
        ("/homekept.json", "policy-unreachable"),
        ("/assets/homekept.wasm", "module-unreachable"),
    ] {
        let slow = vec![(path.to_owned(), Duration::from_secs(600))];
        let extra_script = Some(short.clone());
        let code_now = code_on_a_bad_day(Tweaks { slow, extra_script, ..Tweaks::default() }).await;
        assert_eq!(code_now, json!(code), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_that_is_no_policy_has_its_code() {
    for (policy, code) in [
        ("<!doctype html>", "policy-malformed"),
        ("null", "policy-malformed"),
        (r#"{"version":1}"#, "policy-malformed"),
        (r#"{"version":7,"pack":{"url":"/packs/none.hkp"}}"#, "policy-version-unknown"),
    ] {
        let tweaks = Tweaks { policy: Some(policy.to_owned()), ..watched() };
        assert_eq!(code_on_a_bad_day(tweaks).await, json!(code), "{policy}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_switched_off_shop_is_an_ordinary_shop() {
    let me = Customer::new().await;
    let mut policy: Value = serde_json::from_str(&me.shop.policy()).unwrap();
    policy["off"] = json!(true);
    me.shop.set_tweaks(Tweaks { policy: Some(policy.to_string()), ..watched() });
    me.visits("/").await;
    assert!(!me.sees().await.contains("May this site"));
    me.visits("/item/dracula").await;
    assert_eq!(me.stores().await.places, Vec::<String>::new());
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_network_keeps_nobody_waiting() {
    let slow = vec![("/assets/homekept.wasm".to_owned(), Duration::from_secs(3))];
    let me = Customer::in_shop(shop(Tweaks { slow, ..watched() })).await;
    me.goes_to("/").await;
    assert_eq!(me.sees_picks().await.len(), 8, "the server's list is there at once");
    me.visits("/").await;
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_15_where_storage_is_refused_i_am_told_and_nothing_is_written() {
    let refuse = format!(
        "{WATCH} IDBFactory.prototype.open = () => {{ throw new DOMException('no', 'SecurityError') }};"
    );
    let me =
        Customer::in_shop(shop(Tweaks { extra_script: Some(refuse), ..Tweaks::default() })).await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    assert_eq!(me.status().await["storageReason"], json!("storage-unavailable"));
    assert_eq!(me.status().await["storage"], json!("memory"));
    assert_eq!(me.stores().await.places, Vec::<String>::new());
    assert_eq!(me.reads("return unhandled").await, json!([]));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_25_a_hostile_page_does_not_reach_in() {
    // Clobbered ids, a polluted prototype, styles that hide everything.
    let hostile = format!(
        r#"{WATCH}
        Object.prototype.off = true;
        Object.prototype.plain = true;
        Object.prototype.current = "no such item";
        addEventListener("DOMContentLoaded", () => {{
          const form = document.createElement("form");
          form.id = "homekept";
          const input = document.createElement("input");
          input.name = "open";
          form.append(input);
          document.body.prepend(form);
        }});"#
    );
    let me =
        Customer::in_shop(shop(Tweaks { extra_script: Some(hostile), ..Tweaks::default() })).await;
    me.visits("/").await;
    assert_eq!(me.status().await["off"], json!(false), "a prototype does not switch us off");
    me.presses("Allow all of these").await;
    me.looks_at("dracula").await;
    assert_eq!(me.status().await["events"], json!(1));
    assert_eq!(me.reads("return unhandled").await, json!([]));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_somebody_changed_is_named_and_the_page_goes_on() {
    let me = Customer::new().await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    me.looks_at("dracula").await;
    me.reads_with(FLIPS_A_BIT, json!(["snapshot"])).await;
    me.visits("/").await;
    let status = me.status().await;
    assert_eq!(
        (&status["events"], &status["storageReason"]),
        (&json!(1), &json!(null)),
        "the spare"
    );

    me.reads_with(FLIPS_A_BIT, json!(["spare"])).await;
    me.visits("/").await;
    let status = me.status().await;
    assert_eq!(status["storageReason"], json!("vault-damaged"));
    assert_eq!(status["personal"], json!(false));
    assert_eq!(me.sees_picks().await.len(), 8);
    assert!(me.stores().await.places.contains(&"database homekept:bookshop".to_owned()));
    me.visits("/preferences").await;
    me.presses("Erase everything").await;
    me.presses("Erase everything now").await;
    assert_eq!(me.stores().await.places, Vec::<String>::new());
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_that_does_not_exist_has_its_code() {
    let me = Customer::new().await;
    me.visits("/").await;
    let code = "try { await (await module_()).record('view', 'no such book') } catch (error) { return [error.name, error.code] }";
    assert_eq!(me.reads(code).await, json!(["HomekeptError", "item-unknown"]));
    me.leaves().await;
}
