//! Fitting a model to the past, and scoring what it foresees. No model in here: it is a function from scores to
//! predictions.
//!
//! | step | where |
//! | --- | --- |
//! | parameters on the real line, standard normal before the fit | [`transform`] |
//! | data, their errors, discrepancies and biases; noise of forecasts | [`observations`] |
//! | can the model meet the data at all? | [`screen`] |
//! | the fit: ensemble smoother in adaptive steps, resumable | [`smoother`] |
//! | from its ensemble to the posterior: importance weights, smoothed | [`importance`], [`pareto`] |
//! | the posterior as a file, and which draw a member takes | [`draws`], [`members`] |
//! | slow cross-check by Markov chains | [`evolution`] |
//! | scores of forecasts, naive forecasts to beat | [`scores`], [`naive`] |
//!
//! Everything is a pure function of data, options and seed, to the last bit, on any number of threads.
//!
//! # How a model is put in
//!
//! The fit's parameters are the model's uncertain parameters, then the biases of the observations. A caller
//!
//! 1. makes a [`Marginal`] of each uncertain record, and [`Observations`] of the data;
//! 2. gives a key for each parameter: the stable hash of `module.name`, then of each bias' name;
//! 3. writes the forward function: scores -> values ([`transform::values`]) -> a run -> the modelled series at the
//!    observations' times, in the units of the data -> [`Observations::log_predictions`] with the scores of the biases.
//!    All runs should share their random numbers or have none, so that the fit sees parameters and not events. A run
//!    that fails gives any number that is not finite;
//! 4. calls [`screen::screen`], [`Smoother::run`] with the path of a state file, [`importance::reweighted`];
//! 5. turns scores into values again and makes [`Draws`] of them.
//!
//! ```
//! use counterflow_evidence::{Distribution, stable_hash};
//! use counterflow_study::calibration::draws::Parameter;
//! use counterflow_study::calibration::importance::Reweighting;
//! use counterflow_study::calibration::observations::{Observation, Series, Target};
//! use counterflow_study::calibration::{
//!     Draws, Marginal, Matrix, Observations, Options, Smoother, importance, transform,
//! };
//!
//! // A quantity that grows at an uncertain rate, seen in two years.
//! let growth = Marginal { distribution: Distribution::Uniform, low: 0.0, value: 0.05, high: 0.2 };
//! let series =
//!     Series { name: "use".into(), discrepancy_log_sd: 0.0, level_log_sd: 0.0, yearly_correlation: 0.0, bias: None };
//! let seen = |time_years, value| Observation { target: Target { series: 0, time_years, log_sd: 0.05 }, value };
//! let data = Observations::new(vec![], vec![series], &[seen(2010.0, 1.5), seen(2012.0, 1.8)])?;
//! let model = |growth_per_year: f64, time_years: f64| (growth_per_year * (time_years - 2006.0)).exp();
//! let forward = |scores: &[f64]| {
//!     let growth_per_year = transform::values(&[growth], scores)[0];
//!     let values: Vec<f64> = data.targets().iter().map(|at| model(growth_per_year, at.time_years)).collect();
//!     data.log_predictions(&values, &scores[1..])
//! };
//!
//! let options = Options { members: 200, seed: 1, most_steps: 10 };
//! let smoother = Smoother::new(&data, vec![stable_hash("toy.growth")], options, "toy model, version 1")?;
//! let fit = smoother.run(None, &forward, &|| ())?;
//! let reweighting = Reweighting {
//!     points: 400,
//!     rounds: 2,
//!     components: 1,
//!     degrees_of_freedom: 8.0,
//!     least_eigenvalue: 0.1,
//!     most_directions: 1,
//!     seed: 1,
//! };
//! let posterior = importance::reweighted(&data, &fit, &reweighting, &forward, &|| ())?;
//! assert!(posterior.smoothed.is_reliable());
//!
//! let values = Matrix::from_fn(400, 1, |draw, _| growth.value(posterior.scores.row(draw)[0]));
//! let parameter = Parameter { id: "toy.growth".into(), unit: "1/year".into() };
//! let draws = Draws::new(vec![parameter], &posterior.smoothed.weights, &values)?;
//! assert!((draws.medians()[0] - 0.0985).abs() < 0.005);
//! # Ok::<(), counterflow_study::calibration::CalibrationError>(())
//! ```
//!
//! # How a forecast is scored
//!
//! For each member: a run with its draw, [`Forecast::draw`] at the times to be foreseen (given the member's residuals
//! on the data, or unconditional), then per series and year a [`Sample`] of the logarithms with its quantiles, CRPS,
//! coverage and PIT; [`scores::Quantiles`] for the WIS, [`scores::energy_score`] for several series together;
//! [`Naive::best`] for the bar, and [`scores::geometric_mean`] of the ratios of mean CRPS.

mod checkpoint;
pub mod draws;
mod error;
pub mod evolution;
mod forward;
pub mod importance;
mod keyed;
mod linear;
pub mod members;
mod mixture;
pub mod naive;
pub mod observations;
pub mod pareto;
pub mod scores;
pub mod screen;
pub mod smoother;
pub mod state;
pub mod transform;

pub use draws::Draws;
pub use error::CalibrationError;
pub use forward::{Forward, prior_points};
pub use linear::{Cholesky, Matrix, symmetric_eigen};
pub use members::Posterior;
pub use naive::Naive;
pub use observations::{Forecast, Observations};
pub use scores::Sample;
pub use smoother::{Fit, Options, Smoother};
pub use state::{Done, State};
pub use transform::Marginal;

#[cfg(test)]
mod tests;
