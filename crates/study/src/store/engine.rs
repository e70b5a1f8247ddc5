//! Runs members on threads and hands finished parts to the one writer.

use super::disk::Disk;
use super::error::StoreError;
use super::journal::PartRecord;
use super::layout::Layout;
use super::parquet_write::PartEncoder;
use super::progress::ProgressFile;
use super::rows::Rows;
use super::study::Study;
use std::any::Any;
use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What a study runs. Rows of a member must be a pure function of the member's number.
pub trait Experiment: Sync {
    /// Memory that one thread uses again for member after member.
    type Scratch;

    /// Fresh scratch memory.
    fn scratch(&self) -> Self::Scratch;

    /// Runs a member and adds its rows, as many as the layout says, in the layout's order.
    fn evaluate(&self, member: u32, scratch: &mut Self::Scratch, rows: &mut Rows);

    /// Adds a member's rows as failures, for a member whose evaluation broke off.
    fn fail(&self, member: u32, reason: &str, rows: &mut Rows);
}

/// How a session runs.
pub struct Session<'a> {
    /// Threads that run members; at least one runs.
    pub threads: usize,
    /// Where parts are written.
    pub disk: &'a mut dyn Disk,
    /// Told how many more members are done, from any thread.
    pub done: &'a (dyn Fn(u64) + Sync),
}

/// Blocks that a part is cut into, so that threads share it.
const BLOCKS_PER_PART: u32 = 64;

/// Computes every part that is damaged or missing.
///
/// # Errors
/// A part that cannot be written, or that comes out otherwise than the journal says. What was written
/// before stays, and a later session goes on from there.
pub fn run<E: Experiment>(study: &mut Study, experiment: &E, session: Session<'_>) -> Result<(), StoreError> {
    let todo = study.todo()?;
    let manifest = study.manifest().clone();
    let mut progress = ProgressFile::new(study.folder(), study.members_to_run()?);
    let threads = session.threads.max(1);
    let pool = Pool {
        experiment,
        layout: &manifest.layout,
        encoder: PartEncoder::new(&manifest)?,
        parts: todo.iter().map(|part| (*part, manifest.members_of(*part))).collect(),
        block: manifest.members_per_part.div_ceil(BLOCKS_PER_PART).max(1),
        next: AtomicUsize::new(0),
        assembly: Mutex::new(BTreeMap::new()),
        window: Window::new(2 * threads + 2),
        done: session.done,
    };
    let (sender, receiver) = channel();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (pool, sender) = (&pool, sender.clone());
            scope.spawn(move || pool.work(&sender));
        }
        drop(sender);
        let written = write(study, &pool.window, &receiver, session.disk, &mut progress);
        // Whatever ended the writing, no thread may wait for it.
        pool.window.close();
        written
    })
}

/// Writes parts in order; those that come early wait.
fn write(study: &mut Study, window: &Window, receiver: &Receiver<Finished>, disk: &mut dyn Disk, progress: &mut ProgressFile) -> Result<(), StoreError> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for Finished { place, part } in receiver {
        early.insert(place, part);
        while let Some(part) = early.remove(&next) {
            let EncodedPart { record, file, members } = part?;
            study.store(record, &file, disk)?;
            progress.add(members);
            next += 1;
            window.advance(next);
        }
    }
    Ok(())
}

/// A part on its way to the writer; its place in the order of work.
struct Finished {
    place: usize,
    part: Result<EncodedPart, StoreError>,
}

struct EncodedPart {
    record: PartRecord,
    file: Vec<u8>,
    members: u64,
}

struct Pool<'a, E> {
    experiment: &'a E,
    layout: &'a Layout,
    encoder: PartEncoder<'a>,
    /// Number and members of each part to do.
    parts: Vec<(u32, Range<u32>)>,
    /// Members of a block.
    block: u32,
    /// The next block, counted over all parts.
    next: AtomicUsize,
    /// Blocks of parts in work, by the part's place.
    assembly: Mutex<BTreeMap<usize, Assembly>>,
    window: Window,
    done: &'a (dyn Fn(u64) + Sync),
}

struct Assembly {
    blocks: Vec<Rows>,
    missing: usize,
}

