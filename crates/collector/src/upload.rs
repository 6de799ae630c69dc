//! `POST /v1/reports`: 64 bytes in, and nothing of who sent them is looked at.

use crate::calendar;
use crate::refusal::Refusal;
use crate::routes::House;
use crate::store::Incoming;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, CONTENT_LENGTH, HeaderMap, ORIGIN, VARY,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use homekept::signals::{Report, ReportError};
use std::sync::Arc;
use std::time::Duration;

/// Takes a report. 204 says that it is counted and on the disk.
pub(crate) async fn post(State(house): State<Arc<House>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let result = take(&house, &parts.headers, body).await;
    house.metrics.count(result);
    let mut response = match result {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(refusal) => refusal.into_response(),
    };
    // A page may read why it was refused; a foreign one may not.
    allow(&house, &parts.headers, &mut response);
    response
}

/// What a browser asks before it sends a report from the site to another origin.
pub(crate) async fn options(State(house): State<Arc<House>>, headers: HeaderMap) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if allow(&house, &headers, &mut response) {
        let answer = response.headers_mut();
        answer.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
        answer.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type"));
        answer.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    }
    response
}

async fn take(house: &House, headers: &HeaderMap, body: Body) -> Result<(), Refusal> {
    if is_foreign(house, headers) {
        return Err(Refusal::ForeignOrigin);
    }
    if !house.bucket.take() {
        return Err(Refusal::Busy);
    }
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if length.is_some_and(|length: usize| length != Report::LEN) {
        return Err(Refusal::Report(ReportError::WrongLength));
    }
    let read = tokio::time::timeout(LONGEST_BODY, to_bytes(body, Report::LEN)).await;
    let bytes = read
        .map_err(|_| Refusal::TooSlow)?
        .map_err(|_| Refusal::Report(ReportError::WrongLength))?;
    let report = Report::decode(&bytes).map_err(Refusal::Report)?;
    let asked = house.asked.get(&report.measure).ok_or(Refusal::UnknownMeasure)?;
    report.fits(*asked).map_err(Refusal::Report)?;
    if !calendar::takes(report.period, house.clock.now()) {
        return Err(Refusal::WrongPeriod);
    }
    house.writer.take(Incoming { report, buckets: asked.d() }).await
}

/// Without an origin of its own the collector is behind the site's: a page of another site could
/// send only what a browser first asks for, and is not told yes.
fn is_foreign(house: &House, headers: &HeaderMap) -> bool {
    match (&house.origin, headers.get(ORIGIN)) {
        (Some(own), Some(origin)) => origin != own,
        _ => false,
    }
}

fn allow(house: &House, headers: &HeaderMap, response: &mut Response) -> bool {
    let Some(own) = &house.origin else { return false };
    response.headers_mut().insert(VARY, HeaderValue::from_static("origin"));
    let same = headers.get(ORIGIN).is_some_and(|origin| origin == own);
    if same {
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, own.clone());
        response.headers_mut().insert(
            axum::http::HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        );
    }
    same
}

const LONGEST_BODY: Duration = Duration::from_secs(5);
