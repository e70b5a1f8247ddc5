//! Optimal split of search effort over cells: exact water-filling.
//!
//! Model: a target lies in cell i with probability p_i; effort e_i finds it there with probability
//! 1 - exp(-a_i e_i) (random search, Koopman 1946, with a = W v / A for sweep width W, speed v and
//! area A). Maximise sum p_i (1 - exp(-a_i e_i)) subject to sum e_i = E, e >= 0.
//!
//! Algorithm: the objective is concave, so e is optimal exactly when the marginal detection
//! p_i a_i exp(-a_i e_i) equals one level m wherever e_i > 0 and is at most m elsewhere (Charnes
//! and Cooper 1958). Cells are searched in order of p_i a_i; over the first k of them
//! ln m = (sum ln(p_i a_i) / a_i - E) / sum 1 / a_i. One sort, one pass.
//!
//! Domain: a stationary target, independent looks, exponential detection. Not a moving target.
//!
//! ```
//! use counterflow_planner::search_effort::{SearchCell, allocate_search};
//!
//! // Equal cells share the hours.
//! let cell = SearchCell { probability: 0.5, detection_rate_per_hour: 1.0 };
//! let plan = allocate_search(&[cell, cell], 2.0)?;
//! assert_eq!(plan.effort_hours, [1.0, 1.0]);
//! assert!(plan.detection_probability.is_proven());
//! # Ok::<(), counterflow_planner::PlannerError>(())
//! ```

use crate::answer::Bounded;
use crate::error::{PlannerError, require_non_negative, require_probability};

/// One cell of the search area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SearchCell {
    /// Probability that the target is in the cell; the cells together need not reach one.
    pub probability: f64,
    /// Detections per hour of effort while the target is there: sweep width x speed / area.
    pub detection_rate_per_hour: f64,
}

/// The best split of effort.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchPlan {
    /// Hours for each cell, in the order given.
    pub effort_hours: Vec<f64>,
    /// Probability of detection, and the dual bound on every split.
    pub detection_probability: Bounded,
    /// Gain in detection probability per further hour.
    pub marginal_detection_per_hour: f64,
}

/// Splits `effort_hours` so that the probability of detection is largest.
pub fn allocate_search(cells: &[SearchCell], effort_hours: f64) -> Result<SearchPlan, PlannerError> {
    check(cells, effort_hours)?;
    let level = log_marginal_level(cells, effort_hours);
    let mut plan: Vec<f64> = cells.iter().map(|cell| effort_at(cell, level)).collect();
    spend_exactly(&mut plan, effort_hours);
    let marginal = if level == f64::NEG_INFINITY { 0.0 } else { level.exp() };
    let value = detection_probability(cells, &plan);
    let bound = dual_bound(cells, effort_hours, marginal).max(value);
    Ok(SearchPlan {
        effort_hours: plan,
        detection_probability: Bounded { value, bound },
        marginal_detection_per_hour: marginal,
    })
}

/// Probability of detection of any split: the re-check of a plan's value.
pub fn detection_probability(cells: &[SearchCell], effort_hours: &[f64]) -> f64 {
    let gains = cells.iter().zip(effort_hours);
    gains.map(|(cell, hours)| -cell.probability * (-cell.detection_rate_per_hour * hours).exp_m1()).sum()
}

/// Lagrangian bound on every split at a price per hour: sum max_e (p (1 - exp(-a e)) - m e) + m E.
pub fn dual_bound(cells: &[SearchCell], effort_hours: f64, price_per_hour: f64) -> f64 {
    let best_profit = |cell: &SearchCell| {
        let steepest = cell.probability * cell.detection_rate_per_hour;
        if steepest <= price_per_hour || steepest == 0.0 {
            return 0.0;
        }
        let fallen = price_per_hour / steepest;
        let paid = if fallen == 0.0 { 0.0 } else { price_per_hour * -fallen.ln() / cell.detection_rate_per_hour };
        cell.probability * (1.0 - fallen) - paid
    };
    cells.iter().map(best_profit).sum::<f64>() + price_per_hour * effort_hours
}

pub(crate) fn check(cells: &[SearchCell], effort_hours: f64) -> Result<(), PlannerError> {
    if cells.is_empty() {
        return Err(PlannerError::Empty { item: "cells" });
    }
    require_non_negative(|| "effort in hours".to_owned(), effort_hours)?;
    for (number, cell) in cells.iter().enumerate() {
        require_probability(|| format!("probability of cell {number}"), cell.probability)?;
        require_non_negative(|| format!("detection rate of cell {number}"), cell.detection_rate_per_hour)?;
    }
    Ok(())
}

/// Logarithm of the common marginal detection; minus infinity when effort has nowhere to go.
fn log_marginal_level(cells: &[SearchCell], effort_hours: f64) -> f64 {
    let mut steepest: Vec<(f64, f64)> = cells
        .iter()
        .filter(|cell| cell.probability > 0.0 && cell.detection_rate_per_hour > 0.0)
        .map(|cell| ((cell.probability * cell.detection_rate_per_hour).ln(), cell.detection_rate_per_hour.recip()))
        .collect();
    steepest.sort_unstable_by(|left, right| right.0.total_cmp(&left.0));
    let (mut weighted_logs, mut inverse_rates) = (0.0, 0.0);
    let mut level = f64::NEG_INFINITY;
    for (log_marginal, inverse_rate) in steepest {
        if log_marginal <= level {
            break;
        }
        weighted_logs += log_marginal * inverse_rate;
        inverse_rates += inverse_rate;
        level = (weighted_logs - effort_hours) / inverse_rates;
    }
    level
}

fn effort_at(cell: &SearchCell, log_level: f64) -> f64 {
    let steepest = cell.probability * cell.detection_rate_per_hour;
    if steepest <= 0.0 {
        return 0.0;
    }
    ((steepest.ln() - log_level) / cell.detection_rate_per_hour).max(0.0)
}

/// Removes the rounding of the sum, so that a plan never spends more than there is.
fn spend_exactly(effort_hours: &mut [f64], available: f64) {
    let spent: f64 = effort_hours.iter().sum();
    if spent > available {
        effort_hours.iter_mut().for_each(|hours| *hours *= available / spent);
    }
}
