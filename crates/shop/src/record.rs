//! What arrived at the shop, request by request: the network promise is tested by holding such
//! recordings against each other. Leaves out what was answered.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::{Arc, Mutex, PoisonError};

/// One request, as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The method.
    pub method: String,
    /// Path and query, as they were written.
    pub path_and_query: String,
    /// Names and values of the headers, in the order of their names.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// The recording of one shop: shared by all of its connections, in the order of arrival.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recording(Arc<Mutex<Vec<Recorded>>>);

impl Recording {
    pub(crate) fn requests(&self) -> Vec<Recorded> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn push(&self, recorded: Recorded) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(recorded);
    }
}

/// Records the request, then lets it pass unchanged.
pub(crate) async fn record(
    State(recording): State<Recording>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let mut headers: Vec<(String, String)> = parts
        .headers
        .iter()
        .map(|(name, value)| {
            (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect();
    headers.sort();
    recording.push(Recorded {
        method: parts.method.to_string(),
        path_and_query: parts.uri.path_and_query().map_or_else(String::new, ToString::to_string),
        headers,
        body: body.to_vec(),
    });
    next.run(Request::from_parts(parts, Body::from(body))).await
}

/// The shop takes no uploads; more than this is somebody's mistake.
const LARGEST_BODY: usize = 1 << 20;
