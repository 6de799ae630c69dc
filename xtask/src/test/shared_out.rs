//! Which end-to-end tests one engine does for all. Each engine does by itself what was promised of each:
//! the story, what two tabs and the life of a page may not lose, what nobody on the network can tell, the
//! strict policy, the keyboard, the barriers that its share of the table names, and what it lacks. The
//! module and its store have tests of their own in each engine. All else is done by one, mostly the
//! quickest; `--long`, and whoever asks for one engine, has everything done.

use crate::count::libtest;
use crate::setup::Engine;

/// The start of tests' names, and who does them: the quickest does most. None of them is one that
/// `--long` alone runs: the list does not tell those apart.
const SHARED_OUT: [(&str, Engine); 125] = [
    ("access::ui_01_", Engine::Chromium),
    ("access::ui_03_", Engine::Chromium),
    ("apps::a_list_that_react_draws_", Engine::Chromium),
    ("apps::a_page_in_react_has_", Engine::Chromium),
    ("apps::a_page_that_vite_built_", Engine::Chromium),
    ("apps::a_page_that_webpack_built_", Engine::Chromium),
    ("apps::a_page_without_a_build_", Engine::Chromium),
    ("bad_days::a_slow_", Engine::Chromium),
    ("bench::", Engine::Chromium),
    ("breakdowns::a_module_that_breaks_down_at_any_call_", Engine::Chromium),
    ("breakdowns::the_button_to_erase_", Engine::Chromium),
    ("center::con_", Engine::Chromium),
    ("center::dsr_01_", Engine::Chromium),
    ("center::dsr_02_", Engine::Chromium),
    ("center::dsr_04_", Engine::Chromium),
    ("center::fair_", Engine::Chromium),
    ("center::ui_07_", Engine::Chromium),
    ("center::ui_12_", Engine::Chromium),
    ("center::ui_13_", Engine::Chromium),
    ("center_alone::dsr_03_", Engine::Chromium),
    ("combinations::a_barrier_", Engine::Chromium),
    ("crash::what_was_acknowledged_outlives_", Engine::Chromium),
    ("customer::con_06_", Engine::Chromium),
    ("customer::dsr_05_", Engine::Chromium),
    ("dashboard::", Engine::Chromium),
    ("declarative::", Engine::Chromium),
    ("devtools::", Engine::Chromium),
    ("fairness::", Engine::Chromium),
    ("framed::sec_26_a_hostile_", Engine::Chromium),
    ("framed::sec_26_a_page_", Engine::Chromium),
    ("influence::", Engine::Chromium),
    ("languages::", Engine::Chromium),
    ("large_shop::", Engine::Chromium),
    ("locks::sec_07_a_lock_that_was_shut_", Engine::Chromium),
    ("locks::sec_07_i_change_", Engine::Chromium),
    ("locks::sec_07_my_passphrase_", Engine::Chromium),
    ("managers::", Engine::Chromium),
    ("manners::nothing_jumps_", Engine::Chromium),
    ("manners::sec_24_", Engine::Chromium),
    ("moving::con_", Engine::Chromium),
    ("moving::dsr_05_sec_17_", Engine::Chromium),
    ("page_control::a_list_that_would_", Engine::Chromium),
    ("page_control::nothing_jumps_", Engine::Chromium),
    ("page_control::pictures_", Engine::Chromium),
    ("page_life::a_page_that_comes_back_shows_nothing_", Engine::Chromium),
    ("page_life::a_page_that_is_left_while_it_stores_", Engine::Chromium),
    ("page_life::a_page_that_is_left_while_its_", Engine::Chromium),
    ("page_life::con_01_", Engine::Chromium),
    ("passkeys::sec_07_i_change_", Engine::Chromium),
    ("passkeys::sec_07_my_", Engine::Chromium),
    // Whether a leak would be found at all.
    ("promise::a_pick_that_loads_", Engine::Chromium),
    ("promise::a_shop_in_parts_", Engine::Chromium),
    ("shared_computer::who_pressed_it_by_mistake_", Engine::Chromium),
    ("signals::sig_05_a_browser_that_is_killed_", Engine::Chromium),
    ("signals::sig_05_who_did_not_", Engine::Chromium),
    ("signals::sig_07_", Engine::Chromium),
    ("signals::sig_08_", Engine::Chromium),
    ("signals::sig_15_", Engine::Chromium),
    ("tabs::con_06_a_tab_that_reads_", Engine::Chromium),
    ("tabs::what_i_withdraw_in_part_", Engine::Chromium),
    ("access::ui_06_", Engine::Firefox),
    ("access::ui_09_", Engine::Firefox),
    // A pack that does not decode, whoever fetched it.
    ("bad_days::a_broken_pack_", Engine::Firefox),
    ("bad_days::a_module_", Engine::Firefox),
    ("bad_days::a_policy_that_", Engine::Firefox),
    ("bad_days::a_preference_center_whose_", Engine::Firefox),
    ("bad_days::a_record_that_", Engine::Firefox),
    ("bad_days::a_switched_off_", Engine::Firefox),
    ("bad_days::an_item_that_", Engine::Firefox),
    ("bad_days::sec_25_", Engine::Firefox),
    ("bad_days::what_", Engine::Firefox),
    ("breakdowns::an_item_that_left_", Engine::Firefox),
    ("center::ui_02_", Engine::Firefox),
    ("center_alone::con_06_", Engine::Firefox),
    ("customer::fair_11_", Engine::Firefox),
    ("export::", Engine::Firefox),
    ("framed::a_shop_whose_vault_", Engine::Firefox),
    ("framed::sec_26_my_", Engine::Firefox),
    ("locks::sec_07_after_each_wrong_", Engine::Firefox),
    ("locks::sec_07_what_i_do_not_use_", Engine::Firefox),
    ("manners::nothing_changes_", Engine::Firefox),
    ("moving::dsr_05_my_", Engine::Firefox),
    ("page_control::a_list_is_not_put_", Engine::Firefox),
    ("page_control::a_list_that_is_put_in_order_", Engine::Firefox),
    ("page_control::a_page_names_", Engine::Firefox),
    ("page_control::dsr_02_", Engine::Firefox),
    ("page_control::no_item_stands_", Engine::Firefox),
    ("page_control::what_i_looked_at_last_", Engine::Firefox),
    ("page_control::what_the_page_calls_", Engine::Firefox),
    ("page_life::a_page_that_comes_back_shows_my_", Engine::Firefox),
    ("passkeys::sec_07_a_passkey_without_", Engine::Firefox),
    ("pictures::a_", Engine::Firefox),
    ("shared_computer::the_locked_preference_center_", Engine::Firefox),
    ("shared_computer::ui_02_", Engine::Firefox),
    ("signals::sig_05_two_", Engine::Firefox),
    ("tabs::tabs_that_", Engine::Firefox),
    ("tabs::what_i_allow_", Engine::Firefox),
    ("tabs::what_i_lock_", Engine::Firefox),
    ("access::ui_04_", Engine::WebKit),
    ("bad_days::an_answer_", Engine::WebKit),
    ("breakdowns::a_log_out_", Engine::WebKit),
    ("breakdowns::a_pack_", Engine::WebKit),
    ("breakdowns::one_tab_", Engine::WebKit),
    ("center::sec_24_", Engine::WebKit),
    ("center_alone::sec_25_", Engine::WebKit),
    ("customer::con_04_", Engine::WebKit),
    ("inline::", Engine::WebKit),
    ("locks::sup_04_", Engine::WebKit),
    ("manners::my_press_", Engine::WebKit),
    ("moving::a_page_without_", Engine::WebKit),
    ("moving::a_sealed_file_takes_", Engine::WebKit),
    ("moving::my_download_", Engine::WebKit),
    ("page_control::a_block_", Engine::WebKit),
    ("page_control::the_nodes_", Engine::WebKit),
    ("passkeys::sec_07_where_", Engine::WebKit),
    ("pictures::picks_", Engine::WebKit),
    ("shared_computer::one_", Engine::WebKit),
    ("shared_computer::the_shops_", Engine::WebKit),
    ("shared_computer::what_is_locked_can_", Engine::WebKit),
    ("signals::a_page_without_", Engine::WebKit),
    ("signals::sig_16_", Engine::WebKit),
    ("switches::", Engine::WebKit),
    ("tabs::con_06_what_i_withdraw_in_one_", Engine::WebKit),
    ("tabs::con_06_where_", Engine::WebKit),
    ("themes::", Engine::WebKit),
];

