//! Times of sampling, Sobol analysis and PRIM, at the sizes at which `benches/study/speed.py` times
//! the peers.
//!
//! ```text
//! cargo run --release -p counterflow-study --example analysis_speed [threads]
//! ```
//!
//! Prints one line per task: name, CPU seconds, the mean of as many repetitions as fill some seconds.
//! Linux only, because it reads /proc.

use counterflow_study::discovery::Cases;
use counterflow_study::discovery::prim::{Options, trajectory};
use counterflow_study::sensitivity::groups::Groups;
use counterflow_study::sensitivity::saltelli::{Order, SobolDesign};
use counterflow_study::sensitivity::sequence::{Scramble, Sequence};
use counterflow_study::sensitivity::sobol::{Method, indices};
use std::error::Error;
use std::hint::black_box;

const INPUTS: usize = 20;
const BASE_SAMPLES: usize = 1 << 14;
const CASES: usize = 10_000;
/// Long enough for a clock of hundredths of a second.
const LEAST_CPU_SECONDS: f64 = 2.0;

/// Sobol's g-function with coefficients that rise from 0, so that influence fades.
fn g_function(u: &[f64]) -> f64 {
    u.iter().enumerate().map(|(a, u)| ((4.0 * u - 2.0).abs() + a as f64) / (1.0 + a as f64)).product()
}

fn design() -> Result<SobolDesign, Box<dyn Error + Send + Sync>> {
    let inputs = Groups::alone((0..INPUTS).map(|input| format!("x{input}")));
    Ok(SobolDesign::new(inputs, BASE_SAMPLES, Order::Second, Scramble::Matrix { seed: 1 })?)
}

/// A box in three of the inputs.
fn cases() -> Result<Cases, Box<dyn Error + Send + Sync>> {
    let points = Sequence::new(INPUTS, Scramble::Matrix { seed: 1 })?.points(CASES)?;
    let column = |input: usize| points.iter().skip(input).step_by(INPUTS).copied().collect();
    let interest = |u: &[f64]| u[0] > 0.4 && u[1] < 0.6 && u[2] > 0.5;
    Ok(Cases::new((0..INPUTS).map(column).collect(), points.chunks_exact(INPUTS).map(interest).collect())?)
}

/// User and system time of the process; the kernel counts in hundredths of a second for programs.
fn cpu_seconds() -> Result<f64, Box<dyn Error + Send + Sync>> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let text = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = text.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let ticks: f64 = fields.iter().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    Ok(ticks / TICKS_PER_SECOND)
}

fn timed<T>(
    task: &str,
    mut work: impl FnMut() -> Result<T, Box<dyn Error + Send + Sync>>,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let (start, mut repetitions) = (cpu_seconds()?, 0);
    let spent = loop {
        black_box(work()?);
        repetitions += 1;
        let spent = cpu_seconds()? - start;
        if spent >= LEAST_CPU_SECONDS {
            break spent;
        }
    };
    println!("{task} {:.6}", spent / f64::from(repetitions));
    Ok(())
}

fn measure() -> Result<(), Box<dyn Error + Send + Sync>> {
    timed("sample", || Ok(design()?.points()))?;
    let design = design()?;
    let outputs = design.evaluate(g_function);
    timed("analyse", || Ok(indices(&outputs, &Method::default())?))?;
    let cases = cases()?;
    timed("prim", || Ok(trajectory(&cases, &Options::default())?))
}

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let threads = std::env::args().nth(1).map_or(Ok(1), |text| text.parse())?;
    rayon::ThreadPoolBuilder::new().num_threads(threads).build()?.install(measure)
}
