//! Mixtures of multivariate Student t distributions, from which importance samples are drawn.
//!
//! ```text
//! t(x | m, C, nu) = Gamma((nu + d)/2) / (Gamma(nu/2) (nu pi)^(d/2) |C|^(1/2)) (1 + D/nu)^(-(nu + d)/2)
//! D               = (x - m)' C^-1 (x - m)
//! x               = m + L z sqrt(nu / chi2_nu),   C = L L'
//! ```
//!
//! Fitted to weighted points by expectation maximisation with `nu` given (Peel and McLachlan 2000, "Robust mixture
//! modelling using the t distribution"; with importance weights, Cappe, Douc, Guillin, Marin and Robert 2008, "Adaptive
//! importance sampling in general mixture classes").

use super::keyed::{Key, Use};
use super::linear::{Cholesky, Matrix, add_scaled, dot};
use statrs::distribution::{ContinuousCDF, Gamma};
use statrs::function::gamma::ln_gamma;
use std::f64::consts::PI;

/// A mixture in some dimensions.
#[derive(Clone, Debug)]
pub(super) struct Mixture {
    degrees: f64,
    components: Vec<Component>,
}

#[derive(Clone, Debug)]
struct Component {
    share: f64,
    centre: Vec<f64>,
    factor: Cholesky,
}

/// Added to variances so that a component cannot fall in on itself; scores vary by 1 before the fit.
const LEAST_VARIANCE: f64 = 1e-6;

impl Mixture {
    /// A mixture fitted to points (rows) with weights that sum to 1; none where the points lie in a plane.
    pub fn fit(points: &Matrix, weights: &[f64], degrees: f64, components: usize, seed: u64) -> Option<Self> {
        const ROUNDS: usize = 20;
        let whole = component(points, weights, weights, 1.0)?;
        let chosen = |number: usize| {
            let key = Key { seed, of: Use::Component, member: number, step: usize::MAX };
            let mut sum = 0.0;
            let wanted = key.uniform(0);
            let point = weights.iter().position(|weight| {
                sum += weight;
                sum >= wanted
            });
            points.row(point.unwrap_or(0)).to_vec()
        };
        let share = 1.0 / components as f64;
        let start = |number| Component { share, centre: chosen(number), factor: whole.factor.clone() };
        let components = if components > 1 { (0..components).map(start).collect() } else { vec![whole.clone()] };
        let mut mixture = Self { degrees, components };
        for _ in 0..ROUNDS {
            mixture = mixture.improved(points, weights)?;
        }
        Some(mixture)
    }

    /// One round of expectation maximisation.
    fn improved(&self, points: &Matrix, weights: &[f64]) -> Option<Self> {
        let dimensions = points.columns() as f64;
        let mut responsible = vec![vec![0.0; points.rows()]; self.components.len()];
        let mut pull = responsible.clone();
        for point in 0..points.rows() {
            let logs: Vec<f64> =
                self.components.iter().map(|c| c.log_density(points.row(point), self.degrees)).collect();
            let total = log_sum(&logs);
            for (number, component) in self.components.iter().enumerate() {
                let share = weights[point] * (logs[number] - total).exp();
                let distance = component.distance(points.row(point));
                responsible[number][point] = share;
                pull[number][point] = share * (self.degrees + dimensions) / (self.degrees + distance);
            }
        }
        let mut components = Vec::new();
        for (responsible, pull) in responsible.iter().zip(&pull) {
            let share: f64 = responsible.iter().sum();
            // A component that lost its points is left out; with a point per dimension it cannot have a shape.
            let squares: f64 = responsible.iter().map(|weight| weight * weight).sum();
            if share > 0.0 && share * share / squares > 2.0 * dimensions {
                components.push(component(points, pull, responsible, share)?);
            }
        }
        if components.is_empty() {
            return Some(self.clone());
        }
        let total: f64 = components.iter().map(|component| component.share).sum();
        components.iter_mut().for_each(|component| component.share /= total);
        Some(Self { degrees: self.degrees, components })
    }

    /// Logarithm of the density.
    pub fn log_density(&self, point: &[f64]) -> f64 {
        let logs: Vec<f64> = self.components.iter().map(|c| c.log_density(point, self.degrees)).collect();
        log_sum(&logs)
    }

    /// A point, keyed by seed, round and number.
    pub fn draw(&self, seed: u64, round: usize, number: usize) -> Vec<f64> {
        let which = Key { seed, of: Use::Component, member: number, step: round };
        let wanted = which.uniform(0);
        let mut sum = 0.0;
        let component = self.components.iter().find(|component| {
            sum += component.share;
            sum >= wanted
        });
        let component = component.unwrap_or(&self.components[self.components.len() - 1]);
        let place = Key { of: Use::Place, ..which };
        let mut point = component.factor.correlate(&place.normals(component.centre.len()));
        let stretch = (self.degrees / chi_squared(self.degrees, which.uniform(1))).sqrt();
        point.iter_mut().zip(&component.centre).for_each(|(value, centre)| *value = centre + *value * stretch);
        point
    }
}

