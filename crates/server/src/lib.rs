//! HTTP in front of an engine: the embedded pages, the API, and the limits that keep both answering.
//!
//! Start reading at [`api`] (which address answers what), then [`engine`] (who computes the answers).
//! The crate knows nothing of the model: an [`Engine`] hands it JSON text. The server opens no
//! connection of its own, reads no file, and serves nothing but its embedded assets and the API.

pub mod api;
pub mod assets;
pub mod engine;
pub mod guard;
pub mod limits;
mod precedence;
mod queue;
mod respond;
pub mod server;

pub use engine::{Client, Engine, Listener, Question, Refusal, Streamed, Table};
pub use guard::{Access, AccessError};
pub use limits::Limits;
pub use server::{Server, ServerError};
