//! What the collector promises of whoever sends and whoever reads: real HTTP, real SQLite.
#![allow(clippy::unwrap_used, reason = "a failing test says where")]

mod common;

use common::{Asked, Desk, Folder, asked, contains, every_byte, options, report, send};
use homekept::signals::{Measure, Subset};
use homekept::vault::memory::CountingDice;
use homekept_collector::id_of;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;

#[test]
fn sec_30_every_answer_has_its_headers() {
    let folder = Folder::new("headers");
    let desk = Desk::open(options(&folder.data()));
    for path in ["/", "/healthz", "/v1/results", "/nowhere", "/collector.css"] {
        let request = desk.agent.get(format!("{}{path}", desk.running.origin()));
        let answer =
            request.header("authorization", format!("Bearer {}", desk.read)).call().unwrap();
        let header = |name: &str| answer.headers().get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("strict-transport-security"), "max-age=63072000", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        assert!(header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert!(["no-store", "no-cache"].contains(&&*header("cache-control")), "{path}");
        assert!(answer.headers().get("set-cookie").is_none(), "{path}");
        assert!(answer.headers().get("server").is_none(), "{path}");
    }
}

#[test]
fn another_origin_is_let_in_where_it_is_the_sites_and_nowhere_else() {
    let folder = Folder::new("cors");
    let site = "https://shop.example";
    let desk = Desk::open(common::with_origin(&folder, Some(site.to_owned())));
    let address = format!("{}/v1/reports", desk.running.origin());
    let asks = |origin: &str| {
        let request = desk.agent.options(&address).header("origin", origin);
        let answer = request.header("access-control-request-method", "POST").call().unwrap();
        let allowed = answer.headers().get("access-control-allow-origin");
        allowed.map(|value| value.to_str().unwrap().to_owned())
    };
    assert_eq!(asks(site).as_deref(), Some(site));
    for foreign in ["https://elsewhere.example", "https://shop.example.elsewhere.example", "null"] {
        assert_eq!(asks(foreign), None, "{foreign}");
    }
    let good = report(&asked("taste"), desk.period(), 1, &mut CountingDice::seeded(1));
    assert_eq!(desk.upload_from(site, &good.encode()), Ok(()));
}

#[test]
fn sig_14_nothing_of_who_sends_is_kept_anywhere() {
    let folder = Folder::new("canary");
    let policy = folder.policy();
    let (mut child, address) = program(&folder, &policy);
    let agent = common::agent();
    let period = period_now();
    let (taste, mut dice) = (asked("taste"), CountingDice::seeded(5));
    let canaries =
        ["203.0.113.77", "CanaryAgent", "canary-referer", "canary-cookie", "canary-query"];
    for number in 0..20 {
        let mut bytes = report(&taste, period, 1, &mut dice).encode();
        // Good ones and bad ones leave as little.
        bytes[0] ^= u8::from(number % 2 == 0);
        let request = agent.post(format!("{address}/v1/reports?canary-query=1"));
        let request = request
            .header("x-forwarded-for", canaries[0])
            .header("forwarded", format!("for={}", canaries[0]))
            .header("x-real-ip", canaries[0])
            .header("user-agent", canaries[1])
            .header("referer", format!("https://shop.example/{}", canaries[2]))
            .header("cookie", format!("id={}", canaries[3]));
        request.send(&bytes[..]).unwrap();
        let page = agent.get(format!("{address}/")).header("user-agent", canaries[1]);
        page.call().unwrap();
    }
    // While it runs there is a WAL; the folder is looked at then, and once more at the end.
    let running = every_byte(&folder.0);
    assert!(folder.0.join("collector.db-wal").exists());
    let said = end(&mut child);
    for (place, bytes) in
        [("running", &running), ("ended", &every_byte(&folder.0)), ("said", &said)]
    {
        for canary in canaries.into_iter().chain(["127.0.0.1:", "ureq"]) {
            let known = place == "said" && canary == "127.0.0.1:";
            assert!(known || !contains(bytes, canary.as_bytes()), "{canary} in what is {place}");
        }
    }
    // The search would find what is there.
    assert!(contains(&running, b"Gothic"));
}

#[test]
fn of_a_report_its_number_alone_is_stored() {
    let folder = Folder::new("sets");
    let mut options = options(&folder.data());
    // So many buckets that no two sets are alike, and none is like anything else.
    let buckets: Vec<String> = (1..256).map(|number| number.to_string()).collect();
    let file =
        json!({ "name": "many", "version": 1, "kind": "interest", "eps": 1, "buckets": buckets });
    let many = Measure::of(serde_json::from_value(file).unwrap()).unwrap();
    options.site.signals.measures.push(many.clone());
    let desk = Desk::open(options);
    let subset = Subset::of(many.size(), many.epsilon()).unwrap();
    let (many, mut dice, period) =
        (Asked { id: id_of(&many), subset }, CountingDice::seeded(6), desk.period());
    let reports: Vec<_> = (0..50).map(|_| report(&many, period, 1, &mut dice)).collect();
    for report in &reports {
        desk.upload(&report.encode()).unwrap();
    }
    let kept = every_byte(&folder.0);
    for report in &reports {
        assert!(contains(&kept, &report.number), "its number is there, so that it counts once");
        assert!(!contains(&kept, &report.set.0), "its set is not");
    }
    // Nor are the sums from before and after it, once a minute's chores are done.
    desk.next_period();
    assert_eq!(std::fs::metadata(folder.0.join("collector.db-wal")).unwrap().len(), 0);
    let left = every_byte(&folder.0);
    assert!(reports.iter().all(|report| !contains(&left, &report.number)));
}

#[test]
fn a_crash_loses_no_acknowledged_report_and_lets_none_in_twice() {
    let folder = Folder::new("crash");
    let policy = folder.policy();
    let (mut child, address) = program(&folder, &policy);
    let period = period_now();
    let (tell, told) = mpsc::channel();
    let threads: Vec<_> = (0..8u64)
        .map(|sender| {
            let (tell, address) = (tell.clone(), address.clone());
            std::thread::spawn(move || {
                let (agent, taste, mut dice) =
                    (common::agent(), asked("taste"), CountingDice::seeded(sender << 32));
                loop {
                    let bytes = report(&taste, period, 1, &mut dice).encode();
                    match common::upload(&agent, &address, &bytes) {
                        Ok(()) => tell.send(bytes).unwrap(),
                        Err(_) => return,
                    }
                }
            })
        })
        .collect();
    drop(tell);
    let mut acknowledged: Vec<[u8; 64]> = told.iter().take(500).collect();
    // SIGKILL, with eight uploads under way.
    child.kill().unwrap();
    child.wait().unwrap();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    acknowledged.extend(told.iter());

    let (mut child, address) = program(&folder, &policy);
    let agent = common::agent();
    for bytes in &acknowledged {
        let again = common::upload(&agent, &address, bytes);
        assert_eq!(again, Err("report-replayed".to_owned()), "it was counted");
    }
    end(&mut child);
    let connection = rusqlite::Connection::open(folder.data()).unwrap();
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    let (counted, numbers) =
        (count("SELECT sum(reports) FROM tallies"), count("SELECT count(*) FROM numbers"));
    // Those under way may have been committed without the word reaching us, eight at the most.
    assert_eq!(counted, numbers);
    assert!((acknowledged.len() as i64..=acknowledged.len() as i64 + 8).contains(&counted));
}

#[test]
fn sig_13_differences_of_what_is_released_tell_nothing_of_few() {
    let folder = Folder::new("difference");
    let desk = Desk::open(options(&folder.data()));
    let (taste, looks, mut dice) = (asked("taste"), asked("looks"), CountingDice::seeded(7));
    let period = desk.period();
    // 1,040 customers on one measure, 999 on another.
    send(&desk, &taste, period, &[1; 1_040], &mut dice);
    send(&desk, &looks, period, &[1; 999], &mut dice);
    let of = |results: &Value, name: &str| -> Value {
        let measures = results["measures"].as_array().unwrap().clone();
        measures.into_iter().find(|measure| measure["name"] == name).unwrap()["periods"].clone()
    };
    // One more customer, before and after: the answers are the same, byte for byte.
    let before = desk.results();
    send(&desk, &taste, period, &[2], &mut dice);
    assert_eq!(desk.results(), before);
    // No question by time, by part or by count is answered otherwise.
    for query in
        ["?period=690&bucket=1", "?from=2026-01-01&to=2026-01-02", "?floor=1", "?segment=1"]
    {
        let (status, text) = desk.get(&format!("/v1/results{query}"), Some(&desk.read));
        assert_eq!((status, serde_json::from_str::<Value>(&text).unwrap()), (200, before.clone()));
    }
    desk.next_period();
    let released = desk.results();
    assert_eq!(of(&released, "taste")[0]["reports"], 1_041);
    // One under the floor: no number, not even how many came.
    let withheld = &of(&released, "looks")[0];
    assert_eq!((&withheld["state"], &withheld["reports"]), (&json!("withheld"), &Value::Null));
    assert_eq!(withheld["shares"], json!([]));
    // A latecomer changes nothing of it, and gives no second batch.
    let late = report(&taste, period, 2, &mut dice);
    assert_eq!(desk.upload(&late.encode()), Err("report-period".to_owned()));
    desk.next_period();
    assert_eq!(of(&desk.results(), "taste"), of(&released, "taste"));
    // The sums that were too few are gone from the file.
    let connection = rusqlite::Connection::open(folder.data()).unwrap();
    let left: i64 = connection
        .query_row(
            "SELECT (SELECT count(*) FROM tallies) + (SELECT count(*) FROM numbers)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(left, 0);
}

#[test]
fn what_a_slot_changes_is_told_with_its_interval_where_both_sides_are_large() {
    let folder = Folder::new("uplift");
    let desk = Desk::open(options(&folder.data()));
    let (picks, mut dice) = (asked("picks"), CountingDice::seeded(8));
    let arms = |many: usize| {
        // Of ten without, two clicked; of ten with, four clicked and one bought.
        let ten = [[1, 1, 1, 1, 1, 1, 1, 1, 2, 2], [4, 4, 4, 4, 4, 5, 5, 5, 5, 6]];
        ten.concat().repeat(many)
    };
    send(&desk, &picks, desk.period(), &arms(60), &mut dice);
    desk.next_period();
    send(&desk, &picks, desk.period(), &arms(200), &mut dice);
    desk.next_period();
    let results = desk.results();
    let periods = &results["measures"][1]["periods"];
    let uplift = &periods[0]["uplift"][0];
    let number = |field: &str| uplift[field].as_f64().unwrap();
    assert_eq!(uplift["action"], "clicked");
    assert!(number("low") <= 0.3 && 0.3 <= number("high"), "{uplift}");
    assert!((number("personalised") - number("control") - number("difference")).abs() < 1e-5);
    assert_eq!(periods[1]["uplift"], json!([]), "600 on a side are too few");
}

#[test]
fn refusals_are_counted_by_their_code_and_over_a_restart() {
    let folder = Folder::new("metrics");
    let desk = Desk::open(options(&folder.data()));
    for length in [1, 2, 65] {
        desk.upload(&vec![0; length]).unwrap_err();
    }
    let good = report(&asked("taste"), desk.period(), 1, &mut CountingDice::seeded(1));
    desk.upload(&good.encode()).unwrap();
    let text = |desk: &Desk| desk.get("/metrics", Some(&desk.operate)).1;
    assert!(text(&desk).contains("homekept_reports_total 1\n"), "{}", text(&desk));
    let refused = "homekept_refusals_total{code=\"report-length\"} 3\n";
    assert!(text(&desk).contains(refused), "{}", text(&desk));
    desk.running.stop();
    let again = Desk::open(options(&folder.data()));
    assert!(text(&again).contains(refused), "{}", text(&again));
}

#[test]
fn the_page_says_what_is_missing_and_escapes_what_is_not_its_own() {
    let folder = Folder::new("page");
    let desk = Desk::open(options(&folder.data()));
    let page = |desk: &Desk| desk.get("/", Some(&desk.read)).1;
    let (taste, mut dice) = (asked("taste"), CountingDice::seeded(10));
    assert!(page(&desk).contains("Not enough yet."), "{}", page(&desk));
    // The population is said before any number is.
    assert!(page(&desk).contains("Needed for one point"));
    for _ in 0..3 {
        let answers: Vec<u32> = (0..1_200).map(|customer| [1, 2, 4, 4][customer % 4]).collect();
        send(&desk, &taste, desk.period(), &answers, &mut dice);
        desk.next_period();
    }
    let html = page(&desk);
    assert!(html.contains("A rehearsal.") && html.contains("Over time"), "{html}");
    assert!(html.contains("&lt;b&gt;Bold&lt;&#x2f;b&gt;") && !html.contains("<b>"), "{html}");
    assert!(html.contains("Hearth &amp; Page"), "{html}");
    // A table for each drawing, and no script.
    assert_eq!(html.matches("<svg").count(), html.matches("<table").count());
    assert!(!html.contains("<script") && !html.contains("style="), "{html}");
}

/// Every field that a value has, by its path; of lists those of their first one.
fn fields(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(parts) => parts.iter().for_each(|(name, part)| {
            found.push(format!("{path}/{name}"));
            fields(part, &format!("{path}/{name}"), found);
        }),
        Value::Array(list) => list.first().into_iter().for_each(|one| fields(one, path, found)),
        _ => {}
    }
}

#[test]
fn the_document_shows_the_fields_that_the_api_gives() {
    let document = include_str!("../../../docs/collector.md");
    let example = document.split("```json\n").find(|part| part.contains("\"confidence\"")).unwrap();
    let example: Value = serde_json::from_str(example.split("```").next().unwrap()).unwrap();
    let folder = Folder::new("document");
    let mut options = options(&folder.data());
    // The kind that has every field.
    options.site.signals.measures.retain(|measure| measure.name() == "picks");
    let desk = Desk::open(options);
    let answers: Vec<u32> = (0..4_000).map(|customer| [1, 2, 4, 5][customer % 4]).collect();
    send(&desk, &asked("picks"), desk.period(), &answers, &mut CountingDice::seeded(11));
    desk.next_period();
    let of = |value: &Value| {
        let mut found = Vec::new();
        fields(value, "", &mut found);
        found
    };
    assert_eq!(of(&example), of(&desk.results()));
}

#[test]
fn a_slow_head_does_not_hold_a_connection_for_ever() {
    let folder = Folder::new("slow");
    let desk = Desk::open(options(&folder.data()));
    let mut stream = TcpStream::connect(desk.running.address).unwrap();
    stream.write_all(b"POST /v1/reports HTTP/1.1\r\nhost:").unwrap();
    stream.set_read_timeout(Some(std::time::Duration::from_secs(20))).unwrap();
    let mut said = Vec::new();
    stream.read_to_end(&mut said).expect("the collector closes it");
}

/// The program itself, as it is run, and where it listens.
fn program(folder: &Folder, policy: &Path) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_homekept-collector"))
        .arg("--policy")
        .arg(policy)
        .arg("--data")
        .arg(folder.data())
        .args(["--listen", "127.0.0.1:0", "--rate", "100000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let address = line.trim().to_owned();
    address.strip_prefix("http://").unwrap().parse::<SocketAddr>().unwrap();
    (child, address)
}

/// Asks the program to end, and gives what it said on the way.
fn end(child: &mut Child) -> Vec<u8> {
    let asked = Command::new("kill").arg(child.id().to_string()).status().unwrap();
    assert!(asked.success());
    let mut said = Vec::new();
    child.stderr.take().unwrap().read_to_end(&mut said).unwrap();
    assert!(child.wait().unwrap().success(), "it ends in peace");
    said
}

fn period_now() -> u32 {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    (since.as_secs() / 60 / 60 / 24 / 30) as u32
}
