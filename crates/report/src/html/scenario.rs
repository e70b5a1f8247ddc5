//! One article per scenario: what it does, its charts, claims, side effects, displacement and map.

use super::parts::{data_link, facts, indicator_link, note_with_data, table};
use super::{claims, displacement, flow_map};
use crate::chart;
use crate::csv_tables::chart_file_name;
use crate::data::{ChartSeries, ClaimResult, Report, ScenarioResult, SideEffect};
use crate::error::ReportError;
use crate::map::MapDrawer;
use crate::markup::{Markup, anchor};
use crate::number::{change, change_range, money, percent, place_words, quantity, typographic};

/// The section "Scenario by scenario".
///
/// # Errors
/// When a chart cannot be drawn.
pub fn section(page: &mut Markup, report: &Report, maps: &MapDrawer<'_>) -> Result<(), ReportError> {
    let mut articles = Markup::default();
    for scenario in &report.scenarios {
        let charts = charts(report, scenario)?;
        articles.within("article", &[("class", "scenario"), ("id", &anchor("scenario", &scenario.id))], |article| {
            write_scenario(article, report, scenario, &charts, maps);
        });
    }
    let articles = articles.finish();
    page.within("section", &[("id", "scenarios")], |section| {
        section.leaf("h2", &[], "Scenario by scenario");
        section.trusted(&articles);
    });
    Ok(())
}

fn write_scenario(page: &mut Markup, report: &Report, scenario: &ScenarioResult, charts: &str, maps: &MapDrawer<'_>) {
    let own: Vec<&ClaimResult> = report.claims.iter().filter(|claim| claim.scenario == scenario.id).collect();
    page.leaf("h3", &[], &scenario.title);
    page.leaf("p", &[], &scenario.about);
    let hash = report.run.scenario_hashes.iter().find(|(id, _)| *id == scenario.id);
    let mut known = vec![
        ("Cost, ramp included", typographic(&money(scenario.cost_usd_per_year, "USD/year"))),
        ("Claims tested", own.len().to_string()),
    ];
    known.extend(hash.map(|(_, hash)| ("Scenario hash", hash.chars().take(12).collect())));
    facts(page, &known);
    if !scenario.charts.is_empty() {
        page.leaf("h4", &[], "Paths against the baseline");
        legend(page);
        page.within("div", &[("class", "charts")], |grid| grid.trusted(charts));
    }
    if !own.is_empty() {
        page.leaf("h4", &[], "Promise by promise");
        own.iter().for_each(|claim| claims::card(page, report, claim));
        side_effects(page, report, &own);
    }
    displacement::write(page, report, &scenario.id);
    flow_map::write(page, report, scenario, maps);
}

/// What the lines and bands of every chart mean.
fn legend(page: &mut Markup) {
    const BAND: &str = "fill=\"#0072B2\" x=\"0\" y=\"0\" width=\"32\" height=\"14\"";
    let keys = [
        ("<path d=\"M0 7h32\" stroke=\"#0072B2\" stroke-width=\"2.5\"/>".to_owned(), "Scenario, median"),
        (format!("<rect {BAND} opacity=\"0.45\"/>"), "50 % of runs"),
        (format!("<rect {BAND} opacity=\"0.18\"/>"), "90 % of runs"),
        (
            "<path d=\"M0 7h32\" stroke=\"#555555\" stroke-width=\"2\" stroke-dasharray=\"5 3.5\"/>".to_owned(),
            "Baseline, median",
        ),
    ];
    page.within("ul", &[("class", "legend")], |list| {
        for (drawing, words) in keys {
            list.within("li", &[], |item| {
                item.within("svg", &[("viewBox", "0 0 32 14"), ("aria-hidden", "true")], |svg| svg.trusted(&drawing));
                item.text(words);
            });
        }
    });
}

fn charts(report: &Report, scenario: &ScenarioResult) -> Result<String, ReportError> {
    let mut grid = Markup::default();
    for series in &scenario.charts {
        let title = report.indicator_title(&series.indicator);
        let unit = report.indicator(&series.indicator).map_or("", |info| info.unit.as_str());
        let drawing = chart::scenario_chart(series, title, unit)?;
        grid.within("figure", &[], |figure| {
            figure.leaf("h5", &[], &format!("{title}, {}", place_words(&series.place)));
            figure.leaf("p", &[("class", "unit")], &drawing.axis_unit);
            figure.trusted(&drawing.svg);
            figure.within("figcaption", &[], |caption| write_caption(caption, report, scenario, series));
        });
    }
    Ok(grid.finish())
}

