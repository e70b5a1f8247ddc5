//! Full factorial and one-at-a-time points.

/// Number of combinations; none if they cannot be counted.
pub(super) fn factorial_points(levels: usize, parameters: usize) -> Option<u32> {
    u32::try_from(levels).ok()?.checked_pow(u32::try_from(parameters).ok()?)
}

/// The centre, and each parameter at each level.
pub(super) fn one_at_a_time_points(levels: usize, parameters: usize) -> Option<u32> {
    u32::try_from(levels.checked_mul(parameters)?.checked_add(1)?).ok()
}

/// Digits of the index in base `levels.len()`; the last parameter changes fastest.
pub(super) fn factorial(index: u32, levels: &[f64], shares: &mut [Option<f64>]) {
    let mut rest = index as usize;
    for share in shares.iter_mut().rev() {
        *share = levels.get(rest % levels.len().max(1)).copied();
        rest /= levels.len().max(1);
    }
}

/// Point 0 is the centre; then the first parameter at each level, and so on.
pub(super) fn one_at_a_time(index: u32, levels: &[f64], shares: &mut [Option<f64>]) {
    shares.fill(None);
    let Some(step) = (index as usize).checked_sub(1) else { return };
    if let Some(share) = shares.get_mut(step / levels.len().max(1)) {
        *share = levels.get(step % levels.len().max(1)).copied();
    }
}
