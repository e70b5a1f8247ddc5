//! Pieces of work on every core, sent in parts while the rest is computed.
//!
//! Every core takes the next piece as soon as it has one done; between pieces the work may be cancelled, and a single
//! run goes first. The threads are the answer's own, so that no answer waits for another's to end.

use crate::cancellation::Cancellation;
use crate::failure::Failure;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread::available_parallelism;

/// Members of the first part.
const FIRST: usize = 16;
/// A part is sent when the members have grown by this factor. Each costs a redrawing on the cores on which the
/// members run, so that few of them bring the last one sooner.
const GROWTH: usize = 4;

/// Computes a piece.
pub type Work<'a, T> = dyn Fn(u32) -> Result<T, Failure> + Sync + 'a;

/// Runs members and sends parts over the first so many of them, whatever the order in which they come.
///
/// # Errors
/// The first failure of a member.
pub fn in_parts<T: Send, P>(
    members: u32,
    one: &Work<'_, T>,
    cancellation: &dyn Cancellation,
    part: &dyn Fn(&[T]) -> P,
    send: &mut dyn FnMut(P),
) -> Result<(), Failure> {
    let all = members as usize;
    let mut due = FIRST.min(all);
    let mut grown = |done: &[T]| {
        while done.len() >= due && !cancellation.is_cancelled() {
            send(part(&done[..due]));
            due = if due == all { usize::MAX } else { (due * GROWTH).min(all) };
        }
    };
    in_order(members, one, cancellation, &mut grown)
}

/// Computes pieces; `grown` gets those at hand, in their order, whenever there are more of them.
fn in_order<T: Send>(
    pieces: u32,
    one: &Work<'_, T>,
    cancellation: &dyn Cancellation,
    grown: &mut dyn FnMut(&[T]),
) -> Result<(), Failure> {
    let (mut early, mut done) = (BTreeMap::new(), Vec::new());
    on_every_core(pieces, one, cancellation, &mut |piece, value| {
        early.insert(piece as usize, value);
        let before = done.len();
        while let Some(value) = early.remove(&done.len()) {
            done.push(value);
        }
        if done.len() > before {
            grown(&done);
        }
    })
}

/// Computes pieces, which come as they are done, with their numbers; not all of them where the work is cancelled.
///
/// # Errors
/// The first failure of a piece.
pub fn on_every_core<T: Send>(
    pieces: u32,
    one: &Work<'_, T>,
    cancellation: &dyn Cancellation,
    came: &mut dyn FnMut(u32, T),
) -> Result<(), Failure> {
    let next = AtomicU32::new(0);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..available_parallelism().map_or(1, usize::from) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || work(pieces, next, one, cancellation, &sender));
        }
        drop(sender);
        // An end before the last piece closes the channel and so ends the work.
        receiver.into_iter().try_for_each(|(piece, outcome)| outcome.map(|value| came(piece, value)))
    })
}

/// Takes one piece after the other until none is left, or nobody wants them.
fn work<T>(
    pieces: u32,
    next: &AtomicU32,
    one: &Work<'_, T>,
    cancellation: &dyn Cancellation,
    sender: &Sender<(u32, Result<T, Failure>)>,
) {
    loop {
        cancellation.give_way();
        let piece = next.fetch_add(1, Ordering::Relaxed);
        if piece >= pieces || cancellation.is_cancelled() || sender.send((piece, one(piece))).is_err() {
            return;
        }
    }
}