impl Component {
    fn distance(&self, point: &[f64]) -> f64 {
        let less: Vec<f64> = point.iter().zip(&self.centre).map(|(value, centre)| value - centre).collect();
        let white = self.factor.whiten(&less);
        dot(&white, &white)
    }

    /// Logarithm of the density times the share.
    fn log_density(&self, point: &[f64], degrees: f64) -> f64 {
        let dimensions = point.len() as f64;
        let constant = ln_gamma(0.5 * (degrees + dimensions))
            - ln_gamma(0.5 * degrees)
            - 0.5 * dimensions * (degrees * PI).ln()
            - 0.5 * self.factor.log_determinant();
        self.share.ln() + constant - 0.5 * (degrees + dimensions) * (self.distance(point) / degrees).ln_1p()
    }
}

/// Centre by one set of weights, scale by the same over the sum of another.
fn component(points: &Matrix, pull: &[f64], responsible: &[f64], share: f64) -> Option<Component> {
    let total: f64 = pull.iter().sum();
    let mut centre = vec![0.0; points.columns()];
    for (row, weight) in pull.iter().enumerate() {
        add_scaled(&mut centre, weight / total, points.row(row));
    }
    let away = points.less(&centre);
    let mass: f64 = responsible.iter().sum();
    let weighted = Matrix::from_fn(away.rows(), away.columns(), |row, column| pull[row] / mass * away.row(row)[column]);
    let mut scale = away.transposed().times(&weighted);
    (0..scale.rows()).for_each(|at| scale.row_mut(at)[at] += LEAST_VARIANCE);
    Some(Component { share, centre, factor: Cholesky::new(&scale)? })
}

/// Quantile of the chi-squared distribution.
fn chi_squared(degrees: f64, share: f64) -> f64 {
    match Gamma::new(0.5 * degrees, 0.5) {
        Ok(gamma) => gamma.inverse_cdf(share),
        Err(_) => degrees,
    }
}

/// Logarithm of a sum of exponentials.
pub(super) fn log_sum(logs: &[f64]) -> f64 {
    let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY {
        return largest;
    }
    largest + logs.iter().map(|log| (log - largest).exp()).sum::<f64>().ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mixture() -> Mixture {
        let at = |share, centre: f64| {
            let scale = Matrix::from_values(1, 1, vec![0.25]).unwrap();
            Component { share, centre: vec![centre], factor: Cholesky::new(&scale).unwrap() }
        };
        Mixture { degrees: 5.0, components: vec![at(0.3, -3.0), at(0.7, 2.0)] }
    }

    /// Density of t with 5 degrees of freedom at 0 is 8/(3 pi sqrt 5); at half the scale, twice as much.
    #[test]
    fn val_density_integrates_to_one_and_has_its_peak() {
        let one = Mixture { components: mixture().components[1..].to_vec(), ..mixture() };
        let peak = 2.0 * 0.7 * 8.0 / (3.0 * PI * 5.0_f64.sqrt());
        assert!((one.log_density(&[2.0]).exp() - peak).abs() < 1e-12);
        let width = 0.01;
        let sum: f64 = (-6000..6000).map(|step| mixture().log_density(&[f64::from(step) * width]).exp() * width).sum();
        assert!((sum - 1.0).abs() < 1e-5, "{sum}");
    }

    #[test]
    fn draws_follow_the_mixture_and_the_fit_finds_it_again() {
        let count = 8000;
        let points = Matrix::from_fn(count, 1, |row, _| mixture().draw(9, 0, row)[0]);
        let below = points.values().iter().filter(|value| **value < -0.5).count() as f64 / count as f64;
        assert!((below - 0.3).abs() < 0.02, "{below}");
        let weights = vec![1.0 / count as f64; count];
        let mut found = Mixture::fit(&points, &weights, 5.0, 2, 1).unwrap().components;
        found.sort_by(|a, b| a.centre[0].total_cmp(&b.centre[0]));
        for (component, (share, centre)) in found.iter().zip([(0.3, -3.0), (0.7, 2.0)]) {
            assert!((component.share - share).abs() < 0.02, "{}", component.share);
            assert!((component.centre[0] - centre).abs() < 0.05, "{}", component.centre[0]);
            assert!((component.factor.correlate(&[1.0])[0] - 0.5).abs() < 0.03);
        }
    }
}
