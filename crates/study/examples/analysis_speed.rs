//! Times of sampling, Sobol analysis and PRIM, at the sizes at which `benches/study/speed.py` times
//! the peers.
//!
//! ```text
//! cargo run --release -p counterflow-study --example analysis_speed [threads]
//! ```
//!
//! Prints one line per task: name, best seconds of some repetitions. On one thread (the default) wall
//! time is CPU time.

use counterflow_study::discovery::Cases;
use counterflow_study::discovery::prim::{Options, trajectory};
use counterflow_study::sensitivity::groups::Groups;
use counterflow_study::sensitivity::saltelli::{Order, SobolDesign};
use counterflow_study::sensitivity::sequence::{Scramble, Sequence};
use counterflow_study::sensitivity::sobol::{Method, indices};
use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

const INPUTS: usize = 20;
const BASE_SAMPLES: usize = 1 << 14;
const CASES: usize = 10_000;
const REPETITIONS: usize = 5;

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

fn best<T>(task: &str, mut work: impl FnMut() -> Result<T, Box<dyn Error + Send + Sync>>) -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut best = f64::INFINITY;
    for _ in 0..REPETITIONS {
        let start = Instant::now();
        black_box(work()?);
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{task} {best:.6}");
    Ok(())
}

fn measure() -> Result<(), Box<dyn Error + Send + Sync>> {
    best("sample", || Ok(design()?.points()))?;
    let design = design()?;
    let outputs = design.evaluate(g_function);
    best("analyse", || Ok(indices(&outputs, &Method::default())?))?;
    let cases = cases()?;
    best("prim", || Ok(trajectory(&cases, &Options::default())?))
}

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let threads = std::env::args().nth(1).map_or(Ok(1), |text| text.parse())?;
    rayon::ThreadPoolBuilder::new().num_threads(threads).build()?.install(measure)
}
