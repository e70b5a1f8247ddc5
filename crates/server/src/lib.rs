//! HTTP in front of the application: the embedded pages, the API, and the limits that keep both answering.
//!
//! Start reading at [`api`] (which address answers what), then [`session_engine`] (how a question is put to
//! `counterflow-app`) and [`request`] (what may be asked for). The server opens no connection of its own, reads no
//! file, and serves nothing but its embedded assets and the API.

// A `Problem` is built once per fault of a request, never in a hot loop.
#![allow(clippy::result_large_err)]

pub mod api;
pub mod assets;
pub mod description;
pub mod engine;
pub mod guard;
pub mod limits;
mod precedence;
mod queue;
pub mod request;
mod respond;
pub mod server;
pub mod session_engine;
pub mod typescript;

pub use engine::{Engine, Listener, Question, Refusal, RequestProblem, Streamed, Table};
pub use guard::{Access, AccessError};
pub use limits::Limits;
pub use server::{Server, ServerError};
