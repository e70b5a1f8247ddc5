//! School prevention and media campaigns: Caulkins et al. 1999, Hornik et al. 2008, Allara et al. 2015.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use counterflow_model::MONTHS_PER_YEAR;
use counterflow_model::demand::{DemandBaseline, DemandInputs, DemandOutputs, DemandParameters, DemandState, step};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("prevention-effect", |case| Ok((100.0 * fall(case)?.last().copied().unwrap_or(f64::NAN)).into())),
    ("prevention-raw-effect", |case| Ok((100.0 * fall(case)?.last().copied().unwrap_or(f64::NAN)).into())),
    ("prevention-is-delayed", prevention_is_delayed),
    ("heavy-use-falls-last", heavy_use_falls_last),
    (
        "campaign-does-nothing-by-default",
        |case| Ok((100.0 * campaign(case, demand(case).campaign_effect_share)).into()),
    ),
    ("campaign-can-harm", campaign_can_harm),
    ("treatment-lowers-heavy-use", treatment_lowers_heavy_use),
];

fn demand<'a>(case: &Case<'a>) -> &'a DemandParameters {
    &case.parameters().demand
}

fn run(p: &DemandParameters, inputs: DemandInputs, months: usize) -> Vec<DemandOutputs> {
    let baseline = DemandBaseline::reference(p);
    let mut state = DemandState::at_baseline(p, &baseline);
    (0..months).map(|_| step(p, &baseline, &mut state, &inputs)).collect()
}

fn months(case: &Case<'_>) -> Result<usize, Missing> {
    Ok((MONTHS_PER_YEAR * case.input("years")?) as usize)
}

fn all_pupils() -> DemandInputs {
    DemandInputs { pupils_reached_share: 1.0, ..DemandInputs::default() }
}

/// Fall of initiation by months when every pupil is reached.
fn fall(case: &Case<'_>) -> Result<Vec<f64>, Missing> {
    let p = demand(case);
    let outputs = run(p, all_pupils(), months(case)?);
    Ok(outputs.iter().map(|month| 1.0 - month.initiation_per_year / p.reference_initiation_per_year).collect())
}

/// Years from the class to the fall of initiation, on average.
fn prevention_is_delayed(case: &Case<'_>) -> Computed {
    let p = demand(case);
    // The area between the full and the actual effect is the mean delay.
    let missing: f64 = fall(case)?.iter().map(|fall| 1.0 - fall / p.prevention_effect_share).sum();
    Ok((missing / MONTHS_PER_YEAR).into())
}

/// Months until half of the fall of light and of heavy users over the horizon has happened.
fn heavy_use_falls_last(case: &Case<'_>) -> Computed {
    let p = demand(case);
    let (reached, usual) = (run(p, all_pupils(), months(case)?), run(p, DemandInputs::default(), months(case)?));
    let half = |of: fn(&DemandOutputs) -> f64| {
        let fall: Vec<f64> = reached.iter().zip(&usual).map(|(reached, usual)| of(usual) - of(reached)).collect();
        let end = fall.last().copied().unwrap_or(f64::NAN);
        fall.iter().take_while(|fall| **fall < 0.5 * end).count()
    };
    Ok((half(|month| month.heavy_users) > half(|month| month.light_users)).into())
}

/// Relative change of initiation under full exposure.
fn campaign(case: &Case<'_>, campaign_effect_share: f64) -> f64 {
    let p = DemandParameters { campaign_effect_share, ..demand(case).clone() };
    let exposed = run(&p, DemandInputs { campaign_exposure: 1.0, ..DemandInputs::default() }, 1);
    exposed[0].initiation_per_year / DemandBaseline::reference(&p).initiation_per_year - 1.0
}

/// The range of the effect has both signs, and the model carries them through.
fn campaign_can_harm(case: &Case<'_>) -> Computed {
    let record = case.inputs.evidence.get("demand.campaign_effect_share");
    let record = record.ok_or_else(|| Missing::Unusable("no record of the campaign's effect".to_owned()))?;
    Ok((campaign(case, record.low) < 0.0 && campaign(case, record.high) > 0.0).into())
}

/// Twice the treatment lowers heavy use within the horizon.
fn treatment_lowers_heavy_use(case: &Case<'_>) -> Computed {
    let p = demand(case);
    let more = DemandInputs {
        treatment_episodes_extra_per_year: p.reference_treatment_episodes_per_year,
        ..DemandInputs::default()
    };
    let heavy =
        |inputs| Ok::<f64, Missing>(run(p, inputs, months(case)?).last().map_or(f64::NAN, |month| month.heavy_users));
    Ok((heavy(more)? < heavy(DemandInputs::default())?).into())
}
