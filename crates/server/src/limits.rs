//! Limits that keep the server answering.

use std::time::Duration;

/// Limits of one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest request body; a scenario file of a thousand lines fits in it many times.
    pub body_bytes: usize,
    /// Ensembles computed at once; each uses every core.
    pub ensembles: usize,
    /// Runs and tables computed at once.
    pub runs: usize,
    /// Requests that may wait for their turn, in order of arrival; those beyond are turned away.
    pub waiting: usize,
    /// Longest wait for a turn.
    pub wait: Duration,
    /// Longest time for one answer.
    pub answer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 256 * 1024,
            ensembles: 2,
            runs: std::thread::available_parallelism().map_or(2, usize::from),
            waiting: 4096,
            wait: Duration::from_secs(30),
            answer: Duration::from_secs(120),
        }
    }
}
