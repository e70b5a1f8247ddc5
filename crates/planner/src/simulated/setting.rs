//! Runs of the simulator under a reaction of traffickers and a rule of enforcement.

use std::ops::Range;

use counterflow_model::interdiction::Enforcement;
use counterflow_model::policy::{LeverUse, Scenario};
use counterflow_model::run::run_calibrated;
use counterflow_model::trafficking::RouteChoice;
use counterflow_model::world::Route;
use counterflow_model::{Calibration, Hold, Model, Run, RunOptions};

use super::{Member, Reaction, Trial};

/// A world with what is in force besides, and the months that count.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    /// The prepared world.
    pub model: &'a Model,
    /// What is in force besides.
    pub scenario: &'a Scenario,
    /// Months of the run that count.
    pub months: Range<usize>,
}

impl Setting<'_> {
    /// A run with further levers in force.
    #[must_use]
    pub fn run(&self, member: &Member, uses: &[LeverUse], trial: Trial) -> Run {
        match trial.reaction {
            Reaction::Full => self.run_with(member, uses, self.scenario.switches.route_choice, trial.enforcement, None),
            Reaction::None => self.run_with(member, uses, RouteChoice::Fixed, trial.enforcement, None),
            Reaction::Once => self.run_at_shares(member, uses, &self.settled_shares(member, uses), trial.enforcement),
        }
    }

    /// A run in which traffickers keep the route shares given.
    #[must_use]
    pub fn run_at_shares(&self, member: &Member, uses: &[LeverUse], shares: &[f64], enforcement: Enforcement) -> Run {
        self.run_with(member, uses, RouteChoice::Fixed, enforcement, Some(shares))
    }

    /// Route shares on which full adaptation settles while enforcement stays at its posts.
    #[must_use]
    pub fn settled_shares(&self, member: &Member, uses: &[LeverUse]) -> Vec<f64> {
        let run = self.run_with(member, uses, self.scenario.switches.route_choice, Enforcement::Fixed, None);
        let world = &self.model.world;
        let mut leaving_kg = vec![0.0; world.places.len()];
        for (route, flow) in world.routes.iter().zip(&run.route_flow_kg) {
            leaving_kg[route.from] += flow;
        }
        let share = |(route, flow): (&Route, &f64)| {
            let total = leaving_kg[route.from];
            if total > 0.0 { flow / total } else { route.share }
        };
        world.routes.iter().zip(&run.route_flow_kg).map(share).collect()
    }

    /// Mean of a series over the months that count.
    #[must_use]
    pub fn mean(&self, run: &Run, series: usize) -> f64 {
        let months = self.months.clone();
        let count = months.len() as f64;
        months.map(|month| run.value(month, series)).sum::<f64>() / count
    }

    fn run_with(
        &self,
        member: &Member,
        uses: &[LeverUse],
        choice: RouteChoice,
        enforcement: Enforcement,
        shares: Option<&[f64]>,
    ) -> Run {
        let mut scenario = self.scenario.clone();
        scenario.switches.route_choice = choice;
        scenario.switches.enforcement = enforcement;
        scenario.levers.extend_from_slice(uses);
        let mut baseline = Calibration::new(self.model, &member.parameters, &scenario.switches, Hold::default());
        if let Some(shares) = shares {
            baseline.trafficking.settle_on(shares);
        }
        let options = RunOptions { stream: member.stream, routes_from: self.months.start, ..RunOptions::default() };
        run_calibrated(self.model, &member.parameters, &baseline, &scenario, options)
    }
}
