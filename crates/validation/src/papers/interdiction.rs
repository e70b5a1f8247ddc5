//! The interdiction funnel: detection, action, success; and what assets, delay and partners do to it.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use counterflow_model::MONTHS_PER_YEAR;
use counterflow_model::calibration::Calibration;
use counterflow_model::interdiction::success_at_delay;
use counterflow_model::interdiction::{
    InterdictionBaseline, InterdictionInputs, InterdictionOutputs, InterdictionParameters, InterdictionState,
    loss_shares,
};
use counterflow_model::policy::Scenario;
use counterflow_model::states::{
    ActorRole, Chance, RegimeClass, StateActor, StatesBaseline, StatesInputs, StatesOutputs, StatesParameters,
    StatesState, step,
};
use counterflow_model::{Hold, Model};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("success-by-delay", |case| {
        Ok(case
            .array::<3>("delay_ratios")?
            .map(|ratio| success_at_delay(interdiction(case).success_share, ratio))
            .into())
    }),
    ("success-of-a-responder", |case| Ok(interdiction(case).success_share.into())),
    ("disrupted-of-known-flow", |case| Ok(funnel_at_rest(case).0.into())),
    ("events-without-a-responder", |case| Ok((1.0 - funnel_at_rest(case).1).into())),
    ("disrupted-by-delay", disrupted_by_delay),
    ("ceiling-without-delay", |case| {
        Ok((interdiction(case).actionable_share * success_at_delay(interdiction(case).success_share, 0.0)).into())
    }),
    ("planned-removal-after-fewer-cutter-days", |case| {
        Ok(disrupted_ratio(case, interdiction(case), case.input("cutter_days_2013")? / case.input("cutter_days_2012")?)
            .into())
    }),
    ("planning-elasticity", planning_elasticity),
    ("realised-elasticity", realised_elasticity),
    ("sequester", sequester),
    ("partner-share", |case| Ok((100.0 * case.parameters().states.partner_share).into())),
    ("partners-leave", partners_leave),
    ("consent-recovers-jurisdiction-losses", consent),
    ("funnel-at-rest", funnel_multiplies_at_rest),
    ("funnel-multiplies", funnel_multiplies),
    ("search-is-random-search", search_is_random_search),
    ("seized-per-cutter-day", seized_per_cutter_day),
];

fn interdiction<'a>(case: &Case<'a>) -> &'a InterdictionParameters {
    &case.parameters().interdiction
}

fn model<'a>(case: &Case<'a>) -> &'a Model {
    &case.inputs.model
}

fn calibration(case: &Case<'_>) -> Calibration {
    let scenario = Scenario::baseline(model(case).world.start);
    Calibration::new(model(case), case.parameters(), &scenario.switches, Hold::default())
}

fn neutral(case: &Case<'_>) -> InterdictionInputs {
    InterdictionInputs::neutral(model(case).world.corridors.len(), model(case).world.countries.len())
}

/// The funnel of the shipped world under these inputs.
fn funnel(case: &Case<'_>, inputs: &InterdictionInputs) -> InterdictionOutputs {
    funnel_with(interdiction(case), case, inputs)
}

fn funnel_with(p: &InterdictionParameters, case: &Case<'_>, inputs: &InterdictionInputs) -> InterdictionOutputs {
    let model = model(case);
    let corridors = model.world.corridors.len();
    let mut outputs = InterdictionOutputs::new(model.pools.pools.len(), corridors, model.world.countries.len());
    let state = InterdictionState::new(corridors);
    let pursued_loss_share = calibration(case).interdiction.pursued_loss_share;
    let baseline = InterdictionBaseline::new(p, &model.pools, pursued_loss_share);
    loss_shares(p, &baseline, &state, inputs, &mut outputs);
    outputs
}

/// Disrupted share of the known flow and actionable share, alike in every corridor at rest.
fn funnel_at_rest(case: &Case<'_>) -> (f64, f64) {
    funnel(case, &neutral(case))
        .funnel
        .first()
        .map_or((f64::NAN, f64::NAN), |one| (one.disrupted_of_known, one.actionable))
}

