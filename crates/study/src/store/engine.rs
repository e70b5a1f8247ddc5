//! Runs members on threads and hands finished parts to the one writer.

use super::disk::Disk;
use super::error::StoreError;
use super::journal::PartRecord;
use super::manifest::Manifest;
use super::parquet_write::PartEncoder;
use super::progress::ProgressFile;
use super::rows::{Block, Rows};
use super::study::{PartFiles, Study};
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

    /// Runs a member and adds its rows to every table, as many as the layouts say, in their order.
    fn evaluate(&self, member: u32, scratch: &mut Self::Scratch, block: &mut Block);

    /// Adds a member's rows as failures, for a member whose evaluation broke off.
    fn fail(&self, member: u32, reason: &str, block: &mut Block);
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
        manifest: &manifest,
        encoder: PartEncoder::new(&manifest)?,
        paths_encoder: PartEncoder::of_paths(&manifest)?,
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
fn write(
    study: &mut Study,
    window: &Window,
    receiver: &Receiver<Finished>,
    disk: &mut dyn Disk,
    progress: &mut ProgressFile,
) -> Result<(), StoreError> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for Finished { place, part } in receiver {
        early.insert(place, part);
        while let Some(part) = early.remove(&next) {
            let EncodedPart { record, files, members } = part?;
            study.store(record, &files, disk)?;
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
    files: PartFiles,
    members: u64,
}

struct Pool<'a, E> {
    experiment: &'a E,
    manifest: &'a Manifest,
    encoder: PartEncoder<'a>,
    paths_encoder: Option<PartEncoder<'a>>,
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
    blocks: Vec<Block>,
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

    fn block(&self, members: Range<u32>, scratch: &mut E::Scratch) -> Result<Block, StoreError> {
        let mut block = Block::with_room(self.manifest, members.len());
        let count = members.len() as u64;
        for member in members {
            self.member(member, scratch, &mut block)?;
        }
        (self.done)(count);
        Ok(block)
    }

    fn member(&self, member: u32, scratch: &mut E::Scratch, block: &mut Block) -> Result<(), StoreError> {
        let before = block.len();
        let outcome = catch_unwind(AssertUnwindSafe(|| self.experiment.evaluate(member, scratch, block)));
        if let Err(panic) = outcome {
            block.truncate(before, self.manifest);
            *scratch = self.experiment.scratch();
            self.experiment.fail(member, &format!("broke off: {}", message(&*panic)), block);
        }
        for ((after, before), expected) in block.len().into_iter().zip(before).zip(self.manifest.rows_per_member()) {
            let found = after - before;
            if found != expected {
                return Err(StoreError::WrongRows { member, found, expected });
            }
        }
        Ok(())
    }

    /// Adds a block to its part; all blocks once the part is whole.
    fn assemble(&self, place: usize, block: usize, rows: Block) -> Option<Vec<Block>> {
        let mut assembly = locked(&self.assembly);
        let part = assembly.entry(place).or_insert_with(|| Assembly {
            blocks: vec![Block::default(); BLOCKS_PER_PART as usize],
            missing: BLOCKS_PER_PART as usize,
        });
        part.blocks[block] = rows;
        part.missing -= 1;
        if part.missing > 0 {
            return None;
        }
        assembly.remove(&place).map(|part| part.blocks)
    }

    fn encode(&self, part: u32, members: &Range<u32>, blocks: &[Block]) -> Result<EncodedPart, StoreError> {
        let (rows, paths): (Vec<&Rows>, Vec<&Rows>) = blocks.iter().map(|block| (&block.rows, &block.paths)).unzip();
        let files = PartFiles {
            rows: self.encoder.encode(&rows)?,
            paths: self.paths_encoder.as_ref().map(|encoder| encoder.encode(&paths)).transpose()?,
        };
        let count = |of: &[&Rows]| of.iter().map(|rows| rows.len()).sum();
        let failed = rows.iter().map(|rows| rows.failed()).sum();
        let record =
            PartRecord::new(part, count(&rows), failed, &files.rows).with_paths(count(&paths), files.paths.as_deref());
        Ok(EncodedPart { record, files, members: members.len() as u64 })
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
