//! What is measured, class by class, and how it is printed.

use std::path::PathBuf;
use std::time::Instant;

use counterflow_planner::evasion::{EvasionProblem, place_sensors};
use counterflow_planner::flow_interdiction::{
    FlowInterdiction, FrontierPoint, interdict_flow, interdict_flow_frontier,
};
use counterflow_planner::path_interdiction::{PathInterdiction, interdict_path};
use counterflow_planner::quantal_response::commit_against_quantal_response;
use counterflow_planner::search_effort::allocate_search;
use counterflow_planner::stackelberg::commit;
use counterflow_planner::{Bounded, Limits};

use crate::instances;
use crate::plain::{self, PlainAnswer};

/// Relative gap at which either side may stop.
pub const RELATIVE_GAP: f64 = 1e-6;

/// Options of the command line.
pub struct Run {
    pub data: Option<PathBuf>,
    pub seconds: f64,
    /// Only cases whose name holds this text.
    pub only: Option<String>,
    /// Whether the plain programmes are left out.
    pub ours_alone: bool,
}

impl Run {
    fn wants(&self, case: &str) -> bool {
        self.only.as_ref().is_none_or(|text| case.contains(text))
    }

    fn plain(&self, solve: impl FnOnce() -> PlainAnswer) -> Option<(PlainAnswer, f64)> {
        (!self.ours_alone).then(|| timed(solve))
    }

