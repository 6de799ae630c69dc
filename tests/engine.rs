//! The engine from outside: what a customer chooses, does and forgets, and
//! what follows from it.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failing test says where")]

mod common;

use common::{NOW, apply, choosing, engine, for_you, kept, policy, record, view};
use homekept::catalogue::{Catalogue, encode};
use homekept::consent::{Purpose, State};
use homekept::engine::view::{FacetView, PickView, ReasonKind, Storage};
use homekept::engine::{Command, Engine, EngineError, RankRequest, Save, SlotName};
use homekept::policy::{Policy, PolicyFile};
use homekept::profile::{EventKind, Forget, Stance, Topic};
use homekept::time::Minute;
use homekept::vault::memory::CountingDice;
use proptest::prelude::*;

fn topic(subject: &str) -> Topic {
    Topic { kind: "subject".into(), label: format!("All about {subject}") }
}

fn state(subject: &str, stance: Option<Stance>) -> Command {
    Command::State { topic: topic(subject), stance }
}

fn picks(engine: &Engine) -> Vec<PickView<'_>> {
    engine.rank(&for_you(8), NOW).unwrap()
}

fn ids<'a>(picks: &[PickView<'a>]) -> Vec<&'a str> {
    picks.iter().map(|pick| pick.id).collect()
}

/// Looked at five gothic books, with leave to learn.
fn reader() -> (Engine, CountingDice) {
    let (mut engine, mut dice) = (engine(), CountingDice::default());
    let looked = ["gothic-0", "gothic-1", "gothic-2", "gothic-3", "gothic-4"].map(view);
    apply(&mut engine, &mut dice, &[choosing(&[Purpose::Learn], &[Purpose::Remember])]);
    apply(&mut engine, &mut dice, &looked);
    (engine, dice)
}

#[test]
fn con_01_before_a_choice_nothing_is_recorded_and_nothing_is_to_be_saved() {
    let (mut engine, mut dice) = (engine(), CountingDice::default());
    for command in [
        view("gothic-0"),
        record(EventKind::Purchase, "gothic-0"),
        record(EventKind::Dismiss, "gothic-0"),
        Command::Pause(true),
        Command::Pause(false),
        Command::Plain(true),
        Command::Plain(false),
        Command::Forget(Forget::Learned),
    ] {
        assert_eq!(engine.apply(&command, NOW, &mut dice), Ok(Save::Nothing), "{command:?}");
    }
    let refused = engine.apply(&state("sea", Some(Stance::More)), NOW, &mut dice);
    assert_eq!(refused, Err(EngineError::ConsentRequired));
    let status = engine.status(Storage::Device, None, NOW);
    assert_eq!((status.events, status.stated, status.interests), (0, 0, 0));
    assert_eq!((status.storage, status.ask, status.personal), (Storage::None, true, false));
}

#[test]
fn after_five_gothic_books_the_picks_are_gothic_and_say_why() {
    let (engine, _) = reader();
    let picks = picks(&engine);
    assert!(picks[0].id.starts_with("gothic"), "{:?}", ids(&picks));
    let reason = &picks[0].reasons[0];
    assert!(matches!(reason.kind, ReasonKind::Followed | ReasonKind::Interest), "{reason:?}");
    assert!(picks[0].personal);
    let interests = engine.interests(NOW);
    assert_eq!(interests[0].label, "All about gothic");
    assert_eq!(interests[0].events.len(), 5);
}

#[test]
fn dsr_02_a_removed_interest_stays_away_however_many_events_follow() {
    let (mut engine, mut dice) = reader();
    let before: Vec<String> = ids(&picks(&engine)).into_iter().map(String::from).collect();
    apply(&mut engine, &mut dice, &[state("gothic", Some(Stance::Never))]);
    assert_ne!(before, ids(&picks(&engine)));
    for n in 0..1_000 {
        apply(&mut engine, &mut dice, &[view(&format!("gothic-{}", n % 10))]);
    }
    assert!(picks(&engine).iter().all(|pick| !pick.id.starts_with("gothic")));
    let interests = engine.interests(NOW);
    assert_eq!(interests[0].stance, Some(Stance::Never));
    // Taking the statement back lets the interest come again.
    apply(&mut engine, &mut dice, &[state("gothic", None)]);
    assert!(picks(&engine)[0].id.starts_with("gothic"));
}

