//! The tables behind the report as CSV: one file per kind of table, units in their own column.

use std::io::Write;

use serde::Serialize;

use crate::data::{ChartSeries, ClaimResult, Report, ScenarioResult};
use crate::error::ReportError;

/// Folder of the CSV tables, beside the page.
pub const TABLES: &str = "tables";

/// Name of the file with the chart data of a scenario, safe on every file system.
#[must_use]
pub fn chart_file_name(scenario: &str) -> String {
    format!("chart-{}.csv", file_stem(scenario))
}

/// The text with everything but letters, digits, `-` and `_` replaced by `-`.
#[must_use]
pub fn file_stem(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect()
}

/// Chart data of one scenario: one row per indicator, place and month.
///
/// # Errors
/// When the stream cannot be written, or a list is shorter than its months.
pub fn write_charts(report: &Report, scenario: &ScenarioResult, sink: impl Write) -> Result<(), ReportError> {
    let mut file = csv::Writer::from_writer(sink);
    file.write_record([
        "scenario",
        "indicator",
        "unit",
        "where",
        "month",
        "baseline_median",
        "median",
        "p05",
        "p25",
        "p75",
        "p95",
    ])?;
    for chart in &scenario.charts {
        check_lengths(chart)?;
        let unit = report.indicator(&chart.indicator).map_or("", |info| info.unit.as_str());
        for (index, month) in chart.months.iter().enumerate() {
            let lists = [&chart.baseline_median, &chart.median, &chart.p05, &chart.p25, &chart.p75, &chart.p95];
            let labels = [&scenario.id, &chart.indicator, unit, &chart.place, month].map(str::to_owned);
            file.write_record(labels.into_iter().chain(lists.into_iter().map(|list| list[index].to_string())))?;
        }
    }
    Ok(file.flush()?)
}

/// Refuses a chart whose lists differ in length from its months.
///
/// # Errors
/// Names the first list with another length.
pub fn check_lengths(chart: &ChartSeries) -> Result<(), ReportError> {
    let lists = [
        ("baseline_median", &chart.baseline_median),
        ("median", &chart.median),
        ("p05", &chart.p05),
        ("p25", &chart.p25),
        ("p75", &chart.p75),
        ("p95", &chart.p95),
    ];
    match lists.into_iter().find(|(_, values)| values.len() != chart.months.len()) {
        None => Ok(()),
        Some((list, values)) => Err(ReportError::Length {
            indicator: chart.indicator.clone(),
            place: chart.place.clone(),
            list,
            months: chart.months.len(),
            values: values.len(),
        }),
    }
}

/// A claim as one flat row.
#[derive(Serialize)]
struct ClaimRow<'a> {
    id: &'a str,
    scenario: &'a str,
    lever: &'a str,
    outcome: &'a str,
    statement: &'a str,
    indicator: &'a str,
    r#where: &'a str,
    unit: &'a str,
    window: &'a str,
    stops: Option<&'a str>,
    promised: &'a str,
    kind: &'static str,
    follows: &'static str,
    size_that_matters: f64,
    verdict: &'static str,
    fails_under: String,
    baseline: f64,
    change_median: f64,
    change_p05: f64,
    change_p95: f64,
    change_relative_median: Option<f64>,
    share_in_promised_direction: f64,
    peak_month: Option<&'a str>,
    peak_effect: f64,
    duration_months: u32,
    cost_per_unit: Option<f64>,
    cost_unit: &'a str,
    grade: char,
    sources: String,
}

impl<'a> From<&'a ClaimResult> for ClaimRow<'a> {
    fn from(claim: &'a ClaimResult) -> Self {
        Self {
            id: &claim.id,
            scenario: &claim.scenario,
            lever: claim.lever.as_deref().unwrap_or(""),
            outcome: claim.outcome.as_deref().unwrap_or(""),
            statement: &claim.statement,
            indicator: &claim.indicator,
            r#where: &claim.place,
            unit: &claim.unit,
            window: &claim.window,
            stops: claim.stops.as_deref(),
            promised: &claim.promised,
            kind: claim.kind.word(),
            follows: claim.follows.word(),
            size_that_matters: claim.matters,
            verdict: claim.verdict.label(),
            fails_under: claim.fails_under().collect::<Vec<_>>().join("; "),
            baseline: claim.baseline,
            change_median: claim.median,
            change_p05: claim.p05,
            change_p95: claim.p95,
            change_relative_median: claim.relative_median,
            share_in_promised_direction: claim.share_in_promised_direction,
            peak_month: claim.peak_month.as_deref(),
            peak_effect: claim.peak_effect,
            duration_months: claim.duration_months,
            cost_per_unit: claim.cost_per_unit,
            cost_unit: &claim.cost_unit,
            grade: claim.grade,
            sources: claim.sources.join(" "),
        }
    }
}

/// The claims: one row each.
///
/// # Errors
/// When the stream cannot be written.
pub fn write_claims(report: &Report, sink: impl Write) -> Result<(), ReportError> {
    let mut file = csv::Writer::from_writer(sink);
    for claim in &report.claims {
        file.serialize(ClaimRow::from(claim))?;
    }
    Ok(file.flush()?)
}

