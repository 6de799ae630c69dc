//! A shop that is too large for one pack: a page loads the head and the shards of what it shows,
//! and what I looked at stays with me.

use homekept_e2e::{Customer, shop_in_parts};
use homekept_shop::Tweaks;
use serde_json::{Value, json};

/// None of them is among the few that every page knows.
const UNPOPULAR: [&str; 3] = ["carmilla", "monk", "castle-of-otranto"];

#[tokio::test(flavor = "multi_thread")]
async fn my_picks_follow_from_books_that_the_page_at_hand_knows_nothing_of() {
    let me = who_reads().await;
    me.visits("/").await;
    me.waits_for_my_picks().await;
    let picks = me.reads(PICKS).await;
    assert!(count(&picks, "followed") > 0, "{picks}");
    // A page without the profile is the same for everybody.
    let public = "return (await module_()).rank({ slot: 'for-you', limit: 100, plain: true }).map(({ id }) => id)";
    let mine = me.reads(public).await;
    assert_eq!(asked_for_shards(&me), Vec::<String>::new(), "nothing is fetched for my picks");

    let other = Customer::in_shop(shop_in_parts(Tweaks::default())).await;
    other.visits("/").await;
    assert_eq!(other.reads(public).await, mine);
    let unknown =
        "try { (await module_()).rank({ slot: 'like-this', current: 'carmilla', limit: 3 }) }
        catch ({ code }) { return code }";
    assert_eq!(other.reads(unknown).await, json!("item-unknown"));
    other.leaves().await;
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_on_from_the_book_at_hand_is_known_to_everybody() {
    let me = Customer::in_shop(shop_in_parts(Tweaks::default())).await;
    me.visits("/item/carmilla").await;
    let like = "const hk = await module_();
        return hk.rank({ slot: 'like-this', current: 'carmilla', limit: 5 })
          .filter(({ reasons }) => reasons.some(({ kind }) => kind === 'like-this')).length";
    me.waits_until("return (await module_()).rank({ slot: 'for-you', limit: 100 }).length > 40")
        .await;
    assert_eq!(me.reads(like).await, json!(5));
    assert_eq!(asked_for_shards(&me).len(), 1, "one item, one shard");
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_recorded_while_its_part_is_on_the_way_is_recorded() {
    let me = Customer::in_shop(shop_in_parts(Tweaks::default())).await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    let at_once = "const hk = await module_();
        const about = hk.about(['carmilla', 'no such book', 'monk']);
        await Promise.all([about, ...['carmilla', 'monk', 'carmilla'].map((book) => hk.record('view', book))])";
    me.reads(at_once).await;
    assert_eq!(me.status().await["events"], json!(3));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_page_of_an_application_knows_nothing_of_the_one_before() {
    let me = Customer::in_shop(shop_in_parts(Tweaks::default())).await;
    me.visits("/").await;
    let known = "const hk = await module_();
        const everybody = (id) => hk.rank({ slot: 'for-you', limit: 9, within: [id], plain: true }).length;
        const seen = [];
        for (const [path, item] of [['/a', 'carmilla'], ['/b', 'monk'], ['/a', 'carmilla']]) {
          history.pushState({}, '', path);
          await hk.about([item]);
          seen.push(everybody('carmilla'), everybody('monk'));
        }
        return seen";
    assert_eq!(me.reads(known).await, json!([1, 0, 0, 1, 1, 0]));
    assert!(asked_for_shards(&me).len() <= 2, "what came once is not asked for again");
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_i_forget_takes_its_leaf_along() {
    let me = who_reads().await;
    me.visits("/").await;
    me.waits_for_my_picks().await;
    let known = "return (await module_()).rank({ slot: 'for-you', limit: 100 }).length";
    let before = me.reads(known).await;
    me.reads("await (await module_()).forget({ all: true })").await;
    let after = me.reads(known).await;
    assert!(after.as_u64() < before.as_u64(), "{before} {after}");
    let public =
        "return (await module_()).rank({ slot: 'for-you', limit: 100, plain: true }).length";
    assert_eq!(me.reads(public).await, after);
    me.reads("await (await module_()).erase()").await;
    assert_eq!(me.stores().await.places, Vec::<String>::new());
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_whose_parts_do_not_come_knows_its_head() {
    let failing = vec![("/assets/parts/graft.wasm".to_owned(), 404)];
    let shop = shop_in_parts(Tweaks { failing, ..Tweaks::default() });
    let me = Customer::in_shop(shop).await;
    me.visits("/item/carmilla").await;
    let known = "return (await module_()).rank({ slot: 'for-you', limit: 100 }).length";
    assert_eq!(me.reads(known).await, json!(40));
    assert_eq!(me.reads("return (await module_()).problem ?? null").await, Value::Null);
    me.leaves().await;
}

/// Somebody who allowed everything and looked at books of which no other page knows.
async fn who_reads() -> Customer {
    let me = Customer::in_shop(shop_in_parts(Tweaks::default())).await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    for book in UNPOPULAR {
        me.looks_at(book).await;
    }
    me.shop.forget_requests();
    me
}

fn asked_for_shards(me: &Customer) -> Vec<String> {
    let paths = me.shop.requests().into_iter().map(|request| request.path_and_query);
    paths.filter(|path| path.starts_with("/packs/") && path.matches('/').count() > 2).collect()
}

const PICKS: &str = "return (await module_()).rank({ slot: 'for-you', limit: 8 })";

fn count(picks: &Value, kind: &str) -> usize {
    let has = |pick: &&Value| {
        pick["reasons"].as_array().is_some_and(|all| all.iter().any(|one| one["kind"] == kind))
    };
    picks.as_array().map_or(0, |picks| picks.iter().filter(has).count())
}
