//! Takes the README's picture: a reader of five Gothic novels comes home.
//! `cargo run -p homekept-e2e --example picture -- docs/images/demo.png`

use homekept_e2e::Customer;
use std::path::PathBuf;

#[tokio::main]
async fn main() {
    let file = PathBuf::from(std::env::args().nth(1).expect("name the picture's file"));
    let me = Customer::new().await;
    let driver = &me.browser.driver;
    driver.set_window_rect(0, 0, 1280, 1060).await.expect("the window has a size");
    me.visits("/").await;
    me.presses("Allow all of these").await;
    for book in ["frankenstein", "dracula", "castle-of-otranto", "carmilla", "monk"] {
        me.looks_at(book).await;
    }
    me.visits("/").await;
    me.waits_for_my_picks().await;
    me.rests().await;
    driver.screenshot(&file).await.expect("the picture is written");
    me.leaves().await;
}
