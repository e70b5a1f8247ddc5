//! Responses to single shocks of one year: whether the model returns to rest when it should.
//!
//! Central parameters, expected values, users and groups held (their drift belongs to the baseline).
//! Shocks of the chain: output x 0.7, every loss share x 1.3, desired consumption of one market x 1.2.
//! Shocks of policy: each lever for one year, as strong as the scenarios that use it alone make it.

use crate::ensemble::Ensemble;
use counterflow_model::calibration::{Calibration, Hold};
use counterflow_model::indicators::{INDICATORS, Series};
use counterflow_model::policy::scenario::{Shock, ShockKind};
use counterflow_model::policy::{LeverUse, Scenario};
use counterflow_model::run::run_calibrated;
use counterflow_model::{Parameters, Run, RunOptions};
use counterflow_report::{ImpulseResponse, ResponseSeries};
use rayon::prelude::*;

/// Shocks of the chain: identifier, title, kind, factor.
const CHAIN_SHOCKS: [(&str, &str, ShockKind, f64); 3] = [
    ("output", "Processed output times 0.7 for a year", ShockKind::Output, 0.7),
    ("loss_share", "Every loss share times 1.3 for a year", ShockKind::LossShare, 1.3),
    ("demand", "Demand of one market times 1.2 for a year", ShockKind::Demand, 1.2),
];
/// Months before the shock.
const BEFORE_MONTHS: i64 = 12;
/// Months that a shock is in force.
const SHOCK_MONTHS: i64 = 12;
/// Months shown from the first month of the shock on.
const SHOWN_MONTHS: i64 = 120;
/// A path is back within this share of its undisturbed value.
const BACK_SHARE: f64 = 0.05;

/// Series of the chain, shown with the wholesale price of the first market.
const CHAIN: [Series; 5] =
    [Series::CocaArea, Series::ProcessedOutput, Series::Seized, Series::Arrivals, Series::Consumption];
/// Series of policy that a lever may move, shown with those of the chain.
const SOCIETY: [Series; 2] = [Series::MeanCooperation, Series::RegionalTension];

/// Why what follows an act without consent is meant to outlast it.
const BROKEN_RELATIONS: &str = "relations broken by a hostile act mend over many years, and less is shared meanwhile.";

struct Experiment {
    id: String,
    title: String,
    scenario: Scenario,
    lever: Option<LeverUse>,
}

/// The responses to every shock.
pub(super) fn responses(ensemble: &Ensemble<'_>, scenarios: &[&Scenario]) -> Vec<ImpulseResponse> {
    let start = ensemble.model.world.start;
    let still = Scenario::baseline(start.plus_months(BEFORE_MONTHS + SHOWN_MONTHS - 1));
    let parameters = Parameters::of(ensemble.evidence, &ensemble.draw(0));
    let options = RunOptions { hold: Hold { users: true, groups: true }, ..RunOptions::default() };
    let calibration = Calibration::new(ensemble.model, &parameters, &still.switches, options.hold);
    let run = |scenario: &Scenario| run_calibrated(ensemble.model, &parameters, &calibration, scenario, options);
    let undisturbed = run(&still);
    let experiments: Vec<Experiment> = chain(ensemble, &still).chain(levers(&still, scenarios)).collect();
    experiments
        .par_iter()
        .map(|experiment| response(ensemble, experiment, &undisturbed, &run(&experiment.scenario)))
        .collect()
}

fn chain<'a>(ensemble: &'a Ensemble<'_>, still: &'a Scenario) -> impl Iterator<Item = Experiment> + 'a {
    let from = still.until.plus_months(1 - SHOWN_MONTHS);
    CHAIN_SHOCKS.iter().map(move |(id, title, kind, size)| {
        let market = ensemble.model.world.markets.first().filter(|_| *kind == ShockKind::Demand);
        let shock = Shock {
            kind: *kind,
            size: *size,
            from,
            until: Some(from.plus_months(SHOCK_MONTHS - 1)),
            targets: market.map(|_| 0).into_iter().collect(),
        };
        let place = market.map_or(String::new(), |market| format!(" ({})", market.name));
        Experiment {
            id: (*id).to_owned(),
            title: format!("{title}{place}"),
            scenario: Scenario { shocks: vec![shock], ..still.clone() },
            lever: None,
        }
    })
}

