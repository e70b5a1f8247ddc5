//! A scenario's levers and shocks, and what those in force change in a month.
//!
//! Extra effort beyond the largest historical example is not bought: the rest of the budget stays
//! unspent, and cost shows it.

use super::effects::{Act, PolicyEffects};
use super::levers::{Effort, LeverId, LeverNumbers, LeverParameters, Spread, field_weights, laboratory_weights};
use super::scenario::{Amount, LeverUse, Scenario, ShockKind};
use crate::MONTHS_PER_YEAR;
use crate::world::World;
use counterflow_evidence::reader::YearMonth;

/// A scenario's levers, made ready for one world and one parameter draw.
#[derive(Clone, Debug)]
pub struct Policy<'a> {
    world: &'a World,
    p: &'a LeverParameters,
    scenario: &'a Scenario,
    prepared: Vec<Prepared>,
    laboratories: Vec<f64>,
    fields: Vec<f64>,
}

/// A lever in use with its extra effort and its targets' weights.
#[derive(Clone, Debug)]
struct Prepared {
    /// Extra effort a year at full ramp (may be negative).
    extra: f64,
    unit_cost_usd: f64,
    /// Target and its share of the effort.
    spread: Spread,
    /// States that the lever's acts concern.
    concerned: Spread,
}

impl<'a> Policy<'a> {
    /// Prepares the levers of a scenario.
    #[must_use]
    pub fn new(world: &'a World, p: &'a LeverParameters, scenario: &'a Scenario) -> Self {
        let prepared = scenario.levers.iter().map(|used| prepare(world, p, used)).collect();
        let (laboratories, fields) = (laboratory_weights(world), field_weights(world));
        Self { world, p, scenario, prepared, laboratories, fields }
    }

    /// Fills `effects` with what the policy changes in `month` (0 is the world's first month).
    pub fn act_in(&self, month: usize, effects: &mut PolicyEffects) {
        effects.clear();
        let now = self.world.start.plus_months(month as i64);
        for (used, prepared) in self.scenario.levers.iter().zip(&self.prepared) {
            let extra = prepared.extra * share_in_force(used, now);
            // Exact zero at baseline effort: nothing may move, not even a rounding error.
            if extra != 0.0 {
                effects.cost_usd[used.id as usize] += extra * prepared.unit_cost_usd / MONTHS_PER_YEAR;
                self.apply(used, prepared, extra, effects);
            }
        }
        for shock in self.scenario.shocks.iter().filter(|shock| is_in_window(shock.from, shock.until, now)) {
            self.shock(shock.kind, shock.size, &shock.targets, effects);
        }
    }

    fn apply(&self, used: &LeverUse, prepared: &Prepared, extra: f64, effects: &mut PolicyEffects) {
        let effort = Effort {
            used,
            p: self.p,
            world: self.world,
            extra,
            unit_cost_usd: prepared.unit_cost_usd,
            spread: &prepared.spread,
            laboratories: &self.laboratories,
            fields: &self.fields,
        };
        (used.id.lever().apply)(&effort, effects);
        if extra > 0.0 {
            self.act_on_states(&effort, &prepared.concerned, effects);
        }
    }

    fn act_on_states(&self, effort: &Effort<'_>, concerned: &Spread, effects: &mut PolicyEffects) {
        let Some(act) = (effort.used.id.lever().act)(effort) else { return };
        let is_hostile = act.weight < 0.0;
        for &(target, share) in concerned {
            effects.acts.push(Act {
                source: self.world.lead_state,
                target,
                weight: act.weight,
                // Force counts where it falls; routine cooperation is felt by every partner.
                count: if is_hostile { act.count * share } else { act.count },
                salience: act.salience,
                unconsented_force: is_hostile && !act.is_show_only,
            });
        }
    }

