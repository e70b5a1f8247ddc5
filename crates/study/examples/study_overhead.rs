//! What the study engine costs by itself: members that do next to nothing, with 20 inputs from a Sobol
//! design and one outcome each, from the design to checked Parquet parts on disk.
//!
//! ```text
//! cargo run --release -p counterflow-study --example study_overhead -- MEMBERS THREADS ROUNDS FOLDER
//! ```
//!
//! Starts the study in the folder, or goes on with it. ROUNDS of arithmetic stand for a model; 0 leaves
//! the engine alone. Prints lines of a name and a number for `benches/study/speed.py`, which removes the
//! folder, kills runs and compares with the peers. Linux only, because it reads /proc.

use counterflow_study::design::{Design, Method};
use counterflow_study::store::{
    Block, Column, Experiment, Filesystem, Layout, Manifest, PartRecord, Row, Session, Study, run,
};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

const INPUTS: usize = 20;
const ROWS_PER_PART: usize = 16_384;

struct Trivial {
    design: Design,
    /// Rounds of arithmetic that stand for a model.
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
        block.rows.push(Row {
            keys: &[member as i32],
            labels: &[],
            failure: Some(reason),
            inputs: &[0.0; INPUTS],
            outcomes: &[f64::NAN],
        });
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [members, threads, rounds, folder] = arguments.as_slice() else {
        return Err("expected MEMBERS THREADS ROUNDS FOLDER".into());
    };
    let (members, threads, folder) = (members.parse()?, threads.parse()?, PathBuf::from(folder));
    let keys: Vec<u64> = (1..=INPUTS as u64).collect();
    let experiment = Trivial { design: Design::new(&Method::Sobol, &keys, members, 1)?, rounds: rounds.parse()? };
    let alone = evaluation_alone(&experiment, members)?;
    let mut study = opened(&folder, members)?;
    let found = study.finished().iter().map(|record| record.rows).sum::<usize>();
    let (start, cpu) = (Instant::now(), cpu_seconds()?);
    run(&mut study, &experiment, Session { threads, disk: &mut Filesystem, done: &|_| () })?;
    println!("wall_seconds {}", start.elapsed().as_secs_f64());
    println!("cpu_seconds {}", cpu_seconds()? - cpu);
    println!("evaluation_cpu_seconds {alone}");
    let sum = |of: fn(&PartRecord) -> usize| study.finished().iter().map(of).sum::<usize>();
    println!("rows_found {found}");
    println!("rows {}", sum(|record| record.rows));
    println!("bytes {}", sum(|record| record.bytes));
    println!("peak_kb {}", peak_memory_kb()?);
    Ok(())
}

fn opened(folder: &Path, members: u32) -> Result<Study, Box<dyn Error>> {
    if folder.join("manifest.json").exists() {
        return Ok(Study::open(folder)?);
    }
    let column = |name: String| Column { name, unit: "1".to_owned(), definition: String::new() };
    let layout = Layout {
        keys: vec!["member".to_owned()],
        labels: Vec::new(),
        inputs: (1..=INPUTS).map(|number| column(format!("x{number}"))).collect(),
        outcomes: vec![column("sum".to_owned())],
        rows_per_member: 1,
    };
    Ok(Study::create(folder, Manifest::new("overhead", BTreeMap::new(), members, ROWS_PER_PART, layout), &[])?)
}

/// Processor time of some members evaluated one after the other, without the engine, scaled to all.
fn evaluation_alone(experiment: &Trivial, members: u32) -> Result<f64, Box<dyn Error>> {
    let cpu = cpu_seconds()?;
    let mut scratch = experiment.scratch();
    let sample = members.min(10 * ROWS_PER_PART as u32);
    for first in (0..sample).step_by(ROWS_PER_PART) {
        let mut block = Block::default();
        (first..sample.min(first + ROWS_PER_PART as u32))
            .for_each(|member| experiment.evaluate(member, &mut scratch, &mut block));
        std::hint::black_box(&block);
    }
    Ok((cpu_seconds()? - cpu) * f64::from(members) / f64::from(sample.max(1)))
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
