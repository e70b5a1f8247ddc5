//! What every lever says about itself, and what its effects are computed from.

use super::{LeverId, LeverParameters};
use crate::MONTHS_PER_YEAR;
use crate::policy::effects::PolicyEffects;
use crate::policy::scenario::LeverUse;
use crate::world::World;
use counterflow_evidence::Declaration;

/// Where a lever can be aimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// Countries.
    Country,
    /// Corridors.
    Corridor,
    /// Markets.
    Market,
    /// Nowhere in particular.
    Worldwide,
}

/// Position of a target in its table of the world, and its share of the effort.
pub(crate) type Spread = Vec<(usize, f64)>;

/// A lever's declaration. Its file holds nothing else of policy than this and the functions named here.
#[derive(Clone, Copy, Debug)]
pub struct Lever {
    /// Identifier.
    pub id: LeverId,
    /// Key in scenario files.
    pub key: &'static str,
    /// Title.
    pub title: &'static str,
    /// What it means, in one paragraph.
    pub about: &'static str,
    /// Who decides on it.
    pub decided_by: &'static str,
    /// Names of the unit of effort that a scenario may use, the usual plural first.
    pub units: &'static [&'static str],
    /// Whether effort is a flow per year (or a stock in force).
    pub per_year: bool,
    /// Where it can be aimed.
    pub targets: TargetKind,
    /// Whether a scenario must say where.
    pub needs_target: bool,
    /// Whether `consent = false` is possible.
    pub can_lack_consent: bool,
    /// Whether `lethal_force = true` is possible.
    pub can_be_lethal: bool,
    /// What the coverage promises.
    pub claim: &'static str,
    /// What it moves in the model.
    pub mechanism: &'static str,
    /// Side effects that show when they occur.
    pub side_effects: &'static str,
    /// Historical example of a large effort.
    pub example: &'static str,
    /// Its own evidence records; each record of `levers.toml` belongs to one lever.
    pub parameters: &'static [Declaration],
    /// Parameters of other levers and modules through which it acts, as `module.name`.
    pub acts_through: &'static [&'static str],
    /// Unit cost, baseline and maximum in one world.
    pub(super) numbers: fn(&LeverParameters, &World) -> LeverNumbers,
    /// Where its effort lies when a scenario names no target, by weights that need not sum to one.
    pub(crate) spread: fn(&World) -> Spread,
    /// States that its acts concern, from where the effort lies.
    pub(crate) concerned: fn(&World, &Spread) -> Spread,
    /// Adds its extra effort to what policy changes in the month.
    pub(crate) apply: fn(&Effort<'_>, &mut PolicyEffects),
    /// The act of state that extra effort is; none where no other state is concerned.
    pub(crate) act: fn(&Effort<'_>) -> Option<ActOfState>,
}

impl Lever {
    /// Every parameter through which it acts, as `module.name`: its own first.
    #[must_use]
    pub fn moves(&self) -> Vec<String> {
        let own = self.parameters.iter().map(|record| format!("{}.{}", record.module, record.name));
        own.chain(self.acts_through.iter().map(|id| (*id).to_owned())).collect()
    }
}

/// Cost, baseline and maximum of a lever for one parameter draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeverNumbers {
    /// USD per unit of effort (per year for a stock in force).
    pub unit_cost_usd: f64,
    /// Effort in the base year, everywhere.
    pub baseline: f64,
    /// Largest extra effort with a historical example.
    pub maximum_extra: f64,
}

/// Extra effort of a lever in one month.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort<'a> {
    /// The lever's line in the scenario.
    pub used: &'a LeverUse,
    /// Parameters of all levers.
    pub p: &'a LeverParameters,
    /// The world.
    pub world: &'a World,
    /// Extra effort a year, or in force; may be negative.
    pub extra: f64,
    /// Cost of a unit.
    pub unit_cost_usd: f64,
    /// Where it lies.
    pub spread: &'a Spread,
    /// Base that reaches each region's laboratories, kg/year.
    pub laboratories: &'a [f64],
    /// Base that each region's fields can make, kg/year.
    pub fields: &'a [f64],
}

impl Effort<'_> {
    /// Extra effort in the month, of a flow per year.
    pub fn per_month(&self) -> f64 {
        self.extra / MONTHS_PER_YEAR
    }

    /// Shares `amount` among the targets.
    pub fn over_targets(&self, amount: f64, series: &mut [f64]) {
        for &(target, share) in self.spread {
            series[target] += amount * share;
        }
    }

    /// Shares `amount` among the regions of the target countries, by what their laboratories receive.
    pub fn over_laboratories(&self, amount: f64, series: &mut [f64]) {
        self.over_regions(self.laboratories, amount, series);
    }

    /// Shares `amount` among the regions of the target countries, by what their fields can make.
    pub fn over_fields(&self, amount: f64, series: &mut [f64]) {
        self.over_regions(self.fields, amount, series);
    }

    fn over_regions(&self, weights: &[f64], amount: f64, series: &mut [f64]) {
        for &(country, share) in self.spread {
            let here = || (0..weights.len()).filter(move |&region| self.world.regions[region].country == country);
            let total: f64 = here().map(|region| weights[region]).sum();
            if total <= 0.0 {
                continue;
            }
            for region in here() {
                series[region] += amount * share * weights[region] / total;
            }
        }
    }
}

/// What a month of extra effort is between states.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ActOfState {
    /// Goldstein weight of one act.
    pub weight: f64,
    /// Salience.
    pub salience: f64,
    /// Acts in the month.
    pub count: f64,
    /// Whether it is a show of force only, which strains relations and breaks no consent.
    pub is_show_only: bool,
    /// Whether it alarms the neighbours of the states concerned.
    pub alarms_neighbours: bool,
}

impl ActOfState {
    /// A month's routine cooperation, felt once.
    pub fn cooperation(weight: f64, salience: f64) -> Option<Self> {
        Some(Self { weight, salience, count: 1.0, is_show_only: false, alarms_neighbours: false })
    }
}
