//! Full factorial and one-at-a-time points. Each parameter has levels of its own.

/// Number of combinations; none if they cannot be counted.
pub(super) fn factorial_points(levels: &[Vec<f64>]) -> Option<u32> {
    levels.iter().try_fold(1u32, |points, levels| points.checked_mul(u32::try_from(levels.len()).ok()?))
}

/// The centre, and each parameter at each of its levels.
pub(super) fn one_at_a_time_points(levels: &[Vec<f64>]) -> Option<u32> {
    levels.iter().try_fold(1u32, |points, levels| points.checked_add(u32::try_from(levels.len()).ok()?))
}

/// Digits of the index, each in the base of its parameter's levels; the last parameter changes fastest.
pub(super) fn factorial(index: u32, levels: &[Vec<f64>], shares: &mut [Option<f64>]) {
    let mut rest = index as usize;
    for (share, levels) in shares.iter_mut().zip(levels).rev() {
        *share = levels.get(rest % levels.len().max(1)).copied();
        rest /= levels.len().max(1);
    }
}

/// Point 0 is the centre; then the first parameter at each of its levels, and so on.
pub(super) fn one_at_a_time(index: u32, levels: &[Vec<f64>], shares: &mut [Option<f64>]) {
    shares.fill(None);
    let Some(mut step) = (index as usize).checked_sub(1) else { return };
    for (share, levels) in shares.iter_mut().zip(levels) {
        if let Some(level) = levels.get(step) {
            *share = Some(*level);
            return;
        }
        step -= levels.len();
    }
}