#[test]
fn fair_17_what_is_stated_beats_what_was_inferred() {
    let (mut engine, mut dice) = reader();
    apply(&mut engine, &mut dice, &[state("sea", Some(Stance::More))]);
    let interests = engine.interests(NOW);
    assert_eq!((interests[0].label, interests[0].strength), ("All about sea", 1.0));
    apply(&mut engine, &mut dice, &[state("gothic", Some(Stance::Less))]);
    let gothic = engine.interests(NOW).into_iter().find(|i| i.label.ends_with("gothic")).unwrap();
    assert!(gothic.strength < 0.0);
}

#[test]
fn locked_nothing_is_known_nothing_is_learned_and_what_was_sealed_comes_back() {
    let (mut engine, mut dice) = reader();
    let (reader, sealed) = (reader().0, engine.snapshot());
    engine.lock();
    assert_eq!(picks(&engine), picks(&common::engine()));
    assert_eq!((engine.events().len(), engine.interests(NOW).len()), (0, 0));
    let status = engine.status(Storage::Device, None, NOW);
    assert_eq!((status.locked, status.ask, status.personal), (true, false, false));
    assert_eq!(status.storage, Storage::Device, "it is still there");
    // A page need not know why nothing is kept; the customer's own controls say so.
    assert_eq!(engine.apply(&view("sea-0"), NOW, &mut dice), Ok(Save::Nothing));
    for command in [
        choosing(&[Purpose::Learn], &[]),
        Command::Pause(true),
        Command::Plain(true),
        state("sea", Some(Stance::More)),
        Command::Forget(Forget::Learned),
    ] {
        assert_eq!(engine.apply(&command, NOW, &mut dice), Err(EngineError::Locked), "{command:?}");
    }
    assert_eq!(engine.restore(&[sealed]), 0);
    assert_eq!(picks(&engine), picks(&reader));
    assert!(!engine.status(Storage::Device, None, NOW).locked);
}

#[test]
fn an_interest_can_be_stated_in_every_topic_that_is_offered_and_in_no_denied_one() {
    let (mut engine, mut dice) = reader();
    let shop = common::engine();
    let topics = shop.topics();
    let labels: Vec<&str> = topics.iter().map(|topic| topic.label).collect();
    assert_eq!(labels, ["All about gothic", "All about poetry", "All about sea"]);
    for FacetView { kind, label } in topics {
        let topic = Topic { kind: kind.into(), label: label.into() };
        let stance = Some(Stance::More);
        apply(&mut engine, &mut dice, &[Command::State { topic, stance }]);
    }
    assert_eq!(engine.interests(NOW).iter().filter(|it| it.stance.is_some()).count(), 3);
}

#[test]
fn dsr_04_a_pause_gives_the_public_baseline_bit_for_bit() {
    let (mut engine, mut dice) = reader();
    let nobody = common::engine();
    let baseline = picks(&nobody);
    assert_ne!(picks(&engine), baseline);
    apply(&mut engine, &mut dice, &[Command::Pause(true)]);
    assert_eq!(picks(&engine), baseline);
    let held = apply(&mut engine, &mut dice, &[view("sea-0")]);
    assert_eq!(held, Save::Nothing);
    assert!(!engine.interests(NOW).is_empty(), "a pause hides nothing from the customer");
    apply(&mut engine, &mut dice, &[Command::Pause(false), Command::Plain(true)]);
    assert_eq!(picks(&engine), baseline);
    apply(&mut engine, &mut dice, &[Command::Plain(false)]);
    assert_ne!(picks(&engine), baseline);
}