impl<E: Experiment> Pool<'_, E> {
    /// Takes block after block until none is left or the writer has given up.
    fn work(&self, sender: &Sender<Finished>) {
        let mut scratch = self.experiment.scratch();
        loop {
            let block = self.next.fetch_add(1, Ordering::Relaxed);
            let (place, block) = (block / BLOCKS_PER_PART as usize, block % BLOCKS_PER_PART as usize);
            let Some((part, members)) = self.parts.get(place) else { return };
            if !self.window.wait(place) {
                return;
            }
            let finished = match self.block(self.block_members(members, block), &mut scratch) {
                Err(error) => Some(Err(error)),
                Ok(rows) => self.assemble(place, block, rows).map(|blocks| self.encode(*part, members, &blocks)),
            };
            if finished.is_some_and(|part| sender.send(Finished { place, part }).is_err()) {
                return;
            }
        }
    }

    fn block_members(&self, members: &Range<u32>, block: usize) -> Range<u32> {
        let first = (u64::from(members.start) + block as u64 * u64::from(self.block)).min(u64::from(members.end));
        let end = (first + u64::from(self.block)).min(u64::from(members.end));
        first as u32..end as u32
    }

    fn block(&self, members: Range<u32>, scratch: &mut E::Scratch) -> Result<Rows, StoreError> {
        let mut rows = Rows::with_room(self.layout, members.len());
        let count = members.len() as u64;
        for member in members {
            self.member(member, scratch, &mut rows)?;
        }
        (self.done)(count);
        Ok(rows)
    }

    fn member(&self, member: u32, scratch: &mut E::Scratch, rows: &mut Rows) -> Result<(), StoreError> {
        let before = rows.len();
        let outcome = catch_unwind(AssertUnwindSafe(|| self.experiment.evaluate(member, scratch, rows)));
        if let Err(panic) = outcome {
            rows.truncate(before, self.layout);
            *scratch = self.experiment.scratch();
            self.experiment.fail(member, &format!("broke off: {}", message(&*panic)), rows);
        }
        let (found, expected) = (rows.len() - before, self.layout.rows_per_member);
        if found == expected { Ok(()) } else { Err(StoreError::WrongRows { member, found, expected }) }
    }

    /// Adds a block to its part; all blocks once the part is whole.
    fn assemble(&self, place: usize, block: usize, rows: Rows) -> Option<Vec<Rows>> {
        let mut assembly = locked(&self.assembly);
        let part = assembly.entry(place).or_insert_with(|| Assembly {
            blocks: vec![Rows::default(); BLOCKS_PER_PART as usize],
            missing: BLOCKS_PER_PART as usize,
        });
        part.blocks[block] = rows;
        part.missing -= 1;
        if part.missing > 0 {
            return None;
        }
        assembly.remove(&place).map(|part| part.blocks)
    }

    fn encode(&self, part: u32, members: &Range<u32>, blocks: &[Rows]) -> Result<EncodedPart, StoreError> {
        let file = self.encoder.encode(blocks)?;
        let rows = blocks.iter().map(Rows::len).sum();
        let failed = blocks.iter().map(Rows::failed).sum();
        Ok(EncodedPart { record: PartRecord::new(part, rows, failed, &file), file, members: members.len() as u64 })
    }
}

/// How far threads may run ahead of the writer.
struct Window {
    parts: usize,
    /// Parts written; none once the writer has ended.
    written: Mutex<Option<usize>>,
    moved: Condvar,
}

impl Window {
    fn new(parts: usize) -> Self {
        Self { parts, written: Mutex::new(Some(0)), moved: Condvar::new() }
    }

    /// Waits until the part at a place may be computed; `false` if it is not wanted any more.
    fn wait(&self, place: usize) -> bool {
        let too_early = |written: &mut Option<usize>| written.is_some_and(|written| place >= written + self.parts);
        let written = self.moved.wait_while(locked(&self.written), too_early);
        written.unwrap_or_else(PoisonError::into_inner).is_some()
    }

    fn advance(&self, written: usize) {
        *locked(&self.written) = Some(written);
        self.moved.notify_all();
    }

    fn close(&self) {
        *locked(&self.written) = None;
        self.moved.notify_all();
    }
}

/// No panic happens while a lock is held, so a poisoned one is as good as any.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given")
}
