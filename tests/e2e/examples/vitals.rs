//! What Homekept does to a page's own measures, in Chromium: the demo's pages with their script and
//! without any, in turn, so that what else the machine does falls on all alike.
//! `cargo xtask bench vitals` builds all that it needs and runs it.
#![allow(clippy::print_stdout, reason = "figures are what it is for")]
#![allow(clippy::disallowed_methods, reason = "the bans keep the core replayable; this is timed")]

use homekept_e2e::{Customer, shop};
use homekept_shop::Tweaks;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::main]
async fn main() {
    let visitors = [
        Visitor::comes("no script", Kind::WithoutScript).await,
        Visitor::comes("first visit, not asked yet", Kind::New).await,
        Visitor::comes("20 events, personalized", Kind::Known).await,
    ];
    for (slowness, machine) in [(1, "this machine"), (4, "four times slower")] {
        println!("\n{machine}, medians of {ROUNDS} loads (lower to upper quartile)\n");
        println!("| page | visitor | LCP ms | CLS | INP ms | main thread ms | longest task ms |");
        println!("|---|---|---|---|---|---|---|");
        for path in PATHS {
            let mut figures = vec![Vec::new(); visitors.len()];
            for _ in 0..ROUNDS {
                for (visitor, figures) in visitors.iter().zip(&mut figures) {
                    figures.push(visitor.loads(path, slowness).await);
                }
            }
            for (visitor, figures) in visitors.iter().zip(&figures) {
                println!("| `{path}` | {} | {} |", visitor.name, row(figures));
            }
        }
    }
    for Visitor { me, .. } in visitors {
        me.browser.end().await;
        me.shop.stop();
    }
}

enum Kind {
    WithoutScript,
    New,
    Known,
}

struct Visitor {
    name: &'static str,
    me: Customer,
}

impl Visitor {
    async fn comes(name: &'static str, kind: Kind) -> Visitor {
        let without = vec![("/assets/shop.js".to_owned(), 404)];
        let failing = if matches!(kind, Kind::WithoutScript) { without } else { Vec::new() };
        let me = Customer::in_shop(shop(Tweaks { failing, ..Tweaks::default() })).await;
        if matches!(kind, Kind::Known) {
            me.visits("/").await;
            me.presses("Allow all of these").await;
            for _ in 0..4 {
                me.reads_gothic().await;
            }
        }
        Visitor { name, me }
    }

    /// One load, with a press on the heading once all is at rest.
    async fn loads(&self, path: &str, slowness: u32) -> [f64; 5] {
        let tools = self.me.browser.driver.cdp();
        let tell = |method: &'static str, parameters: Value| tools.send_raw(method, parameters);
        self.me.goes_to("/about").await;
        tell("Emulation.setCPUThrottlingRate", json!({ "rate": slowness })).await.expect("slower");
        tell("Performance.enable", json!({})).await.expect("it measures");
        self.me.goes_to(path).await;
        tokio::time::sleep(SETTLE).await;
        let heading = self.me.finds("return document.querySelector('h1')", json!([])).await;
        heading.click().await.expect("it can be pressed");
        let [lcp, cls, inp, task] = self.read().await;
        let metrics = tell("Performance.getMetrics", json!({})).await.expect("it measured");
        let busy = metrics["metrics"].as_array().into_iter().flatten();
        let busy = busy.filter(|metric| metric["name"] == "TaskDuration");
        let busy = busy.filter_map(|metric| metric["value"].as_f64()).sum::<f64>() * 1000.0;
        tell("Performance.disable", json!({})).await.expect("it stops");
        tell("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await.expect("faster");
        [lcp, cls, inp, busy, task]
    }

    async fn read(&self) -> [f64; 4] {
        let read = self.me.reads(READ).await;
        let number = |at: usize| read[at].as_f64().expect("a number");
        [number(0), number(1), number(2), number(3)]
    }
}

fn row(figures: &[[f64; 5]]) -> String {
    let column = |at: usize, digits: usize| {
        let mut values: Vec<f64> = figures.iter().map(|row| row[at]).collect();
        values.sort_by(f64::total_cmp);
        let quartile = |part: usize| values[(values.len() - 1) * part / 4];
        let [low, middle, high] = [1, 2, 3].map(quartile);
        format!("{middle:.digits$} ({low:.digits$} to {high:.digits$})")
    };
    [column(0, 0), column(1, 3), column(2, 0), column(3, 0), column(4, 0)].join(" | ")
}

/// As web-vitals has them: the last candidate for the largest paint, the sum of shifts that nobody
/// caused, and the longest event. The browser reports none below 16 ms, and no task below 50 ms: then
/// it is 0.
const READ: &str = r#"
const entries = (type, more = {}) => new Promise((resolve) => {
  const found = [];
  new PerformanceObserver((list) => found.push(...list.getEntries())).observe({ type, buffered: true, ...more });
  setTimeout(() => resolve(found), 200);
});
const [paints, shifts, events, tasks] = await Promise.all([
  entries("largest-contentful-paint"),
  entries("layout-shift"),
  entries("event", { durationThreshold: 16 }),
  entries("longtask"),
]);
const unasked = shifts.filter(({ hadRecentInput }) => !hadRecentInput);
return [
  paints.at(-1)?.startTime ?? 0,
  unasked.reduce((sum, { value }) => sum + value, 0),
  Math.max(16, ...events.filter(({ interactionId }) => interactionId).map(({ duration }) => duration)),
  Math.max(0, ...tasks.map(({ duration }) => duration)),
];
"#;

const PATHS: [&str; 4] = ["/", "/item/dracula", "/search?q=love", "/preferences"];
const ROUNDS: usize = 5;
/// Until everything that a page does by itself is done, on a machine four times slower too.
const SETTLE: Duration = Duration::from_millis(2500);