/// The last values in words, the source, and where the data are.
fn write_caption(caption: &mut Markup, report: &Report, scenario: &ScenarioResult, series: &ChartSeries) {
    let info = report.indicator(&series.indicator);
    let unit = info.map_or("", |info| info.unit.as_str());
    let last = |values: &[f64]| quantity(values.last().copied().unwrap_or(f64::NAN), unit);
    let month = series.months.last().map_or("", String::as_str);
    let words = format!("{month}: {}, baseline {}. ", last(&series.median), last(&series.baseline_median));
    caption.text(&typographic(&words));
    if let Some(info) = info {
        caption.text(&format!("Source: Counterflow; {}. ", info.source));
    }
    caption.text("Definition: ");
    indicator_link(caption, report, &series.indicator);
    caption.text(". ");
    data_link(caption, &chart_file_name(&scenario.id), "Data (CSV)");
}

const SIDE_EFFECT_COLUMNS: [(&str, &str); 5] = [
    ("Indicator", "wide"),
    ("Change, median and 90 % interval", "change"),
    ("Runs with this sign", "number"),
    ("Judged", ""),
    ("Window", ""),
];

/// Indicators that moved beyond their noise, each once, with its largest change over the claims.
fn side_effects(page: &mut Markup, report: &Report, claims: &[&ClaimResult]) {
    let effects = distinct_side_effects(claims);
    page.leaf("h4", &[], "Side effects beyond noise");
    if effects.is_empty() {
        page.leaf("p", &[("class", "note")], "No other indicator moved beyond its noise.");
        return;
    }
    table(
        page,
        "side-effects",
        "Change of indicators that no claim of this scenario promises",
        &SIDE_EFFECT_COLUMNS,
        |body| {
            body.within("tbody", &[], |rows| {
                for (claim, effect) in &effects {
                    rows.within("tr", &[], |row| side_effect_row(row, report, claim, effect));
                }
            });
        },
    );
    note_with_data(page, "Unwanted changes stand first.", "side-effects.csv");
}

/// One entry per indicator and place, unwanted first, then the most certain.
fn distinct_side_effects<'a>(claims: &[&'a ClaimResult]) -> Vec<(&'a ClaimResult, &'a SideEffect)> {
    let mut chosen: Vec<(&ClaimResult, &SideEffect)> = Vec::new();
    for claim in claims {
        for effect in &claim.side_effects {
            let same = |(_, other): &&mut (&ClaimResult, &SideEffect)| {
                other.indicator == effect.indicator && other.place == effect.place
            };
            match chosen.iter_mut().find(same) {
                Some(known) if known.1.median.abs() < effect.median.abs() => *known = (claim, effect),
                Some(_) => {}
                None => chosen.push((claim, effect)),
            }
        }
    }
    chosen.sort_by(|(_, a), (_, b)| a.wanted.cmp(&b.wanted).then(b.share_same_sign.total_cmp(&a.share_same_sign)));
    chosen
}

fn side_effect_row(row: &mut Markup, report: &Report, claim: &ClaimResult, effect: &SideEffect) {
    row.within("th", &[("scope", "row"), ("class", "wide")], |cell| {
        if report.indicator(&effect.indicator).is_some() {
            cell.leaf("a", &[("href", &format!("#{}", anchor("indicator", &effect.indicator)))], &effect.title);
        } else {
            cell.text(&effect.title);
        }
        cell.leaf("small", &[], &place_words(&effect.place));
    });
    row.within("td", &[("class", "change")], |cell| {
        cell.text(&typographic(&change(effect.median, &effect.unit)));
        cell.leaf("small", &[], &typographic(&change_range(effect.p05, effect.p95, &effect.unit)));
    });
    row.leaf("td", &[("class", "number")], &percent(effect.share_same_sign));
    let (class, word) = if effect.wanted { ("wanted", "\u{2713} wanted") } else { ("unwanted", "! unwanted") };
    row.leaf("td", &[("class", class)], word);
    row.leaf("td", &[], &super::parts::window(&claim.window));
}
