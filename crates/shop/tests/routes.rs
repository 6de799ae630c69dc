//! The shop from outside, over real sockets: what every page is, and what every header says.

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
use homekept::catalogue::Catalogue;
use homekept::policy::{Policy, PolicyFile};
use homekept::ranking::{Ask, Slot, rank_without_profile};
use homekept_shop::{Shop, ShopError, ShopOptions, Tweaks, pack_address};
use house::{assets, demo_pack, open_demo, pack_of};
use page::{links, whole};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

const PAGES: [(&str, u16); 14] = [
    ("/", 200),
    ("/browse", 200),
    ("/browse/subject/Gothic%20fiction", 200),
    ("/browse/subject/Love%20stories?page=2", 200),
    ("/browse/author/Mary%20Shelley", 200),
    ("/item/frankenstein", 200),
    ("/search?q=james", 200),
    ("/search", 200),
    ("/basket", 200),
    ("/basket?add=emma", 200),
    ("/preferences", 200),
    ("/about", 200),
    ("/item/no-such-book", 404),
    ("/nowhere", 404),
];

#[test]
fn sec_23_every_page_is_whole_and_carries_exactly_the_strict_policy() {
    let shop = open_demo(Tweaks::default());
    for (path, status) in PAGES {
        let page = get(&shop, path);
        assert_eq!(page.status, status, "{path}");
        assert_eq!(page.header("content-security-policy"), CSP, "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("referrer-policy"), "no-referrer", "{path}");
        assert!(page.header("permissions-policy").contains("geolocation=()"), "{path}");
        assert_eq!(page.header("set-cookie"), "", "{path}");
        assert!(page.header("content-type").starts_with("text/html"), "{path}");
        whole(path, &page.text());
    }
}

#[test]
fn sec_23_sec_26_only_a_vaults_page_may_be_in_a_frame_and_only_of_its_shop() {
    let (shop, vault) = ("https://www.shop.example", "https://vault.shop.example");
    let options = ShopOptions {
        vault: Some(vault.to_owned()),
        framed_by: Some(shop.to_owned()),
        ..ShopOptions::new(demo_pack(), assets())
    };
    let both = Shop::start(options).unwrap();
    for path in ["/", "/preferences", "/homekept.json", "/vault/more"] {
        let page = get(&both, path);
        assert_eq!(page.header("content-security-policy"), format!("{CSP}; frame-src {vault}"));
        assert_eq!(page.header("origin-agent-cluster"), "", "{path}");
    }
    let page = get(&both, "/vault");
    assert_eq!(page.status, 200);
    let framed = CSP.replace("frame-ancestors 'none'", &format!("frame-ancestors {shop}"));
    assert_eq!(page.header("content-security-policy"), framed);
    assert_eq!(page.header("origin-agent-cluster"), "?1");
    assert!(page.text().contains("data-shop=") && page.text().contains("www.shop.example\""));

    // A shop that is nobody's vault has no such page, and no frame.
    let plain = get(&open_demo(Tweaks::default()), "/vault");
    assert_eq!((plain.status, plain.header("content-security-policy")), (404, CSP));
    let options = ShopOptions {
        vault: Some("https://vault.example\r\nset-cookie: a=b".to_owned()),
        ..ShopOptions::new(demo_pack(), assets())
    };
    assert_eq!(Shop::start(options).unwrap_err().code(), "shop-origin");
}

#[test]
fn sec_26_a_shop_and_its_vault_name_each_other() {
    let options = ShopOptions::new(demo_pack(), assets());
    let (shop, vault) = Shop::start_with_vault(options, 0).unwrap();
    assert_ne!(shop.origin(), vault.origin());
    let page = get(&shop, "/");
    let policy = format!("{CSP}; frame-src {}", vault.origin());
    assert_eq!(page.header("content-security-policy"), policy);
    let framed = CSP.replace("'none'; require", &format!("{}; require", shop.origin()));
    assert_eq!(get(&vault, "/vault").header("content-security-policy"), framed);
    assert_eq!(get(&shop, "/vault").status, 404);
}

#[test]
fn the_policy_is_valid_and_leads_to_the_pack_that_it_names() {
    let shop = open_demo(Tweaks::default());
    let answer = get(&shop, "/homekept.json");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("content-type"), "application/json");
    let json: serde_json::Value = serde_json::from_str(&answer.text()).unwrap();
    let texts = |value: &serde_json::Value| -> Option<Vec<String>> {
        serde_json::from_value(value.clone()).ok()
    };
    let policy = Policy::of(PolicyFile {
        version: json["version"].as_u64().unwrap() as u32,
        site: json["site"].as_str().unwrap().to_owned(),
        notice: json["notice"]["version"].as_str().unwrap().to_owned(),
        purposes: texts(&json["purposes"]),
        jurisdiction: json["jurisdiction"].as_str().map(str::to_owned),
        retention_days: json["retentionDays"].as_f64(),
        boost: json["boost"].as_f64(),
        off: json["off"].as_bool().unwrap(),
    })
    .unwrap();
    assert_eq!(policy.purposes.len(), 2);
    assert_eq!((policy.site.as_str(), policy.off, policy.retention_days), ("bookshop", false, 90));
    assert_eq!(json["tableSource"], "sessions");
    let address = json["pack"]["url"].as_str().unwrap();
    let pack = get(&shop, address);
    assert_eq!(pack.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(pack.body == demo_pack(), "the pack comes whole");
    assert_eq!(json["pack"]["integrity"], house::integrity(&pack.body));
    assert_eq!(get(&shop, "/packs/000000000000000000000000.hkp").status, 404);
}

#[test]
fn con_13_the_shop_says_that_it_honours_global_privacy_control() {
    let shop = open_demo(Tweaks::default());
    let answer = get(&shop, "/.well-known/gpc.json");
    let json: serde_json::Value = serde_json::from_str(&answer.text()).unwrap();
    assert_eq!(json["gpc"], true);
    let date: Vec<&str> = json["lastUpdate"].as_str().unwrap().split('-').collect();
    assert_eq!(date.iter().map(|part| part.len()).collect::<Vec<_>>(), [4, 2, 2]);
    assert_eq!(json.as_object().unwrap().len(), 2);
}

#[test]
fn the_picks_on_a_page_are_the_public_baseline_in_its_order() {
    let shop = open_demo(Tweaks::default());
    let catalogue = Catalogue::open(demo_pack().into_boxed_slice()).unwrap();
    let item = catalogue.find("frankenstein").unwrap();
    let check = |path: &str, ask: &Ask| {
        let html = get(&shop, path).text();
        let picks = html
            .split("<homekept-picks")
            .nth(1)
            .unwrap()
            .split("</homekept-picks>")
            .next()
            .unwrap();
        let (list, template) = picks.split_once("<template>").unwrap();
        let shown: Vec<String> = list
            .split("class=\"card-title\">")
            .skip(1)
            .map(|rest| rest.split('<').next().unwrap().to_owned())
            .collect();
        let ranked: Vec<String> = rank_without_profile(&catalogue, ask)
            .iter()
            .map(|pick| catalogue.title(pick.item).replace('\'', "&#x27;"))
            .collect();
        assert_eq!(shown, ranked, "{path}");
        assert_eq!(shown.len(), 8, "{path}");
        // Links of picks are left alone by prefetchers and by crawlers.
        assert_eq!(list.matches("no-prefetch").count(), list.matches("<a ").count());
        assert_eq!(list.matches("rel=\"nofollow\"").count(), list.matches("<a ").count());
        // A pick is built from the same parts as a card of the server.
        let parts = |html: &str| -> BTreeSet<String> {
            html.split("class=\"")
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().to_owned())
                .collect()
        };
        let of_list: BTreeSet<String> =
            parts(list).into_iter().filter(|class| !class.starts_with("cards")).collect();
        assert_eq!(of_list, parts(template), "{path}");
    };
    check("/", &Ask::new(Slot::ForYou, 8));
    check("/item/frankenstein", &Ask { current: vec![item], ..Ask::new(Slot::LikeThis(item), 8) });
}

