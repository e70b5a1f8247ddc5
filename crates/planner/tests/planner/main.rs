//! Reference values, and answers against brute force on small random problems.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test describes itself and fails by panic, helpers included"
)]

#[cfg(feature = "highs")]
mod evasion;
mod flow;
mod games;
mod instances;
mod nsga3;
mod paths;
mod portfolio;
mod reference;
mod search;
mod support;
#[cfg(feature = "highs")]
mod uncertain;
