//! The Counterflow model: world, policy, and the month of the cocaine trade.
//!
//! Start reading at [`month`] (one page), then [`month::coupling`] (what reads what), then the link of the
//! chain that interests you: [`production`], [`trafficking`], [`interdiction`], [`market`],
//! [`demand`], [`groups`], [`justice`], [`states`]. The crate does no I/O, reads no clock, and cannot
//! fail once a world has been parsed.

// A `Problem` is built once per fault of a user's file, never in a hot loop.
#![allow(clippy::result_large_err)]

#[macro_use]
pub mod parameters;
pub mod alone;
pub mod calibration;
pub mod contest;
pub mod demand;
pub mod development;
mod elementary;
pub mod groups;
pub mod interdiction;
pub mod justice;
pub mod market;
pub mod month;
pub mod narcologic;
pub mod parameter_set;
pub mod policy;
pub mod production;
pub mod random;
mod response;
pub mod run;
pub mod states;
pub mod tables;
pub mod trafficking;
pub mod world;

pub use calibration::{Calibration, Hold, Model};
pub use counterflow_evidence::MONTHS_PER_YEAR;
pub use month::indicators;
pub use month::layout::Layout;
pub use parameter_set::Parameters;
pub use run::{Course, Run, RunOptions, Runner, run};
