//! The `counterflow` command as a user meets it: help, results, messages, exit status.
//!
//! Golden texts lie in `tests/cli/snapshots`; `INSTA_UPDATE=always cargo test -p counterflow-cli`
//! writes them anew, and the difference is reviewed.

mod analyses;
mod answers;
mod assess;
mod bad_claims;
mod bad_input;
mod common;
mod data;
mod help;
mod mistakes;
mod plan;
mod read;
mod readme;
mod results;
mod serve;
mod study;
mod validate;
