//! Which address answers what.
//!
//! `GET /api/TABLE` for every [`Table`], `POST /api/QUESTION` for every [`Question`], `POST /api/STREAMED`
//! for every [`Streamed`] as one JSON value per line, `GET /api/openapi.json` for the description of all of
//! them; everything else is an embedded asset or not found.

use crate::assets;
use crate::engine::{Client, Engine, Listener, Question, Refusal, Streamed, Table};
use crate::guard::{self, Access};
use crate::limits::Limits;
use crate::precedence::Precedence;
use crate::queue::Queue;
use crate::respond::{JSON, JSON_LINES, busy, content, problem, refusal};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware;
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::Value;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

/// The description of the API.
pub const OPENAPI: &str = include_str!("openapi.json");

/// Parts of a streamed answer that may wait for a slow reader.
const PARTS_AHEAD: usize = 2;

/// What every handler gets.
struct Desk {
    engine: Arc<dyn Engine>,
    runs: Queue,
    ensembles: Queue,
    precedence: Arc<Precedence>,
    limits: Limits,
}

/// All routes over an engine.
pub fn router(engine: Arc<dyn Engine>, access: Access, limits: Limits) -> Router {
    let queue = |turns| Queue::new(turns, limits.waiting, limits.wait);
    let desk = Arc::new(Desk {
        engine,
        runs: queue(limits.runs),
        ensembles: queue(limits.ensembles),
        precedence: Arc::default(),
        limits,
    });
    let mut router = Router::new().route("/api/openapi.json", get(|| async { content(StatusCode::OK, JSON, OPENAPI) }));
    for (name, table) in Table::ALL {
        let handler = move |State(desk): State<Arc<Desk>>| async move {
            answer(desk, Manner::default(), move |engine, _| engine.table(table)).await
        };
        router = router.route(&format!("/api/{name}"), get(handler));
    }
    for (name, question) in Question::ALL {
        let handler = move |State(desk): State<Arc<Desk>>, body: Bytes| async move {
            answer(desk, Manner::of(question), move |engine, client| engine.answer(question, &body, client)).await
        };
        router = router.route(&format!("/api/{name}"), post(handler));
    }
    for (name, streamed) in Streamed::ALL {
        let handler = move |State(desk): State<Arc<Desk>>, body: Bytes| stream(desk, streamed, body);
        router = router.route(&format!("/api/{name}"), post(handler));
    }
    router
        .with_state(desk)
        .fallback(get(assets::serve))
        .layer(DefaultBodyLimit::max(limits.body_bytes))
        .layer(middleware::from_fn_with_state(Arc::new(access), guard::check))
}

/// How a question is answered.
#[derive(Clone, Copy, Default)]
struct Manner {
    takes_an_ensemble: bool,
    goes_first: bool,
}

impl Manner {
    fn of(question: Question) -> Self {
        Self { takes_an_ensemble: question.takes_an_ensemble(), goes_first: question.goes_first() }
    }
}

/// Waits for a turn and asks the engine on a thread that may block.
async fn answer(
    desk: Arc<Desk>,
    manner: Manner,
    ask: impl FnOnce(&dyn Engine, &dyn Client) -> Result<String, Refusal> + Send + 'static,
) -> Response {
    let departure = Departure::default();
    let queue = if manner.takes_an_ensemble { &desk.ensembles } else { &desk.runs };
    let Ok(turn) = queue.turn().await else { return busy() };
    let engine = Arc::clone(&desk.engine);
    let first = manner.goes_first.then(|| desk.precedence.go_first());
    let asker = Asker { gone: Arc::clone(&departure.0), precedence: Arc::clone(&desk.precedence) };
    let work = tokio::task::spawn_blocking(move || {
        // The turn ends with the work, also where nobody waits for it any more.
        let _turn = (turn, first);
        ask(engine.as_ref(), &asker)
    });
    match tokio::time::timeout(desk.limits.answer, work).await {
        Ok(Ok(Ok(text))) => content(StatusCode::OK, JSON, text),
        Ok(Ok(Err(refused))) => refusal(&refused),
        Ok(Err(_)) => problem(StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be computed"),
        Err(_) => problem(StatusCode::SERVICE_UNAVAILABLE, "the answer took too long; ask for fewer members or months"),
    }
}

/// Tells the engine's thread when nobody waits for the answer: it falls with the request, when the client has
/// gone, its time is up or it has been answered.
#[derive(Default)]
struct Departure(Arc<AtomicBool>);

impl Drop for Departure {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The client of an answer in one piece.
struct Asker {
    gone: Arc<AtomicBool>,
    precedence: Arc<Precedence>,
}

impl Client for Asker {
    fn is_gone(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }

    fn give_way(&self) {
        self.precedence.give_way();
    }
}

/// What goes from the engine's thread to the response.
enum Part {
    Line(String),
    Refused(Refusal),
}

/// An answer in parts; it ends when the client leaves or its time is up.
async fn stream(desk: Arc<Desk>, streamed: Streamed, body: Bytes) -> Response {
    let Ok(turn) = desk.ensembles.turn().await else { return busy() };
    let (sender, mut parts) = mpsc::channel(PARTS_AHEAD);
    let late = Arc::new(AtomicBool::new(false));
    let alarm = {
        let (late, limit) = (Arc::clone(&late), desk.limits.answer);
        tokio::spawn(async move {
            tokio::time::sleep(limit).await;
            late.store(true, Ordering::Relaxed);
        })
    };
    let (engine, precedence) = (Arc::clone(&desk.engine), Arc::clone(&desk.precedence));
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let client = Hearer { sender, late, precedence };
        if let Err(refused) = engine.stream(streamed, &body, &client) {
            // A client that has left needs no reason.
            let _ = client.sender.blocking_send(Part::Refused(refused));
        }
        alarm.abort();
    });
    match parts.recv().await {
        None => problem(StatusCode::SERVICE_UNAVAILABLE, "the answer took too long; ask for fewer members or months"),
        Some(Part::Refused(refused)) => refusal(&refused),
        Some(Part::Line(first)) => {
            let rest = ReceiverStream::new(parts).filter_map(|part| match part {
                Part::Line(line) => Some(line),
                Part::Refused(_) => None,
            });
            let lines = tokio_stream::once(first).chain(rest).map(Ok::<String, Infallible>);
            content(StatusCode::OK, JSON_LINES, Body::from_stream(lines))
        }
    }
}

/// The client of a streamed answer.
struct Hearer {
    sender: mpsc::Sender<Part>,
    late: Arc<AtomicBool>,
    precedence: Arc<Precedence>,
}

impl Client for Hearer {
    fn is_gone(&self) -> bool {
        self.sender.is_closed() || self.late.load(Ordering::Relaxed)
    }

    fn give_way(&self) {
        self.precedence.give_way();
    }
}

impl Listener for Hearer {
    fn tell(&self, part: Value) {
        // A client that has left is noticed by `is_gone`.
        let _ = self.sender.blocking_send(Part::Line(format!("{part}\n")));
    }
}
