//! Published models of relations in closed or small form.
//!
//! - Liebovitch et al. 2008/2010, two actors: `x' = m1 x + c1 tanh y`, `y' = m2 y + c2 tanh x`, m < 0.
//!   Beyond `c1 c2 = m1 m2` the origin loses its stability to two states of mutual feeling.
//! - Continuous structural balance (Kulakowski, Gawronski & Gronek 2005; Marvel, Kleinberg, Kleinberg
//!   & Strogatz 2011): `X' = X X` blows up at `t* = 1/lambda_1`, the largest eigenvalue of X(0).

use counterflow_model::states::square;

/// The two-actor model without bias terms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoActors {
    /// Inertia of each actor, negative.
    pub inertia: [f64; 2],
    /// Influence of the other actor.
    pub influence: [f64; 2],
}

impl TwoActors {
    /// Whether the neutral state is stable.
    pub fn neutral_is_stable(&self) -> bool {
        self.is_stable([0.0, 0.0])
    }

    /// Linear stability: negative trace always holds, so the determinant decides.
    fn is_stable(&self, at: [f64; 2]) -> bool {
        let slope = |value: f64| 1.0 - value.tanh().powi(2);
        let gain = self.influence[0] * slope(at[1]) * self.influence[1] * slope(at[0]);
        self.inertia[0] * self.inertia[1] - gain > 0.0
    }

    /// Whether a disturbance of the neutral state spirals back, which needs feelings of opposite sign.
    pub fn neutral_is_spiral(&self) -> bool {
        let [m1, m2] = self.inertia;
        (m1 - m2).powi(2) / 4.0 + self.influence[0] * self.influence[1] < 0.0
    }

    /// The fixed point with a positive first coordinate, if there is one beside the neutral state; its
    /// mirror image is the other.
    pub fn feeling(&self) -> Option<[f64; 2]> {
        let gain = [0, 1].map(|i| -self.influence[i] / self.inertia[i]);
        if gain[0] * gain[1] <= 1.0 {
            return None;
        }
        let second = |first: f64| gain[1] * first.tanh();
        let excess = |first: f64| gain[0] * second(first).tanh() - first;
        // The excess is positive just above zero and negative at the bound of the first actor's gain.
        let (mut low, mut high) = (f64::EPSILON.sqrt(), gain[0].abs());
        while high - low > f64::EPSILON * high {
            let middle = low + (high - low) / 2.0;
            if middle <= low || middle >= high {
                break;
            }
            if excess(middle) > 0.0 { low = middle } else { high = middle }
        }
        Some([low, second(low)])
    }
}

/// Largest eigenvalue of a symmetric matrix stored by rows, by power iteration on a shifted matrix.
pub fn largest_eigenvalue(matrix: &[f64], actors: usize, iterations: usize) -> f64 {
    let norm = matrix.iter().map(|value| value * value).sum::<f64>().sqrt();
    // A shift by about twice the spread of the bulk makes the largest eigenvalue the dominant one.
    let shift = 2.0 * norm / (actors.max(1) as f64).sqrt();
    let mut vector: Vec<f64> = (0..actors).map(|i| 1.0 + (i % 7) as f64).collect();
    let mut eigenvalue = 0.0;
    for _ in 0..iterations {
        let image: Vec<f64> = matrix
            .chunks_exact(actors)
            .zip(&vector)
            .map(|(row, own)| shift * own + row.iter().zip(&vector).map(|(a, b)| a * b).sum::<f64>())
            .collect();
        let length = image.iter().map(|value| value * value).sum::<f64>().sqrt();
        let projected: f64 = image.iter().zip(&vector).map(|(a, b)| a * b).sum();
        eigenvalue = projected / vector.iter().map(|value| value * value).sum::<f64>() - shift;
        vector = image.iter().map(|value| value / length).collect();
    }
    eigenvalue
}

/// Time at which `X' = X X` has grown `growth`-fold, by Runge-Kutta steps that shrink with the norm.
pub fn time_to_balance(matrix: &[f64], actors: usize, growth: f64, step_share: f64) -> f64 {
    let norm = |x: &[f64]| x.iter().map(|value| value * value).sum::<f64>().sqrt();
    let limit = growth * norm(matrix);
    let mut x = matrix.to_vec();
    let (mut stage, mut slope) = (x.clone(), x.clone());
    let mut time = 0.0;
    while norm(&x) < limit {
        let step = step_share / norm(&x);
        let mut change = vec![0.0; x.len()];
        for (reach, weight) in [(0.0, 1.0 / 6.0), (0.5, 1.0 / 3.0), (0.5, 1.0 / 3.0), (1.0, 1.0 / 6.0)] {
            for i in 0..x.len() {
                stage[i] = if reach > 0.0 { x[i] + reach * step * slope[i] } else { x[i] };
            }
            square(&stage, actors, &mut slope);
            change.iter_mut().zip(&slope).for_each(|(sum, value)| *sum += weight * step * value);
        }
        x.iter_mut().zip(&change).for_each(|(value, change)| *value += change);
        time += step;
    }
    time
}

