//! Evasion: place sensors so that a smuggler of random origin and destination is most likely caught
//! (stochastic network interdiction, SNIP; needs the feature `highs`).
//!
//! Model (Morton, Pan and Saeger 2007; Pan and Morton 2008, Networks 52(3)): arc a is passed
//! undetected with probability r_a, with a sensor q_a <= r_a. Scenario k, of probability p_k, is an
//! evader from o_k to d_k who sees the sensors x and takes the path of largest probability
//! f_k(x). Minimise sum p_k f_k(x) subject to cost(x) <= budget.
//!
//! Formulation: a path and a set Q of its arcs assumed to hold sensors is an *event*: it has
//! probability v (with q on Q, r elsewhere), and it is open unless one of its other arcs, S, holds a
//! sensor: f_k(x) >= v whenever x is zero on S. For events of falling v the star (mixing) inequality
//!   f_k >= sum_j (v_j - v_{j+1}) (1 - sum_{S_j} x)
//! is valid (Atamtürk, Nemhauser and Savelsbergh 2000 for the mixing set) and is tight at every
//! whole x. It dominates the chord cut of each single path.
//!
//! Algorithm: scenarios that share a destination are separated by one label search over
//! (probability, sum of x), exact at fractional and whole points; a branch and bound over linear
//! programmes of HiGHS adds the inequalities where they are violated; sensors whose reduced cost
//! exceeds the gap are fixed; greedy placement and exchanges give answers early.
//!
//! Domain: independent detections, an evader who knows all sensors and all probabilities.
//!
//! ```
//! use counterflow_planner::evasion::{EvaderScenario, EvasionProblem, SensorSite, place_sensors};
//! use counterflow_planner::{Graph, Limits};
//!
//! // Two evaders towards node 2; one sensor halves the worst of them best on the second arc.
//! let problem = EvasionProblem {
//!     graph: Graph::new(3, &[(0, 1), (1, 2), (0, 2)])?,
//!     evasion: vec![0.9, 0.8, 0.5],
//!     sites: vec![
//!         SensorSite { arc: 0, evasion_with_sensor: 0.1, cost: 1.0 },
//!         SensorSite { arc: 1, evasion_with_sensor: 0.2, cost: 1.0 },
//!     ],
//!     scenarios: [0, 1].map(|origin| EvaderScenario { origin, destination: 2, probability: 0.5 }).to_vec(),
//! };
//! let answer = place_sensors(&problem, 1.0, Limits::PROVE)?;
//! assert_eq!(answer.sensors, [1]);
//! assert!((answer.evasion_probability.value - 0.35).abs() < 1e-9); // the direct arc, and 0.2
//! # Ok::<(), counterflow_planner::PlannerError>(())
//! ```

mod events;
mod placement;
mod relaxation;
mod tree;

use crate::answer::{Bounded, Limits};
use crate::error::{PlannerError, require, require_length, require_non_negative, require_probability};
use crate::graph::{Graph, require_node};
use crate::shortest_path::ShortestPaths;

/// One evader: from where, to where, how likely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EvaderScenario {
    /// Node where the evader starts.
    pub origin: usize,
    /// Node that the evader wants to reach.
    pub destination: usize,
    /// Probability of the scenario; together they need not reach one.
    pub probability: f64,
}

/// A place for a sensor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SensorSite {
    /// The arc watched.
    pub arc: usize,
    /// Probability of passing the arc undetected when the sensor is there.
    pub evasion_with_sensor: f64,
    /// Cost of the sensor.
    pub cost: f64,
}

/// A sensor placement problem.
#[derive(Clone, Debug, PartialEq)]
pub struct EvasionProblem {
    /// The network.
    pub graph: Graph,
    /// Probability of passing each arc undetected without a sensor.
    pub evasion: Vec<f64>,
    /// Where sensors can go; at most one site per arc.
    pub sites: Vec<SensorSite>,
    /// The evaders.
    pub scenarios: Vec<EvaderScenario>,
}

