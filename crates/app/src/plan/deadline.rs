//! When a search stops.

use counterflow_planner::Watch;
use std::time::{Duration, Instant};

/// When a search stops; progress is told elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// So many seconds from here, or never.
    pub fn new(seconds: Option<f64>) -> Self {
        let length = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Self(length.and_then(|length| Instant::now().checked_add(length)))
    }
}

impl Watch for Deadline {
    fn ahead(&self, _trials: usize) {}

    fn tried(&self) {}

    fn is_limited(&self) -> bool {
        self.0.is_some()
    }

    fn is_over(&self) -> bool {
        self.0.is_some_and(|deadline| Instant::now() >= deadline)
    }
}
