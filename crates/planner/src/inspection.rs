//! Inspection game on a network: one inspector, one evader, simultaneous moves.
//!
//! Model: the inspector picks one arc a, the evader a path; if the path uses the arc it is detected
//! with probability p_a. Both randomise. Washburn and Wood 1995 (Oper. Res. 43(2)): the value is
//! 1 / F, where F is the maximum flow with capacities 1 / p_a. The inspector plays the arcs of a
//! minimum cut with probabilities (1 / p_a) / F; the evader plays the paths of the flow in
//! proportion to what they carry.
//!
//! Domain: one inspector, detection independent of the path. With several inspectors who do not
//! stack, multiply the value by their number while it stays below every p_a.
//!
//! ```
//! use counterflow_planner::Graph;
//! use counterflow_planner::inspection::inspect;
//!
//! // Two parallel arcs: the value is 1 / (1/0.5 + 1/0.25), whichever way the evader goes.
//! let plan = inspect(&Graph::new(2, &[(0, 1), (0, 1)])?, 0, 1, &[0.5, 0.25])?;
//! assert!((plan.detection_probability.value - 1.0 / 6.0).abs() < 1e-12);
//! assert!((plan.inspection_probability[1] - 2.0 / 3.0).abs() < 1e-12);
//! # Ok::<(), counterflow_planner::PlannerError>(())
//! ```

use crate::answer::{Bounded, agree};
use crate::error::{PlannerError, require_length, require_probability};
use crate::graph::Graph;
use crate::max_flow::FlowNetwork;
use crate::shortest_path::ShortestPaths;

/// Relative tolerance of the re-check.
const TOLERANCE: f64 = 1e-9;

/// A path and the probability with which the evader takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct PathChoice {
    /// Arcs in the order travelled.
    pub arcs: Vec<usize>,
    /// Probability.
    pub probability: f64,
}

/// Optimal mixed strategies of both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct InspectionPlan {
    /// Probability that each arc is inspected.
    pub inspection_probability: Vec<f64>,
    /// The evader's paths.
    pub evader_paths: Vec<PathChoice>,
    /// Probability of detection: what the inspector guarantees (value) and what the evader concedes
    /// at most (bound).
    pub detection_probability: Bounded,
}

/// Solves the game between `source` and `target`.
pub fn inspect(
    graph: &Graph,
    source: usize,
    target: usize,
    detection_probability: &[f64],
) -> Result<InspectionPlan, PlannerError> {
    graph.require_terminals(source, target)?;
    require_length("detection probabilities", detection_probability.len(), graph.arc_count())?;
    for (arc, &probability) in detection_probability.iter().enumerate() {
        require_probability(|| format!("detection probability of arc {arc}"), probability)?;
    }
    let unwatched = ShortestPaths::from_source(graph, source, |arc| detection_probability[arc]);
    if unwatched.distance(target).is_infinite() {
        return Err(PlannerError::Disconnected { source_node: source, target_node: target });
    }
    if unwatched.distance(target) == 0.0 {
        return Ok(unwatchable(graph, unwatched.path_to(graph, target)));
    }
    let plan = mixed_strategies(graph, source, target, detection_probability);
    check_inspection(graph, source, target, detection_probability, plan)
}

/// A path of arcs on which nothing is ever detected: the value is zero.
fn unwatchable(graph: &Graph, path: Vec<usize>) -> InspectionPlan {
    InspectionPlan {
        inspection_probability: vec![0.0; graph.arc_count()],
        evader_paths: vec![PathChoice { arcs: path, probability: 1.0 }],
        detection_probability: Bounded { value: 0.0, bound: 0.0 },
    }
}

fn mixed_strategies(graph: &Graph, source: usize, target: usize, detection: &[f64]) -> InspectionPlan {
    let mut network = FlowNetwork::new(graph);
    let total = network.solve(source, target, |arc| detection[arc].recip());
    let crosses =
        |arc: usize| network.is_on_source_side(graph.tail(arc)) && !network.is_on_source_side(graph.head(arc));
    let inspection_probability =
        (0..graph.arc_count()).map(|arc| if crosses(arc) { (detection[arc] * total).recip() } else { 0.0 }).collect();
    let flow: Vec<f64> = (0..graph.arc_count()).map(|arc| network.flow(arc)).collect();
    let mut evader_paths = decompose(graph, source, target, flow);
    let carried: f64 = evader_paths.iter().map(|path| path.probability).sum();
    evader_paths.iter_mut().for_each(|path| path.probability /= carried);
    let value = total.recip();
    InspectionPlan { inspection_probability, evader_paths, detection_probability: Bounded { value, bound: value } }
}

/// Splits a flow into paths by walking arcs that still carry flow; each path empties an arc. Walks
/// by breadth first, so circulations are never entered.
fn decompose(graph: &Graph, source: usize, target: usize, mut flow: Vec<f64>) -> Vec<PathChoice> {
    let negligible = flow.iter().copied().fold(0.0, f64::max) * f64::EPSILON * graph.arc_count() as f64;
    let mut paths = Vec::new();
    let mut search = ShortestPaths::default();
    loop {
        search.run(graph, source, Some(target), |arc| if flow[arc] > negligible { 1.0 } else { f64::INFINITY });
        if search.distance(target).is_infinite() {
            return paths;
        }
        let arcs = search.path_to(graph, target);
        let carried = arcs.iter().map(|&arc| flow[arc]).fold(f64::INFINITY, f64::min);
        arcs.iter().for_each(|&arc| flow[arc] -= carried);
        paths.push(PathChoice { arcs, probability: carried });
    }
}

/// Re-checks both strategies against best responses: a shortest path against the inspector, the
/// most exposed arc against the evader. Replaces value and bound by what they guarantee.
pub fn check_inspection(
    graph: &Graph,
    source: usize,
    target: usize,
    detection_probability: &[f64],
    mut plan: InspectionPlan,
) -> Result<InspectionPlan, PlannerError> {
    let exposure = |arc: usize| plan.inspection_probability[arc] * detection_probability[arc];
    let guaranteed = ShortestPaths::from_source(graph, source, exposure).distance(target);
    let mut usage = vec![0.0; graph.arc_count()];
    for path in &plan.evader_paths {
        path.arcs.iter().for_each(|&arc| usage[arc] += path.probability);
    }
    let conceded = (0..graph.arc_count()).map(|arc| usage[arc] * detection_probability[arc]).fold(0.0, f64::max);
    let inspected: f64 = plan.inspection_probability.iter().sum();
    if !agree(inspected, 1.0, TOLERANCE) || !agree(guaranteed, conceded, TOLERANCE) {
        let what = format!(
            "the inspector guarantees {guaranteed}, the evader concedes {conceded}, inspections sum to {inspected}"
        );
        return Err(PlannerError::CertificateRejected { what });
    }
    plan.detection_probability = Bounded { value: guaranteed, bound: conceded.max(guaranteed) };
    Ok(plan)
}
