//! What the collector promises of whoever sends and whoever reads: real HTTP, real SQLite.
#![allow(clippy::unwrap_used, reason = "a failing test says where")]

mod common;

use common::{Asked, Desk, Folder, SeededDice, asked, options, report};
use homekept::signals::{Measure, Subset};
use homekept_collector::{Role, Tokens, id_of};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// So many reports of a measure, all of which are taken.
fn send(desk: &Desk, asked: &Asked, period: u32, buckets: &[u32], dice: &mut SeededDice) {
    for bucket in buckets {
        desk.upload(&report(asked, period, *bucket, dice).encode()).unwrap();
    }
}

#[test]
fn by_default_only_the_upload_is_open() {
    let folder = Folder::new("roles");
    let desk = Desk::open(options(&folder.data()));
    let status = |path: &str, token: Option<&str>| desk.get(path, token).0;
    for (path, role) in [
        ("/", Role::Read),
        ("/v1/results", Role::Read),
        ("/v1/results.csv", Role::Read),
        ("/metrics", Role::Operate),
        ("/v1/access", Role::Operate),
        ("/v1/rehearsal", Role::Operate),
    ] {
        assert_eq!(status(path, None), 401, "{path}");
        assert_eq!(status(path, Some("hk-read-guessed")), 401, "{path}");
        let (own, other) = match role {
            Role::Read => (&desk.read, &desk.operate),
            Role::Operate => (&desk.operate, &desk.read),
        };
        assert_eq!(status(path, Some(own)), 200, "{path}");
        assert_eq!(status(path, Some(other)), 403, "{path}");
    }
    assert_eq!((status("/healthz", None), status("/v1/reports/7", None)), (200, 404));
}

#[test]
fn sec_31_a_token_is_replaced_with_an_overlap_and_ended_at_once() {
    let folder = Folder::new("tokens");
    let desk = Desk::open(options(&folder.data()));
    let tokens = Tokens::open(&folder.data()).unwrap();
    let status = |token: &str| desk.get("/v1/results", Some(token)).0;
    let row = tokens.list().unwrap().into_iter().find(|row| row.role == "read").unwrap();
    let second = tokens.rotate(row.id, 24).unwrap();
    assert_eq!((status(&desk.read), status(second.reveal())), (200, 200), "both, for a day");
    tokens.end(row.id, 0).unwrap();
    assert_eq!((status(&desk.read), status(second.reveal())), (401, 200));
    // What is kept of a token does not open anything.
    let kept = every_byte(&folder.0);
    assert!(!contains(&kept, second.reveal().as_bytes()));
    assert!(!format!("{second:?}").contains(second.reveal()));
}

#[test]
fn sec_31_the_commands_of_the_document_run() {
    let folder = Folder::new("commands");
    common::start(options(&folder.data())).stop();
    let run = |line: &str| {
        let words = line.split_whitespace().skip(1).map(|word| match word {
            "collector.db" => folder.data().display().to_string(),
            word => word.to_owned(),
        });
        Command::new(env!("CARGO_BIN_EXE_homekept-collector")).args(words).output().unwrap()
    };
    let document = include_str!("../../../docs/collector.md");
    let lines = document.lines().filter(|line| line.starts_with("homekept-collector token "));
    let mut ran = 0;
    for line in lines {
        let output = run(line);
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        ran += 1;
    }
    assert_eq!(ran, 6);
    let listed = run("homekept-collector token list --data collector.db").stdout;
    let listed = String::from_utf8(listed).unwrap();
    let rows: Vec<bool> = listed.lines().map(|line| line.contains(", ends ")).collect();
    assert_eq!(rows, [true, false, false], "{listed}");
    for (line, code) in [
        ("homekept-collector token end 99 --data collector.db", "collector-token-unknown"),
        ("homekept-collector token new --data collector.db", "collector-usage"),
        ("homekept-collector dance --data collector.db", "collector-usage"),
        ("homekept-collector --data collector.db", "collector-usage"),
    ] {
        let output = run(line);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.starts_with(&format!("error[{code}]")), "{said}");
    }
}

#[test]
fn sec_31_who_looked_is_written_down_by_role_action_and_minute_alone() {
    let folder = Folder::new("access");
    let desk = Desk::open(options(&folder.data()));
    desk.get("/v1/results", Some(&desk.read));
    desk.get("/v1/results", None);
    desk.get("/metrics", Some(&desk.operate));
    // The writer has more to do, and writes it down a moment later.
    let mut text = String::new();
    for _ in 0..100 {
        text = desk.get("/v1/access", Some(&desk.operate)).1;
        if text.contains("metrics") && text.contains("results") {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let rows: Vec<BTreeMap<String, Value>> = serde_json::from_str(&text).unwrap();
    let mut seen: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| {
            assert_eq!(row.keys().collect::<Vec<_>>(), ["action", "minute", "role"]);
            (row["role"].as_str().unwrap(), row["action"].as_str().unwrap())
        })
        .collect();
    seen.sort_unstable();
    seen.retain(|(_, action)| *action != "access");
    assert_eq!(seen, [("operate", "metrics"), ("read", "results")]);
}

#[test]
fn a_browsers_password_reads_and_never_operates() {
    let folder = Folder::new("basic");
    let desk = Desk::open(options(&folder.data()));
    use base64::Engine as _;
    let basic = |token: &str| {
        let pair = base64::prelude::BASE64_STANDARD.encode(format!("me:{token}"));
        format!("Basic {pair}")
    };
    let page = desk.agent.get(format!("{}/", desk.running.origin()));
    let page = page.header("authorization", basic(&desk.read)).call().unwrap();
    assert_eq!(page.status().as_u16(), 200);
    // A page of another site could have the browser send this one.
    let end = desk.agent.post(format!("{}/v1/rehearsal", desk.running.origin()));
    let end = end.header("authorization", basic(&desk.operate)).send_empty().unwrap();
    assert_eq!(end.status().as_u16(), 401);
}

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
    let good = report(&asked("taste"), desk.period(), 1, &mut SeededDice(1));
    assert_eq!(desk.upload_from(site, &good.encode()), Ok(()));
}

