//! The shop as a running server: routes, files, and the handle that tests hold.

use crate::error::ShopError;
use crate::forward;
use crate::headers::{self, Frames, IMMUTABLE, NO_CACHE, NO_STORE, VAULT, harden};
use crate::pages::Rendered;
use crate::record::{Recorded, Recording, record};
use crate::stock::{Parts, Stock};
use crate::tweaks::Tweaks;
use axum::Router;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use minijinja::{Value, context};
use serde::Deserialize;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Component, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// How a shop is set up.
#[derive(Debug, Clone)]
pub struct ShopOptions {
    /// The pack: everything that the shop sells.
    pub pack: Vec<u8>,
    /// What is served in its place, where it is too large for one file.
    pub parts: Option<Parts>,
    /// The folder with the built script, style sheet, module and pictures.
    pub assets: PathBuf,
    /// The port on 127.0.0.1; 0 takes any that is free.
    pub port: u16,
    /// Whether to keep every request for [`Running::requests`].
    pub record: bool,
    /// The name in records and policy: `a-z 0-9 . _ -`.
    pub site: String,
    /// The name over the door.
    pub name: String,
    /// Whether this is the demo, with generated sessions and invented prices: its pages say so.
    pub demo: bool,
    /// Where a collector takes reports: the policy asks for them then, and they are passed on.
    pub collector: Option<SocketAddr>,
    /// The origin of the vault that its pages have in a frame, in the place of one of their own.
    pub vault: Option<String>,
    /// The origin of the shop whose pages have this one's `/vault` in a frame.
    pub framed_by: Option<String>,
    /// What to do wrong, for tests.
    pub tweaks: Tweaks,
}

impl ShopOptions {
    /// The demo's bookshop with a pack and built assets, on any free port.
    #[must_use]
    pub fn new(pack: Vec<u8>, assets: PathBuf) -> Self {
        Self {
            pack,
            parts: None,
            assets,
            port: 0,
            record: false,
            site: "bookshop".to_owned(),
            name: "Hearth & Page".to_owned(),
            demo: true,
            collector: None,
            vault: None,
            framed_by: None,
            tweaks: Tweaks::default(),
        }
    }
}

/// A shop, to be started.
#[derive(Debug)]
pub struct Shop;

impl Shop {
    /// Whether a port can be had, found out before any long work.
    ///
    /// # Errors
    /// A [`ShopError`] that says why not.
    pub fn check_port(port: u16) -> Result<(), ShopError> {
        listen(port).map(drop)
    }

    /// Opens the pack, listens on 127.0.0.1 and serves on a thread of its own.
    ///
    /// # Errors
    /// A [`ShopError`]: the port is taken, or the pack is refused.
    pub fn start(options: ShopOptions) -> Result<Running, ShopError> {
        let listener = listen(options.port)?;
        Self::start_at(listener, options)
    }

    /// Opens a shop whose customers have their profiles in a frame of another origin, and what stands at
    /// that origin: the same shop at `vault_port`.
    ///
    /// # Errors
    /// Those of [`Shop::start`], of either.
    pub fn start_with_vault(
        options: ShopOptions,
        vault_port: u16,
    ) -> Result<(Running, Running), ShopError> {
        // Each names the other's address before it answers.
        let listener = listen(options.port)?;
        let origin = origin_of(address_of(&listener, options.port)?);
        let vault = Self::start(ShopOptions {
            port: vault_port,
            collector: None,
            framed_by: Some(origin),
            ..options.clone()
        })?;
        let options = ShopOptions { vault: Some(vault.origin()), ..options };
        Ok((Self::start_at(listener, options)?, vault))
    }