#[test]
fn con_06_withdrawal_forgets_what_was_kept_under_the_purpose() {
    let (mut engine, mut dice) = (engine(), CountingDice::default());
    let both = [Purpose::Remember, Purpose::Learn];
    let commands = [
        choosing(&both, &[]),
        view("gothic-0"),
        state("sea", Some(Stance::More)),
        record(EventKind::Dismiss, "poetry-0"),
    ];
    apply(&mut engine, &mut dice, &commands);
    let save = apply(&mut engine, &mut dice, &[choosing(&[], &[Purpose::Learn])]);
    assert_eq!(save, Save::Rewrite);
    let status = engine.status(Storage::Device, None, NOW);
    assert_eq!((status.events, status.stated), (0, 2));

    let save = apply(&mut engine, &mut dice, &[choosing(&[], &[Purpose::Remember])]);
    assert!(matches!(save, Save::Erase(_)));
    let status = engine.status(Storage::Device, None, NOW);
    assert_eq!((status.events, status.stated, status.storage), (0, 0, Storage::None));
    assert!(!status.ask, "a refusal is not asked again");
    assert!(status.purposes.iter().all(|purpose| purpose.state != State::On));
}

#[test]
fn con_05_who_said_no_to_all_and_then_yes_to_one_is_not_asked_about_the_rest() {
    let (mut engine, mut dice) = (engine(), CountingDice::default());
    apply(&mut engine, &mut dice, &[choosing(&[], &[Purpose::Remember, Purpose::Learn])]);
    apply(&mut engine, &mut dice, &[choosing(&[Purpose::Learn], &[])]);
    let status = engine.status(Storage::Device, None, NOW);
    let states = status.purposes[..2].iter().map(|purpose| purpose.state);
    assert_eq!(states.collect::<Vec<_>>(), [State::Off, State::On]);
    assert!(!status.ask);
    // Whoever was never asked about the rest may be, once.
    let (mut engine, mut dice) = (common::engine(), CountingDice::default());
    apply(&mut engine, &mut dice, &[choosing(&[Purpose::Learn], &[])]);
    assert!(engine.status(Storage::Device, None, NOW).ask);
}

#[test]
fn con_20_under_remember_alone_nothing_is_kept_but_what_was_stated() {
    let (mut engine, mut dice) = (engine(), CountingDice::default());
    let commands = [
        choosing(&[Purpose::Remember], &[]),
        view("gothic-0"),
        record(EventKind::Cart, "gothic-1"),
        state("sea", Some(Stance::More)),
        record(EventKind::Dismiss, "poetry-0"),
    ];
    apply(&mut engine, &mut dice, &commands);
    let mut again = common::engine();
    assert_eq!(again.restore(&[engine.snapshot()]), 0);
    let kinds: Vec<EventKind> = again.events().iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::Dismiss]);
    let interests = again.interests(NOW);
    assert!(!interests.is_empty());
    assert!(interests.iter().all(|interest| interest.stance.is_some()), "nothing is inferred");
}

#[test]
fn sec_19_learned_events_are_forgotten_after_the_retention_and_statements_are_not() {
    let (mut engine, mut dice) = reader();
    apply(&mut engine, &mut dice, &[record(EventKind::Dismiss, "poetry-0")]);
    let days = |days: u32| Minute(NOW.0 + days * 24 * 60);
    assert!(!engine.retire(days(90)));
    assert!(engine.retire(days(91)));
    let events = engine.events();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].kind, EventKind::Dismiss);
}