fn disrupted_by_delay(case: &Case<'_>) -> Computed {
    let p = interdiction(case);
    let [half, _, double] = case.array::<3>("delay_ratios")?;
    Ok([half, double].map(|ratio| p.actionable_share * success_at_delay(p.success_share, ratio)).into())
}

/// Disrupted share with this many assets over that at rest.
fn disrupted_ratio(case: &Case<'_>, p: &InterdictionParameters, asset_ratio: f64) -> f64 {
    let mut inputs = neutral(case);
    inputs.asset_ratio.fill(asset_ratio);
    let changed = funnel_with(p, case, &inputs).funnel.first().map_or(f64::NAN, |one| one.disrupted_of_known);
    changed / funnel_at_rest(case).0
}

fn elasticity_at(case: &Case<'_>, asset_ratio: f64) -> Result<f64, Missing> {
    Ok(disrupted_ratio(case, interdiction(case), asset_ratio).ln() / asset_ratio.ln())
}

/// Elasticity of removal to assets at the upper end of the parameter's range.
fn sequester(case: &Case<'_>) -> Computed {
    let record = case.inputs.evidence.get("interdiction.asset_elasticity");
    let record = record.ok_or_else(|| Missing::Unusable("no record of the asset elasticity".to_owned()))?;
    let p = InterdictionParameters { asset_elasticity: record.high, ..interdiction(case).clone() };
    let asset_ratio = case.input("sequester_assets")?;
    Ok((disrupted_ratio(case, &p, asset_ratio).ln() / asset_ratio.ln()).into())
}

/// Elasticity of removal to cutter days between the years of the two targets.
fn planning_elasticity(case: &Case<'_>) -> Computed {
    Ok(elasticity_at(case, case.input("cutter_days_2013")? / case.input("cutter_days_2012")?)?.into())
}

/// Achieved removal rose in the year in which cutter days fell: cueing moved it, not hulls. The
/// module gives the elasticity of assets alone.
fn realised_elasticity(case: &Case<'_>) -> Computed {
    planning_elasticity(case)
}

/// Factor on disruptions when cooperation has ended, for three shares that own assets would replace.
fn partners_leave(case: &Case<'_>) -> Computed {
    let shares = case.array::<3>("substituted_shares")?;
    let partner_share = case.input("partner_share_2012")?;
    let months = case.input("months_without_cooperation")? as usize;
    let falls = shares.map(|partner_substitution| {
        let p = StatesParameters { partner_share, partner_substitution, ..case.parameters().states.clone() };
        let actor = |role| StateActor {
            role,
            regime: RegimeClass::PartialDemocracy,
            hardliner_share: 0.0,
            factionalism: 0.0,
            leader_exit_per_month: 0.0,
            cooperation_weight: 1.0,
        };
        let baseline = StatesBaseline::new(&p, vec![actor(ActorRole::Lead), actor(ActorRole::Region)], &[(0, 1, 1.0)]);
        let (mut state, mut inputs, mut outputs) =
            (StatesState::new(&baseline), StatesInputs::at_rest(&baseline), StatesOutputs::new(&p, &baseline));
        inputs.cooperation_ceiling_ratio.fill(0.0);
        for _ in 0..months {
            step(&p, &baseline, &mut state, &inputs, Chance::Expected, &mut outputs);
        }
        100.0 * (1.0 - outputs.mean_partner_multiplier)
    });
    Ok(falls.into())
}

/// Rise of the actionable share, as a part of what was missing, when partners consent to all.
fn consent(case: &Case<'_>) -> Computed {
    let mut inputs = neutral(case);
    inputs.corridor_cooperation_gain.fill(1.0);
    let with = funnel(case, &inputs).funnel.first().map_or(f64::NAN, |one| one.actionable);
    let without = funnel_at_rest(case).1;
    Ok(((with - without) / (1.0 - without)).into())
}

/// Largest difference between a pool's loss share at rest and the world's.
fn funnel_multiplies_at_rest(case: &Case<'_>) -> Computed {
    let outputs = funnel(case, &neutral(case));
    let pairs = outputs.loss_share.iter().zip(&model(case).pools.pools);
    Ok(pairs.map(|(ours, pool)| (ours - pool.loss_share).abs()).fold(0.0, f64::max).into())
}

