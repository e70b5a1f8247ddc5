//! The server in front of an engine of the test's own: limits, access, streams, malformed requests.

use counterflow_app::cancellation::Cancellation;
use counterflow_server::api::{OPENAPI, router};
use counterflow_server::{Access, Engine, Limits, Listener, Question, Refusal, Streamed, Table};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

/// A request whose answer takes until its client has gone.
const ENDLESS: &str = "endless";

/// Answers with the request, and counts what it does.
#[derive(Default)]
struct Echo {
    at_once: AtomicUsize,
    most_at_once: AtomicUsize,
    parts: AtomicUsize,
    begun: AtomicUsize,
    left: AtomicUsize,
}

impl Engine for Echo {
    fn table(&self, table: Table) -> Result<String, Refusal> {
        Ok(json!(format!("{table:?}")).to_string())
    }

    fn answer(&self, _question: Question, request: &[u8], cancellation: &dyn Cancellation) -> Result<String, Refusal> {
        let now = self.at_once.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_at_once.fetch_max(now, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(5));
        self.at_once.fetch_sub(1, Ordering::SeqCst);
        let value: Value = serde_json::from_slice(request).map_err(|error| Refusal::bad_request(error.to_string()))?;
        if value == json!(ENDLESS) {
            self.begun.fetch_add(1, Ordering::SeqCst);
            while !cancellation.is_cancelled() {
                std::thread::sleep(Duration::from_millis(1));
            }
            self.left.fetch_add(1, Ordering::SeqCst);
        }
        Ok(value.to_string())
    }

