//! The server: its limits, and its answers against their description.

mod answers;
mod limits;
mod schema;
