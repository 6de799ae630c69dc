//! The addresses, and what every request finds.

use crate::access::{Given, Role, require};
use crate::clock::Clock;
use crate::headers::harden;
use crate::limits::Bucket;
use crate::metrics::Metrics;
use crate::results::{self, Frame, Results};
use crate::store::{Note, Reader, Writer};
use crate::{page, table, upload};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::from_fn;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use homekept::signals::{MeasureId, Subset, period_of};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What every request finds.
#[derive(Debug)]
pub(crate) struct House {
    pub(crate) writer: Writer,
    pub(crate) reader: Reader,
    pub(crate) clock: Clock,
    pub(crate) bucket: Bucket,
    pub(crate) metrics: Metrics,
    /// The site's origin, where it is another than the collector's.
    pub(crate) origin: Option<HeaderValue>,
    /// The measures of the policy.
    pub(crate) asked: BTreeMap<MeasureId, Subset>,
    pub(crate) frame: Frame,
}

impl House {
    /// Everything that is released, read off the threads that answer.
    pub(crate) async fn results(self: &Arc<Self>) -> Option<Results> {
        let house = Arc::clone(self);
        let read = move || results::read(&house.reader, &house.frame);
        tokio::task::spawn_blocking(read).await.ok()?.ok()
    }
}

pub(crate) fn router(house: Arc<House>) -> Router {
    let mut routes = Router::new()
        .route("/v1/reports", post(upload::post).options(upload::options))
        .route("/v1/results", get(as_json))
        .route("/v1/results.csv", get(as_csv))
        .route("/v1/access", get(accesses))
        .route("/metrics", get(metrics))
        .route("/healthz", get(async || "ok\n"))
        .route("/collector.css", get(style))
        .route("/", get(dashboard));
    if house.frame.rehearsal {
        routes = routes.route("/v1/rehearsal", get(rehearsal).post(next_period));
    }
    routes.fallback(async || StatusCode::NOT_FOUND).with_state(house).layer(from_fn(harden))
}

type Shared = State<Arc<House>>;

async fn dashboard(State(house): Shared, headers: HeaderMap) -> Response {
    match read(&house, &headers, "page").await {
        Ok(results) => match page::render(&results) {
            Ok(html) => Html(html).into_response(),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        },
        Err(response) => response,
    }
}

async fn style() -> Response {
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    (headers, page::STYLE).into_response()
}

async fn as_json(State(house): Shared, headers: HeaderMap) -> Response {
    match read(&house, &headers, "results").await {
        Ok(results) => Json(results).into_response(),
        Err(response) => response,
    }
}

async fn as_csv(State(house): Shared, headers: HeaderMap) -> Response {
    let kind = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"homekept-results.csv\""),
    ];
    match read(&house, &headers, "table").await {
        Ok(results) => (kind, table::csv(&results)).into_response(),
        Err(response) => response,
    }
}

async fn read(
    house: &Arc<House>,
    headers: &HeaderMap,
    action: &'static str,
) -> Result<Results, Response> {
    require(house, headers, Role::Read, Given::Either, action).await?;
    house.results().await.ok_or_else(|| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

async fn metrics(State(house): Shared, headers: HeaderMap) -> Response {
    if let Err(response) = require(&house, &headers, Role::Operate, Given::Either, "metrics").await
    {
        return response;
    }
    let reader = house.reader.clone();
    let kept = tokio::task::spawn_blocking(move || reader.refusals()).await;
    let kept = kept.ok().and_then(Result::ok).unwrap_or_default();
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], house.metrics.text(&kept)).into_response()
}

async fn accesses(State(house): Shared, headers: HeaderMap) -> Response {
    if let Err(response) = require(&house, &headers, Role::Operate, Given::Either, "access").await {
        return response;
    }
    let reader = house.reader.clone();
    match tokio::task::spawn_blocking(move || reader.accesses()).await {
        Ok(Ok(rows)) => {
            let row = |(minute, role, action)| json!({ "minute": minute, "role": role, "action": action });
            Json(rows.into_iter().map(row).collect::<Vec<serde_json::Value>>()).into_response()
        }
        _ => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Which period a rehearsal is in.
async fn rehearsal(State(house): Shared, headers: HeaderMap) -> Response {
    let allowed = require(&house, &headers, Role::Operate, Given::ByProgram, "rehearsal").await;
    match allowed {
        Ok(()) => Json(json!({ "period": period_of(house.clock.now()) })).into_response(),
        Err(response) => response,
    }
}

/// Ends the period of a rehearsal, and what is over is released.
async fn next_period(State(house): Shared, headers: HeaderMap) -> Response {
    let allowed = require(&house, &headers, Role::Operate, Given::ByProgram, "next period").await;
    if let Err(response) = allowed {
        return response;
    }
    house.clock.skip_to_next_period(crate::calendar::GRACE_MINUTES);
    house.writer.note(Note::Ahead { minutes: house.clock.ahead() });
    let now = house.clock.now();
    match house.writer.release(now, house.frame.floor).await {
        Some(_) => Json(json!({ "period": period_of(now) })).into_response(),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
