//! Turns: so many at once, the others in order of arrival, and no more of them than fit.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The queue was full, or the wait too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy;

/// A fair queue: tokio's semaphore serves in order of arrival.
#[derive(Debug)]
pub struct Queue {
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
    most_waiting: usize,
    longest_wait: Duration,
}

impl Queue {
    /// A queue with so many turns at once.
    pub fn new(turns: usize, most_waiting: usize, longest_wait: Duration) -> Self {
        Self { turns: Arc::new(Semaphore::new(turns.max(1))), waiting: AtomicUsize::new(0), most_waiting, longest_wait }
    }

    /// Waits for a turn, which lasts as long as the permit is held.
    pub async fn turn(&self) -> Result<OwnedSemaphorePermit, Busy> {
        let _waiting = Waiting::new(&self.waiting, self.most_waiting)?;
        match tokio::time::timeout(self.longest_wait, Arc::clone(&self.turns).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            // The semaphore is never closed; a wait that is too long is all that can happen.
            Ok(Err(_)) | Err(_) => Err(Busy),
        }
    }
}

/// Counts one who waits, until it is dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(waiting: &'a AtomicUsize, most: usize) -> Result<Self, Busy> {
        let place = Self(waiting);
        if waiting.fetch_add(1, Ordering::Relaxed) < most { Ok(place) } else { Err(Busy) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_queue_turns_away_who_does_not_fit_and_lets_in_who_waits() {
        let queue = Queue::new(1, 1, Duration::from_secs(60));
        let first = queue.turn().await.expect("a free turn");
        let second = queue.turn();
        tokio::pin!(second);
        // Polled once, the second stands in the queue; a third does not fit beside it.
        tokio::select! {
            biased;
            _ = second.as_mut() => panic!("the only turn is taken"),
            () = std::future::ready(()) => {}
        }
        assert_eq!(queue.turn().await.err(), Some(Busy));
        drop(first);
        assert!(second.await.is_ok());
    }

    #[tokio::test]
    async fn a_wait_ends() {
        let queue = Queue::new(1, 8, Duration::ZERO);
        let _first = queue.turn().await.expect("a free turn");
        assert_eq!(queue.turn().await.err(), Some(Busy));
    }
}
