//! The embedded web app. Nothing outside the table can be asked for, whatever the path says.

use crate::respond::{content, problem};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::Response;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/assets.rs"));
}

/// The page of the root.
const PAGE: &str = "index.html";
/// Files below this folder carry a hash of their content in their name.
const HASHED: &str = "assets/";

/// Every embedded file by its path, with its content.
#[must_use]
pub fn all() -> &'static [(&'static str, &'static [u8])] {
    embedded::ASSETS
}

/// The embedded file at a path.
pub async fn serve(uri: Uri) -> Response {
    let asked = uri.path().trim_start_matches('/');
    let asked = if asked.is_empty() { PAGE } else { asked };
    let Some((name, bytes)) = all().iter().find(|(name, _)| *name == asked) else {
        return problem(StatusCode::NOT_FOUND, "there is nothing here");
    };
    let mut response = content(StatusCode::OK, kind(name), *bytes);
    if name.starts_with(HASHED) {
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    }
    response
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