/// Each lever for a year, as every scenario that uses it alone does.
fn levers<'a>(still: &'a Scenario, scenarios: &'a [&'a Scenario]) -> impl Iterator<Item = Experiment> + 'a {
    let from = still.until.plus_months(1 - SHOWN_MONTHS);
    scenarios.iter().filter_map(move |scenario| {
        let [alone] = scenario.levers.as_slice() else { return None };
        let used =
            LeverUse { from, until: Some(from.plus_months(SHOCK_MONTHS - 1)), ramp_months: 0.0, ..alone.clone() };
        Some(Experiment {
            id: scenario.id.clone(),
            title: format!("{}, for a year", scenario.name),
            scenario: Scenario { levers: vec![used.clone()], ..still.clone() },
            lever: Some(used),
        })
    })
}

fn response(ensemble: &Ensemble<'_>, experiment: &Experiment, undisturbed: &Run, shocked: &Run) -> ImpulseResponse {
    let layout = &ensemble.model.layout;
    let society: &[Series] = if experiment.lever.is_some() { &SOCIETY } else { &[] };
    let totals = CHAIN.iter().chain(society).map(|series| (layout.total(*series), *series));
    let first_market = (layout.start(Series::WholesalePrice), Series::WholesalePrice);
    let hostile = experiment.lever.as_ref().filter(|lever| !lever.consent);
    let struck = hostile.map_or(&[][..], |lever| &lever.targets).iter().filter_map(|country| {
        let country = ensemble.model.world.countries.get(*country)?;
        Some((layout.find(INDICATORS[Series::DiplomaticTension as usize].id, &country.id)?, Series::DiplomaticTension))
    });
    let series: Vec<ResponseSeries> = totals
        .chain([first_market])
        .chain(struck)
        .filter_map(|(position, series)| path(position, series, undisturbed, shocked))
        .collect();
    let back = back_month(&series);
    ImpulseResponse {
        shock: experiment.id.clone(),
        title: experiment.title.clone(),
        series,
        back_within_5_percent_month: back,
        exempt_reason: hostile.filter(|_| back.is_none()).map(|_| BROKEN_RELATIONS.to_owned()),
    }
}

/// Deviation as a share of the undisturbed path; none where that path reaches zero.
fn path(position: usize, series: Series, undisturbed: &Run, shocked: &Run) -> Option<ResponseSeries> {
    let relative = |month: usize| {
        let still = undisturbed.value(month, position);
        let deviation = (shocked.value(month, position) - still) / still.abs();
        deviation.is_finite().then_some(deviation)
    };
    let values = (BEFORE_MONTHS as usize..undisturbed.months).map(relative).collect::<Option<Vec<f64>>>()?;
    let indicator = &INDICATORS[series as usize];
    Some(ResponseSeries {
        indicator: indicator.id.to_owned(),
        unit: indicator.unit.to_owned(),
        values_relative: values,
    })
}

/// First month after the shock's end from which every path stays close; none if one does not.
fn back_month(series: &[ResponseSeries]) -> Option<u32> {
    let months = series.iter().map(|path| path.values_relative.len()).max()?;
    let away = |month: usize| {
        series.iter().any(|path| path.values_relative.get(month).is_some_and(|value| value.abs() > BACK_SHARE))
    };
    let back = (0..months).rev().find(|month| away(*month)).map_or(0, |last| last + 1).max(SHOCK_MONTHS as usize);
    if back < months { u32::try_from(back).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_of(values: Vec<f64>) -> ResponseSeries {
        ResponseSeries { indicator: String::new(), unit: String::new(), values_relative: values }
    }

    #[test]
    fn a_path_is_back_when_it_stays_within_five_per_cent() {
        let mut values = vec![0.0; SHOWN_MONTHS as usize];
        assert_eq!(back_month(&[path_of(values.clone())]), Some(SHOCK_MONTHS as u32));
        values[40] = -0.06;
        values[50] = 0.05;
        assert_eq!(back_month(&[path_of(values.clone())]), Some(41));
        *values.last_mut().expect("months") = 0.2;
        assert_eq!(back_month(&[path_of(values)]), None);
        assert_eq!(back_month(&[]), None);
    }
}
