//! Who may ask: host and origin checks, and the token of a server that others can reach.
//!
//! The host check stops pages of other sites that point a name of theirs at the loopback address; the
//! origin check and the demand for `application/json` stop forms and scripts of other pages.

use crate::respond::{problem, secured};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use std::net::SocketAddr;
use std::sync::Arc;

/// Who may ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    hosts: Vec<String>,
    token: Option<String>,
}

/// Why a server may not be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// Others can reach the address, and no token keeps them out.
    #[error("{address} can be reached from other machines, and no token is set")]
    PublicWithoutToken {
        /// The address.
        address: SocketAddr,
    },
    /// A token that can be guessed.
    #[error("the token has {length} characters; at least {SHORTEST_TOKEN} are needed")]
    ShortToken {
        /// Its length.
        length: usize,
    },
}

/// Fewest characters of a token; sixteen random letters hold about 75 bits.
pub const SHORTEST_TOKEN: usize = 16;

impl Access {
    /// Access to a server at `address`, under its own names and `more_names`.
    ///
    /// # Errors
    /// A public address without a token, or with a short one.
    pub fn new(address: SocketAddr, more_names: &[String], token: Option<String>) -> Result<Self, AccessError> {
        match &token {
            None if !address.ip().is_loopback() => return Err(AccessError::PublicWithoutToken { address }),
            Some(token) if token.chars().count() < SHORTEST_TOKEN => {
                return Err(AccessError::ShortToken { length: token.chars().count() });
            }
            _ => {}
        }
        let port = address.port();
        let own = ["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}"));
        let named = more_names
            .iter()
            .flat_map(|name| [name.to_ascii_lowercase(), format!("{}:{port}", name.to_ascii_lowercase())]);
        Ok(Self { hosts: own.into_iter().chain([address.to_string()]).chain(named).collect(), token })
    }

    fn knows_host(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        host.is_some_and(|host| self.is_own(host))
    }

    /// An origin, where the browser names one, must be one of the server's own pages.
    fn knows_origin(&self, headers: &HeaderMap) -> bool {
        let Some(origin) = headers.get(header::ORIGIN) else { return true };
        let host = origin
            .to_str()
            .ok()
            .and_then(|origin| origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")));
        host.is_some_and(|host| self.is_own(host))
    }

    fn is_own(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))
    }

    fn has_token(&self, headers: &HeaderMap) -> bool {
        let Some(token) = &self.token else { return true };
        let given = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "));
        given.is_some_and(|given| same(given.as_bytes(), token.as_bytes()))
    }
}

/// Whether two texts are the same, in a time that does not tell where they differ.
fn same(given: &[u8], token: &[u8]) -> bool {
    given.len() == token.len() && given.iter().zip(token).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// Lets a request through, or turns it away.
pub async fn check(State(access): State<Arc<Access>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let is_api = request.uri().path().starts_with("/api/");
    let refused = if !access.knows_host(headers) {
        Some((StatusCode::MISDIRECTED_REQUEST, "unknown host: ask under the address that the server printed"))
    } else if !access.knows_origin(headers) {
        Some((StatusCode::FORBIDDEN, "requests from other pages are refused"))
    } else if is_api && !access.has_token(headers) {
        Some((StatusCode::UNAUTHORIZED, "this server wants its token: Authorization: Bearer TOKEN"))
    } else if request.method() == Method::POST && !is_json(headers) {
        Some((StatusCode::UNSUPPORTED_MEDIA_TYPE, "the body must be application/json"))
    } else {
        None
    };
    secured(match refused {
        Some((status, message)) => problem(status, message),
        None => next.run(request).await,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> SocketAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_public_address_needs_a_token_that_cannot_be_guessed() {
        let token = |text: &str| Some(text.to_owned());
        assert!(Access::new(address("127.0.0.1:1"), &[], None).is_ok());
        assert!(Access::new(address("[::1]:1"), &[], None).is_ok());
        for public in ["0.0.0.0:1", "192.0.2.1:1", "[::]:1"] {
            assert!(
                matches!(Access::new(address(public), &[], None), Err(AccessError::PublicWithoutToken { .. })),
                "{public}"
            );
            assert_eq!(Access::new(address(public), &[], token("short")), Err(AccessError::ShortToken { length: 5 }));
            assert!(Access::new(address(public), &[], token("0123456789abcdef")).is_ok(), "{public}");
        }
    }

    #[test]
    fn tokens_are_compared_whole() {
        assert!(same(b"abc", b"abc"));
        for other in [&b"abd"[..], b"ab", b"abcd", b""] {
            assert!(!same(other, b"abc"));
        }
    }
}
