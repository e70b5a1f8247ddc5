//! Which policies do well across many states of the world: robustness measures over a table of
//! values, by policy and state.
//!
//! The measures are those compared by McPhail et al. (2018, "Robustness metrics: how are they
//! calculated, when should they be used and why do they give different results?", table 2), written
//! for values of which more is better; where less is better, signs are turned and turned back.
//!
//! ```text
//! worst, best        smallest and largest value over states             (Wald 1950)
//! mean               mean over states                                   (Laplace's insufficient reason)
//! hurwicz            a x worst + (1 - a) x best, pessimism a            (Hurwicz 1953)
//! percentile         the value that a share p of the states fall short of
//! regret             best value of any policy in a state, less the policy's own   (Savage 1951)
//! satisficing        share of states whose value meets a threshold      (Starr 1963)
//! ```

mod error;
#[cfg(test)]
mod tests;

use crate::statistics::{quantile, sorted};
pub use error::RobustnessError;

/// Whether more or less of the value is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    More,
    /// Less is better.
    Less,
}

impl Better {
    /// Turns values so that more is better, and turns them back.
    fn turned(self, value: f64) -> f64 {
        match self {
            Better::More => value,
            Better::Less => -value,
        }
    }
}

/// Values by policy and state.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    policies: usize,
    states: usize,
    /// By policy, state.
    cells: Vec<f64>,
}

impl Values {
    /// A table with one row of values per policy.
    ///
    /// # Errors
    /// No policies or states, rows that do not match, or a value that is not finite.
    pub fn new(policies: usize, states: usize, cells: Vec<f64>) -> Result<Self, RobustnessError> {
        if policies == 0 || states == 0 {
            return Err(RobustnessError::Empty);
        }
        if cells.len() != policies * states {
            return Err(RobustnessError::Size { given: cells.len(), policies, states });
        }
        match cells.iter().position(|value| !value.is_finite()) {
            Some(cell) => {
                Err(RobustnessError::NotFinite { policy: cell / states, state: cell % states, value: cells[cell] })
            }
            None => Ok(Self { policies, states, cells }),
        }
    }

    /// Number of policies.
    #[must_use]
    pub fn policies(&self) -> usize {
        self.policies
    }

    /// Number of states.
    #[must_use]
    pub fn states(&self) -> usize {
        self.states
    }

    /// Values of a policy, by state.
    #[must_use]
    pub fn row(&self, policy: usize) -> &[f64] {
        &self.cells[policy * self.states..(policy + 1) * self.states]
    }

    /// Regret by policy, state: never negative, 0 for the best policy of a state.
    #[must_use]
    pub fn regrets(&self, better: Better) -> Vec<f64> {
        let best = |state: usize| {
            (0..self.policies).map(|policy| better.turned(self.row(policy)[state])).fold(f64::NEG_INFINITY, f64::max)
        };
        let best: Vec<f64> = (0..self.states).map(best).collect();
        self.cells.iter().enumerate().map(|(cell, value)| best[cell % self.states] - better.turned(*value)).collect()
    }
}

/// What measures need to know.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Criteria {
    /// Whether more or less is better.
    pub better: Better,
    /// Weight of the worst state in Hurwicz's rule, 0 to 1.
    pub pessimism: f64,
    /// Share of states, counted from the worst, that a percentile measure leaves out; 0 to 1.
    pub percentile: f64,
    /// Value that satisfies; none for no satisficing.
    pub threshold: Option<f64>,
}

impl Criteria {
    /// Pessimism one half, and a tenth of the states left out: McPhail et al.'s (2018) 90th
    /// percentile of regret.
    #[must_use]
    pub fn new(better: Better) -> Self {
        Self { better, pessimism: 0.5, percentile: 0.1, threshold: None }
    }
}

/// Measures of one policy. Values are in the unit of the table; regrets are losses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measures {
    /// Value in the worst state.
    pub worst: f64,
    /// Value in the best state.
    pub best: f64,
    /// Mean value.
    pub mean: f64,
    /// Hurwicz's mix of worst and best.
    pub hurwicz: f64,
    /// Value at the percentile.
    pub percentile: f64,
    /// Largest regret.
    pub largest_regret: f64,
    /// Regret at the percentile: larger in no more than that share of the states.
    pub percentile_regret: f64,
    /// Mean regret.
    pub mean_regret: f64,
    /// Share of the states in which the policy is best, alone or with others.
    pub share_best: f64,
    /// Share of the states that meet the threshold.
    pub satisficing: Option<f64>,
}

/// Measures of every policy, in the order of the table.
///
/// # Errors
/// A criterion outside its range.
pub fn measures(values: &Values, criteria: &Criteria) -> Result<Vec<Measures>, RobustnessError> {
    for (criterion, given) in [("the pessimism", criteria.pessimism), ("the percentile", criteria.percentile)] {
        if !(0.0..=1.0).contains(&given) {
            return Err(RobustnessError::Criterion { criterion, given });
        }
    }
    let regrets = values.regrets(criteria.better);
    let rows = regrets.chunks_exact(values.states).enumerate();
    Ok(rows.map(|(policy, regrets)| of_policy(values.row(policy), regrets, criteria)).collect())
}

fn of_policy(values: &[f64], regrets: &[f64], criteria: &Criteria) -> Measures {
    let Criteria { better, pessimism, percentile, threshold } = *criteria;
    let from_worst = sorted(values.iter().map(|value| better.turned(*value)));
    let from_least_regret = sorted(regrets.iter().copied());
    let states = values.len() as f64;
    let (worst, best) = (from_worst[0], from_worst[values.len() - 1]);
    let share = |count: usize| count as f64 / states;
    let satisfies = |least: f64| share(from_worst.iter().filter(|value| **value >= better.turned(least)).count());
    Measures {
        worst: better.turned(worst),
        best: better.turned(best),
        mean: values.iter().sum::<f64>() / states,
        hurwicz: better.turned(pessimism * worst + (1.0 - pessimism) * best),
        percentile: better.turned(quantile(&from_worst, percentile)),
        largest_regret: from_least_regret[values.len() - 1],
        percentile_regret: quantile(&from_least_regret, 1.0 - percentile),
        mean_regret: regrets.iter().sum::<f64>() / states,
        share_best: share(regrets.iter().filter(|regret| **regret == 0.0).count()),
        satisficing: threshold.map(satisfies),
    }
}
