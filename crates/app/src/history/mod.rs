//! The model and history: what was seen, how the model answers it, what a fit makes of it, and how a forecast is
//! scored against what came.
//!
//! | step | where |
//! | --- | --- |
//! | `data/history/series.toml`: which indicators answer which series, and how well it is known | [`definitions`] |
//! | tables of what was seen | [`tables`] |
//! | a run's answers, year by year, on expected values | [`answers`] |
//! | the data of a fit, the fit, its file of draws | [`fit`], [`draws_file`] |
//! | what of a fit another world may take over | [`inherit`] |
//! | quantiles of what the ensemble foresees, beside what came | [`hindcast`] |
//! | scores | [`scores`] |
//! | the page of charts | [`page`] |
//!
//! The mathematics, without a model, is [`counterflow_study::calibration`].

pub mod answers;
pub mod definitions;
pub mod draws_file;
pub mod fit;
pub mod foreseen;
pub mod hindcast;
pub mod inherit;
pub mod page;
pub mod scores;
pub mod tables;
