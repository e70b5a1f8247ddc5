//! Functions whose indices are known in closed form.

use std::f64::consts::PI;

/// A function with its analytic indices, by input.
pub struct Known {
    pub function: fn(&[f64]) -> f64,
    pub first: Vec<f64>,
    pub total: Vec<f64>,
    /// Pairs by first and then by second input.
    pub second: Vec<f64>,
    pub mean: f64,
    pub variance: f64,
}

const ISHIGAMI_A: f64 = 7.0;
const ISHIGAMI_B: f64 = 0.1;

fn ishigami_function(u: &[f64]) -> f64 {
    let x: Vec<f64> = u.iter().map(|share| PI * (2.0 * share - 1.0)).collect();
    x[0].sin() + ISHIGAMI_A * x[1].sin().powi(2) + ISHIGAMI_B * x[2].powi(4) * x[0].sin()
}

/// Ishigami and Homma (1990) with a = 7 and b = 0.1; moments from Saltelli, Chan and Scott (2000).
pub fn ishigami() -> Known {
    let (a, b) = (ISHIGAMI_A, ISHIGAMI_B);
    let first_alone = 0.5 * (1.0 + b * PI.powi(4) / 5.0).powi(2);
    let second_alone = a * a / 8.0;
    let joint = 8.0 * b * b * PI.powi(8) / 225.0;
    let variance = first_alone + second_alone + joint;
    Known {
        function: ishigami_function,
        first: vec![first_alone / variance, second_alone / variance, 0.0],
        total: vec![(first_alone + joint) / variance, second_alone / variance, joint / variance],
        second: vec![0.0, joint / variance, 0.0],
        mean: a / 2.0,
        variance,
    }
}

const G_COEFFICIENTS: [f64; 8] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];

fn g_function(u: &[f64]) -> f64 {
    u.iter().zip(G_COEFFICIENTS).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
}

/// Sobol's g-function with the coefficients of Saltelli and Sobol (1995).
pub fn sobol_g() -> Known {
    let partial: Vec<f64> = G_COEFFICIENTS.iter().map(|a| 1.0 / (3.0 * (1.0 + a).powi(2))).collect();
    let product: f64 = partial.iter().map(|part| 1.0 + part).product();
    let variance = product - 1.0;
    let inputs = partial.len();
    let pair = |(one, other): (usize, usize)| partial[one] * partial[other] / variance;
    Known {
        function: g_function,
        first: partial.iter().map(|part| part / variance).collect(),
        total: partial.iter().map(|part| part * product / (1.0 + part) / variance).collect(),
        second: (0..inputs).flat_map(|one| (one + 1..inputs).map(move |other| (one, other))).map(pair).collect(),
        mean: 1.0,
        variance,
    }
}
