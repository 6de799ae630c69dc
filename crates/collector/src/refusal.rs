//! Why a report is not taken. The answer says the code and nothing else.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use homekept::signals::ReportError;
use serde_json::json;

/// Why a report is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The bytes are no report.
    Report(ReportError),
    /// No measure of the policy.
    UnknownMeasure,
    /// Of a period that is over, or has not begun.
    WrongPeriod,
    /// Its number has been counted. Whoever sends it again may forget it.
    Replayed,
    /// From a page of another site.
    ForeignOrigin,
    /// More reports at once than are taken; nothing says whose.
    Busy,
    /// It did not arrive in time.
    TooSlow,
    /// The database does not take it now.
    Unavailable,
}

impl Refusal {
    /// All of them, for those who count.
    pub const CODES: [&'static str; 11] = [
        "report-length",
        "report-not-a-report",
        "report-version-unknown",
        "report-set",
        "report-measure-unknown",
        "report-period",
        "report-replayed",
        "report-origin",
        "report-busy",
        "report-slow",
        "report-unavailable",
    ];

    /// Its stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Report(error) => error.code(),
            Self::UnknownMeasure => "report-measure-unknown",
            Self::WrongPeriod => "report-period",
            Self::Replayed => "report-replayed",
            Self::ForeignOrigin => "report-origin",
            Self::Busy => "report-busy",
            Self::TooSlow => "report-slow",
            Self::Unavailable => "report-unavailable",
        }
    }

    fn status(self) -> StatusCode {
        match self {
            Self::Report(ReportError::WrongLength) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Report(_) | Self::UnknownMeasure | Self::WrongPeriod => StatusCode::BAD_REQUEST,
            Self::Replayed => StatusCode::CONFLICT,
            Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::Busy => StatusCode::TOO_MANY_REQUESTS,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status(), Json(json!({ "code": self.code() }))).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_is_counted_under_its_code() {
        let all = [
            Refusal::Report(ReportError::WrongLength),
            Refusal::Report(ReportError::NotAReport),
            Refusal::Report(ReportError::UnknownVersion { found: 2 }),
            Refusal::Report(ReportError::ImpossibleSet),
            Refusal::UnknownMeasure,
            Refusal::WrongPeriod,
            Refusal::Replayed,
            Refusal::ForeignOrigin,
            Refusal::Busy,
            Refusal::TooSlow,
            Refusal::Unavailable,
        ];
        assert_eq!(all.map(|refusal| refusal.code()), Refusal::CODES);
    }
}
