//! The shipped world runs, stands still, and keeps its kilograms.

mod common;

use counterflow_model::policy::Scenario;
use counterflow_model::random::Stream;
use counterflow_model::{Hold, RunOptions, run};

#[test]
fn probe() {
    let model = common::model();
    let p = common::central();
    let scenario = Scenario::baseline(model.world.start.plus_months(239));
    let hold = Hold { users: true, groups: true };
    let started = std::time::Instant::now();
    let still = run(&model, &p, &scenario, RunOptions { hold, ..RunOptions::default() });
    eprintln!("{} series, {} ms", still.width, started.elapsed().as_millis());
    let mut worst: Vec<(f64, String)> = model.layout.series().enumerate().map(|(i, (ind, place))| {
        let first = still.value(0, i);
        let drift = still.series(i).map(|v| (v - first).abs()).fold(0.0, f64::max) / first.abs().max(1e-9);
        (drift, format!("{}@{} {}", ind.id, place, first))
    }).collect();
    worst.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (drift, name) in worst.iter().take(25) { eprintln!("{drift:.3e} {name}"); }
    for name in ["coca_area","potential_output","processed_output","seized","arrivals","consumption","stock","mass_balance_error"] {
        eprintln!("{name} {}", still.value(0, model.layout.find(name, "world").unwrap()));
    }
    let noisy = run(&model, &p, &scenario, RunOptions { stream: Some(Stream { seed: 1, member: 0 }), ..RunOptions::default() });
    for name in ["seized","consumption","group_members","violent_deaths","heavy_users","mass_balance_error"] {
        let i = model.layout.find(name, "world").unwrap();
        eprintln!("{name}: {:?}", [0,1,2,12,24,48,96,144,239].map(|m| noisy.value(m, i)));
    }
}
