//! Pathways: how much of a change vanishes when one way from lever to indicator is knocked out.
//!
//! On expected values with central parameters, scenario and baseline are run again with one pathway cut in
//! both. With D the change of the whole model and D_k that without pathway k, its share is 1 - D_k/D: one
//! where the change comes through it alone, zero where it does not matter, negative where it works against
//! the change. Shares need not add up to one, because pathways meet.

use super::paired::mean;
use crate::ensemble::{Ensemble, OverrideError};
use crate::series::{SeriesRef, per_year};
use counterflow_model::policy::Scenario;
use counterflow_model::run::run_calibrated;
use counterflow_model::{Calibration, Parameters, Run, RunOptions};
use counterflow_report::Pathway;
use rayon::prelude::*;
use std::ops::Range;

/// One way from lever to indicator, and what cuts it.
#[derive(Clone, Copy, Debug)]
struct KnockOut {
    id: &'static str,
    title: &'static str,
    /// Switches and settings; a switch that the model does not declare is left out.
    switches: &'static [(&'static str, &'static str)],
    /// Parameters set to zero.
    zero: &'static [&'static str],
}

const KNOCK_OUTS: [KnockOut; 6] = [
    KnockOut {
        id: "arrests",
        title: "arrests and captures",
        switches: &[],
        zero: &[
            "levers.arrests_per_raid",
            "levers.captures_per_raid",
            "levers.arrests_per_joint_operation",
            "levers.captures_per_joint_operation",
        ],
    },
    KnockOut {
        id: "laboratory_damage",
        title: "damage to laboratories",
        switches: &[],
        zero: &["production.capacity_per_raid_kg_per_month", "production.capacity_per_strike_kg_per_month"],
    },
    KnockOut {
        id: "relations",
        title: "relations, cooperation and backlash",
        switches: &[("backlash", "none")],
        zero: &["states.damage_rate", "states.gain_rate", "states.suspension_rate", "states.rebuilding_rate"],
    },
    KnockOut {
        id: "route_displacement",
        title: "displacement between routes",
        switches: &[("route_choice", "fixed")],
        zero: &[],
    },
    KnockOut {
        id: "supply_growth",
        title: "planting that answers the price",
        switches: &[("supply", "limited")],
        zero: &["production.area_supply_elasticity"],
    },
    KnockOut {
        id: "demand_response",
        title: "users who answer the price",
        switches: &[],
        zero: &[
            "demand.light_short_run_elasticity",
            "demand.heavy_short_run_elasticity",
            "demand.initiation_price_elasticity",
        ],
    },
];

impl KnockOut {
    /// The scenario without the pathway.
    fn cut(&self, scenario: &Scenario) -> Scenario {
        let mut cut = scenario.clone();
        for (switch, setting) in self.switches {
            cut.switches.set(switch, setting);
        }
        cut.parameters.extend(self.zero.iter().map(|id| ((*id).to_owned(), 0.0)));
        cut
    }
}

/// A baseline on expected values: the whole model first, then without each pathway.
pub(super) struct Pathways<'a> {
    ensemble: &'a Ensemble<'a>,
    worlds: Vec<CutWorld>,
}

struct CutWorld {
    knock_out: Option<KnockOut>,
    parameters: Parameters,
    calibration: Calibration,
    baseline: Run,
}

/// The member with central parameters.
const CENTRAL: u32 = 0;

impl<'a> Pathways<'a> {
    /// Runs a baseline whole and without each pathway.
    pub fn new(ensemble: &'a Ensemble<'a>, baseline: &Scenario) -> Result<Self, OverrideError> {
        let cuts: Vec<Option<KnockOut>> = std::iter::once(None).chain(KNOCK_OUTS.map(Some)).collect();
        let world = |knock_out: &Option<KnockOut>| {
            let scenario = cut(*knock_out, baseline);
            let parameters = ensemble.parameters(&scenario, CENTRAL)?;
            let options = RunOptions::default();
            let calibration = Calibration::new(ensemble.model, &parameters, &scenario.switches, options.hold);
            let run = run_calibrated(ensemble.model, &parameters, &calibration, &scenario, options);
            Ok(CutWorld { knock_out: *knock_out, parameters, calibration, baseline: run })
        };
        Ok(Self { ensemble, worlds: cuts.par_iter().map(world).collect::<Result<_, OverrideError>>()? })
    }

    /// Runs a scenario of that baseline in the same worlds.
    pub fn of(&self, scenario: &Scenario) -> Cuts<'_> {
        let one = |world: &CutWorld| {
            let cut = cut(world.knock_out, scenario);
            run_calibrated(self.ensemble.model, &world.parameters, &world.calibration, &cut, RunOptions::default())
        };
        Cuts { worlds: &self.worlds, runs: self.worlds.par_iter().map(one).collect() }
    }
}

