//! Kleiman & Kilmer 2009: scarce sanctions, tipping, and what a temporary surge leaves behind.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use crate::published::sanction_game::{Assignment, SanctionGame};
use counterflow_model::justice::tipping::{low_violation_share, tipping_capacity, violation_branches};
use counterflow_model::justice::{
    CountryJustice, JusticeBaseline, JusticeInputs, JusticeOutputs, JusticeParameters, JusticeState, step,
};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("shipped-tipping-capacity", |case| Ok(tipping_capacity(case.parameters().justice.penalty_ratio).into())),
    ("tipping-capacity", |case| Ok(case.array::<2>("penalty_ratios")?.map(tipping_capacity).into())),
    ("high-branch", |case| Ok(branches(case)?.map(|(high, _)| high).into())),
    ("unstable-branch", |case| Ok(branches(case)?.map(|(_, unstable)| unstable).into())),
    ("low-branch", |case| Ok(case.array::<2>("penalty_ratios")?.map(low_violation_share).into())),
    ("dynamics-rest-on-the-high-branch", rest_on_the_high_branch),
    ("dynamics-tip-where-the-branch-ends", tip_where_the_branch_ends),
    ("more-capacity-can-mean-fewer-sanctions", more_capacity_fewer_sanctions),
    ("long-surge-lasts", |case| Ok(after_surge(case, "long_surge")?.into())),
    ("short-surge-fades", short_surge_fades),
    ("dynamics-agree-with-the-unstable-branch", surge_needed_agrees_with_unstable_branch),
    ("two-actors-at-random", |case| equilibria(case, Assignment::Random)),
    ("two-actors-in-order", |case| equilibria(case, Assignment::InOrder)),
    ("sanctions-carried-out-in-order", sanctions_carried_out),
    ("sanctions-needed", sanctions_needed),
    ("concentration-needs-less", |case| {
        Ok((many(case, Assignment::InOrder)?.sanctions_needed() < many(case, Assignment::Random)?.sanctions_needed())
            .into())
    }),
];

/// Halvings of a bracket: 1e-9 of its width.
const HALVINGS: usize = 30;

fn branches(case: &Case<'_>) -> Result<[(f64, f64); 2], Missing> {
    let capacity = case.input("capacity")?;
    let at = |ratio| {
        violation_branches(capacity, ratio)
            .ok_or_else(|| Missing::Unusable("the capacity lies beyond the tipping point".to_owned()))
    };
    let [first, second] = case.array::<2>("penalty_ratios")?;
    Ok([at(first)?, at(second)?])
}

/// The shipped module with another penalty ratio and reform that builds up at once.
fn immediate(case: &Case<'_>, penalty_ratio: f64) -> Result<JusticeParameters, Missing> {
    let perception_per_month = case.input("perception")?;
    Ok(JusticeParameters {
        penalty_ratio,
        reform_lag_months: 1.0,
        perception_per_month,
        ..case.parameters().justice.clone()
    })
}

/// One country on its own.
struct Country {
    p: JusticeParameters,
    baseline: JusticeBaseline,
    state: JusticeState,
    inputs: JusticeInputs,
    outputs: JusticeOutputs,
}

impl Country {
    fn new(p: JusticeParameters, conviction_rate: f64, corruption_index: f64) -> Self {
        let baseline = JusticeBaseline::new(&p, vec![CountryJustice { conviction_rate, corruption_index }]);
        Self {
            state: JusticeState::new(&baseline),
            inputs: JusticeInputs::at_rest(&baseline),
            outputs: JusticeOutputs::new(&baseline),
            p,
            baseline,
        }
    }

    /// Capacity over the start at which the high branch ends.
    fn tipping_ratio(&self) -> f64 {
        self.baseline.tipping_capacity_ratio(0)
    }

    /// Violation share after some months at a capacity over the start.
    fn violation_after(&mut self, months: usize, capacity_ratio: f64) -> f64 {
        self.inputs.capacity_target_ratio.fill(capacity_ratio);
        for _ in 0..months {
            step(&self.p, &self.baseline, &mut self.state, &self.inputs, &mut self.outputs);
        }
        self.outputs.violation_share[0]
    }
}

fn country(case: &Case<'_>, penalty_ratio: f64, conviction_rate: f64) -> Result<Country, Missing> {
    Ok(Country::new(immediate(case, penalty_ratio)?, conviction_rate, case.input("corruption")?))
}

/// Violation after the settling time, started from the conviction rate of the high branch.
fn rest_on_the_high_branch(case: &Case<'_>) -> Computed {
    let ratios = case.array::<2>("penalty_ratios")?;
    let months = case.input("settling")? as usize;
    let mut rests = Vec::new();
    for (ratio, (high, _)) in ratios.into_iter().zip(branches(case)?) {
        rests.push(country(case, ratio, (1.0 - high) / ratio)?.violation_after(months, 1.0));
    }
    Ok(rests.into())
}

