//! Reference values, and answers against brute force on small random problems.
#![allow(missing_docs, reason = "tests describe themselves")]

#[cfg(feature = "highs")]
mod evasion;
mod flow;
mod games;
mod paths;
mod reference;
mod search;
mod support;
#[cfg(feature = "highs")]
mod uncertain;