#[test]
fn everything_on_the_shelves_can_be_reached() {
    let shop = open_demo(Tweaks::default());
    let catalogue = Catalogue::open(demo_pack().into_boxed_slice()).unwrap();
    let shelf = catalogue.find_facet("subject", "Love stories").unwrap();
    let mut shown = BTreeSet::new();
    for page in 1.. {
        let html = get(&shop, &format!("/browse/subject/Love%20stories?page={page}")).text();
        shown.extend(links(&html));
        if !html.contains("rel=\"next\"") {
            assert_eq!(page, 3);
            break;
        }
    }
    for item in catalogue.postings(shelf) {
        assert!(shown.contains(catalogue.url(item)), "{}", catalogue.id(item));
    }
}

#[test]
fn search_finds_by_title_author_and_subject_and_forgives_marks() {
    let shop = open_demo(Tweaks::default());
    let check = |query: &str, expected: &str| {
        let html = get(&shop, &format!("/search?q={query}")).text();
        assert_eq!(links(&html).first().map(String::as_str), Some(expected), "{query}");
    };
    check("pride+prejudice", "/item/pride-and-prejudice");
    check("FRANKENSTEIN", "/item/frankenstein");
    check("zola+germinal", "/item/germinal");
    check("alices", "/item/alices-adventures-in-wonderland");
    let nothing = get(&shop, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E");
    assert_eq!(nothing.status, 200);
    assert!(nothing.text().contains("0 found for “&lt;script&gt;"));
}

#[test]
fn files_have_their_types_and_nothing_outside_the_folder_is_served() {
    let shop = open_demo(Tweaks::default());
    let check = |path: &str, status: u16, kind: &str| {
        let answer = get(&shop, path);
        assert_eq!((answer.status, answer.header("content-type")), (status, kind), "{path}");
    };
    check("/assets/homekept.wasm", 200, "application/wasm");
    check("/assets/shop.js", 200, "text/javascript; charset=utf-8");
    check("/assets/shop.css", 200, "text/css; charset=utf-8");
    check("/images/harbour.svg", 200, "image/svg+xml");
    check("/assets/none.js", 404, "");
    check("/assets/../routes.rs", 404, "");
    check("/assets/%2e%2e/secret.txt", 404, "");
    check("/assets/%2Fetc%2Fpasswd", 404, "");
}

#[test]
fn titles_of_other_peoples_feeds_stay_text() {
    let pack = pack_of(
        "hostile",
        "id,title,category,price\n1,<img src=x onerror=alert(1)>,\"a\"\"b<i>\",1.00\n2,\"</template><script>x()</script>\",c,2.00\n",
    );
    let shop = Shop::start(ShopOptions::new(pack, assets())).unwrap();
    for path in ["/", "/item/1", "/item/2", "/browse", "/search?q=img"] {
        let html = get(&shop, path).text();
        assert!(!html.contains("<img src=x"), "{path}");
        assert!(!html.contains("<script>x"), "{path}");
    }
}

#[test]
fn a_shop_without_categories_or_titles_is_still_a_shop() {
    let pack = pack_of("bare", "id\n7\n8\n9\n");
    let shop =
        Shop::start(ShopOptions { demo: false, ..ShopOptions::new(pack, assets()) }).unwrap();
    for (path, status) in
        [("/", 200), ("/browse", 200), ("/item/8", 200), ("/search?q=9", 200), ("/item/1", 404)]
    {
        let page = get(&shop, path);
        assert_eq!(page.status, status, "{path}");
        whole(path, &page.text());
    }
    assert_eq!(links(&get(&shop, "/browse").text()).len(), 3);
}

#[test]
fn requests_are_recorded_as_they_arrive() {
    let options = ShopOptions { record: true, ..ShopOptions::new(demo_pack(), assets()) };
    let shop = Shop::start(options).unwrap();
    get(&shop, "/item/emma?x=%20y");
    client::post(&shop, "/homekept.json", b"12345");
    let requests = shop.requests();
    let seen: Vec<(&str, &str, usize)> = requests
        .iter()
        .map(|request| {
            (request.method.as_str(), request.path_and_query.as_str(), request.body.len())
        })
        .collect();
    assert_eq!(seen, [("GET", "/item/emma?x=%20y", 0), ("POST", "/homekept.json", 5)]);
    assert!(requests[0].headers.contains(&("x-test".to_owned(), "yes".to_owned())));
    shop.forget_requests();
    assert!(shop.requests().is_empty());
}

#[test]
fn tweaks_break_what_they_name_and_nothing_else() {
    let shop = open_demo(Tweaks {
        extra_script: Some("window.hostile = true".to_owned()),
        pack_bytes: Some(b"short".to_vec()),
        policy: Some("{}".to_owned()),
        module_bytes: Some(b"no module".to_vec()),
        mime: vec![("/assets/homekept.wasm".to_owned(), "text/plain".to_owned())],
        failing: vec![("/assets/shop.css".to_owned(), 500)],
        broken: vec!["/images/".to_owned()],
        altered: vec!["/assets/shop.js".to_owned()],
        slow: vec![("/about".to_owned(), Duration::from_millis(300))],
    });
    let json: serde_json::Value = serde_json::from_str(&shop.policy()).unwrap();
    let address = json["pack"]["url"].as_str().unwrap();
    assert!(get(&shop, "/").text().contains("<script src=\"/extra.js\"></script>"));
    assert_eq!(get(&shop, "/extra.js").text(), "window.hostile = true");
    assert_eq!(get(&shop, address).body, b"short");
    assert_eq!(get(&shop, "/homekept.json").text(), "{}");
    assert_eq!(get(&shop, "/assets/shop.css").status, 500);
    let module = get(&shop, "/assets/homekept.wasm");
    assert_eq!((module.header("content-type"), module.text()), ("text/plain", "no module".into()));
    assert_eq!(get(&shop, "/assets/shop.js").body, b"shop.js\0\x02\x01x");
    // The head promises all of the picture, and half of it comes.
    let picture = get(&shop, "/images/harbour.svg");
    assert_eq!((picture.status, picture.header("content-type")), (200, "image/svg+xml"));
    assert_eq!((picture.header("content-length"), picture.text()), ("18", "images/ha".into()));
    let begin = begin();
    assert_eq!(get(&shop, "/about").status, 200);
    assert!(begin.elapsed() >= Duration::from_millis(300));

    shop.set_tweaks(Tweaks::default());
    assert!(!get(&shop, "/").text().contains("extra.js"));
    assert_eq!(get(&shop, "/extra.js").status, 404);
    assert_eq!(get(&shop, address).body, demo_pack());
    assert_eq!(get(&shop, "/homekept.json").text(), shop.policy());
    assert_eq!(get(&shop, "/assets/shop.css").status, 200);
    let module = get(&shop, "/assets/homekept.wasm");
    assert_eq!(module.header("content-type"), "application/wasm");
    assert_eq!(module.text(), "homekept.wasm");
    assert_eq!(get(&shop, "/images/harbour.svg").text(), "images/harbour.svg");
}

#[test]
fn a_new_pack_takes_the_place_of_the_old_one_while_the_shop_is_open() {
    let (old, new) =
        (pack_of("old", "id,title\n1,Cup\n2,Jug\n"), pack_of("new", "id,title\n2,Pot\n"));
    let shop = Shop::start(ShopOptions::new(old.clone(), assets())).unwrap();
    let policy_before = shop.policy();
    shop.set_pack(new.clone()).unwrap();
    let (before, after) = (pack_address(&old), pack_address(&new));
    assert_ne!(before, after);
    assert_eq!((get(&shop, &before).status, get(&shop, &after).body), (404, new.clone()));
    let policy: serde_json::Value =
        serde_json::from_str(&get(&shop, "/homekept.json").text()).unwrap();
    assert_eq!(policy["pack"]["url"], after);
    assert_eq!(policy["pack"]["integrity"], house::integrity(&new));
    assert_ne!(shop.policy(), policy_before);
    assert_eq!((get(&shop, "/item/1").status, get(&shop, "/item/2").status), (404, 200));
    assert!(get(&shop, "/item/2").text().contains("Pot"));

    // A pack that is refused changes nothing.
    assert_eq!(shop.set_pack(b"HK".to_vec()).unwrap_err().code(), "pack-not-a-pack");
    assert_eq!(get(&shop, &after).body, new);
}

#[test]
fn a_port_in_use_and_a_broken_pack_are_told_apart() {
    let first = open_demo(Tweaks::default());
    let port = first.address.port();
    let options = ShopOptions { port, ..ShopOptions::new(demo_pack(), assets()) };
    let error = Shop::start(options.clone()).unwrap_err();
    assert!(matches!(error, ShopError::PortInUse { port: found } if found == port));
    assert!(error.to_string().contains("--port"));
    first.stop();
    Shop::start(options).unwrap().stop();

    let mut pack = demo_pack();
    pack.truncate(pack.len() / 2);
    let error = Shop::start(ShopOptions::new(pack, assets())).unwrap_err();
    assert_eq!(error.code(), "pack-truncated");
}

#[test]
fn anybodys_feed_becomes_a_shop() {
    let Some(shared) = house::shared_data() else {
        println!("skipped: no shared data beside the repository");
        return;
    };
    for (name, items) in [("online_retail", 3_900), ("eshop2008", 217)] {
        let pack = house::pack_file(name, &shared.join(name).join("items.csv.gz"));
        let catalogue = Catalogue::open(pack.clone().into_boxed_slice()).unwrap();
        assert_eq!(catalogue.len(), items, "{name}");
        let shop =
            Shop::start(ShopOptions { demo: false, ..ShopOptions::new(pack, assets()) }).unwrap();
        let popular = catalogue.url(catalogue.popular().next().unwrap()).to_owned();
        for path in ["/", "/browse", &popular] {
            let page = get(&shop, path);
            assert_eq!(page.status, 200, "{name} {path}");
            whole(path, &page.text());
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "the test waits for a real answer")]
fn begin() -> Instant {
    Instant::now()
}

/// SEC-23, word for word.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types homekept lit-html; img-src 'self'";
