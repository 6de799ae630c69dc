//! The shop in every language that its elements speak: one file each, the right way round, with
//! room for long words, and as fair as in English.

use crate::access::reads_all_elements;
use crate::fairness::all_answers_weigh_the_same;
use crate::influence::who_likes_mugs;
use homekept_e2e::{Customer, DESKTOP, Heard, NARROW, PHONE, pack, shop_selling};
use homekept_shop::Tweaks;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What somebody is asked, and hears, in a language.
struct Spoken {
    tag: &'static str,
    none: &'static str,
    all: &'static str,
    learn: &'static str,
    personal: &'static str,
    /// A piece of the address of the file that has its texts; none for English.
    file: &'static str,
}

const LANGUAGES: [Spoken; 10] = [
    Spoken {
        tag: "en",
        none: "Allow none of these",
        all: "Allow all of these",
        learn: "Learn from what I do here",
        personal: "Personalised for you",
        file: "",
    },
    Spoken {
        tag: "de",
        none: "Nichts davon erlauben",
        all: "All dies erlauben",
        learn: "Lernen, was ich hier tue",
        personal: "Persönlich für Sie",
        file: "/de-",
    },
    Spoken {
        tag: "fr",
        none: "Ne rien autoriser",
        all: "Tout autoriser",
        learn: "Apprendre de ce que je fais ici",
        personal: "Personnalisé pour vous",
        file: "/fr-",
    },
    Spoken {
        tag: "es",
        none: "No permitir nada de esto",
        all: "Permitir todo esto",
        learn: "Aprender de lo que hago aquí",
        personal: "Personalizado para ti",
        file: "/es-",
    },
    Spoken {
        tag: "pt",
        none: "Não permitir nada disto",
        all: "Permitir tudo isto",
        learn: "Aprender com o que faço aqui",
        personal: "Personalizado para você",
        file: "/pt-",
    },
    Spoken {
        tag: "ar",
        none: "عدم السماح بأي من هذا",
        all: "السماح بكل هذا",
        learn: "التعلّم مما أفعله هنا",
        personal: "مخصّص لك",
        file: "/ar-",
    },
    Spoken {
        tag: "hi",
        none: "इनमें से किसी की अनुमति न दें",
        all: "इन सबकी अनुमति दें",
        learn: "मैं यहाँ जो करूँ उससे सीखें",
        personal: "आपके लिए चुना गया",
        file: "/hi-",
    },
    Spoken {
        tag: "ja",
        none: "すべて許可しない",
        all: "すべて許可する",
        learn: "ここでの操作から学ぶ",
        personal: "あなた向けに選んで表示",
        file: "/ja-",
    },
    Spoken {
        tag: "zh-CN",
        none: "全部不允许",
        all: "全部允许",
        learn: "从我在这里的操作中学习",
        personal: "为您个性化展示",
        file: "/zh-Hans-",
    },
    Spoken {
        tag: "zh-TW",
        none: "全部不允許",
        all: "全部允許",
        learn: "從我在這裡的操作中學習",
        personal: "為您個人化顯示",
        file: "/zh-Hant-",
    },
];