/// What an engine leaves out: the start of tests' names that another one, which is here, does.
pub(super) type LeftOut = Vec<(&'static str, Engine)>;

/// What this engine leaves out, where `is_here` tells which others there are.
pub(super) fn left_out(engine: Engine, is_here: impl Fn(Engine) -> bool) -> LeftOut {
    let by_another = |(_, other): &(&str, Engine)| *other != engine && is_here(*other);
    SHARED_OUT.into_iter().filter(by_another).collect()
}

/// A line for each test of a program's own list that is left out.
pub(super) fn lines(left_out: &LeftOut, list: &str) -> Vec<String> {
    let by_whom = |name: &str| left_out.iter().find(|(start, _)| name.starts_with(start));
    libtest::names(list)
        .filter_map(|name| by_whom(name).map(|(_, other)| format!("{name}: {other} does it")))
        .collect()
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
export::dsr_05_my_file: test
tabs::two_hundred_events: test
themes::ui_10_a_theme: test

3 tests, 0 benchmarks
";

    #[test]
    fn each_is_done_by_one_and_the_rest_by_all() {
        let lines = |engine| lines(&left_out(engine, |_| true), LIST);
        let export = "export::dsr_05_my_file: Firefox does it";
        let theme = "themes::ui_10_a_theme: WebKitGTK does it";
        assert_eq!(lines(Engine::Chromium), [export, theme]);
        assert_eq!(lines(Engine::Firefox), [theme]);
        assert_eq!(lines(Engine::WebKit), [export]);
    }

    #[test]
    fn nothing_is_left_to_an_engine_that_is_not_here() {
        let lines = lines(&left_out(Engine::Chromium, |other| other != Engine::WebKit), LIST);
        assert_eq!(lines, ["export::dsr_05_my_file: Firefox does it"]);
        assert_eq!(left_out(Engine::Chromium, |other| other == Engine::Chromium), []);
    }

    #[test]
    fn nothing_is_left_out_by_all() {
        for (start, _) in SHARED_OUT {
            let leaves = |engine: &Engine| {
                left_out(*engine, |_| true).iter().any(|(other, _)| *other == start)
            };
            let count = Engine::ALL.iter().filter(|engine| leaves(engine)).count();
            assert_eq!(count, Engine::ALL.len() - 1, "{start}");
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