#[test]
fn fair_13_what_was_shown_is_kept_with_what_was_learned_and_goes_with_it() {
    let shown = |numbers: &str| record(EventKind::Shown, numbers);
    let (mut engine, mut dice) = (engine(), CountingDice::default());
    assert_eq!(engine.apply(&shown("[1]"), NOW, &mut dice), Ok(Save::Nothing), "before a choice");
    let (mut engine, mut dice) = reader();
    let (picked, status) = (reader(), engine.status(Storage::Device, None, NOW));
    apply(&mut engine, &mut dice, &[shown("[1]"), shown("[2]")]);

    // It is no event, and nothing is ranked by it.
    assert_eq!(engine.shown(), Some("[2]"));
    assert_eq!(engine.status(Storage::Device, None, NOW), status);
    assert_eq!((engine.events().len(), picks(&engine)), (5, picks(&picked.0)));
    // The vault gives back the last numbers alone, also where it holds each batch.
    let (mut batches, mut restored) = (vec![reader().0.snapshot()], common::engine());
    let (mut writer, mut dice) = reader();
    for numbers in ["[1]", "[2]"] {
        let Ok(Save::Append(batch)) = writer.apply(&shown(numbers), NOW, &mut dice) else {
            panic!("it is to be stored");
        };
        batches.push(batch);
    }
    for kept in [vec![engine.snapshot()], batches] {
        assert_eq!(restored.restore(&kept), 0);
        assert_eq!(restored.shown(), Some("[2]"));
    }
    assert_eq!(engine.snapshot().windows(3).filter(|part| part == b"[1]").count(), 0);

    // It names items: whoever forgets one of them, or everything, forgets it.
    let event = engine.events()[0].id as u64;
    for forget in [
        Forget::Entry(event),
        Forget::Item("gothic-1".into()),
        Forget::Item("never-seen".into()),
        Forget::Learned,
        Forget::Under(Purpose::Learn),
        Forget::Before(Minute(NOW.0 + 1)),
    ] {
        let (mut engine, mut dice) = reader();
        apply(&mut engine, &mut dice, &[shown("[1]")]);
        let saved = engine.apply(&Command::Forget(forget.clone()), NOW, &mut dice);
        assert_eq!((saved, engine.shown()), (Ok(Save::Rewrite), None), "{forget:?}");
    }
}

#[test]
fn fair_02_fair_03_items_of_denied_categories_are_found_and_never_profiled() {
    let (mut engine, mut dice) = reader();
    assert_eq!(apply(&mut engine, &mut dice, &[view("denied-0")]), Save::Nothing);
    let refused = engine.apply(&state("denied", Some(Stance::More)), NOW, &mut dice);
    assert_eq!(refused, Err(EngineError::UnknownTopic));
    let request =
        RankRequest { slot: SlotName::LikeThis, current: vec!["denied-0".into()], ..for_you(4) };
    assert!(engine.rank(&request, NOW).unwrap().iter().any(|pick| pick.id.starts_with("denied")));
}

#[test]
fn fair_01_fair_14_a_profile_is_made_of_eight_kinds_of_deeds_with_items_and_of_the_shops_topics() {
    let kinds = ["view", "engage", "cart", "purchase", "like", "dislike", "dismiss", "shown"];
    assert_eq!(kinds.map(EventKind::from_name), EventKind::ALL.map(Some));
    for other in ["age", "gender", "dwell", "hesitate", "rage-click", "abandon", "mood", "View"] {
        assert_eq!(EventKind::from_name(other), None, "{other}");
    }
    let (mut engine, mut dice) = reader();
    let before = kept(&engine);
    for (kind, label) in [("age", "18 to 24"), ("subject", "All about me"), ("", "")] {
        let topic = Topic { kind: kind.into(), label: label.into() };
        let stating = Command::State { topic, stance: Some(Stance::More) };
        let refused = engine.apply(&stating, NOW, &mut dice);
        assert_eq!(refused, Err(EngineError::UnknownTopic), "{kind} {label}");
    }
    assert_eq!(kept(&engine), before);
}

