//! Whether anybody still wants an answer.

use counterflow_study::ensemble::Observer;

/// Asked by every thread of a long answer, between pieces of its work.
pub trait Cancellation: Sync {
    /// Whether nobody wants the rest: who asked has gone, or the time is up.
    fn is_cancelled(&self) -> bool;

    /// Waits while a short answer is computed, which goes first; not for long.
    fn give_way(&self) {}
}

/// Work that goes on to its end, but lets short answers go first.
pub struct ToTheEnd<'a>(pub &'a dyn Cancellation);

impl Cancellation for ToTheEnd<'_> {
    fn is_cancelled(&self) -> bool {
        false
    }

    fn give_way(&self) {
        self.0.give_way();
    }
}

/// Work that nobody can end.
#[derive(Clone, Copy, Debug)]
pub struct Never;

impl Cancellation for Never {
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// An ensemble whose runs end with the wish for them.
pub struct CancellableRuns<'a>(pub &'a dyn Cancellation);

impl Observer for CancellableRuns<'_> {
    fn done(&self) {}

    fn is_unwanted(&self) -> bool {
        self.0.give_way();
        self.0.is_cancelled()
    }
}
