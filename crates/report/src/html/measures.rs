//! What each measure does, in a sentence, and which does most for its money.

use super::parts::table;
use crate::analysis_charts::{Bar, bars};
use crate::comparison::MONTHS;
use crate::data::{Finding, OutcomeChange, Report, ScenarioResult};
use crate::error::ReportError;
use crate::markup::{Markup, anchor};
use crate::number::{money, place_words, typographic};

/// Outcomes by which measures are ranked, where the report has them.
const RANKED: [&str; 3] = ["arrivals", "overdose_deaths", "violent_deaths"];
/// Money for which measures are compared, per year.
const COMPARED_USD: f64 = 100e6;
/// Effects named per sentence and direction.
const NAMED: usize = 3;
const PERCENT: f64 = 100.0;

/// A sentence per measure and the ranked charts.
///
/// # Errors
/// When a chart cannot be drawn.
pub fn section(page: &mut Markup, report: &Report) -> Result<(), ReportError> {
    let charts: Vec<String> =
        RANKED.iter().filter_map(|indicator| ranked(report, indicator).transpose()).collect::<Result<_, _>>()?;
    page.within("div", &[("id", "measures")], |part| {
        let caption = format!(
            "What each measure does, against the same world without it: median change over the last {MONTHS} months, \
             with the interval of 90 % of the runs"
        );
        let columns =
            [("Measure", "wide"), ("Cost", "number"), ("Works on", ""), ("Backfires on", ""), ("Unclear", "")];
        table(part, "measures", &caption, &columns, |body| {
            body.within("tbody", &[], |rows| report.scenarios.iter().for_each(|one| row(rows, report, one)));
        });
        part.leaf(
            "p",
            &[("class", "note")],
            "Works: the interval lies on the side that public policy would welcome. Backfires: on the other. Unclear: \
             it includes zero. Outcomes that are not named change by less than 1 % in most runs. Benefits are not \
             weighed against harms.",
        );
        for chart in &charts {
            part.within("figure", &[("class", "ranked")], |figure| figure.trusted(chart));
        }
    });
    Ok(())
}

fn row(rows: &mut Markup, report: &Report, scenario: &ScenarioResult) {
    rows.within("tr", &[], |row| {
        row.within("th", &[("scope", "row")], |cell| {
            cell.leaf("a", &[("href", &format!("#{}", anchor("scenario", &scenario.id)))], &scenario.title);
        });
        row.leaf("td", &[("class", "number")], &typographic(&money(scenario.cost_usd_per_year, "USD/year")));
        for finding in [Finding::Works, Finding::Backfires] {
            row.within("td", &[], |cell| named(cell, report, scenario, finding));
        }
        let unclear = of_finding(scenario, Finding::Unclear);
        let titles: Vec<String> = unclear.iter().map(|outcome| title(report, outcome)).collect();
        row.leaf(
            "td",
            &[("class", "noise")],
            &if titles.is_empty() {
                if scenario.outcomes.is_empty() { "not tested" } else { "none of those tested" }.to_owned()
            } else {
                titles.join("; ")
            },
        );
    });
}

/// The outcomes of one finding, the surest first.
fn of_finding(scenario: &ScenarioResult, finding: Finding) -> Vec<&OutcomeChange> {
    let mut found: Vec<&OutcomeChange> = scenario.outcomes.iter().filter(|one| one.finding == finding).collect();
    let clarity = |one: &OutcomeChange| one.median.abs() / (one.p95 - one.p05).abs().max(f64::MIN_POSITIVE);
    found.sort_by(|a, b| clarity(b).total_cmp(&clarity(a)));
    found
}

fn named(cell: &mut Markup, report: &Report, scenario: &ScenarioResult, finding: Finding) {
    let found = of_finding(scenario, finding);
    if found.is_empty() {
        let words = if scenario.outcomes.is_empty() { "not tested" } else { "no tested outcome" };
        cell.leaf("span", &[("class", "noise")], words);
    }
    for outcome in found.iter().take(NAMED) {
        let (change, interval) = outcome.words();
        let structures = if outcome.structures > 1 {
            format!("; {} of {} structures agree", outcome.structures_agree, outcome.structures)
        } else {
            String::new()
        };
        cell.within("div", &[], |line| {
            line.text(&typographic(&format!("{} {change}", title(report, outcome))));
            line.leaf("small", &[], &typographic(&format!(" ({interval}{structures})")));
        });
    }
    if found.len() > NAMED {
        cell.leaf("small", &[], &format!("and {} more, below", found.len() - NAMED));
    }
}

fn title(report: &Report, outcome: &OutcomeChange) -> String {
    let title = report.indicator_title(&outcome.indicator);
    if outcome.place == "world" { title.to_owned() } else { format!("{title}, {}", place_words(&outcome.place)) }
}

/// Measures by what they change an outcome for the same money; none where fewer than two can be ranked.
fn ranked(report: &Report, indicator: &str) -> Result<Option<String>, ReportError> {
    let row = |scenario: &ScenarioResult| {
        let outcome = scenario.outcomes.iter().find(|one| one.indicator == indicator && one.place == "world")?;
        let [median, p05, p95] = outcome.relative?;
        if scenario.cost_usd_per_year <= 0.0 {
            return None;
        }
        let scale = PERCENT * COMPARED_USD / scenario.cost_usd_per_year;
        Some((scenario.title.clone(), Bar { value: median * scale, interval: (p05 * scale, p95 * scale) }))
    };
    let mut rows: Vec<(String, Bar)> = report.scenarios.iter().filter_map(row).collect();
    if rows.len() < 2 {
        return Ok(None);
    }
    // Public policy would welcome a fall of each of them.
    rows.sort_by(|a, b| a.1.value.total_cmp(&b.1.value));
    let rows: Vec<(String, Vec<Bar>)> = rows.into_iter().map(|(name, bar)| (name, vec![bar])).collect();
    let title = format!("{}: change for the same money, best first", report.indicator_title(indicator));
    let svg = bars(&title, "% for 100 million USD a year, with the interval of 90 % of the runs", &["change"], &rows)?;
    // Inside a page a drawing needs no name of its language.
    Ok(Some(svg.replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1)))
}
