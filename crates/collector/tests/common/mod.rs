//! A collector in a folder of its own, and customers of the module's own code.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses its part, and says where it fails"
)]

use homekept::signals::{Measure, MeasureId, Report, Signals, SignalsFile, Subset};
use homekept::vault::memory::CountingDice;
use homekept_collector::{Collector, Options, Role, Running, Site, Tokens, id_of};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// Three measures, one of each kind.
pub(crate) const SIGNALS: &str = r#"{
  "collector": "/signals",
  "floor": 1000,
  "measures": [
    { "name": "taste", "version": 1, "kind": "interest", "eps": 1,
      "buckets": ["Gothic", "Sea, ships", "Manners", "<b>Bold</b>", "Travel", "Poetry"] },
    { "name": "picks", "version": 1, "kind": "outcome", "slot": "for-you", "eps": 2 },
    { "name": "looks", "version": 1, "kind": "count", "eps": 1, "buckets": ["1", "3", "10"] }
  ]
}"#;

/// A folder, gone with its owner.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("homekept-collector-{name}-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.0.join("collector.db")
    }

    pub(crate) fn policy(&self) -> PathBuf {
        let path = self.0.join("homekept.json");
        let text = format!(
            r#"{{"version":1,"site":"shop","controller":{{"name":"Hearth & Page"}},"signals":{SIGNALS}}}"#
        );
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn signals() -> Signals {
    Signals::of(serde_json::from_str::<SignalsFile>(SIGNALS).unwrap()).unwrap()
}

pub(crate) fn options(data: &Path) -> Options {
    Options {
        site: Site { name: "Hearth & Page".to_owned(), signals: signals() },
        data: data.to_owned(),
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        origin: None,
        rate: 1_000_000,
        folder: None,
        rehearsal: true,
    }
}

pub(crate) fn with_origin(folder: &Folder, origin: Option<String>) -> Options {
    Options { origin, ..options(&folder.data()) }
}

pub(crate) fn start(options: Options) -> Running {
    Collector::start(options).unwrap()
}

/// A collector that runs, and how one speaks with it.
pub(crate) struct Desk {
    pub(crate) running: Running,
    pub(crate) read: String,
    pub(crate) operate: String,
    pub(crate) agent: ureq::Agent,
}

impl Desk {
    pub(crate) fn open(options: Options) -> Self {
        let data = options.data.clone();
        let running = start(options);
        let tokens = Tokens::open(&data).unwrap();
        let make = |role| tokens.make(role).unwrap().reveal().to_owned();
        Self { running, read: make(Role::Read), operate: make(Role::Operate), agent: agent() }
    }

    /// Status and text of an address, with a token or without.
    pub(crate) fn get(&self, path: &str, token: Option<&str>) -> (u16, String) {
        let mut request = self.agent.get(format!("{}{path}", self.running.origin()));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        said(request.call())
    }

    pub(crate) fn results(&self) -> serde_json::Value {
        let (status, text) = self.get("/v1/results", Some(&self.read));
        assert_eq!(status, 200, "{text}");
        serde_json::from_str(&text).unwrap()
    }

    /// What the collector says to an upload: the code where it refuses.
    pub(crate) fn upload(&self, bytes: &[u8]) -> Result<(), String> {
        upload(&self.agent, &self.running.origin(), bytes)
    }

    /// The same, from a page of this origin.
    pub(crate) fn upload_from(&self, page: &str, bytes: &[u8]) -> Result<(), String> {
        let request = self.agent.post(format!("{}/v1/reports", self.running.origin()));
        taken(request.header("origin", page).send(bytes))
    }

    pub(crate) fn period(&self) -> u32 {
        let (status, text) = self.get("/v1/rehearsal", Some(&self.operate));
        assert_eq!(status, 200, "{text}");
        serde_json::from_str::<serde_json::Value>(&text).unwrap()["period"].as_u64().unwrap() as u32
    }

    /// Ends the period.
    pub(crate) fn next_period(&self) {
        let address = format!("{}/v1/rehearsal", self.running.origin());
        let token = format!("Bearer {}", self.operate);
        let (status, text) =
            said(self.agent.post(address).header("authorization", token).send_empty());
        assert_eq!(status, 200, "{text}");
    }
}

pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

pub(crate) fn upload(agent: &ureq::Agent, origin: &str, bytes: &[u8]) -> Result<(), String> {
    let request = agent.post(format!("{origin}/v1/reports"));
    taken(request.content_type("application/octet-stream").send(bytes))
}

fn taken(result: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<(), String> {
    let (status, text) = said(result);
    if status == 204 {
        return Ok(());
    }
    let said: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    Err(said["code"].as_str().unwrap_or(&text).to_owned())
}

fn said(result: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> (u16, String) {
    match result {
        Ok(mut response) => {
            (response.status().as_u16(), response.body_mut().read_to_string().unwrap_or_default())
        }
        Err(error) => (0, error.to_string()),
    }
}

/// A measure, and how its reports are drawn.
pub(crate) struct Asked {
    pub(crate) id: MeasureId,
    pub(crate) subset: Subset,
}

pub(crate) fn asked(name: &str) -> Asked {
    let signals = signals();
    let measure: &Measure = signals.measures.iter().find(|one| one.name() == name).unwrap();
    let subset = Subset::of(measure.size(), measure.epsilon()).unwrap();
    Asked { id: id_of(measure), subset }
}

/// A report of a customer who is in this bucket.
pub(crate) fn report(asked: &Asked, period: u32, bucket: u32, dice: &mut CountingDice) -> Report {
    let set = asked.subset.draw(bucket, dice).unwrap();
    let number = homekept::dice::draw(dice).unwrap();
    Report { period, measure: asked.id, number, set }
}

/// So many reports of a measure, all of which are taken.
pub(crate) fn send(
    desk: &Desk,
    asked: &Asked,
    period: u32,
    buckets: &[u32],
    dice: &mut CountingDice,
) {
    for bucket in buckets {
        desk.upload(&report(asked, period, *bucket, dice).encode()).unwrap();
    }
}

/// All that a folder holds.
pub(crate) fn every_byte(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            all.extend(std::fs::read(path).unwrap());
        }
    }
    all
}

pub(crate) fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
