//! Takes the README's picture: a reader of five Gothic novels comes home.
//! `cargo run -p homekept-e2e --example picture -- docs/images/demo.png`

use homekept_e2e::{Customer, Screen};
use std::path::PathBuf;

#[tokio::main]
async fn main() {
    let file = PathBuf::from(std::env::args().nth(1).expect("name the picture's file"));
    let me = Customer::who_reads_gothic().await;
    // The window ends where the list does.
    me.uses(Screen { width: 1200, height: 1010 }).await;
    me.visits("/").await;
    me.waits_for_my_picks().await;
    me.rests().await;
    me.browser.driver.screenshot(&file).await.expect("the picture is written");
    me.leaves().await;
}
