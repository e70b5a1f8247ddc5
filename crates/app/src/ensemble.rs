//! How large an ensemble is, and on how many threads it runs.

use crate::draws::DrawsFrom;
use crate::session::Session;
use counterflow_study::ensemble::Ensemble;

/// Size of an ensemble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnsembleSize {
    /// Runs per scenario: member 0 has central parameters, the others draw every uncertain one.
    pub members: u32,
    /// Seed of the random draws.
    pub seed: u64,
    /// Threads; all cores where none are named. The result does not depend on it.
    pub threads: Option<u16>,
    /// Where members take their parameters from.
    pub draws: DrawsFrom,
}

impl EnsembleSize {
    /// What the ensemble runs on.
    pub fn over(self, session: &Session) -> Ensemble<'_> {
        session.ensemble(self.members, self.seed, self.draws)
    }

    /// Runs `work` on the threads asked for.
    pub fn on_threads<T: Send>(self, work: impl FnOnce() -> T + Send) -> T {
        on_threads(self.threads, work)
    }
}

/// Runs `work` on a number of threads, or on all cores.
pub fn on_threads<T: Send>(threads: Option<u16>, work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().num_threads(threads.map_or(0, usize::from)).build() {
        Ok(pool) => pool.install(work),
        // The result is the same on one thread, only later.
        Err(_) => work(),
    }
}
