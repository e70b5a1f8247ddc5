//! The report as one self-contained HTML page: style and drawings inline, no script, nothing loaded
//! from elsewhere. It reads on a phone, in print and in dark mode, and every drawing has a title,
//! a description and a data table beside it.

pub mod analysis;
mod assumptions;
mod claims;
mod comparison;
mod displacement;
mod flow_map;
mod measures;
mod method;
mod parts;
mod responses;
mod scenario;
mod summary;

pub(crate) use parts::{grade_badge, verdict_badge};

use crate::data::Report;
use crate::error::ReportError;
use crate::map::MapDrawer;
use crate::markup::{Markup, anchor};

const STYLE: &str = include_str!("style.css");

/// The page of a report.
///
/// # Errors
/// When the lists of a chart differ in length or a chart cannot be drawn.
pub fn render(report: &Report) -> Result<String, ReportError> {
    let scenarios: Vec<&str> = report.scenarios.iter().map(|scenario| scenario.id.as_str()).collect();
    let maps = MapDrawer::new(&report.map, &scenarios)?;
    let body = main_sections(report, &maps)?;
    let mut page = Markup::default();
    page.trusted("<!DOCTYPE html>\n");
    page.within("html", &[("lang", "en")], |html| {
        html.within("head", &[], |head| write_head(head, report));
        html.within("body", &[], |content| {
            content.leaf("a", &[("class", "skip"), ("href", "#main")], "Skip to the results");
            content.trusted(&maps.definitions());
            summary::masthead(content, report);
            content.within("div", &[("class", "layout")], |layout| {
                layout.within("nav", &[("class", "contents"), ("aria-label", "Contents")], |nav| contents(nav, report));
                layout.within("main", &[("id", "main")], |main| main.trusted(&body));
            });
            footer(content, report);
        });
    });
    Ok(page.finish())
}

fn write_head(head: &mut Markup, report: &Report) {
    head.empty("meta", &[("charset", "utf-8")]);
    head.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    head.empty("meta", &[("name", "generator"), ("content", &format!("Counterflow {}", report.run.version))]);
    head.leaf("title", &[], &report.title);
    head.within("style", &[], |style| style.trusted(STYLE));
}

fn main_sections(report: &Report, maps: &MapDrawer<'_>) -> Result<String, ReportError> {
    let mut main = Markup::default();
    summary::section(&mut main, report)?;
    comparison::section(&mut main, report);
    claims::section(&mut main, report);
    scenario::section(&mut main, report, maps)?;
    assumptions::section(&mut main, report);
    responses::section(&mut main, report)?;
    method::notes(&mut main, report);
    method::run_record(&mut main, report);
    method::glossary(&mut main, report);
    method::sources(&mut main, report);
    Ok(main.finish())
}

/// Links to every section that the page holds.
fn contents(nav: &mut Markup, report: &Report) {
    nav.leaf("h2", &[], "Contents");
    nav.within("ul", &[], |list| {
        entry(list, "summary", "In short");
        entry(list, "comparison", "Scenarios side by side");
        entry(list, "claims", "Claims and verdicts");
        list.within("li", &[], |item| {
            item.leaf("a", &[("href", "#scenarios")], "Scenario by scenario");
            item.within("ul", &[], |inner| {
                for scenario in &report.scenarios {
                    entry(inner, &anchor("scenario", &scenario.id), &scenario.title);
                }
            });
        });
        entry(list, "assumptions", "Assumptions that matter");
        if !report.responses.is_empty() {
            entry(list, "responses", "Responses to single shocks");
        }
        if !report.notes.is_empty() {
            entry(list, "notes", "Method and limits");
        }
        entry(list, "run", "Run record");
        entry(list, "glossary", "Indicators");
        if !report.sources.is_empty() {
            entry(list, "sources", "Sources");
        }
    });
}

fn entry(list: &mut Markup, target: &str, words: &str) {
    list.within("li", &[], |item| item.leaf("a", &[("href", &format!("#{target}"))], words));
}

fn footer(page: &mut Markup, report: &Report) {
    page.within("footer", &[], |footer| {
        footer.leaf(
            "p",
            &[],
            &format!(
                "Made with Counterflow {}, an open simulator for the analysis of drug policy, from public research. \
                 Results describe regions, corridors and markets in the aggregate. Land outlines: Natural Earth, \
                 public domain.",
                report.run.version
            ),
        );
    });
}