/// Inputs that move every stage of the funnel at once.
fn everything_at_once(case: &Case<'_>) -> Result<InterdictionInputs, Missing> {
    let [search, assets, hubs, operations, agreements, partner, leak] = case.array("everything_at_once")?;
    let mut inputs = neutral(case);
    inputs.search_ratio.fill(search);
    inputs.asset_ratio.fill(assets);
    inputs.hubs = hubs;
    inputs.task_force_operations_per_year = operations;
    inputs.agreements = agreements;
    inputs.partner_multiplier.fill(partner);
    inputs.corridor_partner_multiplier.fill(partner);
    inputs.leak_ratio.fill(leak);
    Ok(inputs)
}

/// Largest relative difference between a pool's loss share and the product of the stages, each taken
/// from the funnel's own report or from the published law of random search.
fn funnel_multiplies(case: &Case<'_>) -> Computed {
    let p = interdiction(case);
    let [search, _, _, _, _, partner, leak] = case.array("everything_at_once")?;
    let outputs = funnel(case, &everything_at_once(case)?);
    let mut largest: f64 = 0.0;
    for (pool, ours) in model(case).pools.pools.iter().zip(&outputs.loss_share) {
        // Roads and ports are inspected, not pursued; a capped pool does not multiply.
        let detected = pool.loss_share / (p.actionable_share * p.success_share);
        let is_capped = detected >= p.highest_detection_share || *ours >= p.highest_loss_share;
        if !pool.mode.is_pursued() || pool.loss_share <= 0.0 || is_capped {
            continue;
        }
        let stages = &outputs.funnel[pool.corridor];
        let staffing = if pool.mode.is_vessel() { stages.staffing_at_sea } else { stages.staffing_in_the_air };
        let staffed = (p.actionable_share * staffing).min(1.0);
        let actionable = staffed + stages.recovered * (1.0 - staffed);
        let effort = 1.0 + p.sea_air_search_weight * (search - 1.0);
        let unleaked = |leak: f64| 1.0 - p.leak_share * leak;
        let kept = if pool.jurisdiction.is_some() { unleaked(leak) / unleaked(1.0) } else { 1.0 };
        let product = (1.0 - (1.0 - detected).powf(effort)) * actionable * stages.success * kept * partner;
        largest = largest.max((ours / product - 1.0).abs());
    }
    Ok(largest.into())
}

/// Effort that doubles leaves the square of the undetected share, where all detection is search; largest
/// difference over corridors.
fn search_is_random_search(case: &Case<'_>) -> Computed {
    let mut doubled = neutral(case);
    doubled.search_ratio.fill(2.0);
    let p = InterdictionParameters { sea_air_search_weight: 1.0, ..interdiction(case).clone() };
    let (once, twice) = (funnel_with(&p, case, &neutral(case)), funnel_with(&p, case, &doubled));
    let pairs = once.funnel.iter().zip(&twice.funnel);
    Ok(pairs
        .map(|(once, twice)| ((1.0 - twice.detection) - (1.0 - once.detection).powi(2)).abs())
        .fold(0.0, f64::max)
        .into())
}

/// Kilograms as weighed, seized from boats on the high seas, per patrol day on the corridors of the
/// United States patrols.
fn seized_per_cutter_day(case: &Case<'_>) -> Computed {
    let world = &model(case).world;
    let baseline = calibration(case);
    let mut seized_kg = 0.0;
    let mut days = 0.0;
    for id in ["eastern_pacific", "western_caribbean", "eastern_caribbean"] {
        let corridor =
            world.corridor(id).ok_or_else(|| Missing::Unusable(format!("the world has no corridor {id}")))?;
        days += world.corridors[corridor].patrol_days_per_year;
        let routes = world.routes.iter().zip(&baseline.trafficking.seized_kg);
        let at_sea = routes
            .filter(|(route, _)| route.corridor == corridor && route.jurisdiction.is_none() && route.mode.is_vessel());
        seized_kg += MONTHS_PER_YEAR * at_sea.map(|(_, kg)| kg).sum::<f64>();
    }
    Ok((seized_kg / case.parameters().world.seizure_purity / days).into())
}
