//! Maximal covering: open p sites so that most weight lies within reach (Church and ReVelle 1974).
//!
//! Model: maximise sum w_i z_i with z_i <= sum of x_j over the sites j that cover i, sum x_j = p,
//! x binary, 0 <= z <= 1.
//!
//! Algorithm: the greedy choice (within 1 - 1/e of the optimum, Nemhauser et al. 1978), computed
//! lazily because gains only fall (Minoux 1978), gives an answer at once; with the feature `highs`
//! the programme is solved from it and gives the bound. Without the feature the bound is the
//! smallest of greedy's own: covered weight so far plus the p largest gains left, at every step
//! (Nemhauser et al. 1978). This is a class where the plain programme is fast: nothing is gained on it.
//!
//! ```
//! use counterflow_planner::Limits;
//! use counterflow_planner::covering::{CoveringProblem, cover};
//!
//! // The first site reaches most alone, the other two reach more together.
//! let problem = CoveringProblem {
//!     weight: vec![3.0, 3.0, 2.0, 3.0, 3.0],
//!     covered_by_site: vec![vec![0, 1, 2], vec![0, 3], vec![1, 4]],
//! };
//! let plan = cover(&problem, 2, Limits::PROVE)?;
//! # #[cfg(feature = "highs")]
//! assert_eq!((plan.sites, plan.covered_weight.value), (vec![1, 2], 12.0));
//! # Ok::<(), counterflow_planner::PlannerError>(())
//! ```

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::answer::{Bounded, Limits};
use crate::error::{PlannerError, require, require_non_negative};

/// A covering problem.
#[derive(Clone, Debug, PartialEq)]
pub struct CoveringProblem {
    /// Weight of each demand point.
    pub weight: Vec<f64>,
    /// For each site the demand points that it covers.
    pub covered_by_site: Vec<Vec<usize>>,
}

/// The sites opened.
#[derive(Clone, Debug, PartialEq)]
pub struct CoveringPlan {
    /// Sites, in increasing order.
    pub sites: Vec<usize>,
    /// Weight covered, and the bound on every choice of as many sites.
    pub covered_weight: Bounded,
}

/// Opens at most `count` sites.
pub fn cover(problem: &CoveringProblem, count: usize, limits: Limits) -> Result<CoveringPlan, PlannerError> {
    check(problem)?;
    let clock = limits.start();
    let (greedy, greedy_bound) = lazy_greedy(problem, count);
    let (sites, bound) = improve(problem, count, greedy, greedy_bound, limits, &clock)?;
    let value = covered_weight(problem, &sites);
    Ok(CoveringPlan { sites, covered_weight: Bounded { value, bound: bound.max(value) } })
}

/// Weight that a choice of sites covers: the re-check of a plan's value.
pub fn covered_weight(problem: &CoveringProblem, sites: &[usize]) -> f64 {
    let mut covered = vec![false; problem.weight.len()];
    sites.iter().flat_map(|&site| &problem.covered_by_site[site]).for_each(|&point| covered[point] = true);
    problem.weight.iter().zip(covered).filter(|(_, covered)| *covered).map(|(weight, _)| weight).sum()
}

pub(crate) fn check(problem: &CoveringProblem) -> Result<(), PlannerError> {
    if problem.covered_by_site.is_empty() {
        return Err(PlannerError::Empty { item: "sites" });
    }
    for (point, &weight) in problem.weight.iter().enumerate() {
        require_non_negative(|| format!("weight of demand point {point}"), weight)?;
    }
    for (site, points) in problem.covered_by_site.iter().enumerate() {
        for &point in points {
            let known = point < problem.weight.len();
            require(known, || format!("demand point of site {site}"), point as f64, "a demand point of the problem")?;
        }
    }
    Ok(())
}

/// A site and the gain it had when it was last looked at; the largest gain first, then the first site.
#[derive(Clone, Copy, Debug)]
struct Gain {
    gain: f64,
    site: usize,
    looked_at: usize,
}

impl Ord for Gain {
    fn cmp(&self, other: &Self) -> Ordering {
        self.gain.total_cmp(&other.gain).then(other.site.cmp(&self.site))
    }
}

