//! Runs of the model, many at a time.

use super::error::CalibrationError;
use super::keyed::{Key, Use};
use super::linear::Matrix;
use crate::ensemble::Observer;
use rayon::prelude::*;

/// What a fit asks of the model: logarithms of the predictions at the data for a point of scores. A number that is not
/// finite marks the run as failed.
pub trait Forward: Fn(&[f64]) -> Vec<f64> + Sync {}

impl<F: Fn(&[f64]) -> Vec<f64> + Sync> Forward for F {}

/// Runs of many points, in their order.
pub(super) struct Runs {
    /// Predictions, a row for each point; rows of failed runs hold no meaning.
    pub predictions: Matrix,
    /// Whether each run gave finite numbers.
    pub sound: Vec<bool>,
}

impl Runs {
    /// Runs that failed.
    pub fn failed(&self) -> usize {
        self.sound.iter().filter(|sound| !**sound).count()
    }
}

/// Runs every row of `scores` on the threads of the pool, which gives the same bytes for any number of them.
pub(super) fn runs(
    scores: &Matrix,
    outputs: usize,
    forward: &impl Forward,
    observer: &dyn Observer,
) -> Result<Runs, CalibrationError> {
    observer.expect(scores.rows() as u64);
    let one = |point: usize| {
        if observer.is_unwanted() {
            return Err(CalibrationError::Unwanted);
        }
        let predicted = forward(scores.row(point));
        observer.done();
        match predicted.len() == outputs {
            true => Ok(predicted),
            false => Err(CalibrationError::Length { of: "predictions", given: predicted.len(), expected: outputs }),
        }
    };
    let rows = (0..scores.rows()).into_par_iter().map(one).collect::<Result<Vec<Vec<f64>>, CalibrationError>>()?;
    let sound = rows.iter().map(|row| row.iter().all(|value| value.is_finite())).collect();
    let mut predictions = Matrix::zeros(rows.len(), outputs);
    rows.iter().enumerate().for_each(|(point, row)| predictions.row_mut(point).copy_from_slice(row));
    Ok(Runs { predictions, sound })
}

/// Points of the distribution before the fit: standard normal, a row for each of the members from `first` on, a column
/// for each key. A key is a stable hash of a parameter's name, so that a member's value does not depend on how many
/// parameters there are or in which order.
#[must_use]
pub fn prior_points(keys: &[u64], members: std::ops::Range<usize>, seed: u64) -> Matrix {
    Matrix::from_fn(members.len(), keys.len(), |row, column| {
        let (low, high) = (keys[column] as u32, (keys[column] >> u32::BITS) as u32);
        Key { seed, of: Use::Prior, member: members.start + row, step: high as usize }.normal(low as usize)
    })
}