    fn shock(&self, kind: ShockKind, size: f64, targets: &[usize], effects: &mut PolicyEffects) {
        match kind {
            ShockKind::Output => effects.output_shock *= size,
            ShockKind::LossShare => effects.loss_share_shock *= size,
            ShockKind::FarmGatePrice => effects.farm_gate_shock *= size,
            ShockKind::Demand => multiply(&mut effects.demand_shock, size, targets),
            ShockKind::SupplyCost => multiply(&mut effects.supply_cost_shock, size, targets),
            ShockKind::Toxicity => multiply(&mut effects.toxicity_shock, size, targets),
            ShockKind::Eradication => self.eradicate(size, 0.0, targets, effects),
            ShockKind::EradicationLevel => self.eradicate(size, 1.0, targets, effects),
            ShockKind::Captures => {
                let here = |country: usize| targets.is_empty() || targets.contains(&country);
                let countries = || (0..self.world.countries.len()).filter(|&country| here(country));
                let count = countries().count().max(1) as f64;
                for country in countries() {
                    effects.captures[country] += size / MONTHS_PER_YEAR / count;
                }
            }
        }
    }
}

impl Policy<'_> {
    /// Spreads hectares a year over the fields of the targets; `replaced` is the part of the base year's own
    /// eradication that they stand for.
    fn eradicate(&self, ha_per_year: f64, replaced: f64, targets: &[usize], effects: &mut PolicyEffects) {
        let here = |country: usize| targets.is_empty() || targets.contains(&country);
        let regions = || self.world.regions.iter().enumerate().filter(|(_, region)| here(region.country));
        let area_ha: f64 = regions().map(|(_, region)| region.coca_area_ha).sum();
        let usual_ha: f64 = regions().map(|(_, region)| region.eradication_ha_per_year).sum();
        for (position, region) in regions() {
            let (part, whole) = if replaced * usual_ha > 0.0 {
                (region.eradication_ha_per_year, usual_ha)
            } else {
                (region.coca_area_ha, area_ha)
            };
            if whole > 0.0 {
                let extra = (ha_per_year - replaced * usual_ha) / MONTHS_PER_YEAR * part / whole;
                effects.eradication_ha[position] += extra;
            }
        }
    }
}

/// Multiplies the factors of the targets, of all where none are named.
fn multiply(factors: &mut [f64], size: f64, targets: &[usize]) {
    for (place, factor) in factors.iter_mut().enumerate() {
        if targets.is_empty() || targets.contains(&place) {
            *factor *= size;
        }
    }
}

fn is_in_window(from: YearMonth, until: Option<YearMonth>, now: YearMonth) -> bool {
    now >= from && until.is_none_or(|until| now <= until)
}

/// Share of the full amount that is in force, 0 to 1.
fn share_in_force(used: &LeverUse, now: YearMonth) -> f64 {
    if !is_in_window(used.from, used.until, now) {
        return 0.0;
    }
    if used.ramp_months <= 0.0 {
        return 1.0;
    }
    let elapsed = now.months_since(used.from) as f64 + 1.0;
    (elapsed / used.ramp_months).min(1.0)
}

fn prepare(world: &World, p: &LeverParameters, used: &LeverUse) -> Prepared {
    let numbers = p.numbers(used.id, world);
    let (chosen, covered) = chosen_targets(world, used);
    let extra = extra_effort(used, numbers, covered).min(numbers.maximum_extra);
    let spread = normalised(chosen);
    let concerned = (used.id.lever().concerned)(world, &spread);
    Prepared { extra, unit_cost_usd: numbers.unit_cost_usd, spread, concerned }
}

/// Shares of the effort that lies everywhere in the base year, by target.
fn everywhere(world: &World, id: LeverId) -> Spread {
    normalised((id.lever().spread)(world).into_iter().filter(|(_, weight)| *weight > 0.0).collect())
}

