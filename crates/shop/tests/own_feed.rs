//! A shop of 3,900 real items whose feed has titles in capitals, bare prices and no categories: what a
//! person who tries the demo on such a feed finds. Skipped where the data is not there.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::string_slice,
    reason = "a test says what is wrong by failing"
)]

mod client;
mod house;
mod page;

use client::get;
use homekept::catalogue::{Catalogue, ItemIx, TableSource};
use homekept_shop::{Running, Shop, ShopOptions};
use page::{links, texts, whole};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The shop's pack, made once, and what the packer noted; none where the data is not there.
fn retail() -> Option<&'static (Vec<u8>, String)> {
    static PACK: OnceLock<Option<(Vec<u8>, String)>> = OnceLock::new();
    let made = PACK.get_or_init(|| {
        let data = house::shared_data()?.join("online_retail");
        let (items, log) = (data.join("items.csv.gz"), data.join("events.csv.gz"));
        Some(house::pack_with_log("retail", &items, &log))
    });
    if made.is_none() {
        println!("skipped: no shared data beside the repository");
    }
    made.as_ref()
}

fn open(pack: &[u8]) -> (Running, Catalogue) {
    let options = ShopOptions { demo: false, ..ShopOptions::new(pack.to_vec(), house::assets()) };
    (Shop::start(options).unwrap(), Catalogue::open(pack.to_vec().into_boxed_slice()).unwrap())
}

#[test]
fn what_was_understood_of_the_feed_is_said() {
    let Some((pack, notes)) = retail() else { return };
    for told in [
        "id = item, title = description, facets = none, shown = StockCode + price, not used = n",
        "words of the titles are attributes",
        "--no-title-words",
        "titles are in capitals",
        "item = item, session = session, visitor = user, time = time",
        "a pair needs 2 different visitors",
    ] {
        assert!(notes.contains(told), "{told}\n{notes}");
    }
    let catalogue = Catalogue::open(pack.clone().into_boxed_slice()).unwrap();
    let header = catalogue.header();
    assert_eq!((header.items, header.source), (3_900, TableSource::Sessions));
    // Nearly every item carries something that an interest can be about, and none carries much.
    let carried = |item| catalogue.facets(ItemIx(item)).count();
    assert!((0..3_900).filter(|item| carried(*item) > 0).count() > 3_800);
    assert!((0..3_900).all(|item| carried(item) <= 4));
}

#[test]
fn every_way_through_the_shop_leads_to_whole_pages_that_do_not_shout() {
    let Some((pack, _)) = retail() else { return };
    let (shop, catalogue) = open(pack);
    let popular = catalogue.url(catalogue.popular().next().unwrap()).to_owned();
    for path in [
        "/",
        "/browse",
        "/browse/word/Christmas",
        "/browse/word/Christmas?page=2",
        "/search?q=cake+tins",
        "/search?q=nothing+of+this+kind",
        "/basket?add=0",
        "/preferences",
        "/about",
        &popular,
    ] {
        let page = get(&shop, path);
        assert_eq!(page.status, 200, "{path}");
        let html = page.text();
        whole(path, &html);
        let titles = texts(&html, "card-title");
        let loud = titles.iter().filter(|title| !title.chars().any(char::is_lowercase)).count();
        assert!(loud * 50 <= titles.len(), "{path}: {titles:?}");
        for price in texts(&html, "card-price") {
            let (whole, decimals) = price.split_once('.').unwrap();
            assert!(whole.parse::<u32>().is_ok() && decimals.len() == 2, "{path}: {price}");
        }
    }
    // A page for every item, tried on some.
    for item in (0..catalogue.len()).step_by(130).map(ItemIx) {
        let path = catalogue.url(item);
        let page = get(&shop, path);
        assert_eq!(page.status, 200, "{path}");
        whole(path, &page.text());
    }
    assert_eq!(get(&shop, "/item/85123A").status, 404);
}

#[test]
fn a_word_is_a_shelf_and_all_of_its_items_stand_on_it() {
    let Some((pack, _)) = retail() else { return };
    let (shop, catalogue) = open(pack);
    let browse = get(&shop, "/browse").text().replace("&#x2f;", "/");
    assert!(browse.contains("Words in the title") && browse.contains("/browse/word/Christmas\""));
    let shelf = catalogue.find_facet("word", "Christmas").unwrap();
    let mut shown = BTreeSet::new();
    for page in 1.. {
        let html = get(&shop, &format!("/browse/word/Christmas?page={page}")).text();
        shown.extend(links(&html));
        if !html.contains("rel=\"next\"") {
            assert_eq!(page, catalogue.postings(shelf).count().div_ceil(48));
            break;
        }
    }
    let stand: BTreeSet<String> =
        catalogue.postings(shelf).map(|item| catalogue.url(item).to_owned()).collect();
    assert!(stand.len() > 100 && shown == stand);
}

#[test]
fn a_search_an_item_and_a_basket_belong_together() {
    let Some((pack, _)) = retail() else { return };
    let (shop, catalogue) = open(pack);
    let found = links(&get(&shop, "/search?q=regency+cakestand").text());
    let cakestand = found.first().unwrap();
    let item = get(&shop, cakestand).text();
    for told in ["<h1 id=\"title\">Regency Cakestand 3 Tier</h1>", "12.75", "Words in the title"] {
        assert!(item.contains(told), "{told}");
    }
    // Eight picks from what follows it in the baskets of the shop.
    let picks = item.split("<homekept-picks").nth(1).unwrap();
    assert_eq!(texts(picks, "card-reason").len(), 8);
    let row = catalogue.find(cakestand.rsplit('/').next().unwrap()).unwrap();
    let followers: BTreeSet<&str> =
        catalogue.row(row).map(|(follower, _)| catalogue.url(follower)).collect();
    let near = links(picks).iter().filter(|link| followers.contains(link.as_str())).count();
    assert!(near >= 6, "{near} of the picks follow it");
    let basket =
        get(&shop, &format!("/basket?add={}", cakestand.rsplit('/').next().unwrap())).text();
    assert!(basket.contains(">Regency Cakestand 3 Tier</a>") && basket.contains(">12.75</span>"));
    let many = get(&shop, "/search?q=christmas").text();
    assert!(many.contains("found for “christmas”") && many.contains("rel=\"next\""));
    assert_eq!(links(&many).len(), 48);
}
