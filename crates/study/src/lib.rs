//! Ensembles and what is read off them.
//!
//! - [`ensemble`]: scenarios x parameter draws on any number of threads, with common random numbers.
//! - [`design`]: which points of the parameter space a study visits.
//! - [`study_file`], [`experiment`]: the study file, and the study of the model that it describes.
//! - [`store`]: studies on disk that survive a kill: parts, journal, shards.
//! - [`series`]: series of a run by name, the headline lists, units over a year.
//! - [`claims`]: the claims file, parsed and checked.
//! - [`assess`]: claims, charts, displacement, map, assumptions and impulse responses as one report.
//! - [`sensitivity`]: which inputs drive an outcome, by variance, elementary effects or distribution.
//! - [`discovery`]: where in the space of inputs the cases of interest lie.
//! - [`robustness`]: which policies do well across many states of the world.
//! - [`calibration`]: fitting a model to the past, the posterior as a file, scores of forecasts.
//! - [`statistics`]: order statistics, the interval that is reported, and rank correlation.

// A `Problem` is built once per fault of a user's file, never in a hot loop.
#![allow(clippy::result_large_err)]

pub mod assess;
pub mod calibration;
pub mod claims;
pub mod design;
pub mod discovery;
pub mod ensemble;
pub mod experiment;
#[cfg(test)]
mod peers;
pub mod robustness;
pub mod sensitivity;
pub mod series;
pub mod statistics;
pub mod store;
pub mod study_file;
