//! Reports on their way to the collector, as a site's own server passes them on: nothing of who sent
//! them goes along.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::ORIGIN;
use axum::response::{IntoResponse, Response};
use http_body_util::Full;
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use tokio::net::TcpStream;

/// Passes one report on, and the collector's answer back; 502 where there is none.
pub(crate) async fn report(collector: SocketAddr, request: Request) -> Response {
    pass(collector, request).await.unwrap_or_else(|| StatusCode::BAD_GATEWAY.into_response())
}

async fn pass(collector: SocketAddr, request: Request) -> Option<Response> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LARGEST).await.ok()?;
    let stream = TcpStream::connect(collector).await.ok()?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
    tokio::spawn(connection);
    let mut on = hyper::Request::post("/v1/reports").header("host", collector.to_string());
    // A page of another site is the collector's to refuse.
    if let Some(origin) = parts.headers.get(ORIGIN) {
        on = on.header(ORIGIN, origin);
    }
    let on = on.body(Full::new(body)).ok()?;
    let answer = sender.send_request(on).await.ok()?;
    Some(answer.map(Body::new))
}

/// A report has 64 bytes; what is larger is the collector's to refuse, within reason.
const LARGEST: usize = 4_096;
