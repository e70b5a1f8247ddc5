//! What one run costs: `cargo bench -p counterflow-model`. Ratios within one output can be trusted;
//! absolute times belong to the machine whose name is printed.
#![allow(clippy::panic, reason = "a benchmark fails with the loader's own words")]

#[path = "../tests/common/mod.rs"]
mod common;

use counterflow_model::policy::{Scenario, Switches};
use counterflow_model::random::Stream;
use counterflow_model::{Calibration, Hold, Model, Parameters, RunOptions, run};

const DRAWN: RunOptions = RunOptions {
    stream: Some(Stream { seed: 1, member: 0 }),
    hold: Hold { users: false, groups: false },
    routes_from: 0,
};

struct Shipped {
    model: Model,
    parameters: Parameters,
    baseline: Scenario,
    combined: Scenario,
}

fn shipped() -> Shipped {
    let model = common::model();
    let files = common::files("scenarios", &["toml"]);
    let scenario = |name| Scenario::parse(&files, name, &model.world).unwrap_or_else(|problems| panic!("{problems}"));
    let (baseline, combined) = (scenario("baseline"), scenario("combined"));
    Shipped { parameters: common::central(), baseline, combined, model }
}

fn machine() -> String {
    let information = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = information.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    name.map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, name)| name.trim().to_owned())
}

fn main() {
    let shipped = shipped();
    let months = counterflow_model::run::months(&shipped.model, &shipped.baseline);
    println!("{} ({} routes, {months} months a run)", machine(), shipped.model.world.routes.len());
    divan::main();
}

#[divan::bench]
fn calibration_of_one_draw(bencher: divan::Bencher) {
    let Shipped { model, parameters, .. } = shipped();
    bencher.bench(|| Calibration::new(&model, &parameters, &Switches::default(), Hold::default()));
}

#[divan::bench]
fn baseline_run_of_12_years(bencher: divan::Bencher) {
    let Shipped { model, parameters, baseline, .. } = shipped();
    bencher.bench(|| run(&model, &parameters, &baseline, DRAWN));
}

#[divan::bench]
fn combined_run_of_12_years(bencher: divan::Bencher) {
    let Shipped { model, parameters, combined, .. } = shipped();
    bencher.bench(|| run(&model, &parameters, &combined, DRAWN));
}
