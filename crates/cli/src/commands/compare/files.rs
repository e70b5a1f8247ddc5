//! The comparison as CSV and as a chart: yearly paths with their intervals.

use crate::failure::Failure;
use counterflow_app::months::year_number;
use counterflow_app::results::comparison::{ComparedIndicator, ComparedScenario, Comparison, PairedChange};
use counterflow_model::indicators::WORLD;
use counterflow_report::analysis_charts::Bar;
use counterflow_report::path_charts::{PathLine, PathPanel, path_panels};
use counterflow_report::tables::csv_text;
use counterflow_study::statistics::Spread;

const COLUMNS: [&str; 12] = [
    "case",
    "scenario",
    "year",
    "indicator",
    "where",
    "unit",
    "median",
    "p05",
    "p95",
    "change_median",
    "change_p05",
    "change_p95",
];

/// A row per case, series, scenario and year, and one for the window. Changes are those by policy; cells of the
/// scenario compared with are empty.
pub fn csv(found: &Comparison) -> Result<String, Failure> {
    let window = found.window.join("..");
    let mut rows = Vec::new();
    let first = [("", &found.indicators)];
    let further = found.cases.iter().map(|case| (case.label.as_str(), &case.indicators));
    for (case, indicators) in first.into_iter().chain(further) {
        for one in indicators {
            for cell in &one.scenarios {
                let row = |year: &str, level: Spread, change: Option<&PairedChange>| -> Vec<String> {
                    let texts = [case, &cell.scenario, year, one.indicator, &one.place, &one.unit].map(str::to_owned);
                    let changes = change.map_or_else(Default::default, |change| numbers(change.absolute));
                    texts.into_iter().chain(numbers(level)).chain(changes).collect()
                };
                for (number, (year, level)) in found.years.iter().zip(&cell.level_by_year).enumerate() {
                    rows.push(row(year, *level, cell.change_by_year.get(number)));
                }
                rows.push(row(&window, cell.level, cell.change.as_ref()));
            }
        }
    }
    Ok(csv_text(&COLUMNS, rows)?)
}

fn numbers(spread: Spread) -> [String; 3] {
    [spread.median, spread.p05, spread.p95].map(|value| value.to_string())
}

/// A row of panels per series: levels, and changes against the first scenario. Further cases are left out.
pub fn chart(found: &Comparison, members: u32) -> Result<String, Failure> {
    let years: Vec<f64> = found.years.iter().map(|year| year_number(year)).collect();
    let names: Vec<&str> = found
        .indicators
        .first()
        .map(|one| one.scenarios.iter().map(|cell| cell.scenario.as_str()).collect())
        .unwrap_or_default();
    let panels: Vec<PathPanel> = found.indicators.iter().flat_map(|one| panels(one, &years)).collect();
    let title = format!(
        "Medians with the band of 90 % of {members} members; right: change against {}",
        names.first().unwrap_or(&"")
    );
    Ok(path_panels(&title, &names, &panels, 2)?)
}

fn panels(one: &ComparedIndicator, years: &[f64]) -> [PathPanel; 2] {
    let title = if one.place == WORLD { one.title.to_owned() } else { format!("{}, {}", one.title, one.place) };
    let bar = |spread: &Spread| Bar { value: spread.median, interval: (spread.p05, spread.p95) };
    let lines = |path: &dyn Fn(&ComparedScenario) -> Vec<Bar>| -> Vec<PathLine> {
        let line = |(name, cell): (usize, &ComparedScenario)| PathLine {
            name,
            points: years.iter().copied().zip(path(cell)).collect(),
        };
        one.scenarios.iter().enumerate().map(line).filter(|line| !line.points.is_empty()).collect()
    };
    let levels = lines(&|cell| cell.level_by_year.iter().map(bar).collect());
    let changes = lines(&|cell| cell.change_by_year.iter().map(|change| bar(&change.absolute)).collect());
    let panel = |title: String, is_change, lines| PathPanel { title, unit: one.unit.clone(), is_change, lines };
    [panel(title.clone(), false, levels), panel(format!("Change of {}", lower_first(&title)), true, changes)]
}

/// A title inside a sentence; abbreviations keep their capitals.
fn lower_first(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => title.to_owned(),
    }
}