/// Claims by structural setting: one row per claim and setting.
///
/// # Errors
/// When the stream cannot be written.
pub fn write_structures(report: &Report, sink: impl Write) -> Result<(), ReportError> {
    let mut file = csv::Writer::from_writer(sink);
    file.write_record([
        "claim",
        "setting",
        "members",
        "unit",
        "median",
        "share_in_promised_direction",
        "verdict",
        "holds",
    ])?;
    for claim in &report.claims {
        for one in &claim.structures {
            let share = one.share_in_promised_direction;
            let verdict = one.verdict.label();
            file.serialize((&claim.id, &one.setting, one.members, &claim.unit, one.median, share, verdict, one.holds))?;
        }
    }
    Ok(file.flush()?)
}

/// Pathways: one row per claim and pathway that was cut.
///
/// # Errors
/// When the stream cannot be written.
pub fn write_pathways(report: &Report, sink: impl Write) -> Result<(), ReportError> {
    let mut file = csv::Writer::from_writer(sink);
    file.write_record(["claim", "pathway", "title", "unit", "change", "change_without", "share"])?;
    for claim in &report.claims {
        for one in &claim.pathways {
            let without = one.change_without;
            file.serialize((&claim.id, &one.id, &one.title, &claim.unit, claim.expected_change, without, one.share))?;
        }
    }
    Ok(file.flush()?)
}

/// Side effects: one row per claim and indicator.
///
/// # Errors
/// When the stream cannot be written.
pub fn write_side_effects(report: &Report, sink: impl Write) -> Result<(), ReportError> {
    let mut file = csv::Writer::from_writer(sink);
    file.write_record([
        "claim",
        "scenario",
        "indicator",
        "where",
        "unit",
        "median",
        "p05",
        "p95",
        "share_same_sign",
        "wanted",
    ])?;
    for claim in &report.claims {
        for effect in &claim.side_effects {
            file.serialize((
                &claim.id,
                &claim.scenario,
                &effect.indicator,
                &effect.place,
                &effect.unit,
                effect.median,
                effect.p05,
                effect.p95,
                effect.share_same_sign,
                effect.wanted,
            ))?;
        }
    }
    Ok(file.flush()?)
}

/// Displacement: one row per scenario, dimension and pair.
///
/// # Errors
/// When the stream cannot be written.
pub fn write_displacement(report: &Report, sink: impl Write) -> Result<(), ReportError> {
    let mut file = csv::Writer::from_writer(sink);
    file.write_record(["scenario", "dimension", "from", "to", "kg_per_year"])?;
    for matrix in &report.displacement {
        for (from, row) in matrix.from.iter().zip(&matrix.kg_per_year) {
            for (to, value) in matrix.to.iter().zip(row) {
                file.serialize((&matrix.scenario, &matrix.dimension, from, to, value))?;
            }
        }
    }
    Ok(file.flush()?)
}

/// Flows of the map: one row per route and scenario.
///
/// # Errors
/// When the stream cannot be written.
pub fn write_flows(report: &Report, sink: impl Write) -> Result<(), ReportError> {
    let mut file = csv::Writer::from_writer(sink);
    file.write_record(["from", "to", "corridor", "mode", "scenario", "kg_per_year_before", "kg_per_year_after"])?;
    for route in &report.map.routes {
        for (scenario, after) in &route.kg_per_year_after {
            file.serialize((
                &route.from,
                &route.to,
                &route.corridor,
                &route.mode,
                scenario,
                route.kg_per_year_before,
                after,
            ))?;
        }
    }
    Ok(file.flush()?)
}

/// Assumptions: one row per parameter, in the order of the report.
///
/// # Errors
/// When the stream cannot be written.
pub fn write_assumptions(report: &Report, sink: impl Write) -> Result<(), ReportError> {
    let mut file = csv::Writer::from_writer(sink);
    file.write_record([
        "parameter",
        "title",
        "value",
        "unit",
        "low",
        "high",
        "grade",
        "importance",
        "sources",
        "note",
    ])?;
    for entry in report.ranked_assumptions() {
        file.serialize((
            &entry.parameter,
            &entry.title,
            entry.value,
            &entry.unit,
            entry.low,
            entry.high,
            entry.grade,
            entry.importance,
            entry.sources.join(" "),
            &entry.note,
        ))?;
    }
    Ok(file.flush()?)
}

/// Impulse responses: one row per shock, indicator and month, counted from the first
/// month of the shock.
///
/// # Errors
/// When the stream cannot be written.
pub fn write_responses(report: &Report, sink: impl Write) -> Result<(), ReportError> {
    let mut file = csv::Writer::from_writer(sink);
    file.write_record(["shock", "indicator", "unit", "month_from_start_of_shock", "relative_deviation"])?;
    for response in &report.responses {
        for series in &response.series {
            for (month, value) in series.values_relative.iter().enumerate() {
                file.serialize((&response.shock, &series.indicator, &series.unit, month, value))?;
            }
        }
    }
    Ok(file.flush()?)
}
