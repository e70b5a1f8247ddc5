//! What the study engine costs by itself: members that do next to nothing, with 20 inputs from a Sobol
//! design and one outcome each, from the design to checked Parquet parts on disk.
//!
//! ```text
//! cargo run --release -p counterflow-study --example study_overhead -- [MEMBERS] [FOLDER]
//! ```
//!
//! Prints time and processor time per member for each number of threads, the speed-up, and the peak
//! memory of the process. Linux only, because it reads /proc.

use counterflow_study::design::{Design, Method};
use counterflow_study::store::{Block, Column, Experiment, Filesystem, Layout, Manifest, Row, Session, Study, run};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

const INPUTS: usize = 20;
const ROWS_PER_PART: usize = 16_384;

struct Trivial {
    design: Design,
    /// Rounds of arithmetic that stand for a model; none for the engine alone.
    rounds: u32,
}

impl Experiment for Trivial {
    type Scratch = (Vec<Option<f64>>, Vec<f64>);

    fn scratch(&self) -> Self::Scratch {
        (vec![None; INPUTS], vec![0.0; INPUTS])
    }

    fn evaluate(&self, member: u32, (shares, inputs): &mut Self::Scratch, block: &mut Block) {
        self.design.point(member, shares);
        inputs.iter_mut().zip(shares).for_each(|(input, share)| *input = share.unwrap_or(0.5));
        let outcome = (0..self.rounds).fold(inputs.iter().sum(), |value: f64, _| (value + 1.0).ln() + 1.0);
        block.rows.push(Row { keys: &[member as i32], labels: &[], failure: None, inputs, outcomes: &[outcome] });
    }

    fn fail(&self, member: u32, reason: &str, block: &mut Block) {
        block.rows.push(Row { keys: &[member as i32], labels: &[], failure: Some(reason), inputs: &[0.0; INPUTS], outcomes: &[f64::NAN] });
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let members: u32 = arguments.next().map_or(Ok(1_000_000), |text| text.parse())?;
    let folder = arguments.next().map_or_else(std::env::temp_dir, PathBuf::from).join(format!("study-overhead-{}", std::process::id()));
    let cores = std::thread::available_parallelism()?.get();
    println!("{} on {cores} cores of {}", version(), machine());
    println!("{members} members, {INPUTS} inputs, 1 outcome, parts of {ROWS_PER_PART} rows");
    let keys: Vec<u64> = (1..=INPUTS as u64).collect();
    for rounds in [0, 2000] {
        println!("\n{rounds} rounds of arithmetic in a member");
        let members = if rounds == 0 { members } else { members / 10 };
        let experiment = Trivial { design: Design::new(&Method::Sobol, &keys, members, 1)?, rounds };
        sampling(&experiment, members)?;
        let mut alone = None;
        for threads in [1, 2, 4].into_iter().filter(|threads| *threads <= cores) {
            let wall = once(&experiment, members, threads, &folder)?;
            println!("  speed-up against one thread {:.2}", alone.get_or_insert(wall).max(f64::MIN_POSITIVE) / wall);
        }
    }
    println!("peak memory {} MB", peak_memory_kb()? / 1024);
    Ok(())
}

/// Members evaluated one after the other, without the engine.
fn sampling(experiment: &Trivial, members: u32) -> Result<(), Box<dyn Error>> {
    let (start, cpu) = (Instant::now(), cpu_seconds()?);
    let mut scratch = experiment.scratch();
    for first in (0..members).step_by(ROWS_PER_PART) {
        let mut block = Block::default();
        (first..members.min(first + ROWS_PER_PART as u32)).for_each(|member| experiment.evaluate(member, &mut scratch, &mut block));
        std::hint::black_box(&block);
    }
    report("evaluation alone", start.elapsed().as_secs_f64(), cpu_seconds()? - cpu, members);
    Ok(())
}

fn once(experiment: &Trivial, members: u32, threads: usize, folder: &PathBuf) -> Result<f64, Box<dyn Error>> {
    let column = |name: String| Column { name, unit: "1".to_owned(), definition: String::new() };
    let layout = Layout {
        keys: vec!["member".to_owned()],
        labels: Vec::new(),
        inputs: (1..=INPUTS).map(|number| column(format!("x{number}"))).collect(),
        outcomes: vec![column("sum".to_owned())],
        rows_per_member: 1,
    };
    let manifest = Manifest::new("overhead", BTreeMap::new(), members, ROWS_PER_PART, layout);
    let (start, cpu) = (Instant::now(), cpu_seconds()?);
    let mut study = Study::create(folder, manifest, &[])?;
    run(&mut study, experiment, Session { threads, disk: &mut Filesystem, done: &|_| () })?;
    let wall = start.elapsed().as_secs_f64();
    report(&format!("{threads} threads, to disk"), wall, cpu_seconds()? - cpu, members);
    println!("  {} MB in {} parts", study.finished().iter().map(|record| record.bytes).sum::<usize>() / 1_000_000, study.finished().len());
    drop(study);
    std::fs::remove_dir_all(folder)?;
    Ok(wall)
}

fn report(what: &str, wall: f64, cpu: f64, members: u32) {
    let each = |seconds: f64| 1e6 * seconds / f64::from(members);
    println!("{what}: {wall:.2} s, {:.2} us per member; {cpu:.2} s CPU, {:.2} us CPU per member", each(wall), each(cpu));
}

fn version() -> String {
    format!("counterflow-study {}", env!("CARGO_PKG_VERSION"))
}

fn machine() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    name.map_or_else(|| "an unknown machine".to_owned(), |(_, name)| name.to_owned())
}

/// User and system time of the process; the kernel counts in hundredths of a second for programs.
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let text = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = text.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let ticks: f64 = fields.iter().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    Ok(ticks / TICKS_PER_SECOND)
}

fn peak_memory_kb() -> Result<u64, Box<dyn Error>> {
    let text = std::fs::read_to_string("/proc/self/status")?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no peak memory")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
