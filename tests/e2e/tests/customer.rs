//! The customer's story, each part in a sentence that a customer could say.

use homekept_e2e::Customer;
use serde_json::json;

const GOTHIC: [&str; 5] = ["frankenstein", "dracula", "castle-of-otranto", "carmilla", "monk"];

#[tokio::test(flavor = "multi_thread")]
async fn con_01_until_i_choose_nothing_is_written_and_nothing_is_sent() {
    let me = Customer::new().await;
    for path in
        ["/", "/browse", "/item/frankenstein", "/search?q=sea", "/basket", "/preferences", "/about"]
    {
        me.visits(path).await;
        me.reads("scrollTo(0, document.body.scrollHeight)").await;
        me.rests().await;
        assert_eq!(me.stores().await.places, Vec::<String>::new(), "{path}");
    }
    for request in me.shop.requests() {
        assert_eq!((request.method.as_str(), request.body.len()), ("GET", 0), "{request:?}");
        let cookie = request.headers.iter().any(|(name, _)| name == "cookie");
        assert!(!cookie, "{request:?}");
    }
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a minute of browsing: `cargo xtask test --long` does it"]
async fn con_01_a_minute_of_browsing_leaves_nothing_behind() {
    let me = Customer::new().await;
    // By the browser's clock, which a customer goes by.
    let minute = json!(60_000);
    let begun = me.reads("return Date.now()").await;
    let mut pages = 0;
    while me.reads_with("return Date.now() - args[0] < args[1]", json!([begun, minute])).await
        == true
    {
        for path in ["/", "/item/dracula", "/search?q=sea", "/preferences", "/browse"] {
            me.visits(path).await;
            me.reads("scrollTo(0, document.body.scrollHeight)").await;
            me.rests().await;
            pages += 1;
        }
        me.goes_back().await;
        me.rests().await;
    }
    assert!(pages >= 10, "{pages}");
    assert_eq!(me.stores().await.places, Vec::<String>::new());
    // What was asked of the shop is what it is made of, and the answers are the same for everyone.
    for request in me.shop.requests() {
        assert_eq!((request.method.as_str(), request.body.len()), ("GET", 0), "{request:?}");
        assert!(request.headers.iter().all(|(name, _)| name != "cookie"), "{request:?}");
    }
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_i_look_at_changes_my_picks_and_everything_about_it_is_mine() {
    let me = Customer::new().await;
    me.visits("/").await;
    let public = me.sees_picks().await;

    // I allow it, and look at five books of one subject.
    me.presses("Allow all of these").await;
    for book in GOTHIC {
        me.looks_at(book).await;
    }
    me.visits("/").await;
    me.waits_for_my_picks().await;
    let mine = me.sees_picks().await;
    assert_ne!(mine, public);
    assert_eq!(mine.len(), public.len());
    let gothic = gothic_among(&me, &mine).await;
    assert!(gothic * 2 >= mine.len(), "{gothic} of {mine:?} are gothic");

    // Each says why, and it is true: it names a book that I opened or a subject of it.
    for reason in me.sees_reasons().await {
        let of_mine = [
            "Frankenstein",
            "Dracula",
            "Otranto",
            "Carmilla",
            "The Monk",
            "Gothic",
            "Bram Stoker",
            "Shelley",
            "Le Fanu",
            "Lewis",
            "Walpole",
            "Horror",
        ];
        let public = reason == "Popular here";
        assert!(public || of_mine.iter().any(|mine| reason.contains(mine)), "{reason}");
    }

    // After a reload it is still so.
    me.visits("/").await;
    me.waits_for_my_picks().await;
    assert_eq!(me.sees_picks().await, mine);

    // What is stored tells nothing.
    let stored = me.stores().await;
    assert_eq!(stored.places, ["localStorage homekept:bookshop", "database homekept:bookshop"]);
    for canary in [
        "rankenstein",
        "racula",
        "tranto",
        "armilla",
        "monk",
        "othic",
        "subject",
        "author",
        "learn",
    ] {
        assert!(!stored.contents.contains(canary), "{canary} stands in clear");
    }

    // I remove the interest: the picks change, and it does not come back.
    me.visits("/preferences").await;
    me.presses("Never again: Gothic fiction").await;
    for book in GOTHIC {
        me.looks_at(book).await;
    }
    me.visits("/").await;
    me.waits_for_my_picks().await;
    let without = me.sees_picks().await;
    assert_ne!(without, mine);
    assert_eq!(gothic_among(&me, &without).await, 0, "{without:?}");
    me.visits("/preferences").await;
    assert!(me.sees().await.contains("never again"));

    // Paused, I get what everybody gets.
    me.presses("Pause").await;
    me.visits("/").await;
    assert_eq!(me.sees_picks().await, public);
    me.visits("/preferences").await;
    me.presses("Pause").await;

    // Erased, nothing is left: no database, no key.
    me.presses("Erase everything").await;
    me.presses("Erase everything now").await;
    assert!(me.sees().await.contains("All is erased."));
    assert_eq!(me.stores().await.places, Vec::<String>::new());
    me.visits("/").await;
    assert_eq!(me.sees_picks().await, public);
    assert_eq!(me.status().await["events"], json!(0));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fair_11_i_can_show_the_picks_without_my_profile_and_that_stays() {
    let me = Customer::new().await;
    me.visits("/").await;
    let public = me.sees_picks().await;
    me.presses("Allow all of these").await;
    for book in GOTHIC {
        me.looks_at(book).await;
    }
    me.visits("/").await;
    me.waits_for_my_picks().await;
    let mine = me.sees_picks().await;
    me.presses("Show without my profile").await;
    assert_eq!(me.sees_picks().await, public);
    me.visits("/").await;
    assert_eq!(me.sees_picks().await, public);
    me.presses("Show with my profile").await;
    assert_eq!(me.sees_picks().await, mine);
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn con_04_my_no_is_as_easy_as_my_yes_and_i_am_not_asked_again() {
    let me = Customer::new().await;
    me.visits("/").await;
    assert!(me.sees().await.contains("May this site fit its suggestions to you?"));
    me.presses("Allow none of these").await;
    assert_eq!(me.stores().await.places, ["localStorage homekept:bookshop"]);
    assert!(me.stores().await.contents.contains("refused "));
    for path in ["/", "/item/dracula"] {
        me.visits(path).await;
        assert!(!me.sees().await.contains("May this site"));
    }
    assert_eq!(me.status().await["events"], json!(0));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn con_06_what_i_withdraw_is_gone_at_once() {
    let me = Customer::new().await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    for book in GOTHIC {
        me.looks_at(book).await;
    }
    me.visits("/preferences").await;
    me.presses("Learn from what I do here").await;
    assert_eq!(me.status().await["events"], json!(0));
    me.presses("Remember what I tell you").await;
    assert_eq!(me.stores().await.places, ["localStorage homekept:bookshop"]);
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dsr_05_i_can_take_my_data_along_and_only_i() {
    let me = Customer::new().await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    me.looks_at("frankenstein").await;
    me.visits("/preferences").await;
    // A script without a gesture of mine gets nothing.
    let refused =
        "try { (await module_()).export(); return 'given' } catch (error) { return error.code }";
    assert_eq!(me.reads(refused).await, json!("gesture-required"));
    me.reads(
        "globalThis.made = []; const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => { made.push(blob); return make.call(URL, blob); }",
    )
    .await;
    me.presses("Download my data").await;
    let file = me.reads("return JSON.parse(await made[0].text())").await;
    assert_eq!(file["events"][0]["item"], json!("frankenstein"));
    assert_eq!(file["choices"].as_array().map(Vec::len), Some(2));
    assert!(file["interests"].as_array().is_some_and(|interests| !interests.is_empty()));
    me.leaves().await;
}

/// How many of the picks carry the subject that the five books share.
async fn gothic_among(me: &Customer, picks: &[String]) -> usize {
    let script = r#"const pages = await Promise.all(args.map(async (address) =>
        (await (await fetch(address)).text()).match(/<dl class="facts">[^]*<\/dl>/)[0].includes('>Gothic fiction<')));
        return pages.filter(Boolean).length"#;
    me.reads_with(script, json!(picks)).await.as_u64().unwrap_or(0) as usize
}