    fn start_at(listener: TcpListener, options: ShopOptions) -> Result<Running, ShopError> {
        let ShopOptions { site, name, demo, collector, vault, framed_by, .. } = options;
        let frames = Frames::new(vault.as_deref(), framed_by.as_deref())?;
        let sign = Sign { site, name, demo, collector, vault, framed_by };
        let house = Arc::new(House {
            stock: RwLock::new(Arc::new(sign.over(options.pack, options.parts)?)),
            sign,
            assets: options.assets,
            frames,
            tweaks: RwLock::new(options.tweaks),
        });
        let recording = options.record.then(Recording::default);
        let address = address_of(&listener, options.port)?;
        let (stop, stopped) = oneshot::channel();
        let router = router(Arc::clone(&house), recording.clone());
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(ShopError::Thread)?;
        let serve = move || {
            runtime.block_on(serve(listener, router, stopped));
            // Connections that a browser holds open do not hold the shop open.
            runtime.shutdown_background();
        };
        let thread = std::thread::Builder::new()
            .name("shop".to_owned())
            .spawn(serve)
            .map_err(ShopError::Thread)?;
        Ok(Running { address, house, recording, stop: Some(stop), thread: Some(thread) })
    }
}

/// A shop that runs, until it is stopped or dropped.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    house: Arc<House>,
    recording: Option<Recording>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// The address to open in a browser, without a slash at its end.
    #[must_use]
    pub fn origin(&self) -> String {
        origin_of(self.address)
    }

    /// The requests so far, in the order of their arrival; none when nothing is recorded.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.recording.as_ref().map_or_else(Vec::new, Recording::requests)
    }

    /// Forgets the requests so far.
    pub fn forget_requests(&self) {
        if let Some(recording) = &self.recording {
            recording.clear();
        }
    }

    /// Changes what the shop does wrong from the next request on.
    pub fn set_tweaks(&self, tweaks: Tweaks) {
        *self.house.tweaks.write().unwrap_or_else(PoisonError::into_inner) = tweaks;
    }

    /// Sells something else from the next request on, as a deployment would: the policy names the
    /// new pack at its new address, and the old address is gone.
    ///
    /// # Errors
    /// A [`ShopError`]: the pack is refused. Then the shop goes on with the old one.
    pub fn set_pack(&self, pack: Vec<u8>) -> Result<(), ShopError> {
        let stock = Arc::new(self.house.sign.over(pack, None)?);
        *self.house.stock.write().unwrap_or_else(PoisonError::into_inner) = stock;
        Ok(())
    }

    /// The policy that the shop serves when no tweak replaces it.
    #[must_use]
    pub fn policy(&self) -> String {
        self.house.stock().policy.clone()
    }

    /// Stops serving and waits until it has.
    pub fn stop(mut self) {
        self.close();
    }

    /// Waits until the server ends by itself, which it does not: for a program that only serves.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }

    fn close(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.close();
    }
}

/// What every request finds.
#[derive(Debug)]
struct House {
    /// A request takes it once and keeps it to its end, whatever is delivered meanwhile.
    stock: RwLock<Arc<Stock>>,
    sign: Sign,
    assets: PathBuf,
    frames: Frames,
    tweaks: RwLock<Tweaks>,
}

/// What stays when the stock changes.
#[derive(Debug)]
struct Sign {
    site: String,
    name: String,
    demo: bool,
    collector: Option<SocketAddr>,
    vault: Option<String>,
    framed_by: Option<String>,
}

impl Sign {
    fn over(&self, pack: Vec<u8>, parts: Option<Parts>) -> Result<Stock, ShopError> {
        let Self { name, demo, vault, .. } = self;
        let front = context! { name, demo, vault };
        Stock::of(pack, parts, &self.site, &self.name, self.collector.is_some(), front)
    }
}

