//! Which end-to-end tests take turns: what is about words, answers and our own reckoning comes out
//! the same in every engine, and is done by one of them. What an engine has a say in (storage,
//! tabs, the life of a page, the network, keys and focus, layout that must not jump) is done by all.
//! `--long`, and whoever asks for one engine, has everything done.

use crate::count::libtest;
use crate::setup::Engine;

/// The start of tests' names, and who does them; each engine has about as much. None of them is
/// one that `--long` alone runs: the list does not tell those apart.
const SHARED_OUT: [(&str, Engine); 23] = [
    ("access::ui_01_", Engine::Chromium),
    ("center::con_", Engine::Chromium),
    ("center::dsr_02_", Engine::Chromium),
    ("center::dsr_04_", Engine::Chromium),
    ("center::fair_", Engine::Chromium),
    ("center::ui_12_", Engine::Chromium),
    ("center::ui_13_", Engine::Chromium),
    ("dashboard::", Engine::Chromium),
    ("declarative::", Engine::Chromium),
    ("fairness::", Engine::Chromium),
    ("managers::", Engine::Chromium),
    ("languages::", Engine::Firefox),
    ("large_shop::", Engine::Firefox),
    ("promise::a_shop_in_parts_", Engine::Firefox),
    ("influence::", Engine::WebKit),
    // Whether a leak would be found at all.
    ("promise::a_pick_that_loads_", Engine::WebKit),
    ("signals::sig_05_who_did_not_", Engine::WebKit),
    ("signals::sig_07_", Engine::WebKit),
    ("signals::sig_08_", Engine::WebKit),
    ("signals::sig_15_", Engine::WebKit),
    ("signals::sig_16_", Engine::WebKit),
    ("switches::", Engine::WebKit),
    ("themes::", Engine::WebKit),
];

/// Of a test program's own list, what another engine than this one does, as a line for each.
pub(super) fn done_by_others(list: &str, engine: Engine) -> Vec<String> {
    let done_by = |name: &str| SHARED_OUT.iter().find(|(start, _)| name.starts_with(start));
    libtest::names(list)
        .filter_map(|name| done_by(name).map(|(_, other)| (name, *other)))
        .filter(|(_, other)| *other != engine)
        .map(|(name, other)| format!("{name}: {other} does it; with --long {engine} too"))
        .collect()
}

/// What a test program is told to leave out in this engine.
pub(super) fn skips(engine: Engine) -> impl Iterator<Item = &'static str> {
    SHARED_OUT.iter().filter(move |(_, other)| *other != engine).map(|(start, _)| *start)
}

/// What is said to be shared out and is not there: a test that was renamed would be done by all.
pub(super) fn unknown(list: &str) -> Vec<String> {
    let is_there = |start: &str| libtest::names(list).any(|name| name.starts_with(start));
    let missing = SHARED_OUT.iter().filter(|(start, _)| !is_there(start));
    missing.map(|(start, _)| format!("no test's name begins with {start}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "\
languages::dark_01_yes_and_no: test
tabs::con_06_what_i_withdraw: test
themes::ui_10_a_theme: test

3 tests, 0 benchmarks
";

    #[test]
    fn each_is_done_by_one_and_the_rest_by_all() {
        let others = |engine| done_by_others(LIST, engine);
        let language = "languages::dark_01_yes_and_no: Firefox does it; with --long Chromium too";
        assert_eq!(others(Engine::Chromium).len(), 2);
        assert_eq!(others(Engine::Chromium)[0], language);
        assert_eq!(others(Engine::Firefox).len(), 1);
        assert_eq!(others(Engine::WebKit).len(), 1);
    }

    #[test]
    fn nothing_is_left_out_by_all() {
        for (start, _) in SHARED_OUT {
            let left =
                Engine::ALL.into_iter().filter(|engine| skips(*engine).any(|it| it == start));
            assert_eq!(left.count(), Engine::ALL.len() - 1, "{start}");
            // libtest leaves out whatever has the words anywhere in its name.
            let within = SHARED_OUT.iter().filter(|(other, _)| other.contains(start));
            assert_eq!(within.count(), 1, "{start}");
        }
    }

    #[test]
    fn a_name_that_nothing_has_is_told() {
        let unknown = unknown(LIST);
        assert_eq!(unknown.len(), SHARED_OUT.len() - 2);
        assert!(unknown.contains(&"no test's name begins with managers::".to_owned()));
    }
}