/// The targets with their shares of the effort that lies everywhere in the base year, and the sum of these shares.
fn chosen_targets(world: &World, used: &LeverUse) -> (Spread, f64) {
    let everywhere = everywhere(world, used.id);
    let share_of =
        |target: usize| everywhere.iter().find(|(place, _)| *place == target).map_or(0.0, |(_, share)| *share);
    let chosen: Spread = if used.targets.is_empty() {
        everywhere.clone()
    } else {
        used.targets.iter().map(|&target| (target, share_of(target))).collect()
    };
    let covered = chosen.iter().map(|(_, share)| share).sum();
    (chosen, covered)
}

/// Effort in the base year by target, where it lies somewhere in particular.
#[must_use]
pub fn baseline_by_target(world: &World, p: &LeverParameters, id: LeverId) -> Vec<(usize, f64)> {
    let baseline = p.numbers(id, world).baseline;
    let effort = |(target, share)| (target, share * baseline);
    everywhere(world, id).into_iter().map(effort).filter(|(_, effort)| *effort > 0.0).collect()
}

/// Effort in the base year at the targets.
fn baseline_here(used: &LeverUse, numbers: LeverNumbers, covered: f64) -> f64 {
    if used.targets.is_empty() { numbers.baseline } else { numbers.baseline * covered }
}

/// Effort above the baseline's share of the targets, as asked for.
fn extra_effort(used: &LeverUse, numbers: LeverNumbers, covered: f64) -> f64 {
    let baseline = baseline_here(used, numbers, covered);
    match used.amount {
        Amount::Effort(level) => level - baseline,
        Amount::ExtraEffort(extra) => extra,
        Amount::ShareOfBaseline(share) => share * baseline,
        Amount::BudgetUsdPerYear(usd) => usd / numbers.unit_cost_usd,
    }
}

/// What a lever in use amounts to, in the units of its effort: for those who check a scenario before it runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// Effort in the base year at the targets.
    pub baseline: f64,
    /// Effort above it that the scenario asks for; negative where it asks for less.
    pub asked_extra: f64,
    /// What of it is done: no more than history has seen.
    pub extra: f64,
    /// USD per unit of effort.
    pub unit_cost_usd: f64,
    /// Whether the lever changes anything in the world at full effort, its cost and acts between states aside.
    pub acts: bool,
}

impl Outlook {
    /// Cost of a year at full effort.
    #[must_use]
    pub fn cost_usd_per_year(&self) -> f64 {
        self.extra * self.unit_cost_usd
    }
}

/// What a lever in use amounts to for one parameter draw.
#[must_use]
pub fn outlook(world: &World, p: &LeverParameters, used: &LeverUse) -> Outlook {
    let numbers = p.numbers(used.id, world);
    let (_, covered) = chosen_targets(world, used);
    let asked_extra = extra_effort(used, numbers, covered);
    // At once and for good, so that its first month shows what it does.
    let at_once = LeverUse { from: world.start, until: None, ramp_months: 0.0, ..used.clone() };
    let scenario = Scenario { levers: vec![at_once], ..Scenario::baseline(world.start) };
    let nothing = PolicyEffects::none(world);
    let mut effects = PolicyEffects::none(world);
    Policy::new(world, p, &scenario).act_in(0, &mut effects);
    let beside = PolicyEffects { cost_usd: nothing.cost_usd, acts: Vec::new(), ..effects };
    Outlook {
        baseline: baseline_here(used, numbers, covered),
        asked_extra,
        extra: asked_extra.min(numbers.maximum_extra),
        unit_cost_usd: numbers.unit_cost_usd,
        acts: beside != nothing,
    }
}

/// Shares that sum to one; equal shares where the world gives the targets no weight.
fn normalised(mut spread: Spread) -> Spread {
    let total: f64 = spread.iter().map(|(_, share)| share).sum();
    let count = spread.len() as f64;
    for (_, share) in &mut spread {
        *share = if total > 0.0 { *share / total } else { 1.0 / count };
    }
    spread
}
