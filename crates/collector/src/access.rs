//! Who may read and who may operate. Only the upload is open.

use crate::routes::House;
use crate::store::Access;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// What a token is for; neither includes the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Sees what is released.
    Read,
    /// Sees how the machine does, and who looked.
    Operate,
}

impl Role {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Role::Read => "read",
            Role::Operate => "operate",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Role::Read, Role::Operate].into_iter().find(|role| role.name() == name)
    }
}

/// How a token comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Given {
    /// By a program, in `Authorization: Bearer`, or by a browser that asked for a password.
    Either,
    /// By a program alone: a browser adds a password on its own, whoever's page sends the request.
    ByProgram,
}

/// Lets in who has a token of the role, and writes down that they came.
pub(crate) async fn require(
    house: &House,
    headers: &HeaderMap,
    role: Role,
    given: Given,
    action: &'static str,
) -> Result<(), Response> {
    let Some(token) = token_in(headers, given) else {
        return Err(denied());
    };
    let (reader, now) = (house.reader.clone(), crate::clock::system());
    let found = tokio::task::spawn_blocking(move || reader.role_of(&token, now)).await;
    match found {
        Ok(Ok(Some(name))) if name == role.name() => {
            let access = Access { minute: now, role: role.name(), action };
            if house.writer.enter(access).await {
                Ok(())
            } else {
                Err(StatusCode::SERVICE_UNAVAILABLE.into_response())
            }
        }
        Ok(Ok(Some(_))) => Err(StatusCode::FORBIDDEN.into_response()),
        Ok(Ok(None)) => Err(denied()),
        _ => Err(StatusCode::SERVICE_UNAVAILABLE.into_response()),
    }
}

fn denied() -> Response {
    let challenge = "Basic realm=\"Homekept collector\", charset=\"UTF-8\"";
    (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, challenge)]).into_response()
}

fn token_in(headers: &HeaderMap, given: Given) -> Option<String> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, rest) = value.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned());
    }
    if given == Given::ByProgram || !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = BASE64_STANDARD.decode(rest.trim()).ok()?;
    let pair = String::from_utf8(decoded).ok()?;
    // Whatever stands for the name, the password is the token.
    pair.split_once(':').map(|(_, token)| token.to_owned())
}
