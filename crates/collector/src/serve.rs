//! A collector that runs: connections, the minute's chores, and a stop that loses nothing.

use crate::clock::Clock;
use crate::error::CollectorError;
use crate::export::{self, Export};
use crate::limits::Bucket;
use crate::metrics::Metrics;
use crate::policy::{Site, id_of};
use crate::results::Frame;
use crate::routes::{House, router};
use crate::store::{self, Kind, Reader, Writer};
use axum::Router;
use axum::http::HeaderValue;
use homekept::signals::Subset;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};

/// How a collector is set up.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whom it is for, and what is asked.
    pub site: Site,
    /// The database file, made where there is none.
    pub data: PathBuf,
    /// Where it listens; port 0 takes any that is free.
    pub listen: SocketAddr,
    /// The site's origin, where the collector has another.
    pub origin: Option<String>,
    /// Reports a second, all senders together.
    pub rate: u32,
    /// Where released results are written, besides the policy's webhook.
    pub folder: Option<PathBuf>,
    /// Whether customers are simulated and periods end on request.
    pub rehearsal: bool,
}

/// A collector, to be started.
#[derive(Debug)]
pub struct Collector;

impl Collector {
    /// Opens the database, releases what is over, and serves on threads of its own.
    ///
    /// # Errors
    /// A [`CollectorError`]: the database or the address refuses.
    pub fn start(options: Options) -> Result<Running, CollectorError> {
        let kind = if options.rehearsal { Kind::Rehearsal } else { Kind::Real };
        let connection = store::open(&options.data, kind)?;
        let reader = Reader::new(store::open_any(&options.data)?);
        let measures = &options.site.signals.measures;
        let (writer, writing) = Writer::start(connection, measures)?;
        let draw = |measure| Some((id_of(measure), Subset::of(measure.size(), measure.epsilon())?));
        let ahead = if options.rehearsal { reader.ahead()? } else { 0 };
        let origin = options.origin.as_deref().map(HeaderValue::from_str).transpose();
        let origin =
            origin.map_err(|_| CollectorError::Usage("--origin is no origin".to_owned()))?;
        let house = Arc::new(House {
            clock: Clock::ahead_by(ahead),
            bucket: Bucket::new(options.rate),
            metrics: Metrics::default(),
            origin,
            asked: measures.iter().filter_map(draw).collect(),
            frame: Frame {
                site: options.site.name.clone(),
                rehearsal: options.rehearsal,
                floor: options.site.signals.floor,
                asked: measures.iter().map(id_of).collect(),
            },
            writer,
            reader,
        });
        let listener =
            std::net::TcpListener::bind(options.listen).map_err(CollectorError::Listen)?;
        let address = listener.local_addr().map_err(CollectorError::Listen)?;
        let export = Export { folder: options.folder, webhook: options.site.signals.webhook };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(CollectorError::Thread)?;
        let (stop, stopped) = oneshot::channel();
        let inside = Arc::clone(&house);
        let serve = move || {
            runtime.block_on(async {
                let chores = tokio::spawn(chores(Arc::clone(&inside), export));
                listen(listener, router(Arc::clone(&inside)), stopped).await;
                chores.abort();
            });
            runtime.shutdown_background();
            inside.metrics.keep(&inside.writer);
            inside.writer.stop();
            drop(writing.join());
        };
        let serving = std::thread::Builder::new()
            .name("collector".to_owned())
            .spawn(serve)
            .map_err(CollectorError::Thread)?;
        Ok(Running { address, stop: Some(stop), serving: Some(serving) })
    }
}

/// A collector that runs, until it is stopped or dropped.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<()>>,
}

impl Running {
    /// Its address, without a slash at its end.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Takes no new connection, answers what is under way, and ends once all of it is written.
    pub fn stop(mut self) {
        self.close();
    }

    fn close(&mut self) {
        drop(self.stop.take());
        if let Some(serving) = self.serving.take() {
            drop(serving.join());
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.close();
    }
}

async fn listen(listener: std::net::TcpListener, router: Router, stopped: oneshot::Receiver<()>) {
    let ready = listener.set_nonblocking(true).and_then(|()| TcpListener::from_std(listener));
    let Ok(listener) = ready else { return };
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(LONGEST_HEAD).max_buf_size(LARGEST_HEAD);
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    tokio::pin!(stopped);
    loop {
        let room = Arc::clone(&room).acquire_owned();
        let (permit, stream) = tokio::select! {
            (permit, accepted) = async { (room.await, listener.accept().await) } => {
                // The address of whoever connects is not looked at.
                match (permit, accepted) {
                    (Ok(permit), Ok((stream, _))) => (permit, stream),
                    _ => {
                        tokio::time::sleep(PAUSE).await;
                        continue;
                    }
                }
            }
            _ = &mut stopped => break,
        };
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // A connection that breaks off concerns nobody else.
            let _ = connection.await;
            drop(permit);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(LONGEST_FAREWELL, graceful.shutdown()).await;
}

/// Each minute: releases what is over, keeps the counts of refusals, exports what is new.
async fn chores(house: Arc<House>, export: Export) {
    loop {
        house.metrics.keep(&house.writer);
        house.writer.release(house.clock.now(), house.frame.floor).await;
        export::all(&house, &export).await;
        tokio::time::sleep(BETWEEN_CHORES).await;
    }
}

const LONGEST_HEAD: Duration = Duration::from_secs(5);
const LARGEST_HEAD: usize = 16 * 1024;
const MOST_CONNECTIONS: usize = 1_024;
const LONGEST_FAREWELL: Duration = Duration::from_secs(10);
const BETWEEN_CHORES: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(50);