#[tokio::test(flavor = "multi_thread")]
async fn ui_06_each_language_is_one_file_that_is_loaded_where_it_is_spoken() {
    let me = Customer::new().await;
    for Spoken { tag, none, all, file, .. } in &LANGUAGES {
        comes_from(&me, tag);
        me.shop.forget_requests();
        me.visits("/").await;
        let asked = "return named(args[0]).length === 1 && named(args[1]).length === 1";
        me.waits_until_with(asked, json!([none, all])).await;
        assert_eq!(is_spoken_to_in(&me).await, json!([tag, direction(tag)]));
        // Of all files with texts it is the only one, and English has none of its own.
        let loaded: Vec<String> = files_with_texts(&me).into_iter().collect();
        assert_eq!(loaded.len(), usize::from(!file.is_empty()), "{tag}: {loaded:?}");
        assert!(loaded.iter().all(|path| path.contains(file)), "{tag}: {loaded:?}");
    }
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_06_a_language_that_nobody_wrote_or_that_does_not_come_is_english() {
    let me = Customer::new().await;
    comes_from(&me, "sv");
    me.visits("/").await;
    assert!(me.sees().await.contains("May this site fit its suggestions to you?"));
    // And says so, for whoever has it read aloud on a Swedish page.
    assert_eq!(is_spoken_to_in(&me).await, json!(["en", "ltr"]));

    // One whose file is gone.
    let failing = LANGUAGES.iter().filter(|one| !one.file.is_empty());
    let failing = failing.map(|one| (format!("/assets/parts{}", one.file), 404)).collect();
    me.shop.set_tweaks(Tweaks { failing, extra_script: speaks("fr"), ..Tweaks::default() });
    me.visits("/").await;
    assert_eq!(files_with_texts(&me).len(), 1, "it was asked for");
    assert!(me.sees().await.contains("May this site fit its suggestions to you?"));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dark_01_yes_and_no_weigh_the_same_in_every_language() {
    let me = Customer::new().await;
    for Spoken { tag, none, all, .. } in &LANGUAGES {
        comes_from(&me, tag);
        me.visits("/").await;
        for screen in [DESKTOP, PHONE, NARROW] {
            me.uses(screen).await;
            let place = format!("{tag}, {} px", screen.width);
            all_answers_weigh_the_same(&me, [none, all], &place).await;
        }
    }
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_03_fair_12_in_every_language_each_control_says_its_purpose_and_its_state() {
    let me = Customer::who_reads_gothic().await;
    let mut english: Vec<Heard> = Vec::new();
    for Spoken { tag, learn, personal, .. } in &LANGUAGES {
        comes_from(&me, tag);
        me.visits("/").await;
        me.waits_for_picks().await;
        let label = "const label = all('homekept-picks')[0].shadowRoot.querySelector('.label');
            return [seen(label), textOf(label)]";
        assert_eq!(me.reads(label).await, json!([true, personal]), "{tag}");

        me.visits("/preferences").await;
        // Which lock there is is read by itself, and comes last.
        me.waits_until("return all('.lock').length > 0").await;
        let heard = me.hears().await;
        let mut told = BTreeSet::new();
        for control in heard.iter().filter(|one| one.is_control()) {
            assert!(control.name.chars().any(char::is_alphabetic), "{tag}: {control:?}");
            assert!(
                !control.name.contains('{') && !control.name.contains("undefined"),
                "{control:?}"
            );
            let Heard { role, name, group, .. } = control;
            // Two links of one name may lead to one place.
            assert!(
                role == "link" || told.insert((role, name, group)),
                "{tag}, twice: {control:?}"
            );
        }
        let switch = heard.iter().find(|one| one.role == "switch" && one.name == *learn);
        let switch = switch.unwrap_or_else(|| panic!("{tag}: no {learn} in {heard:#?}"));
        assert_eq!(switch.checked.as_deref(), Some("true"), "{tag}");
        if english.is_empty() {
            english = heard;
            continue;
        }
        // The same parts and controls in the same order and the same states.
        let tree = |heard: &[Heard]| -> Vec<(String, Option<String>)> {
            heard.iter().map(|one| (one.role.clone(), one.checked.clone())).collect()
        };
        assert_eq!(tree(&heard), tree(&english), "{tag}");
    }
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_06_nothing_is_left_in_english() {
    let me = Customer::who_reads_gothic().await;
    let english = reads_all_elements(&me).await;
    for Spoken { tag, .. } in &LANGUAGES[1..] {
        comes_from(&me, tag);
        let own = reads_all_elements(&me).await;
        let same: Vec<&String> = english.intersection(&own).collect();
        let left: Vec<&&String> =
            same.iter().filter(|text| !ALIKE.contains(&text.as_str())).collect();
        assert!(left.is_empty(), "{tag}: {left:#?}");
        for text in &own {
            assert!(!text.contains("undefined") && !text.contains('{'), "{tag}: {text}");
        }
    }
    me.leaves().await;
}

/// Names that the shop gave, and words of more than one language.
const ALIKE: [&str; 16] = [
    "Bram Stoker",
    "Ghost stories",
    "Gothic fiction",
    "Horace Walpole",
    "Mary Shelley",
    "Matthew Lewis",
    "Hearth & Page, privacy@shop.invalid",
    "Like this one",
    "On the table by the door",
    "Worth a look",
    "author",
    "subject",
    "Pause",
    "5 minutes",
    "15 minutes",
    "Text",
];

#[tokio::test(flavor = "multi_thread")]
async fn ui_06_arabic_runs_from_right_to_left() {
    let me = Customer::who_reads_gothic().await;
    me.uses(DESKTOP).await;
    // In English a control stands at the end of its line, to the right; in Arabic to the left.
    let places = "const at = (element) => { const { left, right } = element.getBoundingClientRect(); return (left + right) / 2; };
        const row = all('.switch')[0];
        const side = (inner, outer) => at(inner) > at(outer) ? 'right' : 'left';
        return {
          control: side(row.querySelector('input'), row),
          name: side(row.querySelector('.name'), row),
          align: getComputedStyle(row.querySelector('.name')).textAlign,
        }";
    let card = "const card = cards(all('homekept-picks')[0])[0];
        const { left, right } = card.getBoundingClientRect();
        const button = card.querySelector('.open').getBoundingClientRect();
        return button.left - left < right - button.right ? 'left' : 'right'";
    for (tag, control, name) in [("en", "right", "left"), ("ar", "left", "right")] {
        comes_from(&me, tag);
        me.visits("/preferences").await;
        let found = me.reads(places).await;
        assert_eq!(
            (&found["control"], &found["name"]),
            (&json!(control), &json!(name)),
            "{tag}: {found}"
        );
        me.visits("/").await;
        me.waits_for_picks().await;
        assert_eq!(me.reads(card).await, json!(control), "{tag}");
    }
    // On a page in English what is said in Arabic still runs its way, and covers nothing.
    comes_from(&me, "en");
    me.visits("/?lang=ar").await;
    me.waits_for_picks().await;
    me.presses_card(0).await;
    let on_the_card = "const card = cards(all('homekept-picks')[0])[0];
        const reason = cards(all('homekept-picks')[0])[1].querySelector('.card-reason');
        const words = document.createRange();
        words.selectNodeContents(card.querySelector('.back h3'));
        const [a, b] = [words, card.querySelector('.open')].map((one) => one.getBoundingClientRect());
        return [reason.lang, reason.dir, a.right <= b.left || b.right <= a.left]";
    assert_eq!(me.reads(on_the_card).await, json!(["ar", "rtl", true]));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_01_no_page_has_a_barrier_from_right_to_left() {
    let me = Customer::who_reads_gothic().await;
    comes_from(&me, "ar");
    for path in ["/", "/preferences"] {
        me.visits(path).await;
        let barriers = me.meets_barriers().await;
        assert!(barriers.is_empty(), "{path}: {barriers:#?}");
    }
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fair_09_the_word_sponsored_is_said_and_lies_under_nothing_in_either_direction() {
    let apart = "const labels = all('.homekept-sponsored');
        const free = labels.every((label) => {
          const a = label.getBoundingClientRect();
          const b = label.parentElement.querySelector('.open').getBoundingClientRect();
          return seen(label) && (a.right <= b.left || b.right <= a.left);
        });
        return [free, ...new Set(labels.map(textOf))]";
    // The question was answered in English; the page turns afterwards.
    let turns =
        "const turn = (tag, dir) => Object.assign(document.documentElement, { lang: tag, dir });
        const chosen = new URLSearchParams(location.search).get('lang');
        if (chosen) turn(chosen, chosen === 'ar' ? 'rtl' : 'ltr');";
    let me = who_likes_mugs(true, Some(turns)).await;
    for (tag, word) in [
        ("en", "Sponsored"),
        ("de", "Gesponsert"),
        ("ar", "إعلان مدفوع"),
        ("zh-TW", "廣告"),
        ("hi", "प्रायोजित"),
    ] {
        me.visits(&format!("/?lang={tag}")).await;
        me.waits_for_my_picks().await;
        assert_eq!(me.reads(apart).await, json!([true, word]), "{tag}");
    }
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_06_ui_07_no_language_is_too_long_for_the_narrowest_screen() {
    let me = Customer::new().await;
    me.uses(NARROW).await;
    for Spoken { tag, all, .. } in &LANGUAGES {
        comes_from(&me, tag);
        me.visits("/").await;
        fits(&me, &format!("{tag}, the question")).await;
        me.presses(all).await;
        me.reads_gothic().await;
        me.visits("/").await;
        me.waits_for_picks().await;
        me.presses_card(0).await;
        fits(&me, &format!("{tag}, picks")).await;
        has_its_line_to_itself(&me, tag).await;
        me.visits("/preferences").await;
        fits(&me, &format!("{tag}, the center")).await;
        me.reads("await (await module_()).erase()").await;
    }
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_06_texts_that_are_two_fifths_longer_still_fit() {
    let assets = assets_with_long_words();
    let folder = assets.clone();
    let shop = shop_selling(pack().to_vec(), |options| options.assets = folder);
    let me = Customer::in_shop(shop).await;
    me.uses(NARROW).await;
    comes_from(&me, "de");
    me.visits("/").await;
    fits(&me, "the question").await;
    me.presses("ÁÁllóów ááll óóf thééséé").await;
    me.reads_gothic().await;
    me.visits("/").await;
    me.waits_for_picks().await;
    me.presses_card(0).await;
    fits(&me, "picks").await;
    me.visits("/preferences").await;
    fits(&me, "the center").await;
    me.presses("Móóvéé tóó áánóóthéér déévíícéé").await;
    fits(&me, "moving to another device").await;
    // What is looked for is found when it is there.
    me.reads(
        "const wide = document.createElement('p'); wide.textContent = 'x'.repeat(90);
        wide.style = 'overflow-wrap: normal'; places()[0].shadowRoot.append(wide)",
    )
    .await;
    assert_ne!(me.reads(STICKS_OUT).await, json!([]));
    me.leaves().await;
    let _ = fs::remove_dir_all(assets);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_speaks_the_language_of_its_address_and_stores_nothing_for_it() {
    let me = Customer::new().await;
    me.visits("/?lang=fr").await;
    assert!(me.sees().await.contains("Ce site peut-il adapter ses suggestions à vous"));
    assert_eq!(is_spoken_to_in(&me).await, json!(["fr", "ltr"]));
    me.presses("Your preferences").await;
    me.arrives_at("/preferences").await;
    let there = "return [location.search, all('[data-languages]')[0].selectedOptions[0].text]";
    assert_eq!(me.reads(there).await, json!(["?lang=fr", "français"]));
    assert_eq!(me.stores().await.places, Vec::<String>::new());
    // The menu leads on.
    let chooses = "const menu = all('[data-languages]')[0];
        menu.value = 'ar'; setTimeout(() => menu.dispatchEvent(new Event('change')))";
    me.reads(chooses).await;
    me.waits_until(
        "return location.search === '?lang=ar' && all('article').some(({ dir }) => dir === 'rtl')",
    )
    .await;
    me.leaves().await;
}

async fn fits(me: &Customer, place: &str) {
    assert_eq!(me.reads(STICKS_OUT).await, json!([]), "{place}");
}

/// What of our elements does not fit the screen.
const STICKS_OUT: &str = "const width = document.documentElement.clientWidth;
    const scrolls = (element) => {
      for (let at = element.parentElement; at; at = at.parentElement ?? at.getRootNode().host) {
        if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
      }
      return false;
    };
    const found = places().flatMap((place) => all('*', place.shadowRoot))
      .filter((element) => element.checkVisibility() && !element.closest('.said, svg') && !scrolls(element))
      .flatMap((element) => {
        const { left, right } = element.getBoundingClientRect();
        // What is in the question's card stays in it.
        const card = element.closest('[part=card]');
        const room = card?.getBoundingClientRect() ?? { left: 0, right: width };
        return left < room.left - 0.5 || right > room.right + 0.5 ? [`${element.localName}.${element.className}: ${left} to ${right}`] : [];
      });
    return document.scrollingElement.scrollWidth > width ? ['the page scrolls sideways', ...found] : found;";

/// The line over the picks has a fixed height, so that nothing below it moves: what it says stays in it.
async fn has_its_line_to_itself(me: &Customer, tag: &str) {
    let within = "return all('.meta').filter(seen).flatMap((line) => {
        const { bottom } = line.getBoundingClientRect();
        return [...line.children].filter((part) => part.getBoundingClientRect().bottom > bottom + 1).map(textOf);
      })";
    assert_eq!(me.reads(within).await, json!([]), "{tag}");
}

/// The tags of all languages, English first.
pub(crate) fn tags() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().map(|language| language.tag)
}

/// From now on each page is in this language, as a server in that country would send it.
pub(crate) fn comes_from(me: &Customer, tag: &str) {
    me.shop.set_tweaks(Tweaks { extra_script: speaks(tag), ..Tweaks::default() });
}

fn speaks(tag: &str) -> Option<String> {
    let direction = direction(tag);
    Some(format!(
        "document.documentElement.lang = '{tag}'; document.documentElement.dir = '{direction}';"
    ))
}

fn direction(tag: &str) -> &'static str {
    if tag == "ar" { "rtl" } else { "ltr" }
}

/// The language and the direction of the question.
async fn is_spoken_to_in(me: &Customer) -> Value {
    let script = "const { lang, dir } = all('homekept-consent')[0].shadowRoot.firstElementChild;
        return [lang, dir]";
    me.reads(script).await
}

/// The addresses of the files with texts that were loaded.
fn files_with_texts(me: &Customer) -> BTreeSet<String> {
    let loaded = me.shop.requests().into_iter().map(|request| request.path_and_query);
    let is_one =
        |path: &String| LANGUAGES.iter().any(|one| !one.file.is_empty() && path.contains(one.file));
    loaded.filter(is_one).collect()
}

/// The demo's assets in a folder of their own, with long words in the place of the German ones.
fn assets_with_long_words() -> PathBuf {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/demo");
    let folder = demo.join(format!("e2e-long-words-{}", std::process::id()));
    let mut replaced = 0;
    for part in ["", "parts", "images"] {
        fs::create_dir_all(folder.join(part)).expect("a folder can be made");
        for entry in
            fs::read_dir(demo.join("assets").join(part)).expect("`cargo xtask build`").flatten()
        {
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().is_dir() {
                continue;
            }
            let is_german = part == "parts" && name.starts_with("de-");
            replaced += usize::from(is_german);
            let from = if is_german { long_words_for(&entry.path(), &demo) } else { entry.path() };
            fs::copy(from, folder.join(part).join(name)).expect("a file can be copied");
        }
    }
    assert_eq!(replaced, 2, "German is two files: one comes with what it is about");
    folder
}

/// What stands in the place of a file of German texts.
fn long_words_for(german: &Path, demo: &Path) -> PathBuf {
    let text = fs::read_to_string(german).expect("it is a script");
    let moving = text.contains("take-means");
    demo.join(if moving { "pseudo-moving.js" } else { "pseudo.js" })
}