impl PartialOrd for Gain {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Gain {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Gain {}

/// Greedy sites and a bound on every choice.
fn lazy_greedy(problem: &CoveringProblem, count: usize) -> (Vec<usize>, f64) {
    let mut covered = vec![false; problem.weight.len()];
    let gain_of = |site: usize, covered: &[bool]| -> f64 {
        let mut points = problem.covered_by_site[site].clone();
        points.sort_unstable();
        points.dedup();
        points.iter().filter(|&&point| !covered[point]).map(|&point| problem.weight[point]).sum()
    };
    let first = |site: usize| Gain { gain: gain_of(site, &covered), site, looked_at: 0 };
    let mut queue: BinaryHeap<Gain> = (0..problem.covered_by_site.len()).map(first).collect();
    let (mut sites, mut weight) = (Vec::new(), 0.0);
    let mut bound = problem.weight.iter().sum::<f64>().min(largest_gains(&queue, count));
    while sites.len() < count {
        let Some(best) = queue.pop() else { break };
        if best.looked_at < sites.len() {
            queue.push(Gain { gain: gain_of(best.site, &covered), looked_at: sites.len(), ..best });
            continue;
        }
        sites.push(best.site);
        weight += best.gain;
        problem.covered_by_site[best.site].iter().for_each(|&point| covered[point] = true);
        bound = bound.min(weight + largest_gains(&queue, count));
    }
    sites.sort_unstable();
    (sites, bound)
}

/// Gains on record are at least today's gains, so that their largest `count` bound what is missing.
fn largest_gains(queue: &BinaryHeap<Gain>, count: usize) -> f64 {
    let mut gains: Vec<f64> = queue.iter().map(|entry| entry.gain).collect();
    gains.sort_unstable_by(|left, right| right.total_cmp(left));
    gains.iter().take(count).sum()
}

#[cfg(not(feature = "highs"))]
fn improve(
    _: &CoveringProblem,
    _: usize,
    greedy: Vec<usize>,
    bound: f64,
    _: Limits,
    _: &crate::answer::Stopwatch,
) -> Result<(Vec<usize>, f64), PlannerError> {
    Ok((greedy, bound))
}

#[cfg(feature = "highs")]
fn improve(
    problem: &CoveringProblem,
    count: usize,
    greedy: Vec<usize>,
    bound: f64,
    limits: Limits,
    clock: &crate::answer::Stopwatch,
) -> Result<(Vec<usize>, f64), PlannerError> {
    use crate::programme;
    let greedy_weight = covered_weight(problem, &greedy);
    if (Bounded { value: greedy_weight, bound }).relative_gap() <= limits.relative_gap {
        return Ok((greedy, bound));
    }
    let programme = formulate(problem, count);
    let start = starting_point(problem, &greedy);
    let weight = |columns: &[f64]| -> f64 {
        problem.weight.iter().zip(&columns[problem.covered_by_site.len()..]).map(|(weight, share)| weight * share).sum()
    };
    let found = programme::solve_from(&start, weight, programme, highs::Sense::Maximise, limits, clock)?;
    let chosen: Option<Vec<usize>> = found
        .columns
        .map(|columns| (0..problem.covered_by_site.len()).filter(|&site| programme::is_one(columns[site])).collect());
    let better = chosen.filter(|sites| covered_weight(problem, sites) > greedy_weight);
    Ok((better.unwrap_or(greedy), bound.min(found.bound)))
}

#[cfg(feature = "highs")]
fn formulate(problem: &CoveringProblem, count: usize) -> highs::RowProblem {
    let mut programme = highs::RowProblem::default();
    let sites: Vec<_> = problem.covered_by_site.iter().map(|_| programme.add_integer_column(0.0, 0.0..=1.0)).collect();
    let mut coverers: Vec<Vec<usize>> = vec![Vec::new(); problem.weight.len()];
    for (site, points) in problem.covered_by_site.iter().enumerate() {
        for &point in points {
            coverers[point].push(site);
        }
    }
    for (point, coverers) in coverers.iter().enumerate() {
        let covered = programme.add_column(problem.weight[point], 0.0..=1.0);
        let mut unique = coverers.clone();
        unique.dedup();
        programme.add_row(0.0.., unique.iter().map(|&site| (sites[site], 1.0)).chain([(covered, -1.0)]));
    }
    programme.add_row(..=count as f64, sites.iter().map(|&site| (site, 1.0)));
    programme
}

#[cfg(feature = "highs")]
fn starting_point(problem: &CoveringProblem, sites: &[usize]) -> Vec<f64> {
    let mut covered = vec![0.0; problem.weight.len()];
    sites.iter().flat_map(|&site| &problem.covered_by_site[site]).for_each(|&point| covered[point] = 1.0);
    let open = (0..problem.covered_by_site.len()).map(|site| if sites.contains(&site) { 1.0 } else { 0.0 });
    open.chain(covered).collect()
}