#[test]
fn fair_14_the_hour_of_the_day_and_the_day_of_the_week_change_no_pick() {
    // The same deeds, as far apart, at another time.
    let at = |shift: u32| {
        let (mut engine, mut dice) = (engine(), CountingDice::default());
        let deeds =
            [choosing(&[Purpose::Learn], &[]), view("sea-3"), view("gothic-0"), view("sea-5")];
        for (deed, minutes) in deeds.iter().zip([0, 1, 70, 4_000]) {
            engine.apply(deed, Minute(NOW.0 + shift + minutes), &mut dice).unwrap();
        }
        let picks = engine.rank(&for_you(12), Minute(NOW.0 + shift + 4_001)).unwrap();
        picks.iter().map(|pick| (pick.id.to_owned(), pick.score.to_bits())).collect::<Vec<_>>()
    };
    let of_day = at(0);
    for hours in 1..=168 {
        assert_eq!(at(hours * 60), of_day, "{hours} hours later");
    }
}

#[test]
fn fair_18_whatever_the_dice_the_same_deeds_give_the_same_picks() {
    // Numbers that are drawn name entries; none of them decides what anybody sees.
    let with = |mut dice: CountingDice| {
        let mut engine = engine();
        let deeds = [choosing(&[Purpose::Learn], &[]), view("sea-3"), view("sea-5")];
        apply(&mut engine, &mut dice, &deeds);
        let ids: Vec<f64> = engine.events().iter().map(|event| event.id).collect();
        (ids, serde_json::to_value(picks(&engine)).unwrap())
    };
    let (ids, first) = with(CountingDice::default());
    for seed in 1..40 {
        let (others, same) = with(CountingDice::seeded(seed));
        assert_ne!(others, ids);
        assert_eq!(same, first);
    }
}

#[test]
fn dsr_01_everything_kept_comes_back_from_the_vault_and_is_shown() {
    let (mut engine, mut dice) = reader();
    apply(&mut engine, &mut dice, &[state("sea", Some(Stance::Never))]);
    let mut again = common::engine();
    assert_eq!(again.restore(&[engine.snapshot()]), 0);
    assert_eq!(kept(&again), kept(&engine));
    assert_eq!((engine.events().len(), engine.choices().len()), (5, 2));
    assert!(engine.interests(NOW).iter().any(|i| i.stance == Some(Stance::Never)));
}

#[test]
fn what_is_done_after_a_rewrite_comes_after_it_when_the_vault_is_read() {
    let (mut engine, mut dice) = reader();
    for paused in [true, false, true] {
        let mut vault = vec![engine.snapshot()];
        match engine.apply(&Command::Pause(paused), NOW, &mut dice).unwrap() {
            Save::Append(batch) => vault.push(batch),
            other => panic!("{other:?}"),
        }
        let mut again = common::engine();
        assert_eq!(again.restore(&vault), 0);
        assert_eq!(again.status(Storage::Device, None, NOW).paused, paused);
    }
}

#[test]
fn a_profile_goes_along_to_the_shop_in_another_language() {
    let (mut engine, mut dice) = reader();
    apply(&mut engine, &mut dice, &[state("sea", Some(Stance::More))]);
    let of_english = ids(&picks(&engine)).join(" ");
    let mut german = common::shop();
    for item in &mut german.items {
        item.title = format!("Das Buch {}", item.id);
        item.display = vec![(0, "9,00 EUR".into())];
    }
    for facet in &mut german.facets {
        facet.label = facet.label.replace("All about", "Alles zu");
    }
    engine.load(Catalogue::open(encode(&german).unwrap().into()).unwrap(), false);
    let interests = engine.interests(NOW);
    let inferred: Vec<&str> = interests
        .iter()
        .filter(|interest| interest.stance.is_none())
        .map(|interest| interest.label)
        .collect();
    assert_eq!(inferred, ["Alles zu gothic"], "what was done is read in the language at hand");
    let first = picks(&engine);
    assert!(first[0].title.starts_with("Das Buch gothic"), "{first:?}");
    // The interest that was stated has a name that this shop does not have, and is kept for the other.
    assert_ne!(ids(&first).join(" "), of_english);
    engine.load(Catalogue::open(common::pack().into()).unwrap(), false);
    assert_eq!(ids(&picks(&engine)).join(" "), of_english);
}

