//! What the report says of its indicators and sources.

use crate::series::yearly_unit;
use counterflow_evidence::Evidence;
use counterflow_model::indicators::{INDICATORS, Indicator};
use counterflow_report::{Assumption, ClaimResult, IndicatorInfo, ScenarioResult, SourceInfo};
use std::collections::BTreeSet;

fn info(indicator: &Indicator, unit: String) -> IndicatorInfo {
    IndicatorInfo {
        id: indicator.id.to_owned(),
        title: indicator.title.to_owned(),
        unit,
        definition: indicator.definition.to_owned(),
        source: indicator.source(),
        cumulative: indicator.flow,
    }
}

/// Every indicator of charts, claims and side effects, in the order of the model's list.
pub(super) fn indicators(scenarios: &[ScenarioResult], claims: &[ClaimResult]) -> Vec<IndicatorInfo> {
    let charted = scenarios.iter().flat_map(|scenario| scenario.charts.iter().map(|chart| chart.indicator.as_str()));
    let claimed = claims.iter().flat_map(|claim| {
        std::iter::once(claim.indicator.as_str())
            .chain(claim.side_effects.iter().map(|effect| effect.indicator.as_str()))
    });
    let used: BTreeSet<&str> = charted.chain(claimed).collect();
    INDICATORS.iter().filter(|known| used.contains(known.id)).map(|known| info(known, known.unit.to_owned())).collect()
}

/// Every indicator with the unit of its yearly values, for the member-level table.
#[must_use]
pub fn yearly_indicators() -> Vec<IndicatorInfo> {
    INDICATORS.iter().map(|known| info(known, yearly_unit(known))).collect()
}

/// The sources that claims and assumptions cite.
pub(super) fn sources(evidence: &Evidence, claims: &[ClaimResult], assumptions: &[Assumption]) -> Vec<SourceInfo> {
    let cited: BTreeSet<&str> = claims
        .iter()
        .flat_map(|claim| &claim.sources)
        .chain(assumptions.iter().flat_map(|entry| &entry.sources))
        .map(String::as_str)
        .collect();
    let one = |key: &str| {
        let entry = evidence.source(key)?;
        let doi = entry.field("doi").map(|doi| format!("https://doi.org/{doi}"));
        Some(SourceInfo {
            key: key.to_owned(),
            citation: entry.citation(),
            url: entry.field("url").map(str::to_owned).or(doi),
        })
    };
    cited.into_iter().filter_map(one).collect()
}