/// Bounded structural balance `x_ij' = beta (1 - x_ij^2) sum_k x_ik x_kj` of a triad, in the order
/// (first-second, first-third, second-third), after `months`, in `steps` Runge-Kutta steps a month.
pub fn bounded_triad(start: [f64; 3], beta: f64, months: usize, steps: usize) -> [f64; 3] {
    let slope = |x: [f64; 3]| {
        let product = [x[1] * x[2], x[0] * x[2], x[0] * x[1]];
        [0, 1, 2].map(|i| beta * (1.0 - x[i] * x[i]) * product[i])
    };
    let h = 1.0 / steps.max(1) as f64;
    let along = |x: [f64; 3], k: [f64; 3], reach: f64| [0, 1, 2].map(|i| x[i] + reach * k[i]);
    (0..months * steps.max(1)).fold(start, |x, _| {
        let k1 = slope(x);
        let k2 = slope(along(x, k1, h / 2.0));
        let k3 = slope(along(x, k2, h / 2.0));
        let k4 = slope(along(x, k3, h));
        [0, 1, 2].map(|i| x[i] + h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]))
    })
}

/// Half-life of an excess that fell from `first` to `later` within `months`.
pub fn half_life_months(first: f64, later: f64, months: f64) -> f64 {
    months * std::f64::consts::LN_2 / (first / later).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, expected: f64, tolerance: f64) {
        assert!((got - expected).abs() <= tolerance, "{got} instead of {expected} within {tolerance}");
    }

    /// Fixed points of the published model at m = -0.9, solved independently to four decimals; threshold as
    /// in Jacobo-Villegas et al. 2025.
    #[test]
    fn val_liebovitch_fixed_points() {
        let actors = |c1: f64, c2: f64| TwoActors { inertia: [-0.9; 2], influence: [c1, c2] };
        assert!(actors(0.89, 0.89).neutral_is_stable() && actors(0.89, 0.89).feeling().is_none());
        for (c, first, second) in [(0.95, 0.4105, 0.4105), (2.0, 2.1644, 2.1644), (-2.0, 2.1644, -2.1644)] {
            let model = actors(c, c);
            let at = model.feeling().expect("two states of feeling");
            close(at[0], first, 5e-5);
            close(at[1], second, 5e-5);
            assert!(model.is_stable(at) && !model.neutral_is_stable());
        }
        let opposite = actors(2.0, -2.0);
        assert!(opposite.neutral_is_stable() && opposite.neutral_is_spiral() && opposite.feeling().is_none());
        // Threshold c1 c2 = m1 m2.
        assert!(actors(0.9 - 1e-6, 0.9).neutral_is_stable() && !actors(0.9 + 1e-6, 0.9).neutral_is_stable());
    }

    /// Uniform relations between -1/2 and 1/2 from a small congruential generator.
    fn random_relations(actors: usize, seed: u64) -> Vec<f64> {
        let mut state = seed;
        let mut matrix = vec![0.0; actors * actors];
        for i in 0..actors {
            for j in i..actors {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let value = (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5;
                matrix[i * actors + j] = value;
                matrix[j * actors + i] = value;
            }
        }
        matrix
    }

    /// Structural balance is reached at 1/lambda_1; 0.1 % for the finite growth and steps.
    #[test]
    fn val_balance_time_is_the_inverse_of_the_largest_eigenvalue() {
        for (actors, seed) in [(10, 1), (20, 2)] {
            let matrix = random_relations(actors, seed);
            let time = time_to_balance(&matrix, actors, 1e5, 0.05);
            let inverse = 1.0 / largest_eigenvalue(&matrix, actors, 5_000);
            close(time / inverse, 1.0, 1e-3);
        }
    }

    /// Published exponent of the time to balance in the number of actors: -1/2 (here within 0.05), and
    /// t* -> sqrt(12) / (2 sqrt N), 0.0775 at 500 actors (within 4 %: the edge of a finite spectrum).
    #[test]
    fn val_balance_time_exponent() {
        let mean_log_time = |actors: usize, matrices: u64| {
            (1..=matrices)
                .map(|seed| -largest_eigenvalue(&random_relations(actors, 97 * seed), actors, 150).ln())
                .sum::<f64>()
                / matrices as f64
        };
        let sizes = [(80usize, 12u64), (160, 6), (320, 3), (500, 2)];
        let points: Vec<(f64, f64)> =
            sizes.iter().map(|&(n, count)| ((n as f64).ln(), mean_log_time(n, count))).collect();
        let mean = |of: &dyn Fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / points.len() as f64;
        let (x, y) = (mean(&|point| point.0), mean(&|point| point.1));
        let slope = mean(&|point| (point.0 - x) * (point.1 - y)) / mean(&|point| (point.0 - x).powi(2));
        close(slope, -0.5, 0.05);
        close(points[3].1.exp() / 0.0775, 1.0, 0.04);
    }

    /// Prototype runs printed to two decimals: host-power after 60 months.
    #[test]
    fn val_enemy_of_my_enemy() {
        for (lead_host, host_power, beta, expected) in [
            (-0.5, 0.1, 0.02, 0.43),
            (-0.5, 0.1, 0.05, 0.92),
            (-0.5, -0.1, 0.02, 0.20),
            (-0.5, -0.1, 0.05, 0.74),
            (0.3, 0.1, 0.02, -0.07),
            (0.3, 0.1, 0.05, -0.39),
        ] {
            let end = bounded_triad([lead_host, -0.5, host_power], beta, 60, 20);
            close(end[2], expected, 0.0101);
        }
    }

    /// Published approval series: approval after 9/11 (+39 to +17 in 13.6 months) and in Mexico
    /// 2025 (+7 to +3 in two months).
    #[test]
    fn val_rally_half_lives() {
        close(half_life_months(39.0, 17.0, 13.6), 11.4, 0.1);
        close(half_life_months(7.0, 3.0, 2.0), 1.6, 0.05);
    }
}