#[test]
fn fair_08_what_is_ranked_unlifted_is_the_list_of_a_shop_that_lifts_nothing() {
    let mut shop = common::shop();
    for item in shop.items.iter_mut().filter(|item| item.id.ends_with(['1', '4', '7'])) {
        item.boost = 1.0;
    }
    let pack = encode(&shop).unwrap();
    let in_shop = |boost| {
        let file = PolicyFile {
            version: 1,
            site: "bookshop".into(),
            notice: "1".into(),
            boost: Some(boost),
            ..PolicyFile::default()
        };
        let mut engine = Engine::new(Policy::of(file).unwrap(), false);
        engine.load(Catalogue::open(pack.clone().into()).unwrap(), false);
        let mut dice = CountingDice::default();
        let looked = ["gothic-0", "gothic-1", "gothic-2"].map(view);
        apply(&mut engine, &mut dice, &[choosing(&[Purpose::Learn], &[])]);
        apply(&mut engine, &mut dice, &looked);
        engine
    };
    let (lifting, level) = (in_shop(0.1), in_shop(0.0));
    for plain in [false, true] {
        let request = RankRequest { plain, ..for_you(8) };
        let unlifted = RankRequest { unlifted: true, ..request.clone() };
        let expected = level.rank(&request, NOW).unwrap();
        assert_eq!(lifting.rank(&unlifted, NOW).unwrap(), expected);
        assert_eq!(level.rank(&unlifted, NOW).unwrap(), expected, "there is nothing to leave out");
        assert_ne!(ids(&lifting.rank(&request, NOW).unwrap()), ids(&expected), "it does lift");
    }
}

#[test]
fn fair_07_a_pick_has_no_price_of_its_own_only_the_public_display() {
    let (engine, _) = reader();
    let json = serde_json::to_value(picks(&engine)).unwrap();
    let mut fields: Vec<String> =
        json[0].as_object().unwrap().keys().map(ToString::to_string).collect();
    fields.sort();
    let expected =
        ["display", "facets", "id", "personal", "reasons", "score", "sponsored", "title", "url"];
    assert_eq!(fields, expected);
}

#[test]
fn requests_out_of_bounds_have_their_codes() {
    let (engine, mut dice) = reader();
    let rank = |request: RankRequest| engine.rank(&request, NOW).map(|_| ());
    let like_this = RankRequest { slot: SlotName::LikeThis, ..for_you(4) };
    assert_eq!(rank(for_you(0)), Err(EngineError::BadRequest));
    assert_eq!(rank(for_you(101)), Err(EngineError::BadRequest));
    assert_eq!(rank(like_this.clone()), Err(EngineError::BadRequest));
    let unknown = RankRequest { current: vec!["no such book".into()], ..like_this };
    assert_eq!(rank(unknown), Err(EngineError::UnknownItem));
    let exclude = vec!["no such book".into(), "gothic-5".into()];
    let picks = engine.rank(&RankRequest { exclude, ..for_you(8) }, NOW).unwrap();
    assert!(!ids(&picks).contains(&"gothic-5"));

    let mut bare = Engine::new(policy(), false);
    assert_eq!(bare.rank(&for_you(1), NOW).map(|_| ()), Err(EngineError::NoCatalogue));
    assert_eq!(bare.apply(&view("x"), NOW, &mut dice), Err(EngineError::NoCatalogue));
    let mut engine = common::engine();
    assert_eq!(engine.apply(&view("x"), NOW, &mut dice), Err(EngineError::UnknownItem));
    let measure = choosing(&[Purpose::Measure], &[]);
    assert_eq!(engine.apply(&measure, NOW, &mut dice), Err(EngineError::NotOffered));
    let nothing = choosing(&[], &[]);
    assert_eq!(engine.apply(&nothing, NOW, &mut dice), Err(EngineError::BadRequest));
    let both = choosing(&[Purpose::Learn], &[Purpose::Learn]);
    assert_eq!(engine.apply(&both, NOW, &mut dice), Err(EngineError::BadRequest));
}