/// The best placement found.
#[derive(Clone, Debug, PartialEq)]
pub struct EvasionAnswer {
    /// Probability of evasion, re-computed by shortest paths, and the bound below which no placement leads.
    pub evasion_probability: Bounded,
    /// Sites that get a sensor, as positions in [`EvasionProblem::sites`].
    pub sensors: Vec<usize>,
    /// Linear relaxation at the root, with all violated inequalities added.
    pub root_bound: f64,
    /// Nodes of the search tree.
    pub nodes: u64,
}

/// Places sensors within `budget`.
pub fn place_sensors(problem: &EvasionProblem, budget: f64, limits: Limits) -> Result<EvasionAnswer, PlannerError> {
    check(problem)?;
    require_non_negative(|| "budget".to_owned(), budget)?;
    let found = tree::search(problem, budget, limits)?;
    let value = evasion_probability(problem, &found.sensors);
    let evasion_probability = Bounded { value, bound: found.bound.min(value) };
    Ok(EvasionAnswer { evasion_probability, sensors: found.sensors, root_bound: found.root_bound, nodes: found.nodes })
}

/// Probability of evasion for any placement, by shortest paths with lengths -ln(probability): the
/// re-check of every answer.
pub fn evasion_probability(problem: &EvasionProblem, sensors: &[usize]) -> f64 {
    let mut length: Vec<f64> = problem.evasion.iter().map(|evasion| -evasion.ln()).collect();
    for &site in sensors {
        let site = problem.sites[site];
        length[site.arc] = -site.evasion_with_sensor.ln();
    }
    let reversed = problem.graph.reversed();
    let mut total = 0.0;
    for (destination, scenarios) in by_destination(problem) {
        let paths = ShortestPaths::from_source(&reversed, destination, |arc| length[arc]);
        total += scenarios
            .iter()
            .map(|&k| problem.scenarios[k].probability * (-paths.distance(problem.scenarios[k].origin)).exp())
            .sum::<f64>();
    }
    total
}

/// Destinations in order, each with its scenarios.
pub(crate) fn by_destination(problem: &EvasionProblem) -> Vec<(usize, Vec<usize>)> {
    let mut groups = std::collections::BTreeMap::<usize, Vec<usize>>::new();
    for (scenario, evader) in problem.scenarios.iter().enumerate() {
        groups.entry(evader.destination).or_default().push(scenario);
    }
    groups.into_iter().collect()
}

pub(crate) fn check(problem: &EvasionProblem) -> Result<(), PlannerError> {
    let nodes = problem.graph.node_count();
    require_length("evasion probabilities", problem.evasion.len(), problem.graph.arc_count())?;
    for (arc, &evasion) in problem.evasion.iter().enumerate() {
        require_probability(|| format!("evasion probability of arc {arc}"), evasion)?;
    }
    if problem.scenarios.is_empty() {
        return Err(PlannerError::Empty { item: "scenarios" });
    }
    let mut has_site = vec![false; problem.graph.arc_count()];
    for (number, site) in problem.sites.iter().enumerate() {
        let arcs = problem.graph.arc_count();
        require(site.arc < arcs, || format!("arc of site {number}"), site.arc as f64, "an arc of the graph")?;
        require(
            !has_site[site.arc],
            || format!("arc of site {number}"),
            site.arc as f64,
            "an arc without another site",
        )?;
        has_site[site.arc] = true;
        let range = 0.0..=problem.evasion[site.arc];
        let item = || format!("evasion probability with sensor {number}");
        require(
            range.contains(&site.evasion_with_sensor),
            item,
            site.evasion_with_sensor,
            "from 0 to the probability without it",
        )?;
        require_non_negative(|| format!("cost of site {number}"), site.cost)?;
    }
    for (number, scenario) in problem.scenarios.iter().enumerate() {
        require_node(nodes, scenario.origin, || format!("scenario {number}"))?;
        require_node(nodes, scenario.destination, || format!("scenario {number}"))?;
        require_probability(|| format!("probability of scenario {number}"), scenario.probability)?;
    }
    Ok(())
}