/// Capacity at which the simulated high branch ends, over the closed form.
fn tip_where_the_branch_ends(case: &Case<'_>) -> Computed {
    let months = case.input("settling")? as usize;
    let mut found = Vec::new();
    for ratio in case.array::<2>("penalty_ratios")? {
        let tipping = country(case, ratio, case.input("conviction_rate")?)?.tipping_ratio();
        let (mut low, mut high) = (0.5, 2.0);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            let violation =
                country(case, ratio, case.input("conviction_rate")?)?.violation_after(months, middle * tipping);
            // The high branch ends at a violation share of one half.
            if violation > 0.5 { low = middle } else { high = middle }
        }
        found.push(0.5 * (low + high));
    }
    Ok(found.into())
}

/// Sanctions (convictions times violations) beyond the tipping point against those at the start.
fn more_capacity_fewer_sanctions(case: &Case<'_>) -> Computed {
    let [ratio, _] = case.array::<2>("penalty_ratios")?;
    let months = case.input("settling")? as usize;
    let mut country = country(case, ratio, case.input("conviction_rate")?)?;
    let sanctions = |country: &Country| country.outputs.violation_share[0] * country.outputs.convictions_per_offence[0];
    country.violation_after(1, 1.0);
    let before = sanctions(&country);
    let beyond = country.tipping_ratio() * case.input("surge")?;
    country.violation_after(months, beyond);
    Ok((sanctions(&country) < before).into())
}

/// Violation share long after a surge of the quoted length.
fn after_surge(case: &Case<'_>, length: &str) -> Result<f64, Missing> {
    let [ratio, _] = case.array::<2>("penalty_ratios")?;
    let mut country = country(case, ratio, case.input("conviction_rate")?)?;
    let beyond = country.tipping_ratio() * case.input("surge")?;
    country.violation_after(case.input(length)? as usize, beyond);
    Ok(country.violation_after(case.input("settling")? as usize, 1.0))
}

/// Distance from the start long after a short surge.
fn short_surge_fades(case: &Case<'_>) -> Computed {
    let [ratio, _] = case.array::<2>("penalty_ratios")?;
    let start = country(case, ratio, case.input("conviction_rate")?)?.violation_after(1, 1.0);
    Ok((after_surge(case, "short_surge")? - start).into())
}

/// Violation share below which a surge lasts, found by releasing the dynamics from many expectations,
/// against the unstable branch.
fn surge_needed_agrees_with_unstable_branch(case: &Case<'_>) -> Computed {
    let [ratio, _] = case.array::<2>("penalty_ratios")?;
    let [(high, unstable), _] = branches(case)?;
    let months = case.input("settling")? as usize;
    let (mut lasts, mut fades) = (0.0, high);
    for _ in 0..HALVINGS {
        let violation = 0.5 * (lasts + fades);
        let mut country = country(case, ratio, (1.0 - high) / ratio)?;
        country.state.perceived_certainty.fill((1.0 - violation) / ratio);
        if country.violation_after(months, 1.0) > unstable { fades = violation } else { lasts = violation }
    }
    Ok((0.5 * (lasts + fades)).into())
}

fn two(case: &Case<'_>, assignment: Assignment) -> Result<SanctionGame, Missing> {
    Ok(SanctionGame { actors: 2, sanctions: 1, penalty_ratio: case.input("penalty_over_cost")?, assignment })
}

fn many(case: &Case<'_>, assignment: Assignment) -> Result<SanctionGame, Missing> {
    Ok(SanctionGame { actors: case.input("many_actors")? as u32, ..two(case, assignment)? })
}

/// Numbers of violators in the equilibria of two actors and one sanction.
fn equilibria(case: &Case<'_>, assignment: Assignment) -> Computed {
    let counts = two(case, assignment)?.violators_in_equilibria();
    Ok(counts.into_iter().map(f64::from).collect::<Vec<f64>>().into())
}

/// Sanctions that fall in the equilibrium with an announced order: as many as there are violators.
fn sanctions_carried_out(case: &Case<'_>) -> Computed {
    let game = two(case, Assignment::InOrder)?;
    let violators = game.violators_in_equilibria().into_iter().max();
    Ok(violators.map_or(f64::NAN, |violators| f64::from(violators.min(game.sanctions))).into())
}

/// Sanctions that rule out violation, at random and in an announced order.
fn sanctions_needed(case: &Case<'_>) -> Computed {
    let needed = |assignment| Ok::<f64, Missing>(f64::from(many(case, assignment)?.sanctions_needed()));
    Ok([needed(Assignment::Random)?, needed(Assignment::InOrder)?].into())
}
