//! The collector's page, as whoever runs the shop reads it.

use homekept_e2e::{Customer, Desk, PHONE};

#[tokio::test(flavor = "multi_thread")]
async fn what_customers_told_together_can_be_read_by_everybody() {
    let desk = Desk::open();
    let me = Customer::new().await;
    let address = desk.page();
    // Nothing is shown before there is enough.
    me.browser.driver.goto(&address).await.expect("the page loads");
    let words = me.reads("return document.body.innerText").await.to_string();
    assert!(words.contains("Not enough yet."), "{words}");
    for _ in 0..2 {
        desk.a_period_passes().await;
    }
    me.browser.driver.goto(&address).await.expect("the page loads");
    // A table of data may be moved sideways in its own frame (WCAG 1.4.10); nothing else may.
    let in_its_frame = |barrier: &String| {
        barrier.strip_prefix("sticks out: ").is_some_and(|what| {
            ["table", "thead", "tbody", "tr"]
                .iter()
                .any(|tag| what.strip_prefix(tag).is_some_and(|rest| rest.starts_with('.')))
        })
    };
    let mut barriers = me.meets_barriers().await;
    barriers.retain(|barrier| !in_its_frame(barrier));
    assert_eq!(barriers, Vec::<String>::new());
    // The sheet of styles is in force, and a drawing is as wide as its table.
    let drawn = me.reads("return document.querySelectorAll('svg circle').length").await;
    assert!(drawn.as_u64() > Some(10), "{drawn}");
    me.uses(PHONE).await;
    let wider = "return document.documentElement.scrollWidth > innerWidth";
    assert_eq!(me.reads(wider).await, false, "the page itself is not moved sideways");
    me.leaves().await;
    desk.closes();
}
