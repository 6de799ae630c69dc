//! WebDriver commands that the driver's library has no name for.

use hyper::Method;
use serde_json::Value;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::{RequestData, SessionId};

/// One command, by its place below the session.
#[derive(Debug)]
pub(crate) struct Ask {
    method: Method,
    place: String,
    body: Option<Value>,
}

impl Ask {
    pub(crate) fn get(place: impl Into<String>) -> Ask {
        Ask { method: Method::GET, place: place.into(), body: None }
    }

    pub(crate) fn post(place: impl Into<String>, body: Value) -> Ask {
        Ask { method: Method::POST, place: place.into(), body: Some(body) }
    }

    pub(crate) fn delete(place: impl Into<String>) -> Ask {
        Ask { method: Method::DELETE, place: place.into(), body: None }
    }
}

impl FormatRequestData for Ask {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let request =
            RequestData::new(self.method.clone(), format!("session/{session}{}", self.place));
        match &self.body {
            Some(body) => request.add_body(body.clone()),
            None => request,
        }
    }
}
