//! The preference center without the shop, without the module, and on a page that means no good.

use crate::center::KEEP_FILES;
use homekept_e2e::Customer;
use homekept_shop::Tweaks;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn dsr_03_dsr_06_with_the_shop_gone_everything_works_and_nobody_is_asked() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/preferences").await;
    me.waits_until_the_page_asks_for_nothing().await;
    // From here on the shop answers nothing.
    me.shop.set_tweaks(Tweaks { failing: vec![("/".to_owned(), 503)], ..Tweaks::default() });
    me.shop.forget_requests();
    me.reads(KEEP_FILES).await;
    me.presses("Less of Gothic fiction").await;
    me.presses("Pause").await;
    me.presses("Pause").await;
    me.presses("Your choices so far").await;
    for file in ["Download my data", "Download to read", "Download my receipts"] {
        me.presses(file).await;
    }
    assert_eq!(me.reads("return made.length").await, json!(3));
    me.presses("Lock my profile").await;
    me.presses("That’s me: open my profile").await;
    me.presses("Learn from what I do here").await;
    assert_eq!(me.status().await["events"], json!(0));
    me.presses("Erase everything").await;
    me.presses("Erase everything now").await;
    assert!(me.sees().await.contains("All is erased."));
    assert_eq!(me.stores().await.places, Vec::<String>::new());
    let asked: Vec<String> =
        me.shop.requests().into_iter().map(|request| request.path_and_query).collect();
    assert_eq!(asked, Vec::<String>::new());
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_25_on_a_page_that_means_no_good_the_center_is_whole_and_tells_the_truth() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/preferences").await;
    let honest = me.reads(TOLD).await;
    let looks = me.reads(LOOKS).await;
    // Prototypes that lend what the module left out, names that stand for others, and a style that
    // takes everything away and puts everything on top.
    let hostile = r#"
        Object.assign(Object.prototype, { stance: "never", title: "A lie", storageReason: "lie", images: "direct",
          boost: 1, retentionDays: 7, under: "sponsor", sponsored: true, label: "A lie", open: true, next: "b",
          noticeHash: "A lie", strength: 1, item: "A lie" });
        addEventListener("DOMContentLoaded", () => {
          for (const name of ["homekept", "customElements", "location", "localStorage", "CSS", "status", "data", "events"]) {
            const form = document.createElement("form");
            form.id = name;
            const input = document.createElement("input");
            input.name = "querySelectorAll";
            form.append(input);
            form.hidden = true;
            document.body.prepend(form);
          }
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`* { all: unset !important; z-index: 2147483647 !important; position: relative !important }
            script, head, style, template { display: none !important }`);
          document.adoptedStyleSheets = [sheet];
        });"#;
    me.shop.set_tweaks(Tweaks { extra_script: Some(hostile.to_owned()), ..Tweaks::default() });
    me.visits("/preferences").await;
    me.waits_until("return all('.status').length > 0").await;
    assert_eq!(me.reads(TOLD).await, honest);
    assert_eq!(me.reads(LOOKS).await, looks);
    me.presses("Pause").await;
    assert_eq!(me.status().await["paused"], json!(true));
    me.presses("Erase everything").await;
    me.presses("Erase everything now").await;
    assert_eq!(me.stores().await.places, Vec::<String>::new());
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn con_06_without_the_module_my_no_still_counts_and_stays() {
    let me = Customer::who_reads_gothic().await;
    let gone = vec![("/assets/homekept.wasm".to_owned(), 500)];
    me.shop.set_tweaks(Tweaks { failing: gone.clone(), ..Tweaks::default() });
    me.goes_to("/preferences").await;
    me.waits_until("return named('Allow nothing').length > 0").await;
    let sees = me.sees().await;
    for said in [
        "(module-unreachable)",
        "A profile is kept in this browser.",
        "What is in it cannot be shown",
    ] {
        assert!(sees.contains(said), "{said} in {sees}");
    }
    assert!(me.meets_barriers().await.is_empty(), "{:?}", me.meets_barriers().await);

    // Without the policy, too, the no could not be noted: then nothing is done, and it is said.
    let both = [gone.clone(), vec![("/homekept.json".to_owned(), 500)]].concat();
    me.shop.set_tweaks(Tweaks { failing: both, ..Tweaks::default() });
    me.presses("Allow nothing").await;
    assert!(me.sees().await.contains("That did not work (policy-unreachable)."));
    assert!(me.stores().await.places.contains(&"database homekept:bookshop".to_owned()));

    me.shop.set_tweaks(Tweaks { failing: gone, ..Tweaks::default() });
    me.presses("Allow nothing").await;
    me.waits_until("return named('Allow nothing').length === 0").await;
    let sees = me.sees().await;
    for said in [
        "You allow nothing now, and your profile is deleted.",
        "You allow nothing, and no profile is kept.",
    ] {
        assert!(sees.contains(said), "{said} in {sees}");
    }
    assert_eq!(me.stores().await.places, ["localStorage homekept:bookshop"]);

    // The module takes it for what it is: all is off, and nobody asks.
    let by_hand = me.stores().await.contents;
    me.shop.set_tweaks(Tweaks::default());
    me.visits("/").await;
    let status = me.status().await;
    assert_eq!((&status["ask"], &status["events"]), (&json!(false), &json!(0)));
    assert!(!me.sees().await.contains("May this site"));
    // It is word for word what the module writes itself.
    me.visits("/preferences").await;
    me.presses("Learn from what I do here").await;
    me.presses("Learn from what I do here").await;
    assert_eq!(me.stores().await.contents, by_hand);
    me.leaves().await;
}

/// All that the center says.
const TOLD: &str = "return all('homekept-preferences')[0].shadowRoot.querySelector('article')
    .textContent.replace(/\\s+/g, ' ')";
/// How its parts look, where a page's own style could have reached.
const LOOKS: &str = "
    const { shadowRoot } = all('homekept-preferences')[0];
    return ['.center', '.status', 'section', 'button', '.switch input', '.row'].map((part) => {
      const { display, color, fontSize, lineHeight, textAlign, visibility } =
        getComputedStyle(shadowRoot.querySelector(part));
      return [part, display, fontSize, lineHeight, textAlign, visibility].join(' ');
    })";
