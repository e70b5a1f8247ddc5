//! An adaptive solver for small systems of differential equations: the referee of fixed steps.
//!
//! Dormand & Prince 1980, fifth order with an embedded fourth-order estimate of the error. The step is
//! chosen so that the estimate stays below the tolerance, relative to each component.

const STAGES: usize = 7;
const NODES: [[f64; STAGES - 1]; STAGES] = [
    [0.0; 6],
    [1.0 / 5.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    [3.0 / 40.0, 9.0 / 40.0, 0.0, 0.0, 0.0, 0.0],
    [44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0, 0.0, 0.0, 0.0],
    [19_372.0 / 6_561.0, -25_360.0 / 2_187.0, 64_448.0 / 6_561.0, -212.0 / 729.0, 0.0, 0.0],
    [9_017.0 / 3_168.0, -355.0 / 33.0, 46_732.0 / 5_247.0, 49.0 / 176.0, -5_103.0 / 18_656.0, 0.0],
    [35.0 / 384.0, 0.0, 500.0 / 1_113.0, 125.0 / 192.0, -2_187.0 / 6_784.0, 11.0 / 84.0],
];
/// Weights of the fifth-order result less those of the fourth-order one.
const ERROR: [f64; STAGES] =
    [71.0 / 57_600.0, 0.0, -71.0 / 16_695.0, 71.0 / 1_920.0, -17_253.0 / 339_200.0, 22.0 / 525.0, -1.0 / 40.0];
/// Customary safety factor and bounds of the change of step (Hairer, Norsett & Wanner 1993, II.4).
const SAFETY: f64 = 0.9;
const LEAST_CHANGE: f64 = 0.2;
const LARGEST_CHANGE: f64 = 5.0;

/// The state after `duration`, for an autonomous system with positive components.
pub fn solve<const N: usize>(
    start: [f64; N],
    duration: f64,
    tolerance: f64,
    slope: impl Fn([f64; N]) -> [f64; N],
) -> [f64; N] {
    let mut state = start;
    let mut left = duration;
    let mut step = duration * tolerance.powf(0.2);
    while left > 0.0 {
        step = step.min(left);
        let (next, error) = attempt(state, step, &slope);
        if error <= tolerance {
            state = next;
            left -= step;
        }
        let change = SAFETY * (tolerance / error.max(f64::MIN_POSITIVE)).powf(0.2);
        step *= change.clamp(LEAST_CHANGE, LARGEST_CHANGE);
        // A step too small to move time would never end.
        if step < f64::EPSILON * duration {
            break;
        }
    }
    state
}

/// One step, and the largest relative error of a component.
fn attempt<const N: usize>(state: [f64; N], step: f64, slope: &impl Fn([f64; N]) -> [f64; N]) -> ([f64; N], f64) {
    let mut slopes = [[0.0; N]; STAGES];
    let mut point = state;
    for stage in 0..STAGES {
        let weights = &NODES[stage];
        point = std::array::from_fn(|i| state[i] + step * (0..stage).map(|k| weights[k] * slopes[k][i]).sum::<f64>());
        slopes[stage] = slope(point);
    }
    let error = (0..N).map(|i| {
        let sum: f64 = (0..STAGES).map(|k| ERROR[k] * slopes[k][i]).sum();
        (step * sum / point[i]).abs()
    });
    (point, error.fold(0.0, f64::max))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Exponential growth and a harmonic pair, shifted to stay positive: known in closed form.
    #[test]
    fn closed_forms_are_met() {
        let [grown] = solve([1.0], 3.0, 1e-10, |[x]: [f64; 1]| [x]);
        assert!((grown / 3.0_f64.exp() - 1.0).abs() < 1e-8);
        let [x, y] = solve([3.0, 2.0], 2.0, 1e-11, |[x, y]| [y - 2.0, 2.0 - x]);
        assert!((x - 2.0 - 2.0_f64.cos()).abs() < 1e-8 && (y - 2.0 + 2.0_f64.sin()).abs() < 1e-8);
    }
}
