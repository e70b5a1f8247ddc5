//! A lever's scarce effort over corridors or countries, judged by the simulator.
//!
//! A placement puts whole steps of effort, on top of the baseline's, on places. Its value is the mean
//! of one series of the run (arrivals in a market, say) over the months that count. Traffickers answer
//! in one of three ways ([`Reaction`]), enforcement stays at its posts or follows success:
//!
//! ```text
//! none   routes keep their calibrated shares                                       route choice: fixed
//! once   routes have the shares on which full adaptation settles, and keep them    fixed, at those shares
//! full   shares follow value month by month                                        the scenario's own rule
//! ```
//! The shares of `once` are each route's part of what leaves its place, over the months that count,
//! in a run against the same placement with enforcement at its posts: traffickers who have learned the
//! placement and are not surprised by it again. Every value is compared with the same run
//! without the placement, its reaction worked out in the same way.
//!
//! Places are corridors, countries and markets; nothing here knows of sites, vessels or persons.

mod game;
mod rolling;
mod search;
mod setting;

use std::ops::Range;

use counterflow_evidence::reader::YearMonth;
use counterflow_model::interdiction::Enforcement;
use counterflow_model::policy::{Amount, LeverUse, Scenario};
use counterflow_model::random::Stream;
use counterflow_model::{Model, Parameters};

pub use game::{RandomisedPlan, odds_of_teams, plan_for_learners, plan_for_the_worst};
pub use rolling::{Reviews, RollingPlan, Stage, plan_rolling};
pub use search::{Lattice, Placed, Proof, search};
pub use setting::Setting;

use crate::error::{PlannerError, require};

/// How traffickers answer a placement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// They keep their routes.
    None,
    /// They settle on new routes and keep those.
    Once,
    /// They adapt month by month.
    Full,
}

impl Reaction {
    /// All reactions, the weakest first.
    pub const ALL: [Self; 3] = [Self::None, Self::Once, Self::Full];
}

/// One parameter draw with its random numbers.
#[derive(Clone, Debug)]
pub struct Member {
    /// Parameters.
    pub parameters: Parameters,
    /// Random draws; none for expected values.
    pub stream: Option<Stream>,
}

/// What is counted, and whether less of it is better.
#[derive(Clone, Debug, PartialEq)]
pub struct Objective {
    /// Position of the series in a month's row.
    pub series: usize,
    /// Months of the run that count.
    pub months: Range<usize>,
    /// Whether more of it is better.
    pub maximise: bool,
}

/// Where effort may be placed, and how it is judged.
#[derive(Clone, Debug)]
pub struct PlacementProblem<'a> {
    /// The prepared world.
    pub model: &'a Model,
    /// What is in force besides.
    pub scenario: Scenario,
    /// The lever with its schedule and options; amount and targets are the placement's.
    pub lever: LeverUse,
    /// Places that may receive effort, as indices of the lever's target kind.
    pub places: Vec<usize>,
    /// Effort of one step, in the lever's unit a year.
    pub step_effort: f64,
    /// What is counted.
    pub objective: Objective,
}

/// How a placement is tried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trial {
    /// What traffickers do.
    pub reaction: Reaction,
    /// What the rest of enforcement does.
    pub enforcement: Enforcement,
}

impl PlacementProblem<'_> {
    /// Refuses a problem without places, months or effort.
    ///
    /// # Errors
    /// The item at fault.
    pub fn check(&self) -> Result<(), PlannerError> {
        if self.places.is_empty() {
            return Err(PlannerError::Empty { item: "places that the lever can be aimed at" });
        }
        let months = counterflow_model::run::months(self.model, &self.scenario);
        let window = &self.objective.months;
        let counted = window.start < window.end && window.end <= months;
        require(
            counted,
            || "last month that counts".to_owned(),
            window.end as f64,
            "after the first one and within the run",
        )?;
        require(
            self.objective.series < self.model.layout.width(),
            || "series".to_owned(),
            self.objective.series as f64,
            "a series of the world",
        )?;
        let sound = self.step_effort.is_finite() && self.step_effort > 0.0;
        require(sound, || "effort of a step".to_owned(), self.step_effort, "a finite number above zero")
    }

    /// The levers of a placement that is in force from the lever's first to its last month.
    #[must_use]
    pub fn uses(&self, member: &Member, steps: &[f64]) -> Vec<LeverUse> {
        self.uses_between(member, steps, self.lever.from, self.lever.until)
    }

    fn uses_between(&self, member: &Member, steps: &[f64], from: YearMonth, until: Option<YearMonth>) -> Vec<LeverUse> {
        let unit_cost_usd = member.parameters.levers.numbers(self.lever.id, &self.model.world).unit_cost_usd;
        let placed = self.places.iter().zip(steps).filter(|(_, count)| **count > 0.0);
        // A budget is money on top of the baseline, so this is effort on top of it.
        let amount = |count: f64| Amount::BudgetUsdPerYear(count * self.step_effort * unit_cost_usd);
        placed
            .map(|(&place, &count)| LeverUse {
                amount: amount(count),
                from,
                until,
                targets: vec![place],
                ..self.lever.clone()
            })
            .collect()
    }

    /// Mean of the objective's series over the months that count.
    #[must_use]
    pub fn value(&self, member: &Member, uses: &[LeverUse], trial: Trial) -> f64 {
        let setting = self.setting();
        setting.mean(&setting.run(member, uses, trial), self.objective.series)
    }

    /// The value while traffickers keep the route shares given.
    #[must_use]
    pub fn value_at_shares(&self, member: &Member, uses: &[LeverUse], shares: &[f64], enforcement: Enforcement) -> f64 {
        let setting = self.setting();
        setting.mean(&setting.run_at_shares(member, uses, shares, enforcement), self.objective.series)
    }

    /// Route shares on which full adaptation settles while enforcement stays at its posts.
    #[must_use]
    pub fn settled_shares(&self, member: &Member, uses: &[LeverUse]) -> Vec<f64> {
        self.setting().settled_shares(member, uses)
    }

    /// Smaller is better, whatever the objective's direction.
    #[must_use]
    pub fn cost(&self, value: f64) -> f64 {
        if self.objective.maximise { -value } else { value }
    }

    fn setting(&self) -> Setting<'_> {
        Setting { model: self.model, scenario: &self.scenario, months: self.objective.months.clone() }
    }
}
