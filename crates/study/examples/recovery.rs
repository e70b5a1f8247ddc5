//! How often intervals of the fit hold the truth: 20 synthetic truths of a linear model with normal errors, 200
//! parameters of which 25 matter, 150 data, 1,000 members.
//!
//! ```text
//! cargo run --release -p counterflow-study --example recovery [members] [truths]
//! ```
//!
//! Prints for active and weak parameters how many truths the 90 % intervals hold, beside how many the exact posterior's
//! would, and how wide intervals are against exact ones; for the first truth also what the importance weights say.
//! Between 85 and 95 % is what the fit promises; 100 members, the usual default, fall short of it.

use counterflow_evidence::stable_hash;
use counterflow_study::calibration::importance::{Reweighting, reweighted};
use counterflow_study::calibration::observations::{Observation, Series, Target};
use counterflow_study::calibration::{
    CalibrationError, Cholesky, Matrix, Observations, Options, Sample, Smoother, prior_points,
};
use std::error::Error;

const PARAMETERS: usize = 200;
const ACTIVE: usize = 25;
const SERIES: usize = 15;
const YEARS: usize = 10;
/// Effect of an active parameter on a datum, in the logarithm, for a standard deviation of the parameter.
const ACTIVE_EFFECT: f64 = 0.1;
/// Effect of a weak one.
const WEAK_EFFECT: f64 = 0.003;
const ERROR_LOG_SD: f64 = 0.15;
const DISCREPANCY_LOG_SD: f64 = 0.15;
const YEARLY_CORRELATION: f64 = 0.6;
const LEVEL: f64 = 0.9;
/// Half the width of a central normal interval of that level, in standard deviations.
const HALF_WIDTH: f64 = 1.644_853_626_951_473;

const REWEIGHTING: Reweighting = Reweighting {
    points: 4000,
    rounds: 3,
    components: 1,
    degrees_of_freedom: 10.0,
    least_eigenvalue: 1.0,
    most_directions: 40,
    seed: 1,
};

/// Data of all series and years.
fn observations(log_values: &[f64]) -> Result<Observations, CalibrationError> {
    let series = (0..SERIES).map(|number| Series {
        name: format!("series {number}"),
        discrepancy_log_sd: DISCREPANCY_LOG_SD,
        level_log_sd: 0.0,
        yearly_correlation: YEARLY_CORRELATION,
        bias: None,
    });
    let observed: Vec<Observation> = log_values
        .iter()
        .enumerate()
        .map(|(at, log_value)| {
            let target = Target { series: at / YEARS, time_years: 2006.0 + (at % YEARS) as f64, log_sd: ERROR_LOG_SD };
            Observation { target, value: log_value.exp() }
        })
        .collect();
    Observations::new(vec![], series.collect(), &observed)
}

/// Standard normal numbers, a row for each of some names.
fn normals(name: &str, rows: usize, columns: usize) -> Matrix {
    let keys: Vec<u64> = (0..columns).map(|column| stable_hash(&format!("{name} {column}"))).collect();
    prior_points(&keys, 0..rows, 2006)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// What one truth gave, for active or weak parameters.
#[derive(Clone, Copy, Default)]
struct Tally {
    intervals: f64,
    held: f64,
    held_by_exact: f64,
    width_ratio: f64,
}

/// Mean and standard deviations of the exact posterior.
fn exact(slopes: &Matrix, data: &Observations) -> Option<(Vec<f64>, Vec<f64>)> {
    let weighed: Vec<Vec<f64>> = (0..PARAMETERS).map(|at| data.factor().solve(&slopes.column(at))).collect();
    let columns: Vec<Vec<f64>> = (0..PARAMETERS).map(|at| slopes.column(at)).collect();
    let precision = Matrix::from_fn(PARAMETERS, PARAMETERS, |row, column| {
        dot(&weighed[row], &columns[column]) + f64::from(u8::from(row == column))
    });
    let precision = Cholesky::new(&precision)?;
    let pull: Vec<f64> = weighed.iter().map(|row| dot(row, data.log_values())).collect();
    let unit = |at: usize| (0..PARAMETERS).map(|row| f64::from(u8::from(row == at))).collect::<Vec<f64>>();
    let sd = (0..PARAMETERS).map(|at| precision.solve(&unit(at))[at].sqrt()).collect();
    Some((precision.solve(&pull), sd))
}

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<usize>());
    let members = arguments.next().transpose()?.unwrap_or(1000);
    let truths = arguments.next().transpose()?.unwrap_or(20);
    let effect = normals("slope", SERIES * YEARS, PARAMETERS);
    let slopes = Matrix::from_fn(SERIES * YEARS, PARAMETERS, |row, column| {
        effect.row(row)[column] * if column < ACTIVE { ACTIVE_EFFECT } else { WEAK_EFFECT }
    });
    let forward = |scores: &[f64]| -> Vec<f64> { (0..slopes.rows()).map(|row| dot(slopes.row(row), scores)).collect() };
    let (scores, noise) = (normals("truth", truths, PARAMETERS), normals("noise", truths, slopes.rows()));
    let errors = observations(&vec![0.0; slopes.rows()])?;
    let keys: Vec<u64> = (0..PARAMETERS).map(|at| stable_hash(&format!("parameter {at}"))).collect();
    let mut tallies = [Tally::default(); 2];
    let mut steps = 0;
    for truth in 0..truths {
        let mut log_values = forward(scores.row(truth));
        let noise = errors.factor().correlate(noise.row(truth));
        log_values.iter_mut().zip(noise).for_each(|(value, noise)| *value += noise);
        let data = observations(&log_values)?;
        let options = Options { members, seed: truth as u64, most_steps: 10 };
        let fit = Smoother::new(&data, keys.clone(), options, "prototype")?.run(None, &forward, &|| ())?;
        steps += fit.done.len();
        if truth == 0 && members > PARAMETERS + 1 {
            let posterior = reweighted(&data, &fit, &REWEIGHTING, &forward, &|| ())?;
            println!(
                "first truth reweighted: {} active directions, k {:.2}, effective sample size {:.0} of {}",
                posterior.eigenvalues.len(),
                posterior.smoothed.pareto_k,
                posterior.smoothed.effective_sample_size,
                REWEIGHTING.points
            );
        }
        let (mean, sd) = exact(&slopes, &data).ok_or("the exact posterior has no covariance")?;
        for at in 0..PARAMETERS {
            let tally = &mut tallies[usize::from(at >= ACTIVE)];
            let truth = scores.row(truth)[at];
            let (low, high) = Sample::equal(fit.scores.column(at)).interval(LEVEL);
            tally.intervals += 1.0;
            tally.held += f64::from(u8::from((low..=high).contains(&truth)));
            tally.held_by_exact += f64::from(u8::from((truth - mean[at]).abs() <= HALF_WIDTH * sd[at]));
            tally.width_ratio += (high - low) / (2.0 * HALF_WIDTH * sd[at]);
        }
    }
    println!("{members} members, {truths} truths, {:.1} steps on average", steps as f64 / truths as f64);
    for (name, tally) in ["active", "weak"].iter().zip(tallies) {
        let percent = |number: f64| 100.0 * number / tally.intervals;
        println!(
            "{name:>6}: 90 % intervals hold {:.1} % (exact posterior {:.1} %), width {:.1} % of exact",
            percent(tally.held),
            percent(tally.held_by_exact),
            percent(tally.width_ratio)
        );
    }
    Ok(())
}
