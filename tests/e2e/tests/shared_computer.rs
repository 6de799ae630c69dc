//! A computer that several people use: the next one sees nothing of me, and adds nothing.

use homekept_e2e::Customer;
use serde_json::json;
use thirtyfour::Key;

const LOCKED: [&str; 2] = ["localStorage homekept:bookshop", "database homekept:bookshop"];

#[tokio::test(flavor = "multi_thread")]
async fn one_press_on_this_isnt_me_closes_the_profile_on_every_page() {
    let (me, public, mine) = Customer::whose_picks_changed().await;

    me.listens().await;
    me.presses("This isn’t me").await;
    assert_eq!(me.sees_picks().await, public);
    me.is_told("Your profile is locked").await;
    has_the_focus_on(&me, "That’s me: open my profile").await;
    // The next person is not asked, gets what everybody gets, and leaves no trace.
    for path in ["/", "/item/dracula", "/search?q=ghost"] {
        me.visits(path).await;
        let status = me.status().await;
        assert_eq!(status["locked"], json!(true), "{path}");
        assert_eq!((&status["ask"], &status["personal"]), (&json!(false), &json!(false)));
        let sees = me.sees().await;
        for mine in
            ["Personalised", "Ordered for you", "Because you looked", "May this site", "You allow"]
        {
            assert!(!sees.contains(mine), "{path}: {mine}");
        }
        assert!(!sees.contains("open my profile"), "{path}: nobody else is told that there is one");
    }
    me.visits("/").await;
    assert_eq!(me.sees_picks().await, public);
    assert_eq!(me.stores().await.places, LOCKED);

    // I come back, and it is what it was: what they looked at is not in it.
    me.visits("/preferences").await;
    me.listens().await;
    me.presses("That’s me: open my profile").await;
    me.is_told("Your profile is open again.").await;
    assert_eq!(me.status().await["events"], json!(5));
    me.visits("/").await;
    me.waits_for_picks().await;
    assert_eq!(me.sees_picks().await, mine);
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_pressed_it_by_mistake_takes_it_back_where_it_was() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/").await;
    me.waits_for_picks().await;
    let mine = me.sees_picks().await;
    me.presses("This isn’t me").await;
    assert_ne!(me.sees_picks().await, mine);
    me.presses("That’s me: open my profile").await;
    assert_eq!(me.sees_picks().await, mine);
    has_the_focus_on(&me, "Show without my profile").await;
    me.leaves().await;
}

/// After a press by pointer the focus is not drawn; it has to be there all the same.
async fn has_the_focus_on(me: &Customer, name: &str) {
    assert_eq!(me.reads("return nameOf(focused())").await, json!(name));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shops_log_out_closes_it_and_says_so() {
    let me = Customer::new().await;
    me.visits("/about").await;
    // Where nothing is kept there is nothing to close, and nothing is written.
    me.presses("Log out").await;
    me.waits_until("return textOf(all('[data-log-out-said]')[0]) === 'Nothing is kept here.'")
        .await;
    assert_eq!(me.stores().await.places, Vec::<String>::new());

    me.visits("/").await;
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    me.visits("/about").await;
    me.presses("Log out").await;
    me.waits_until("return textOf(all('[data-log-out-said]')[0]) === 'Your profile is locked.'")
        .await;
    me.visits("/").await;
    assert_eq!(me.status().await["locked"], json!(true));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_locked_preference_center_says_what_that_means_and_shows_nothing_of_mine() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/").await;
    me.reads("await (await module_()).lock()").await;
    me.visits("/preferences").await;
    // The lock is looked up before it is drawn.
    me.waits_until("return all('.locked').length > 0").await;
    let sees = me.sees().await;
    for said in ["Your profile is locked", "It is kept here, but not used", "one press does"] {
        assert!(sees.contains(said), "{said} in {sees}");
    }
    for mine in ["Gothic", "Dracula", "Frankenstein", "On since", "Your interests", "5 interests"] {
        assert!(!sees.contains(mine), "{mine} in {sees}");
    }
    assert!(me.meets_barriers().await.is_empty(), "{:?}", me.meets_barriers().await);
    // No call gets anything out of it, or puts anything in.
    for call in
        ["consent({ allow: ['learn'] })", "pause(true)", "plain(true)", "forget({ all: true })"]
    {
        let code = format!(
            "try {{ await (await module_()).{call} }} catch ({{ code }}) {{ return code }}"
        );
        assert_eq!(me.reads(&code).await, json!("vault-locked"), "{call}");
    }
    me.reads("await (await module_()).record('view', 'emma')").await;
    let taken = "const hk = await module_();
        return [hk.profile().events, hk.profile().interests]";
    assert_eq!(me.reads(taken).await, json!([0, 0]));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_locked_can_be_erased_without_being_opened() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/").await;
    me.reads("await (await module_()).lock()").await;
    me.visits("/preferences").await;
    me.presses("Erase everything").await;
    me.presses("Erase everything now").await;
    assert!(me.sees().await.contains("All is erased."), "{}", me.sees().await);
    assert_eq!(me.stores().await.places, Vec::<String>::new());
    assert_eq!(me.status().await["locked"], json!(false));
    me.visits("/").await;
    assert!(me.sees().await.contains("May this site fit its suggestions to you?"));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_02_a_keyboard_locks_and_opens_it_again() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/").await;
    me.waits_for_picks().await;
    me.tabs_to("This isn’t me").await;
    me.strikes(Key::Enter).await;
    assert_eq!(me.keeps_the_focus_on().await, "That’s me: open my profile");
    me.visits("/preferences").await;
    me.tabs_to("That’s me: open my profile").await;
    me.strikes(Key::Enter).await;
    assert_eq!(me.status().await["locked"], json!(false));
    assert!(me.keeps_the_focus_on().await.starts_with("Profile: on this device only"));
    me.leaves().await;
}
