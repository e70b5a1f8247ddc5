//! Ensembles and what is read off them.
//!
//! - [`ensemble`]: scenarios x parameter draws on any number of threads, with common random numbers.
//! - [`claims`]: the claims file and its evaluation against the baseline, member by member.
//! - [`response`]: impulse responses of the undisturbed model.
//! - [`assess`]: the main job: shipped claims over shipped scenarios, as report data.

// A `Problem` is built once per fault of a user's file, never in a hot loop.
#![allow(clippy::result_large_err)]

pub mod assess;
pub mod claims;
pub mod ensemble;
pub mod response;
pub mod statistics;