    fn limits(&self) -> Limits {
        Limits { seconds: Some(self.seconds), relative_gap: RELATIVE_GAP, nodes: None }
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let started = Instant::now();
    let result = work();
    (result, started.elapsed().as_secs_f64())
}

fn print(case: &str, ours: (Bounded, f64), plain: Option<(PlainAnswer, f64)>) {
    let (found, seconds) = ours;
    let answer = format!("{:.9} (gap {:.2e})", found.value, found.relative_gap());
    match plain {
        None => println!("{case:<34} {seconds:>10.4} {:>10} {:>8}  {answer}", "", ""),
        Some((plain, plain_seconds)) => {
            let mark = if plain.proven { " " } else { ">" };
            let ratio = plain_seconds / seconds;
            let bound = if plain.proven { String::new() } else { format!(" bound {:.9}", plain.bound) };
            println!(
                "{case:<34} {seconds:>10.4} {plain_seconds:>10.3} {mark}{ratio:>7.1}  {answer} / {:.9}{bound}",
                plain.objective
            );
        }
    }
}

pub fn search(_: &Run) {
    let cells = instances::search_cells(100_000, 1);
    let (plan, seconds) = timed(|| allocate_search(&cells, 50_000.0).expect("a plan"));
    print("search 100,000 cells", (plan.detection_probability, seconds), None);
}

pub fn games(run: &Run) {
    for count in [50, 200, 1_000] {
        let targets = instances::security_targets(count, 1);
        let resources = count as f64 / 5.0;
        let (answer, seconds) = timed(|| commit(&targets, resources).expect("an equilibrium"));
        let plain = run.plain(|| plain::security(&targets, resources, run.seconds));
        let value = Bounded { value: answer.defender_utility, bound: answer.defender_utility };
        print(&format!("security {count} targets"), (value, seconds), plain);
    }
    let targets = instances::security_targets(200, 1);
    for rationality in [0.25, 0.76, 1.5] {
        let (answer, seconds) =
            timed(|| commit_against_quantal_response(&targets, 40.0, rationality).expect("an optimum"));
        print(&format!("quantal response 200, l={rationality}"), (answer.defender_utility, seconds), None);
    }
}

pub fn flow(run: &Run) {
    let mut cases = vec![("generated 10x10".to_owned(), instances::grid_flow(10, 1), 60)];
    cases.push(("generated 20x20".to_owned(), instances::grid_flow(20, 1), 60));
    if let Some(folder) = &run.data {
        cases.push(("public 10x10".to_owned(), instances::read_flow(folder, 10), 65));
        cases.push(("public 20x20".to_owned(), instances::read_flow(folder, 20), 60));
    }
    for (name, problem, largest) in cases {
        flow_frontier(run, &name, &problem, largest);
    }
    let single = "flow generated 60x60, budget 25";
    if !run.wants(single) {
        return;
    }
    let problem = instances::grid_flow(60, 1);
    let (points, seconds) = timed(|| interdict_flow(&problem, 25, run.limits()).expect("an answer"));
    let plain = run.plain(|| plain::flow(&problem, 25.0, run.seconds));
    print(single, (points.remaining_flow, seconds), plain);
}

/// The plain frontier solves one programme per budget; its time is their sum.
fn flow_frontier(run: &Run, name: &str, problem: &FlowInterdiction, largest: usize) {
    let case = format!("flow frontier {name}, 0..{largest}");
    if !run.wants(&case) {
        return;
    }
    let (points, seconds) = timed(|| interdict_flow_frontier(problem, largest, run.limits()).expect("a frontier"));
    let plain = run.plain(|| plain_frontier(run, problem, &points));
    print(&case, (points[largest].remaining_flow, seconds), plain);
}

/// One programme per budget; the answer to the last one, proven if all are.
fn plain_frontier(run: &Run, problem: &FlowInterdiction, points: &[FrontierPoint]) -> PlainAnswer {
    let mut proven = true;
    let mut last = PlainAnswer { objective: 0.0, bound: 0.0, proven };
    for point in points {
        last = plain::flow(problem, point.budget as f64, run.seconds);
        proven &= last.proven;
        assert!(!last.proven || (point.remaining_flow.value - last.objective).abs() < 0.5, "budget {}", point.budget);
    }
    PlainAnswer { proven, ..last }
}

pub fn paths(run: &Run) {
    for (side, budget) in [(10, 5), (20, 3), (20, 5), (20, 10), (40, 3), (40, 5), (60, 5)] {
        path_case(run, &format!("paths generated {side}x{side}, R={budget}"), &instances::grid_paths(side, 1), budget);
    }
    if let Some(folder) = &run.data {
        for side in [10, 15, 20] {
            for budget in [3, 5, 10] {
                path_case(
                    run,
                    &format!("paths public {side}x{side}, R={budget}"),
                    &instances::read_paths(folder, side),
                    budget,
                );
            }
        }
    }
}

pub fn roads(run: &Run) {
    for (side, budget) in [(20, 3), (20, 6), (20, 20), (30, 5), (30, 10), (50, 5), (50, 10)] {
        path_case(run, &format!("roads generated {side}x{side}, R={budget}"), &instances::road_paths(side, 1), budget);
    }
}

fn path_case(run: &Run, name: &str, problem: &PathInterdiction, budget: u32) {
    if !run.wants(name) {
        return;
    }
    let (answer, seconds) = timed(|| interdict_path(problem, f64::from(budget), run.limits()).expect("an answer"));
    let plain = run.plain(|| plain::paths(problem, f64::from(budget), run.seconds));
    print(name, (answer.path_length, seconds), plain);
}

pub fn evasion(run: &Run) {
    for (side, factor, budget) in [(12, 0.5, 10), (12, 0.1, 10), (18, 0.5, 15), (18, 0.1, 15)] {
        evasion_case(
            run,
            &format!("evasion generated {side}, q={factor}r, B={budget}"),
            &instances::crossing(side, factor, 1),
            budget,
        );
    }
    if let Some(folder) = &run.data {
        for variant in 1..=4 {
            let problem = instances::read_evasion(folder, variant);
            for budget in [30, 50, 70, 90] {
                evasion_case(run, &format!("evasion public 0/{variant}/{budget}"), &problem, budget);
            }
        }
    }
}

fn evasion_case(run: &Run, name: &str, problem: &EvasionProblem, budget: u32) {
    if !run.wants(name) {
        return;
    }
    let (answer, seconds) = timed(|| place_sensors(problem, f64::from(budget), run.limits()).expect("a placement"));
    let plain = run.plain(|| plain::evasion(problem, f64::from(budget), run.seconds));
    print(name, (answer.evasion_probability, seconds), plain);
}