impl House {
    fn stock(&self) -> Arc<Stock> {
        Arc::clone(&self.stock.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn tweaks(&self) -> Tweaks {
        self.tweaks.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the frame of every page reads: the path, to mark where one is.
    fn frame(&self, uri: &Uri) -> Value {
        context! { path => uri.path(), extra_script => self.tweaks().extra_script.is_some() }
    }
}

fn router(house: Arc<House>, recording: Option<Recording>) -> Router {
    let routes = Router::new()
        .route("/", get(home))
        .route("/browse", get(shelves))
        .route("/browse/{kind}/{label}", get(browse))
        .route("/item/{id}", get(item))
        .route("/search", get(search))
        .route("/basket", get(basket))
        .route("/preferences", get(preferences))
        .route("/about", get(about))
        .route(VAULT, get(vault))
        .route("/homekept.json", get(policy_file))
        .route("/packs/{name}", get(pack))
        .route("/packs/{vintage}/{name}", get(shard))
        .route("/.well-known/gpc.json", get(gpc))
        .route("/assets/{*file}", get(asset))
        .route("/images/{*file}", get(image))
        .route("/signals/v1/reports", post(reports))
        .route("/favicon.ico", get(async || StatusCode::NO_CONTENT))
        .route("/extra.js", get(extra_script))
        .fallback(missing)
        .with_state(Arc::clone(&house))
        .layer(from_fn_with_state(Arc::clone(&house), misbehave))
        .layer(from_fn_with_state(house, hardened));
    match recording {
        Some(recording) => routes.layer(from_fn_with_state(recording, record)),
        None => routes,
    }
}

type Shared = State<Arc<House>>;

/// What a query of the shop may say; what it says wrongly is taken as unsaid.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    q: String,
    page: String,
    add: Option<String>,
}

impl Said {
    fn page(&self) -> usize {
        self.page.parse().unwrap_or(1)
    }
}

async fn home(State(house): Shared, uri: Uri) -> Response {
    page(house.stock().pages.home(house.frame(&uri)))
}

async fn shelves(State(house): Shared, uri: Uri, Query(said): Query<Said>) -> Response {
    page(house.stock().pages.shelves_page(house.frame(&uri), said.page()))
}

async fn browse(
    State(house): Shared,
    uri: Uri,
    Path((kind, label)): Path<(String, String)>,
    Query(said): Query<Said>,
) -> Response {
    found(&house, &uri, house.stock().pages.browse(house.frame(&uri), &kind, &label, said.page()))
}

async fn item(State(house): Shared, uri: Uri, Path(id): Path<String>) -> Response {
    found(&house, &uri, house.stock().pages.item(house.frame(&uri), &id))
}

async fn search(State(house): Shared, uri: Uri, Query(said): Query<Said>) -> Response {
    page(house.stock().pages.search(house.frame(&uri), said.q.trim(), said.page()))
}

async fn basket(State(house): Shared, uri: Uri, Query(said): Query<Said>) -> Response {
    page(house.stock().pages.basket(house.frame(&uri), said.add.as_deref()))
}

async fn preferences(State(house): Shared, uri: Uri) -> Response {
    page(house.stock().pages.plain("preferences.html", house.frame(&uri)))
}

async fn about(State(house): Shared, uri: Uri) -> Response {
    page(house.stock().pages.plain("about.html", house.frame(&uri)))
}

/// The page that keeps the profile of another origin's shop, in a frame of that one's pages.
async fn vault(State(house): Shared, uri: Uri) -> Response {
    let vault = house.sign.framed_by.as_ref().map(|shop| {
        let frame = context! { shop_origin => shop, ..house.frame(&uri) };
        house.stock().pages.plain("vault.html", frame)
    });
    found(&house, &uri, vault)
}

async fn missing(State(house): Shared, uri: Uri) -> Response {
    found(&house, &uri, None)
}

async fn policy_file(State(house): Shared) -> Response {
    let text = house.tweaks().policy.unwrap_or_else(|| house.stock().policy.clone());
    bytes("application/json", NO_STORE, text.into_bytes())
}

/// The pack, at the address of its content alone: an old address is gone with the old pack.
async fn pack(State(house): Shared, uri: Uri) -> Response {
    let stock = house.stock();
    if uri.path() != stock.pack_address {
        return StatusCode::NOT_FOUND.into_response();
    }
    let served = house.tweaks().pack_bytes.unwrap_or_else(|| stock.pack.clone());
    bytes("application/octet-stream", IMMUTABLE, served)
}

/// A shard of the pack that is served now.
async fn shard(State(house): Shared, Path((vintage, name)): Path<(String, String)>) -> Response {
    let stock = house.stock();
    let number = name.strip_suffix(".hkp").and_then(|number| number.parse::<u32>().ok());
    let now = format!("/packs/{vintage}.hkp") == stock.pack_address;
    let file = number.filter(|_| now).zip(stock.shards.as_ref());
    let path = file.map(|(number, folder)| folder.join(format!("{number}.hkp")));
    match path.and_then(|path| std::fs::read(path).ok()) {
        Some(shard) => bytes("application/octet-stream", IMMUTABLE, shard),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Says that the shop honours Global Privacy Control.
async fn gpc() -> Response {
    bytes("application/json", NO_CACHE, br#"{"gpc":true,"lastUpdate":"2026-11-23"}"#.to_vec())
}

/// A report of a customer's browser, for the collector.
async fn reports(State(house): Shared, request: Request) -> Response {
    match house.sign.collector {
        Some(collector) => forward::report(collector, request).await,
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn extra_script(State(house): Shared) -> Response {
    match house.tweaks().extra_script {
        Some(script) => bytes("text/javascript; charset=utf-8", NO_STORE, script.into_bytes()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn asset(State(house): Shared, Path(file): Path<String>) -> Response {
    if file == MODULE
        && let Some(module) = house.tweaks().module_bytes
    {
        return bytes(kind_of(MODULE), NO_CACHE, module);
    }
    file_of(house.assets.clone(), &file).await
}

async fn image(State(house): Shared, Path(file): Path<String>) -> Response {
    file_of(house.assets.join("images"), &file).await
}

/// A file below a folder; whatever leads out of the folder is not found.
async fn file_of(folder: PathBuf, file: &str) -> Response {
    let relative = PathBuf::from(file);
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let path = folder.join(relative);
    let kind = kind_of(file);
    let read = tokio::task::spawn_blocking(move || std::fs::read(path)).await;
    match read {
        Ok(Ok(content)) => bytes(kind, NO_CACHE, content),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn kind_of(file: &str) -> &'static str {
    match file.rsplit('.').next() {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json" | "map") => "application/json",
        _ => "application/octet-stream",
    }
}

fn bytes(kind: &'static str, cache: &'static str, content: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, cache)], content).into_response()
}

fn found(house: &House, uri: &Uri, rendered: Option<Rendered>) -> Response {
    match rendered {
        Some(rendered) => page(rendered),
        None => {
            let mut response = page(house.stock().pages.plain("missing.html", house.frame(uri)));
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
    }
}

fn page(rendered: Rendered) -> Response {
    match rendered {
        Ok(html) => ([(CACHE_CONTROL, headers::NO_CACHE)], Html(html)).into_response(),
        // The reason is for the person at the terminal; the page says nothing of the inside.
        Err(error) => {
            eprintln!("shop: {error:#}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Adds the headers, of which some say who may be in a frame of whom.
async fn hardened(State(house): Shared, request: Request, next: Next) -> Response {
    harden(&house.frames, request, next).await
}

/// Fails, waits and spoils the answer as the tweaks say.
async fn misbehave(State(house): Shared, request: Request, next: Next) -> Response {
    let tweaks = house.tweaks();
    let path = request.uri().path().to_owned();
    if let Some(delay) = tweaks.delay(&path) {
        tokio::time::sleep(delay).await;
    }
    match tweaks.failure(&path).and_then(|status| StatusCode::from_u16(status).ok()) {
        Some(status) => status.into_response(),
        None => tweaks.spoil(&path, next.run(request).await).await,
    }
}

fn listen(port: u16) -> Result<TcpListener, ShopError> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|source| match source.kind() {
            std::io::ErrorKind::AddrInUse => ShopError::PortInUse { port },
            _ => ShopError::Listen { port, source },
        })?;
    listener.set_nonblocking(true).map_err(|source| ShopError::Listen { port, source })?;
    Ok(listener)
}

fn address_of(listener: &TcpListener, port: u16) -> Result<SocketAddr, ShopError> {
    listener.local_addr().map_err(|source| ShopError::Listen { port, source })
}

fn origin_of(address: SocketAddr) -> String {
    format!("http://{address}")
}

async fn serve(listener: TcpListener, router: Router, stopped: oneshot::Receiver<()>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let service = router.into_make_service();
    tokio::select! {
        _ = async { axum::serve(listener, service).await } => {}
        // The other end is dropped to stop the shop.
        _ = stopped => {}
    }
}

/// The module's file among the assets.
const MODULE: &str = "homekept.wasm";
