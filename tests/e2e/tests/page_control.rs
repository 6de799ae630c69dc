//! What the page decides about its lists, and what no list may do to the page.

use homekept_e2e::{Customer, DESKTOP, PHONE, shop};
use homekept_shop::{Recorded, Tweaks};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use thirtyfour::Key;

#[tokio::test(flavor = "multi_thread")]
async fn no_item_stands_twice_in_what_the_lists_show() {
    let me = Customer::who_reads_gothic().await;
    for path in ["/", "/item/monk", "/browse/subject/Gothic%20fiction"] {
        me.visits(path).await;
        me.waits_until(ALL_SHOWN).await;
        let shown = items(&me.reads(SHOWN).await);
        let distinct: BTreeSet<&String> = shown.iter().collect();
        assert_eq!(distinct.len(), shown.len(), "{path}: {shown:?}");
        // A list that the page makes itself takes part by the name of its place.
        let own = "const hk = await module_();
            return hk.rank({ slot: 'for-you', limit: 8, place: 'own' }).map(({ id }) => id)";
        let own = items(&me.reads(own).await);
        assert_eq!(own.len(), 8, "{path}");
        assert!(own.iter().all(|item| !distinct.contains(item)), "{path}: {own:?} in {shown:?}");
    }
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_page_calls_sold_out_is_picked_no_more() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/about").await;
    me.visits("/").await;
    me.waits_for_picks().await;
    me.reads("scrollTo(0, 1e6)").await;
    me.rests().await;
    let before = me.sees_picks().await;
    let item = before[0].trim_start_matches("/item/");
    me.reads_with("(await module_()).soldOut(args)", json!([item])).await;
    // Out of view it goes at once.
    me.waits_until_with(
        "return !cards(all('homekept-picks')[0])
        .some((card) => card.querySelector('a').getAttribute('href') === args[0])",
        json!([before[0]]),
    )
    .await;
    assert_eq!(me.sees_picks().await.len(), before.len());
    let picks = "const picks = (await module_()).rank({ slot: 'for-you', limit: 100 });
        return picks.map(({ id }) => id)";
    assert!(!items(&me.reads(picks).await).contains(&item.to_owned()));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_names_what_may_appear_and_gets_nothing_where_that_is_too_little() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/").await;
    let rank = "const hk = await module_();
        return hk.rank({ slot: 'for-you', ...args[0] }).map(({ id }) => id)";
    let few = json!([{ "limit": 8, "within": ["emma", "dracula", "moby-dick", "no such book"] }]);
    let found: BTreeSet<String> = items(&me.reads_with(rank, few).await).into_iter().collect();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["dracula", "emma", "moby-dick"]);
    let many = json!([{ "limit": 8, "within": ["emma", "dracula"], "min": 3 }]);
    assert_eq!(me.reads_with(rank, many).await, json!([]));

    // A block with too little to choose from keeps the server's list.
    let narrow = "new MutationObserver(() => {
          document.querySelector('homekept-picks')?.setAttribute('within', 'emma dracula');
        }).observe(document, { childList: true, subtree: true });";
    let extra_script = Some(narrow.to_owned());
    me.shop.set_tweaks(Tweaks { extra_script, ..Tweaks::default() });
    me.visits("/").await;
    me.rests().await;
    let label = "return textOf(all('homekept-picks')[0].shadowRoot.querySelector('.label'))";
    assert_eq!(me.reads(label).await, json!("Same for everyone"));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_put_in_order_brings_forward_what_i_like_and_loses_nothing() {
    let me = Customer::new().await;
    me.visits(GHOSTS).await;
    let shops = order(&me).await;
    assert!(shops.len() > 20);
    me.visits("/").await;
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    me.visits(GHOSTS).await;
    me.waits_until(ORDERED).await;
    let mine = order(&me).await;
    assert_ne!(mine, shops);
    let sorted = |list: &[String]| list.iter().cloned().collect::<BTreeSet<_>>();
    assert_eq!((sorted(&mine), mine.len()), (sorted(&shops), shops.len()));

    // Gothic books come forward, and each that came forward says why; nothing else does.
    let place = |list: &[String], item: &str| list.iter().position(|other| other == item).unwrap();
    assert!(place(&mine, "castle-of-otranto") < place(&shops, "castle-of-otranto"));
    let reasons = me.reads(REASONS).await;
    let mut told = 0;
    for (item, reason) in reasons.as_object().expect("reasons by item") {
        let forward = place(&mine, item) < place(&shops, item);
        let reason = reason.as_str().unwrap_or_default();
        assert!(forward || reason.is_empty(), "{item}: {reason}");
        told += usize::from(!reason.is_empty());
    }
    assert!(told > 3, "{reasons}");

    let barriers = me.meets_barriers().await;
    assert!(barriers.is_empty(), "{barriers:#?}");

    // One press to the shop's order, one back, and the focus stays on the switch.
    me.presses("Show without my profile").await;
    assert_eq!(order(&me).await, shops);
    let silent = "return all('.card-reason').every((reason) => reason.textContent === '')";
    assert_eq!(me.reads(silent).await, json!(true));
    assert_eq!(me.reads("return nameOf(focused())").await, json!("Show with my profile"));
    me.presses("Show with my profile").await;
    assert_eq!(order(&me).await, mine);
    assert_eq!(me.reads("return nameOf(focused())").await, json!("Show without my profile"));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nodes_themselves_move_and_what_is_no_item_stays_where_it_is() {
    let note = "new MutationObserver(() => {
          const list = document.querySelector('homekept-picks ul');
          if (!list || globalThis.nodes || document.querySelector('footer') === null) return;
          const note = document.createElement('li');
          note.textContent = 'A word from the shop';
          list.children[2].before(note);
          globalThis.nodes = [...list.children];
        }).observe(document, { childList: true, subtree: true });";
    let me = Customer::who_reads_gothic().await;
    let extra_script = Some(note.to_owned());
    me.shop.set_tweaks(Tweaks { extra_script, ..Tweaks::default() });
    me.visits(GHOSTS).await;
    me.waits_until(ORDERED).await;
    let same = "const now = [...all('homekept-picks ul')[0].children];
        return [now.length === nodes.length, now.every((node) => nodes.includes(node)),
          now.some((node, at) => node !== nodes[at]), textOf(now[2])]";
    assert_eq!(me.reads(same).await, json!([true, true, true, "A word from the shop"]));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_not_put_in_order_under_my_pointer_nor_where_i_am_reading() {
    let me = Customer::who_reads_gothic().await;
    me.uses(DESKTOP).await;
    me.visits(GHOSTS).await;
    me.waits_until(ORDERED).await;
    let mine = order(&me).await;
    let personal = "return Boolean(await module_()) && (await module_()).status().personal";
    let late = Tweaks {
        slow: vec![("/assets/homekept.wasm".to_owned(), std::time::Duration::from_millis(1200))],
        ..Tweaks::default()
    };
    me.shop.set_tweaks(late);

    me.goes_to(GHOSTS).await;
    me.points_at("all('.card')[3]").await;
    let shops = order(&me).await;
    me.waits_until(personal).await;
    me.rests().await;
    assert_eq!(order(&me).await, shops, "under the pointer");
    me.points_at("all('h1')[0]").await;
    me.waits_until(ORDERED).await;
    assert_eq!(order(&me).await, mine);

    // In use and in view it stays, until it is out of view; then it changes, once.
    me.goes_to(GHOSTS).await;
    me.strikes(Key::Shift).await;
    me.waits_until(personal).await;
    me.rests().await;
    assert_eq!(order(&me).await, shops, "where I am reading");
    me.reads(
        "const room = document.createElement('p'); room.style.height = '3000px';
        document.body.prepend(room)",
    )
    .await;
    me.waits_until(ORDERED).await;
    assert_eq!(order(&me).await, mine);
    me.reads("await (await module_()).record('like', 'ghosts')").await;
    me.rests().await;
    assert_eq!(order(&me).await, mine, "once a page");
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_jumps_when_a_list_is_put_in_order_or_what_i_looked_at_comes_to_the_table() {
    let watch = "globalThis.jumps = [];
        new PerformanceObserver((list) => {
          for (const { value, hadRecentInput } of list.getEntries()) {
            if (!hadRecentInput) jumps.push(value);
          }
        }).observe({ type: 'layout-shift', buffered: true });";
    let height = "return document.documentElement.scrollHeight";
    let me = Customer::in_shop(shop(Tweaks {
        extra_script: Some(watch.to_owned()),
        ..Tweaks::default()
    }))
    .await;
    let mut heights = Vec::new();
    for screen in [DESKTOP, PHONE] {
        me.uses(screen).await;
        for path in [GHOSTS, "/about"] {
            me.visits(path).await;
            heights.push(me.reads(height).await);
        }
    }
    me.visits("/").await;
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    let mut now = Vec::new();
    for screen in [DESKTOP, PHONE] {
        me.uses(screen).await;
        for path in [GHOSTS, "/about"] {
            me.visits(path).await;
            now.push(me.reads(height).await);
        }
        me.visits("/").await;
        me.waits_until(ALL_SHOWN).await;
        me.rests().await;
        let jumps = me.reads("return jumps.reduce((sum, jump) => sum + jump, 0)").await;
        assert!(jumps.as_f64().is_some_and(|sum| sum < 0.01), "{jumps}");
        // However few lie there, the table has the size that it had.
        let sizes = "const [, place] = all('homekept-picks');
            const size = () => place.getBoundingClientRect().height;
            const mine = [cards(place).length, size()];
            await (await module_()).plain(true); await place.updateComplete;
            const shops = [cards(place).length, size()];
            await (await module_()).plain(false);
            return [mine, shops]";
        let sizes = me.reads(sizes).await;
        assert_ne!(sizes[0][0], sizes[1][0], "{sizes}");
        assert_eq!(sizes[0][1], sizes[1][1], "{sizes}");
    }
    assert_eq!(now, heights);
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_i_looked_at_last_waits_on_the_table_and_nothing_does_for_who_keeps_nothing() {
    let me = Customer::new().await;
    me.visits("/").await;
    let public = me.reads(TABLE).await;
    assert_eq!(public.as_array().map(Vec::len), Some(8));
    me.presses("Allow all of these").await;
    for book in ["emma", "dracula", "moby-dick"] {
        me.looks_at(book).await;
    }
    me.visits("/").await;
    me.waits_until(ALL_SHOWN).await;
    let table = items(&me.reads(TABLE).await);
    let above = me.sees_picks().await;
    let left: Vec<&str> = ["moby-dick", "dracula", "emma"]
        .into_iter()
        .filter(|book| !above.contains(&format!("/item/{book}")))
        .collect();
    assert_eq!(table, left, "newest first, without what stands above");
    me.presses("Show without my profile").await;
    assert_eq!(me.reads(TABLE).await, public);
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_without_a_list_of_the_servers_comes_only_where_it_moves_nothing_in_view() {
    let me = Customer::who_reads_gothic().await;
    me.uses(DESKTOP).await;
    me.visits("/").await;
    let made = "const hk = await module_();
        const block = (name) => {
          const place = document.createElement('homekept-picks');
          Object.assign(place, { id: name, kind: 'for-you', limit: 5, homekept: hk });
          const heading = document.createElement('h2');
          heading.slot = 'heading';
          heading.textContent = 'Last looked at';
          const list = document.createElement('ul');
          const template = document.createElement('template');
          const card = document.createElement('li');
          for (const name of ['title', 'reason']) {
            card.append(Object.assign(document.createElement('span'), { className: name }));
            card.lastChild.dataset.bind = name;
          }
          template.content.append(card);
          place.append(heading, list, template);
          return place;
        };
        
        const top = document.querySelector('h1').getBoundingClientRect().top;
        document.querySelector('main').prepend(block('above'));
        document.querySelector('footer').before(block('below'));
        await new Promise((done) => setTimeout(done, 300));
        globalThis.h1 = top";
    me.reads(made).await;
    let shown = |name: &str| format!("all('#{name}')[0].shadowRoot.querySelectorAll('li').length");
    me.waits_until(&format!("return {} === 5", shown("below"))).await;
    let above = format!(
        "return [{}, all('#above')[0].offsetHeight,
          document.querySelector('h1').getBoundingClientRect().top - globalThis.h1]",
        shown("above")
    );
    assert_eq!(me.reads(&above).await, json!([0, 0, 0]));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_would_tell_what_was_moved_is_left_as_it_is() {
    for (change, hint) in [
        ("list.children[4].append(document.createElement('iframe'))", "loads again"),
        ("list.children[4].append(document.createElement('img'))", "comes only when it is in view"),
        ("list.children[4].querySelector('.card-reason').remove()", "could not say why"),
    ] {
        let script = format!(
            "globalThis.problems = [];
            addEventListener('homekept-problem', ({{ detail }}) => problems.push(detail.code), true);
            new MutationObserver(() => {{
              const list = document.querySelector('homekept-picks ul');
              if (!list || globalThis.changed || document.querySelector('footer') === null) return;
              globalThis.changed = true;
              {change};
            }}).observe(document, {{ childList: true, subtree: true }});"
        );
        let me = Customer::who_reads_gothic().await;
        me.visits("/preferences").await;
        me.reads("await (await module_()).pause(true)").await;
        me.visits(GHOSTS).await;
        let shops = order(&me).await;
        me.visits("/preferences").await;
        me.reads("await (await module_()).pause(false)").await;
        me.shop.set_tweaks(Tweaks { extra_script: Some(script), ..Tweaks::default() });
        me.visits(GHOSTS).await;
        me.waits_until("return problems.length > 0").await;
        assert_eq!(me.reads("return problems").await, json!(["template-refused"]), "{hint}");
        assert_eq!(order(&me).await, shops, "{hint}");
        me.leaves().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_in_a_list_load_in_the_shops_order_whatever_mine_is() {
    let mut told = Vec::new();
    let mut orders = Vec::new();
    for books in [&GOTHIC, &SEA] {
        let me = Customer::in_shop(shop(Tweaks::default())).await;
        me.visits("/").await;
        me.presses("Allow all of these").await;
        let record = "for (const book of args) await (await module_()).record('view', book)";
        me.reads_with(record, json!(books)).await;
        me.visits("/about").await;
        let extra_script = Some(PICTURES.to_owned());
        me.shop.set_tweaks(Tweaks { extra_script, ..Tweaks::default() });
        me.shop.forget_requests();
        me.visits(LOVE).await;
        me.waits_until(ORDERED).await;
        me.rests().await;
        orders.push(order(&me).await);
        // The server hears of them in the order of its connections; the page knows better.
        told.push(pictures(&me.shop.requests()));
        assert_eq!(me.reads(ASKED_OUT_OF_ORDER).await, json!([]));
        me.leaves().await;
    }
    assert_ne!(orders[0], orders[1], "the two of us see different orders");
    assert_eq!(told[0].len(), orders[0].len(), "each picture is asked for once, seen or not");
    assert_eq!(told[0], told[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn dsr_02_i_add_an_interest_of_my_own_by_keyboard_and_take_it_back() {
    let me = Customer::new().await;
    me.visits("/preferences").await;
    let sees = me.sees().await;
    assert!(sees.contains("To add your own, allow “Remember what I tell you” above."), "{sees}");
    assert!(!sees.contains("Add an interest"));
    me.presses("Remember what I tell you").await;

    me.tabs_to("Add an interest").await;
    writes(&me, "no such thing").await;
    me.listens().await;
    me.strikes(Key::Enter).await;
    me.is_told("There is no “no such thing” in this shop. Choose from the list.").await;
    assert_eq!(me.reads("return focused().getAttribute('aria-invalid')").await, json!("true"));
    me.reads("focused().select()").await;
    writes(&me, "gothic fic").await;
    me.listens().await;
    me.strikes(Key::Enter).await;
    if me.reads("return focused().value").await != json!("") {
        // In WebKitGTK the first one took the suggestion.
        me.strikes(Key::Enter).await;
    }
    me.is_told("You will see more of Gothic fiction.").await;
    assert_eq!(me.keeps_the_focus_on().await, "Add an interest");
    assert_eq!(me.reads("return focused().value").await, json!(""));
    let row = me.reads("return textOf(all('[data-key=\"subject:Gothic fiction\"]')[0])").await;
    let row = row.as_str().unwrap_or_default();
    assert!(row.contains("you want more") && row.contains("You told us."), "{row}");

    // It is used at once, on the next page, and says so.
    me.visits("/").await;
    me.waits_for_picks().await;
    let reasons = me.sees_reasons().await;
    assert!(reasons.iter().any(|reason| reason == "You asked for Gothic fiction"), "{reasons:?}");
    me.visits("/preferences").await;
    me.presses("Undo your choice on Gothic fiction").await;
    assert_eq!(me.status().await["interests"], json!(0));
    me.leaves().await;
}

async fn writes(me: &Customer, text: &str) {
    let keys = me.browser.driver.action_chain().send_keys(text);
    keys.perform().await.expect("the keys are pressed");
}

fn items(value: &Value) -> Vec<String> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .map(|item| item.as_str().unwrap_or_default().to_owned())
        .collect()
}

/// The items of the first list, in the order in which they stand.
async fn order(me: &Customer) -> Vec<String> {
    items(
        &me.reads(
            "return [...all('homekept-picks ul')[0].children]
        .flatMap((item) => item.dataset.homekeptItem ?? [])",
        )
        .await,
    )
}

/// The pictures that the server was asked for.
fn pictures(requests: &[Recorded]) -> BTreeSet<String> {
    let paths = requests.iter().map(|request| request.path_and_query.clone());
    paths.filter(|path| path.starts_with("/images/mark.svg?")).collect()
}

const GHOSTS: &str = "/search?q=ghost";
const LOVE: &str = "/search?q=love";
const GOTHIC: [&str; 5] = ["frankenstein", "dracula", "castle-of-otranto", "carmilla", "monk"];
const SEA: [&str; 5] =
    ["moby-dick", "treasure-island", "lord-jim", "two-years-before-the-mast", "typhoon"];

/// Whether the first list is in my order.
const ORDERED: &str = "return textOf(all('homekept-picks')[0].shadowRoot
    .querySelector('.label') ?? document.body) === 'Ordered for you'";
/// Whether each block is mine.
const ALL_SHOWN: &str = "return all('homekept-picks').every((place) =>
    /Personalised for you|Ordered for you/.test(place.shadowRoot.querySelector('.label')?.textContent))";
/// What all the blocks show.
const SHOWN: &str = "return all('homekept-picks').flatMap(cards)
    .map((card) => card.querySelector('a').getAttribute('href').replace('/item/', ''))";
/// What lies on the table.
const TABLE: &str = "return cards(all('homekept-picks')[1])
    .map((card) => card.querySelector('a').getAttribute('href').replace('/item/', ''))";
/// The pictures that the page asked for before one that stands above them in the shop's own order.
const ASKED_OUT_OF_ORDER: &str = "
    const sent = await (await fetch(location)).text();
    const shops = [...sent.matchAll(/data-homekept-item=\"([^\"]*)\"/g)].map(([, item]) => item);
    const asked = Object.fromEntries(performance.getEntriesByType('resource')
      .filter(({ name }) => name.includes('/images/mark.svg?'))
      .map(({ name, startTime }) => [new URL(name).search.slice(1), startTime]));
    return shops.filter((item, at) => at > 0 && !(asked[item] >= asked[shops[at - 1]]))";
const REASONS: &str =
    "return Object.fromEntries([...all('homekept-picks ul')[0].children].map((card) =>
    [card.dataset.homekeptItem, card.querySelector('.card-reason').textContent]))";
/// A shop that gives each book in a list a picture of its own, to be loaded when it comes into view,
/// which is far off.
const PICTURES: &str = "addEventListener('DOMContentLoaded', () => {
      const room = document.createElement('p');
      room.style.height = '9000px';
      document.querySelector('main').prepend(room);
    });
    new MutationObserver(() => {
      for (const card of document.querySelectorAll('.card[data-homekept-item]:not(:has(img))')) {
        const image = new Image(8, 8);
        image.alt = '';
        image.loading = 'lazy';
        image.src = '/images/mark.svg?' + card.dataset.homekeptItem;
        card.prepend(image);
      }
    }).observe(document, { childList: true, subtree: true });";
