//! Which address answers what.
//!
//! `GET /api/TABLE` for every [`Table`], `POST /api/QUESTION` for every [`Question`], `POST /api/STREAMED`
//! for every [`Streamed`] as one JSON value per line, `GET /api/openapi.json` for the description of all of
//! them; everything else is an embedded asset or not found.

use crate::assets;
use crate::engine::{Engine, Listener, Question, Refusal, Streamed, Table};
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
use counterflow_app::cancellation::Cancellation;
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
struct ApiState {
    engine: Arc<dyn Engine>,
    runs: Queue,
    ensembles: Queue,
    precedence: Arc<Precedence>,
    limits: Limits,
}

/// All routes over an engine.
pub fn router(engine: Arc<dyn Engine>, access: Access, limits: Limits) -> Router {
    let queue = |turns| Queue::new(turns, limits.waiting, limits.wait);
    let state = Arc::new(ApiState {
        engine,
        runs: queue(limits.runs),
        ensembles: queue(limits.ensembles),
        precedence: Arc::default(),
        limits,
    });
    let mut router = Router::new().route("/api/openapi.json", get(|| async { content(StatusCode::OK, JSON, OPENAPI) }));
    for (name, table) in Table::ALL {
        let handler = move |State(state): State<Arc<ApiState>>| async move {
            answer(state, Scheduling::default(), move |engine, _| engine.table(table)).await
        };
        router = router.route(&format!("/api/{name}"), get(handler));
    }
    for (name, question) in Question::ALL {
        let handler = move |State(state): State<Arc<ApiState>>, body: Bytes| async move {
            answer(state, Scheduling::of(question), move |engine, cancellation| {
                engine.answer(question, &body, cancellation)
            })
            .await
        };
        router = router.route(&format!("/api/{name}"), post(handler));
    }
    for (name, streamed) in Streamed::ALL {
        let handler = move |State(state): State<Arc<ApiState>>, body: Bytes| stream(state, streamed, body);
        router = router.route(&format!("/api/{name}"), post(handler));
    }
    router
        .with_state(state)
        .fallback(get(assets::serve))
        .layer(DefaultBodyLimit::max(limits.body_bytes))
        .layer(middleware::from_fn_with_state(Arc::new(access), guard::check))
}

/// How a question is answered.
#[derive(Clone, Copy, Default)]
struct Scheduling {
    takes_an_ensemble: bool,
    goes_first: bool,
}

impl Scheduling {
    fn of(question: Question) -> Self {
        Self { takes_an_ensemble: question.takes_an_ensemble(), goes_first: question.goes_first() }
    }
}

/// Waits for a turn and asks the engine on a thread that may block.
async fn answer(
    state: Arc<ApiState>,
    scheduling: Scheduling,
    ask: impl FnOnce(&dyn Engine, &dyn Cancellation) -> Result<String, Refusal> + Send + 'static,
) -> Response {
    let cancel_on_drop = CancelOnDrop::default();
    let queue = if scheduling.takes_an_ensemble { &state.ensembles } else { &state.runs };
    let Ok(turn) = queue.turn().await else { return busy() };
    let engine = Arc::clone(&state.engine);
    let first = scheduling.goes_first.then(|| state.precedence.go_first());
    let cancellation =
        RequestCancellation { cancelled: Arc::clone(&cancel_on_drop.0), precedence: Arc::clone(&state.precedence) };
    let work = tokio::task::spawn_blocking(move || {
        // The turn ends with the work, also where nobody waits for it any more.
        let _turn = (turn, first);
        ask(engine.as_ref(), &cancellation)
    });
    match tokio::time::timeout(state.limits.answer, work).await {
        Ok(Ok(Ok(text))) => content(StatusCode::OK, JSON, text),
        Ok(Ok(Err(refused))) => refusal(&refused),
        Ok(Err(_)) => problem(StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be computed"),
        Err(_) => problem(StatusCode::SERVICE_UNAVAILABLE, "the answer took too long; ask for fewer members or months"),
    }
}

/// Tells the engine's thread when nobody waits for the answer: it falls with the request, when the client has
/// gone, its time is up or it has been answered.
#[derive(Default)]
struct CancelOnDrop(Arc<AtomicBool>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The client of an answer in one piece.
struct RequestCancellation {
    cancelled: Arc<AtomicBool>,
    precedence: Arc<Precedence>,
}

impl Cancellation for RequestCancellation {
    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
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
async fn stream(state: Arc<ApiState>, streamed: Streamed, body: Bytes) -> Response {
    let Ok(turn) = state.ensembles.turn().await else { return busy() };
    let (sender, mut parts) = mpsc::channel(PARTS_AHEAD);
    let late = Arc::new(AtomicBool::new(false));
    let alarm = {
        let (late, limit) = (Arc::clone(&late), state.limits.answer);
        tokio::spawn(async move {
            tokio::time::sleep(limit).await;
            late.store(true, Ordering::Relaxed);
        })
    };
    let (engine, precedence) = (Arc::clone(&state.engine), Arc::clone(&state.precedence));
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let listener = StreamListener { sender, late, precedence };
        if let Err(refused) = engine.stream(streamed, &body, &listener) {
            // A client that has left needs no reason.
            let _ = listener.sender.blocking_send(Part::Refused(refused));
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
struct StreamListener {
    sender: mpsc::Sender<Part>,
    late: Arc<AtomicBool>,
    precedence: Arc<Precedence>,
}

impl Cancellation for StreamListener {
    fn is_cancelled(&self) -> bool {
        self.sender.is_closed() || self.late.load(Ordering::Relaxed)
    }

    fn give_way(&self) {
        self.precedence.give_way();
    }
}

impl Listener for StreamListener {
    fn send(&self, part: String) {
        // A client that has left is noticed by `is_cancelled`.
        let _ = self.sender.blocking_send(Part::Line(format!("{part}\n")));
    }
}
