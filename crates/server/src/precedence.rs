//! Short answers go first: an ensemble waits between its members while one is computed.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Longest wait of an ensemble between two members, so that no crowd of short answers stops it.
const LONGEST_WAIT: Duration = Duration::from_millis(50);

/// Counts the short answers under way.
#[derive(Debug, Default)]
pub struct Precedence {
    under_way: Mutex<usize>,
    free: Condvar,
}

impl Precedence {
    /// Goes first until the answer is dropped.
    pub fn go_first(self: &Arc<Self>) -> First {
        self.change(|under_way| under_way + 1);
        First(Arc::clone(self))
    }

    /// Waits until no short answer is under way, or long enough.
    pub fn give_way(&self) {
        let under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        // Whether the wait has ended in time makes no difference.
        let _ = self.free.wait_timeout_while(under_way, LONGEST_WAIT, |under_way| *under_way > 0);
    }

    fn change(&self, to: impl Fn(usize) -> usize) {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        *under_way = to(*under_way);
        if *under_way == 0 {
            self.free.notify_all();
        }
    }
}

/// A short answer under way.
#[derive(Debug)]
pub struct First(Arc<Precedence>);

impl Drop for First {
    fn drop(&mut self) {
        self.0.change(|under_way| under_way - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ensemble_waits_for_the_last_short_answer() {
        let precedence = Arc::new(Precedence::default());
        let (one, other) = (precedence.go_first(), precedence.go_first());
        assert_eq!(*precedence.under_way.lock().expect("whole"), 2);
        // Comes back although both are under way.
        precedence.give_way();
        drop(one);
        drop(other);
        assert_eq!(*precedence.under_way.lock().expect("whole"), 0);
        precedence.give_way();
    }
}
