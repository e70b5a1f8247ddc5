//! Processor time of NarcoLogic's 180 months on the published network, beside the original's.
//!
//! `cargo run --release -p counterflow-validation --example narcologic_speed -- DIR`, with DIR the
//! folder of reference data that holds `narcologic/`. Processor time is read from Linux; elsewhere
//! the wall clock serves.

use counterflow_evidence::Evidence;
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_model::narcologic::{NarcoLogicParameters, Network, Rules, parse_network};
use counterflow_validation::narcologic_runs::LongRun;
use counterflow_validation::{ReferenceFolder, Suite};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Runs that are timed; the fastest and the median are printed.
const RUNS: usize = 21;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).ok_or("name the folder of reference data")?;
    let network = network(&folder)?;
    let parameters = parameters()?;
    let mut seconds: Vec<f64> = (0..RUNS).map(|_| time(&network, &parameters)).collect();
    seconds.sort_by(f64::total_cmp);
    let (fastest, median) = (seconds[0], seconds[RUNS / 2]);
    let suite = Suite::load()?;
    let original = suite.pages().find(|(paper, _)| *paper == "narcologic");
    let original = original
        .and_then(|(_, page)| page.inputs("original_processor_seconds"))
        .ok_or("the page quotes no time of the original")?;
    println!("machine: {}", machine());
    println!("NarcoLogic, exact rules, 180 months, {} edges", network.edges().len());
    println!(
        "ours:     {:.1} ms of processor time, median of {RUNS} runs (fastest {:.1} ms)",
        1e3 * median,
        1e3 * fastest
    );
    println!(
        "original: {} s of processor time (GNU Octave 7.3)",
        original.iter().map(f64::to_string).collect::<Vec<_>>().join(" to ")
    );
    println!(
        "ratio:    {}",
        original.iter().map(|seconds| format!("{:.0}", seconds / median)).collect::<Vec<_>>().join(" to ")
    );
    Ok(())
}

fn network(folder: &Path) -> Result<Network, Box<dyn Error>> {
    let reference = ReferenceFolder::at(folder);
    let nodes = reference.text("narcologic/data/NodeTable.csv")?;
    let edges = reference.text("narcologic/data/EdgeTable.csv")?;
    Ok(parse_network(&nodes, &edges)?.without_sea_routes()?)
}

fn parameters() -> Result<NarcoLogicParameters, Box<dyn Error>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let read = |path: PathBuf| SourceFile::read(&path).map_err(|problem| problem.to_string());
    let file = read(data.join("evidence/narcologic.toml"))?;
    let bibliography = read(data.join("sources.bib"))?;
    let evidence = Evidence::load(&[file], &bibliography, NarcoLogicParameters::DECLARATIONS)
        .map_err(|problems| problems.to_string())?;
    let central = evidence.central();
    Ok(NarcoLogicParameters::from_values(&|module, name| evidence.value(&central, module, name)))
}

fn time(network: &Network, parameters: &NarcoLogicParameters) -> f64 {
    let wall = Instant::now();
    let before = processor_seconds();
    let run = LongRun::on(network, parameters, Rules::EXACT_2018, 0);
    std::hint::black_box(run.left_t());
    match (before, processor_seconds()) {
        (Some(before), Some(after)) => after - before,
        _ => wall.elapsed().as_secs_f64(),
    }
}

/// Time that this thread has spent on a processor: the first field of schedstat, in nanoseconds.
fn processor_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
}

fn machine() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map(|rest| rest.trim_start_matches([' ', '\t', ':']).to_owned());
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{} ({processors} processors)", model.unwrap_or_else(|| "unknown processor".to_owned()))
}
