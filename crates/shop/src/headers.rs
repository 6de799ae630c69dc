//! The headers of every answer. The policy is the strictest that the module is made for (SEC-23);
//! the shop's own pages live under it too. A vault of another origin is its one exception.

use crate::error::ShopError;
use axum::extract::Request;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::Next;
use axum::response::Response;

/// The policies of a shop's pages and of its vault's page: who may be in a frame of whom.
#[derive(Debug)]
pub(crate) struct Frames {
    pages: HeaderValue,
    vault: HeaderValue,
}

impl Frames {
    /// `vault`: the origin of the one frame that the pages have; `shop`: the origin of the pages that
    /// have this one's vault in a frame.
    pub(crate) fn new(vault: Option<&str>, shop: Option<&str>) -> Result<Self, ShopError> {
        let pages =
            vault.map_or_else(|| POLICY.to_owned(), |vault| format!("{POLICY}; frame-src {vault}"));
        let shop = shop.unwrap_or("'none'");
        let framed = POLICY.replace(UNFRAMED, &format!("frame-ancestors {shop}"));
        let value = |text: String| HeaderValue::try_from(text).map_err(|_| ShopError::Origin);
        Ok(Self { pages: value(pages)?, vault: value(framed)? })
    }
}

/// Adds the headers that no answer goes without.
pub(crate) async fn harden(frames: &Frames, request: Request, next: Next) -> Response {
    let is_vault = request.uri().path() == VAULT;
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let policy = if is_vault { &frames.vault } else { &frames.pages };
    headers.insert(CONTENT_SECURITY_POLICY, policy.clone());
    if is_vault {
        // Asks for a process of its own: pages of one site share one otherwise.
        headers.insert(AGENT_CLUSTER, HeaderValue::from_static("?1"));
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(PERMISSIONS_POLICY, HeaderValue::from_static(PERMISSIONS));
    response
}

/// For what never changes under its address.
pub(crate) const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// For what must be looked at anew each time.
pub(crate) const NO_STORE: &str = "no-store";
/// For pages and assets under plain names: kept, but asked about.
pub(crate) const NO_CACHE: &str = "no-cache";

/// Where the page of a vault in a frame lies.
pub(crate) const VAULT: &str = "/vault";
const AGENT_CLUSTER: HeaderName = HeaderName::from_static("origin-agent-cluster");
const UNFRAMED: &str = "frame-ancestors 'none'";
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
                      connect-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'; \
                      frame-ancestors 'none'; require-trusted-types-for 'script'; \
                      trusted-types homekept lit-html; img-src 'self'";
/// A shop needs none of these, and says so for every script on its pages.
const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