    fn stream(&self, _streamed: Streamed, request: &[u8], listener: &dyn Listener) -> Result<(), Refusal> {
        let parts: u64 = serde_json::from_slice(request).map_err(|error| Refusal::bad_request(error.to_string()))?;
        for part in 0..parts {
            if listener.is_cancelled() {
                self.left.fetch_add(1, Ordering::SeqCst);
                return Ok(());
            }
            listener.send(json!({"part": part, "filling": "x".repeat(1000)}).to_string());
            self.parts.fetch_add(1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

struct Setup {
    runtime: Runtime,
    address: SocketAddr,
    engine: Arc<Echo>,
}

impl Setup {
    fn new(limits: Limits, token: Option<&str>) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let access = Access::new(address, &[], token.map(str::to_owned)).expect("access");
        let engine = Arc::new(Echo::default());
        let service = router(Arc::clone(&engine) as Arc<dyn Engine>, access, limits);
        runtime.spawn(async move { axum::serve(listener, service).await });
        Self { runtime, address, engine }
    }

    fn send(&self, request: &[u8]) -> Answer {
        self.runtime.block_on(exchange(self.address, request))
    }

    fn request(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        self.send(&text(self.address, method, path, headers, body))
    }
}

fn text(address: SocketAddr, method: &str, path: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: \
        {length}\r\n{headers}\r\n{body}"
    )
    .into_bytes()
}

const JSON: &str = "content-type: application/json\r\n";

async fn exchange(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    // The server may close before it has read everything; what it answered still counts.
    let _ = stream.write_all(request).await;
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    let whole = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = whole.split_once("\r\n\r\n").unwrap_or((&whole, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
}

#[test]
fn every_table_and_question_answers_and_stands_in_the_description() {
    let setup = Setup::new(Limits::default(), None);
    let description: Value = serde_json::from_str(OPENAPI).expect("JSON");
    let paths = description["paths"].as_object().expect("paths");
    let mut known = vec!["/api/openapi.json".to_owned()];
    for (name, _) in Streamed::ALL {
        let path = format!("/api/{name}");
        assert_eq!(setup.request("POST", &path, JSON, "1").status, 200, "{path}");
        assert!(paths[&path]["post"].is_object(), "{path}");
        known.push(path);
    }
    for (name, _) in Table::ALL {
        let path = format!("/api/{name}");
        assert_eq!(setup.request("GET", &path, "", "").status, 200, "{path}");
        assert!(paths[&path]["get"].is_object(), "{path}");
        known.push(path);
    }
    for (name, _) in Question::ALL {
        let path = format!("/api/{name}");
        let answer = setup.request("POST", &path, JSON, "{\"a\":1}");
        assert_eq!((answer.status, answer.body.as_str()), (200, "{\"a\":1}"), "{path}");
        assert!(paths[&path]["post"].is_object(), "{path}");
        known.push(path);
    }
    known.sort();
    let mut described: Vec<String> = paths.keys().cloned().collect();
    described.sort();
    assert_eq!(described, known);
    assert_eq!(setup.request("GET", "/api/openapi.json", "", "").body, OPENAPI);
}

#[test]
fn the_root_answers_with_a_page_and_a_strict_policy() {
    let setup = Setup::new(Limits::default(), None);
    let answer = setup.request("GET", "/", "", "");
    assert_eq!(answer.status, 200);
    assert!(answer.head.contains("content-type: text/html"));
    assert!(answer.head.contains("content-security-policy: default-src 'none'; script-src 'self';"));
    assert!(!answer.head.contains("unsafe-inline"));
    assert!(answer.head.contains("x-content-type-options: nosniff"));
}

#[test]
fn no_path_leaves_the_assets() {
    let setup = Setup::new(Limits::default(), None);
    for path in [
        "/../Cargo.toml",
        "/..%2f..%2fCargo.toml",
        "/assets/../../Cargo.toml",
        "//etc/passwd",
        "/%00",
        "/api/",
        "/api/unknown",
        "/index.html/x",
    ] {
        assert_eq!(setup.request("GET", path, "", "").status, 404, "{path}");
    }
}

#[test]
fn other_hosts_other_pages_and_other_kinds_are_turned_away() {
    let setup = Setup::new(Limits::default(), None);
    let address = setup.address;
    let port = address.port();
    let status = |host: &str| {
        setup.send(format!("GET / HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").as_bytes()).status
    };
    for own in [address.to_string(), format!("localhost:{port}"), format!("LOCALHOST:{port}"), format!("[::1]:{port}")]
    {
        assert_eq!(status(&own), 200, "{own}");
    }
    for other in ["example.org", "localhost", "localhost:1", "127.0.0.1", "localhost.example.org:80"] {
        assert_eq!(status(other), 421, "{other}");
    }
    assert_eq!(setup.send(b"GET / HTTP/1.0\r\n\r\n").status, 421);
    let run = |headers: &str| setup.request("POST", "/api/run", headers, "1").status;
    assert_eq!(run(JSON), 200);
    assert_eq!(run("content-type: application/json; charset=utf-8\r\n"), 200);
    assert_eq!(run("content-type: text/plain\r\n"), 415);
    assert_eq!(run(""), 415);
    assert_eq!(run(&format!("{JSON}origin: http://{address}\r\n")), 200);
    for other in ["http://example.org", "null", "http://localhost:1", "file://"] {
        assert_eq!(run(&format!("{JSON}origin: {other}\r\n")), 403, "{other}");
    }
}

#[test]
fn a_token_guards_the_api_and_not_the_pages() {
    let setup = Setup::new(Limits::default(), Some("0123456789abcdef"));
    let status = |path: &str, headers: &str| setup.request("GET", path, headers, "").status;
    assert_eq!(status("/", ""), 200);
    assert_eq!(status("/api/levers", ""), 401);
    assert_eq!(status("/api/levers", "authorization: Bearer 0123456789abcdee\r\n"), 401);
    assert_eq!(status("/api/levers", "authorization: Bearer 0123456789abcdef\r\n"), 200);
}

#[test]
fn a_large_body_is_turned_away() {
    let limits = Limits { body_bytes: 1000, ..Limits::default() };
    let setup = Setup::new(limits, None);
    let body = |length: usize| format!("\"{}\"", "x".repeat(length - 2));
    assert_eq!(setup.request("POST", "/api/run", JSON, &body(1000)).status, 200);
    assert_eq!(setup.request("POST", "/api/run", JSON, &body(1001)).status, 413);
}

#[test]
fn an_answer_that_takes_too_long_is_given_up() {
    let limits = Limits { answer: Duration::ZERO, ..Limits::default() };
    let setup = Setup::new(limits, None);
    assert_eq!(setup.request("POST", "/api/run", JSON, "1").status, 503);
}

#[test]
fn no_more_ensembles_than_allowed_run_at_once_and_the_others_wait() {
    let limits = Limits { ensembles: 2, ..Limits::default() };
    let setup = Setup::new(limits, None);
    let address = setup.address;
    let statuses = setup.runtime.block_on(async {
        let one = || {
            tokio::spawn(
                async move { exchange(address, &text(address, "POST", "/api/compare", JSON, "1")).await.status },
            )
        };
        let asked: Vec<_> = (0..40).map(|_| one()).collect();
        let mut statuses = Vec::new();
        for one in asked {
            statuses.push(one.await.expect("an answer"));
        }
        statuses
    });
    assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
    assert_eq!(setup.engine.most_at_once.load(Ordering::SeqCst), 2);
}

#[test]
fn who_does_not_fit_into_the_queue_is_turned_away() {
    let limits = Limits { ensembles: 1, waiting: 0, ..Limits::default() };
    let answer = Setup::new(limits, None).request("POST", "/api/compare", JSON, "1");
    assert_eq!(answer.status, 503);
    assert!(answer.head.contains("retry-after"));
}

#[test]
fn an_ensemble_comes_in_lines_and_a_bad_one_is_refused() {
    let setup = Setup::new(Limits::default(), None);
    let answer = setup.request("POST", "/api/ensemble", JSON, "3");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body.matches("\"part\":").count(), 3);
    assert_eq!(setup.request("POST", "/api/ensemble", JSON, "\"many\"").status, 400);
}

#[test]
fn an_ensemble_ends_when_its_client_leaves() {
    let setup = Setup::new(Limits { ensembles: 1, ..Limits::default() }, None);
    let address = setup.address;
    setup.runtime.block_on(async {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(&text(address, "POST", "/api/ensemble", JSON, "1000000")).await.expect("a request");
        let mut start = [0; 64];
        stream.read_exact(&mut start).await.expect("the first part");
    });
    // The only turn is free again only once the first ensemble has ended.
    assert_eq!(setup.request("POST", "/api/ensemble", JSON, "1").status, 200);
    assert_eq!(setup.engine.left.load(Ordering::SeqCst), 1);
    assert!(setup.engine.parts.load(Ordering::SeqCst) < 1_000_000);
}

#[test]
fn an_answer_in_one_piece_ends_when_its_client_leaves() {
    let setup = Setup::new(Limits { ensembles: 1, ..Limits::default() }, None);
    let (address, engine) = (setup.address, Arc::clone(&setup.engine));
    setup.runtime.block_on(async {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream
            .write_all(&text(address, "POST", "/api/compare", JSON, &json!(ENDLESS).to_string()))
            .await
            .expect("a request");
        while engine.begun.load(Ordering::SeqCst) == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    });
    // The only turn is free again only once the first comparison has ended.
    assert_eq!(setup.request("POST", "/api/compare", JSON, "1").status, 200);
    assert_eq!(setup.engine.left.load(Ordering::SeqCst), 1);
}

#[test]
fn an_answer_in_one_piece_ends_when_its_time_is_up() {
    let setup = Setup::new(Limits { ensembles: 1, answer: Duration::from_millis(300), ..Limits::default() }, None);
    assert_eq!(setup.request("POST", "/api/claims", JSON, &json!(ENDLESS).to_string()).status, 503);
    assert_eq!(setup.request("POST", "/api/claims", JSON, "\"bad").status, 400);
    assert_eq!(setup.engine.left.load(Ordering::SeqCst), 1);
}

#[test]
fn prop_no_request_is_answered_with_a_fault_of_the_server() {
    let setup = Setup::new(Limits::default(), None);
    let paths = prop::sample::select(vec![
        "/api/run",
        "/api/ensemble",
        "/api/compare",
        "/api/claims",
        "/api/map",
        "/api/levers",
        "/",
        "/x",
    ]);
    let methods = prop::sample::select(vec!["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "get", "\u{1}"]);
    let bodies = prop::collection::vec(any::<u8>(), 0..200);
    let config = ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let outcome = runner.run(&(paths, methods, bodies, any::<bool>()), |(path, method, body, tells_length)| {
        let length = if tells_length { body.len() } else { body.len() / 2 };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {length}\r\n{JSON}\r\n",
            setup.address
        );
        let answer = setup.send(&[head.as_bytes(), &body].concat());
        prop_assert!((200..500).contains(&answer.status), "{method} {path}: {}", answer.status);
        Ok(())
    });
    outcome.expect("no fault");
}
