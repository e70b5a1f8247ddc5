//! Answers and their headers.

use crate::engine::Refusal;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::json;

/// Nothing but the server's own scripts, styles and data; no inline script, no frame, no form.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src \
    'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const SECURITY: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Kind of a JSON answer.
pub const JSON: &str = "application/json";
/// Kind of an answer with one JSON value per line.
pub const JSON_LINES: &str = "application/x-ndjson";

/// An answer with the headers that every answer carries.
pub fn secured(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in SECURITY {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// An answer of one kind.
pub fn content(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// A fault in words.
pub fn problem(status: StatusCode, message: &str) -> Response {
    content(status, JSON, json!({"problems": [{"message": message}]}).to_string())
}

/// What the engine said instead of an answer.
pub fn refusal(refusal: &Refusal) -> Response {
    match refusal {
        Refusal::BadRequest(problems) => {
            content(StatusCode::BAD_REQUEST, JSON, json!({"problems": problems}).to_string())
        }
        Refusal::Failed(message) => problem(StatusCode::INTERNAL_SERVER_ERROR, message),
    }
}

/// Too many ask at once.
pub fn busy() -> Response {
    let mut response = problem(StatusCode::SERVICE_UNAVAILABLE, "too many ask at once; try again");
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    response
}
