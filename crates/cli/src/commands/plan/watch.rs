//! Progress and time of a search whose trials become known as it goes.

use crate::context::Context;
use crate::progress::Progress;
use counterflow_app::plan::deadline::Deadline;
use counterflow_planner::Watch;

/// A search on the screen, and when it stops.
pub struct SearchProgress {
    progress: Progress,
    deadline: Deadline,
}

impl SearchProgress {
    /// Starts the clock.
    pub fn new(message: &str, seconds: Option<f64>, context: &Context<'_>) -> Self {
        Self { progress: Progress::new(0, message, context.terminal).until(seconds), deadline: Deadline::new(seconds) }
    }
}

impl Watch for SearchProgress {
    fn ahead(&self, trials: usize) {
        self.progress.extend(trials as u64);
    }

    fn tried(&self) {
        self.progress.tick();
    }

    fn is_limited(&self) -> bool {
        self.deadline.is_limited()
    }

    fn is_over(&self) -> bool {
        self.deadline.is_over()
    }
}

/// Seconds of an option: a number of at least zero.
pub fn seconds(text: &str) -> Result<f64, String> {
    not_below_zero(text, "a number of seconds of at least zero")
}

/// A relative gap of an option: a number of at least zero.
pub fn gap(text: &str) -> Result<f64, String> {
    not_below_zero(text, "a share of at least zero, such as 0.01")
}

fn not_below_zero(text: &str, expected: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
    number.ok_or_else(|| format!("expected {expected}"))
}