fn cut(knock_out: Option<KnockOut>, scenario: &Scenario) -> Scenario {
    knock_out.map_or_else(|| scenario.clone(), |knock_out| knock_out.cut(scenario))
}

/// A scenario whole and without each pathway.
pub(super) struct Cuts<'a> {
    worlds: &'a [CutWorld],
    runs: Vec<Run>,
}

impl Cuts<'_> {
    /// The change of a series over a window, and the pathways it comes through, the largest share first;
    /// none where the change is smaller than `matters`.
    pub fn through(
        &self,
        series: &SeriesRef,
        window: &Range<usize>,
        matters: impl Fn(f64) -> f64,
    ) -> Option<(f64, Vec<Pathway>)> {
        let factor = per_year(series.indicator);
        let level = |run: &Run| factor * mean(&run.series(series.position).collect::<Vec<f64>>()[window.clone()]);
        let change = |(world, run): (&CutWorld, &Run)| level(run) - level(&world.baseline);
        let mut changes = self.worlds.iter().zip(&self.runs).map(change);
        let whole = changes.next()?;
        let counts = whole != 0.0 && whole.abs() >= matters(level(&self.worlds[0].baseline));
        let cut = self.worlds.iter().filter_map(|world| world.knock_out).zip(changes);
        let mut pathways: Vec<Pathway> = cut
            .map(|(knock_out, without)| Pathway {
                id: knock_out.id.to_owned(),
                title: knock_out.title.to_owned(),
                change_without: without,
                share: share_through(whole, without),
            })
            .collect();
        pathways.sort_by(|a, b| b.share.total_cmp(&a.share));
        counts.then_some((whole, pathways))
    }
}

/// Share of a change that vanishes without a pathway.
fn share_through(whole: f64, without: f64) -> f64 {
    1.0 - without / whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::find_series;
    use crate::study_file::shipped::Shipped;

    /// A toy whose change is 3 through one pathway, 1.5 through a second and -0.5 through a third.
    #[test]
    fn shares_of_pathways_that_add_up_are_those_of_their_parts() {
        let parts = [3.0, 1.5, -0.5];
        let whole: f64 = parts.iter().sum();
        let shares = parts.map(|part| share_through(whole, whole - part));
        assert_eq!(shares, [0.75, 0.375, -0.125]);
        assert_eq!((share_through(-4.0, 0.0), share_through(-4.0, 2.0), share_through(-4.0, -4.0)), (1.0, 1.5, 0.0));
    }

    #[test]
    fn every_knock_out_cuts_something_and_names_what_exists() {
        let shipped = Shipped::load();
        let baseline = Scenario::baseline(shipped.model.world.start.plus_months(11));
        for knock_out in KNOCK_OUTS {
            for id in knock_out.zero {
                assert!(shipped.evidence.get(id).is_some_and(|record| record.value != 0.0), "{id}");
            }
            assert!(knock_out.cut(&baseline) != baseline, "{}", knock_out.id);
        }
    }

    /// Raids destroy laboratories and lead to arrests; precursor control does neither.
    #[test]
    fn a_pathway_that_a_lever_does_not_take_has_no_share() {
        let shipped = Shipped::load();
        let ensemble =
            Ensemble { model: &shipped.model, evidence: &shipped.evidence, members: 1, seed: 1, draws: None };
        let shares = |lever: &str| {
            let known = shipped.scenarios.iter().find(|known| known.scenario.id == lever).expect("a scenario");
            let scenario = Scenario { until: shipped.model.world.start.plus_months(47), ..known.scenario.clone() };
            let baseline = super::super::baseline_of(&scenario);
            let pathways = Pathways::new(&ensemble, &baseline).expect("parameters that exist");
            let output = find_series(&shipped.model, "processed_output").expect("a series");
            let (_, found) = pathways.of(&scenario).through(&output, &(24..48), |_| 0.0).expect("a change");
            let share = |id: &str| found.iter().find(|pathway| pathway.id == id).expect("a pathway").share;
            (share("laboratory_damage"), share("arrests"))
        };
        // Without raids of the base year the world is at rest elsewhere, and answers a little differently.
        let (damage, arrests) = shares("only-precursor-control");
        assert!(damage.abs() < 1e-3 && arrests.abs() < 1e-3, "{damage} {arrests}");
        let (damage, arrests) = shares("only-strike-force");
        assert!(damage.abs() > 0.01 && arrests.abs() > 0.01, "{damage} {arrests}");
    }
}