#[test]
fn sig_14_nothing_of_who_sends_is_kept_anywhere() {
    let folder = Folder::new("canary");
    let policy = folder.policy();
    let (mut child, address) = program(&folder, &policy);
    let agent = common::agent();
    let period = period_now();
    let (taste, mut dice) = (asked("taste"), SeededDice(5));
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
        (Asked { id: id_of(&many), subset }, SeededDice(6), desk.period());
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
                    (common::agent(), asked("taste"), SeededDice(sender << 32));
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
    let (taste, looks, mut dice) = (asked("taste"), asked("looks"), SeededDice(7));
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
    let (picks, mut dice) = (asked("picks"), SeededDice(8));
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
fn sig_19_exports_carry_what_is_released_and_nothing_else() {
    let hook = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = hook.local_addr().unwrap();
    let folder = Folder::new("export");
    let data = folder.data();
    let mut first = options(&data);
    // A policy takes https alone; the host of this test has no certificate.
    first.site.signals.webhook = Some(format!("http://{address}/hook"));
    first.folder = Some(folder.0.join("out"));
    let desk = Desk::open(first.clone());
    let (taste, mut dice) = (asked("taste"), SeededDice(9));
    send(&desk, &taste, desk.period(), &[1; 1_000], &mut dice);
    desk.next_period();
    send(&desk, &asked("looks"), desk.period(), &[1; 20], &mut dice);
    desk.running.stop();
    // The chores of a start are those of each minute.
    let again = common::start(first.clone());
    let body = answer(&hook, "200 OK");
    let sent: Value = serde_json::from_str(&body).unwrap();
    let measures = sent["measures"].as_array().unwrap();
    assert_eq!(measures.len(), 1, "{body}");
    assert_eq!(
        (&measures[0]["name"], &measures[0]["periods"][0]["state"]),
        (&json!("taste"), &json!("released"))
    );
    assert!(!body.contains("open") && !body.contains("looks"), "{body}");
    // The word that it has arrived is kept.
    let connection = rusqlite::Connection::open(&data).unwrap();
    let sent =
        || connection.query_row("SELECT sum(sent) FROM releases", [], |row| row.get::<_, i64>(0));
    while sent().unwrap() == 0 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    again.stop();
    let csv = std::fs::read_to_string(folder.0.join("out/results.csv")).unwrap();
    assert_eq!(csv.lines().count(), 8, "{csv}");
    assert!(csv.contains("\"Sea, ships\"") && !csv.contains("looks"), "{csv}");
    // What has arrived is not sent again.
    let third = common::start(first);
    hook.set_nonblocking(true).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert!(hook.accept().is_err(), "it is sent once");
    third.stop();
}

#[test]
fn a_webhook_that_leads_elsewhere_is_not_followed() {
    let (hook, other) =
        (TcpListener::bind("127.0.0.1:0").unwrap(), TcpListener::bind("127.0.0.1:0").unwrap());
    let folder = Folder::new("redirect");
    let mut first = options(&folder.data());
    first.site.signals.webhook = Some(format!("http://{}/hook", hook.local_addr().unwrap()));
    let desk = Desk::open(first.clone());
    send(&desk, &asked("taste"), desk.period(), &[1; 1_000], &mut SeededDice(9));
    desk.next_period();
    desk.running.stop();
    let again = common::start(first);
    let elsewhere = other.local_addr().unwrap();
    answer(&hook, &format!("307 Temporary Redirect\r\nlocation: http://{elsewhere}/"));
    std::thread::sleep(std::time::Duration::from_millis(300));
    other.set_nonblocking(true).unwrap();
    assert!(other.accept().is_err());
    again.stop();
}

#[test]
fn refusals_are_counted_by_their_code_and_over_a_restart() {
    let folder = Folder::new("metrics");
    let desk = Desk::open(options(&folder.data()));
    for length in [1, 2, 65] {
        desk.upload(&vec![0; length]).unwrap_err();
    }
    let good = report(&asked("taste"), desk.period(), 1, &mut SeededDice(1));
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
    let (taste, mut dice) = (asked("taste"), SeededDice(10));
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
    send(&desk, &asked("picks"), desk.period(), &answers, &mut SeededDice(11));
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

/// Answers one request at the webhook, and gives its body.
fn answer(hook: &TcpListener, status: &str) -> String {
    let (stream, _) = hook.accept().unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let mut stream = stream;
    write!(stream, "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
    String::from_utf8(body).unwrap()
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

/// All that a folder holds.
fn every_byte(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            all.extend(std::fs::read(path).unwrap());
        }
    }
    all
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
