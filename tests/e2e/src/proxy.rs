//! A forward proxy that a browser asks in place of every server: what a page makes a browser send
//! is recorded here in the same way for every engine. Leaves out encryption: a wish for it is
//! recorded and refused, since the shop has none.

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CACHE_CONTROL, ETAG, HeaderValue, LAST_MODIFIED};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};

/// The proxy; it ends with the test's runtime.
#[derive(Debug)]
pub struct Proxy {
    /// Where it listens.
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

/// One request, as the browser wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// The method.
    pub method: String,
    /// The whole address, or host and port of a wish for a tunnel.
    pub target: String,
    /// Names and values of the headers, in the order of their names.
    pub headers: Vec<(String, String)>,
    /// How many bytes the body had.
    pub body_len: usize,
    /// Whether it was for the shop; everything else is refused.
    pub to_shop: bool,
}

#[derive(Debug)]
struct Shared {
    shop: SocketAddr,
    passed: Mutex<Vec<Passed>>,
    traffic: Mutex<Traffic>,
}

#[derive(Debug)]
struct Traffic {
    under_way: usize,
    last: Instant,
}

impl Proxy {
    /// Starts one that lets requests for this shop pass.
    pub async fn for_shop(shop: SocketAddr) -> Proxy {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let traffic = Mutex::new(Traffic { under_way: 0, last: Instant::now() });
        let shared = Arc::new(Shared { shop, passed: Mutex::new(Vec::new()), traffic });
        tokio::spawn(listen(listener, Arc::clone(&shared)));
        Proxy { address, shared }
    }

    /// The requests so far, in the order of their arrival.
    #[must_use]
    pub fn requests(&self) -> Vec<Passed> {
        held(&self.shared.passed).clone()
    }

    /// Forgets the requests so far.
    pub fn forgets_requests(&self) {
        held(&self.shared.passed).clear();
    }

    /// Waits until everything is answered and nothing new is asked for.
    pub async fn falls_silent(&self) {
        loop {
            {
                let traffic = held(&self.shared.traffic);
                if traffic.under_way == 0 && traffic.last.elapsed() > SILENCE {
                    return;
                }
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// A request that is being answered, for as long as it is: a browser that hangs up ends the answer
/// wherever it is.
struct UnderWay<'s>(&'s Mutex<Traffic>);

impl<'s> UnderWay<'s> {
    fn begins(shared: &'s Shared) -> Self {
        let mut traffic = held(&shared.traffic);
        traffic.under_way += 1;
        traffic.last = Instant::now();
        UnderWay(&shared.traffic)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let mut traffic = held(self.0);
        traffic.under_way -= 1;
        traffic.last = Instant::now();
    }
}

async fn listen(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let shared = Arc::clone(&shared);
                async move { Ok::<_, hyper::Error>(answer(&shared, request).await) }
            });
            let connection = hyper::server::conn::http1::Builder::new();
            // A browser that hangs up has its reasons.
            let _ = connection.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(shared: &Shared, request: Request<Incoming>) -> Response<Full<Bytes>> {
    let _under_way = UnderWay::begins(shared);
    passes(shared, request).await.unwrap_or_else(|_| refusal())
}

async fn passes(shared: &Shared, request: Request<Incoming>) -> io::Result<Response<Full<Bytes>>> {
    let (mut parts, body) = request.into_parts();
    let to_shop = parts.uri.scheme_str() == Some("http")
        && parts.uri.authority().is_some_and(|to| to.as_str() == shared.shop.to_string());
    // Meant for the proxy, and not sent on.
    parts.headers.remove("proxy-connection");
    let mut headers: Vec<(String, String)> = parts
        .headers
        .iter()
        .map(|(name, value)| {
            (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect();
    headers.sort();
    // Its place among the others is that of its arrival, not of the end of its body.
    let place = {
        let mut passed = held(&shared.passed);
        let (method, target) = (parts.method.to_string(), parts.uri.to_string());
        passed.push(Passed { method, target, headers, body_len: 0, to_shop });
        passed.len() - 1
    };
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    if let Some(passed) = held(&shared.passed).get_mut(place) {
        passed.body_len = body.len();
    }
    if !to_shop {
        return Ok(refusal());
    }
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    parts.uri = path.parse::<Uri>().map_err(io::Error::other)?;
    let stream = TcpStream::connect(shared.shop).await?;
    let (mut shop, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(io::Error::other)?;
    tokio::spawn(connection);
    let sent = shop.send_request(Request::from_parts(parts, Full::new(body))).await;
    let (mut parts, body) = sent.map_err(io::Error::other)?.into_parts();
    // What a browser keeps, every shop can feel; here each request is to be seen.
    parts.headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    parts.headers.remove(ETAG);
    parts.headers.remove(LAST_MODIFIED);
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    Ok(Response::from_parts(parts, Full::new(body)))
}

fn refusal() -> Response<Full<Bytes>> {
    let mut refusal = Response::new(Full::new(Bytes::new()));
    *refusal.status_mut() = StatusCode::BAD_GATEWAY;
    refusal
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Longer than a page takes from one request to the next that follows from it.
const SILENCE: Duration = Duration::from_millis(150);