#[test]
fn the_order_of_the_journal_does_not_matter() {
    let (mut engine, mut dice) = (engine(), CountingDice::default());
    let commands =
        [choosing(&[Purpose::Learn], &[]), view("gothic-0"), view("sea-1"), Command::Plain(true)];
    let batches: Vec<Vec<u8>> = commands
        .iter()
        .map(|command| match apply(&mut engine, &mut dice, std::slice::from_ref(command)) {
            Save::Append(batch) => batch,
            other => panic!("{other:?}"),
        })
        .collect();
    for turn in 0..batches.len() {
        let mut turned = batches.clone();
        turned.rotate_left(turn);
        let mut again = common::engine();
        assert_eq!(again.restore(&turned), 0);
        assert_eq!(kept(&again), kept(&engine));
    }
}

/// A command of a customer who looks around, in the small bookshop.
fn any_command() -> impl Strategy<Value = Command> {
    let kinds = prop_oneof![
        4 => Just(EventKind::View),
        1 => Just(EventKind::Cart),
        1 => Just(EventKind::Like),
        1 => Just(EventKind::Dismiss),
    ];
    let item = (0..4usize, 0..10usize)
        .prop_map(|(subject, n)| format!("{}-{n}", common::SUBJECTS[subject]));
    (kinds, item).prop_map(|(kind, item)| record(kind, &item))
}

proptest! {
    /// RANKING.md bound 8.
    #[test]
    fn bound_8_forgetting_an_event_is_never_having_seen_it(
        before in prop::collection::vec(any_command(), 0..12),
        event in any_command(),
        after in prop::collection::vec(any_command(), 0..12),
    ) {
        let consent = [choosing(&[Purpose::Learn], &[])];
        let (mut with, mut without) = (engine(), engine());
        let mut dice = CountingDice::default();
        apply(&mut with, &mut dice, &consent);
        apply(&mut with, &mut dice, &before);
        let known: Vec<f64> = with.events().iter().map(|event| event.id).collect();
        apply(&mut with, &mut dice, &[event]);
        let new = with.events().into_iter().map(|event| event.id).find(|id| !known.contains(id));
        apply(&mut with, &mut dice, &after);
        if let Some(id) = new {
            let save = apply(&mut with, &mut dice, &[Command::Forget(Forget::Entry(id as u64))]);
            prop_assert_eq!(save, Save::Rewrite);
        }
        apply(&mut without, &mut dice, &consent);
        apply(&mut without, &mut dice, &before);
        apply(&mut without, &mut dice, &after);
        prop_assert_eq!(picks(&with), picks(&without));
        prop_assert_eq!(with.interests(NOW).len(), without.interests(NOW).len());
    }

    /// RANKING.md bound 5.
    #[test]
    fn bound_5_without_leave_the_picks_do_not_depend_on_what_is_kept(
        commands in prop::collection::vec(any_command(), 0..20),
    ) {
        let nobody = common::engine();
        let baseline = picks(&nobody);
        let (mut engine, mut dice) = (engine(), CountingDice::default());
        apply(&mut engine, &mut dice, &[choosing(&[Purpose::Learn], &[])]);
        apply(&mut engine, &mut dice, &commands);
        let plain = RankRequest { plain: true, ..for_you(8) };
        prop_assert_eq!(&engine.rank(&plain, NOW).unwrap(), &baseline);
        apply(&mut engine, &mut dice, &[choosing(&[], &[Purpose::Learn])]);
        prop_assert_eq!(&picks(&engine), &baseline);
    }

    #[test]
    fn restoring_never_panics_whatever_the_bytes(
        batches in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..64), 0..6),
    ) {
        common::engine().restore(&batches);
    }
}
