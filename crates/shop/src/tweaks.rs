//! What a test may change about a running shop, to see that pages stay whole when the world does
//! not: a hostile script, broken bytes, a changed policy, failures and delays.

use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use axum::response::Response;
use futures_util::stream::{self, StreamExt};
use std::time::Duration;

/// Changes to what the shop serves; the default changes nothing.
#[derive(Debug, Clone, Default)]
pub struct Tweaks {
    /// JavaScript that every page loads before its own, as an injected script would be.
    pub extra_script: Option<String>,
    /// Bytes to serve at the pack's address instead of the pack.
    pub pack_bytes: Option<Vec<u8>>,
    /// Bytes to serve as the module, at `/assets/homekept.wasm`, instead of the built one.
    pub module_bytes: Option<Vec<u8>>,
    /// Text to serve as the policy instead of the shop's own.
    pub policy: Option<String>,
    /// Paths (by their beginning) that are served with another content type.
    pub mime: Vec<(String, String)>,
    /// Paths (by their beginning) that fail, each with a status.
    pub failing: Vec<(String, u16)>,
    /// Paths (by their beginning) whose body breaks off: half of it comes, then the connection ends.
    pub broken: Vec<String>,
    /// Paths (by their beginning) whose body has a few bytes more at its end: a module runs as before
    /// with them, and is another one.
    pub altered: Vec<String>,
    /// Paths (by their beginning) that are answered late.
    pub slow: Vec<(String, Duration)>,
}

impl Tweaks {
    /// The status that a path fails with, if it does.
    pub(crate) fn failure(&self, path: &str) -> Option<u16> {
        at(&self.failing, path).copied()
    }

    /// How long a path waits.
    pub(crate) fn delay(&self, path: &str) -> Option<Duration> {
        at(&self.slow, path).copied()
    }

    /// The answer as it arrives: under another type, only half of it, or with more.
    pub(crate) async fn spoil(&self, path: &str, mut answer: Response) -> Response {
        if let Some(kind) = at(&self.mime, path).and_then(|kind| HeaderValue::from_str(kind).ok()) {
            answer.headers_mut().insert(CONTENT_TYPE, kind);
        }
        if self.broken.iter().any(|beginning| path.starts_with(beginning)) {
            answer = break_off(answer).await;
        }
        if self.altered.iter().any(|beginning| path.starts_with(beginning)) {
            answer = alter(answer).await;
        }
        answer
    }
}

/// What a list says of a path.
fn at<'a, T>(list: &'a [(String, T)], path: &str) -> Option<&'a T> {
    list.iter().find(|(beginning, _)| path.starts_with(beginning)).map(|(_, said)| said)
}

/// An answer with a custom section without content at its end (WebAssembly core specification, 5.5.3).
async fn alter(answer: Response) -> Response {
    let (mut head, body) = answer.into_parts();
    let mut body = to_bytes(body, usize::MAX).await.unwrap_or_default().to_vec();
    body.extend([0, 2, 1, b'x']);
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(body))
}

/// The head of an answer, which promises the whole length, and the first half of its body.
async fn break_off(answer: Response) -> Response {
    let (mut head, body) = answer.into_parts();
    let mut body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    head.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    body.truncate(body.len() / 2);
    let end = async {
        // The half that came has left by then; the error alone would take it along.
        tokio::time::sleep(BREATH).await;
        Err(std::io::Error::from(std::io::ErrorKind::BrokenPipe))
    };
    let halves = stream::iter([Ok(body)]).chain(stream::once(end));
    Response::from_parts(head, Body::from_stream(halves))
}

const BREATH: Duration = Duration::from_millis(50);
