//! The opening of the report: what was run, what came out, how to read it.

use super::measures;
use super::parts::{verdict_class, verdict_words};
use crate::data::{ClaimResult, Kind, Report, SideEffect, Verdict};
use crate::error::ReportError;
use crate::markup::{Markup, anchor};
use crate::number::{change, change_range, count, percent, percent_change, place_words, typographic};

/// Findings shown per column.
const FINDINGS: usize = 4;

/// Words that explain the page, in the order of the box.
const READING: [(&str, &str); 10] = [
    (
        "Verdict",
        "Whether the promised direction appears, by the size that matters: in nearly all runs and under every \
         structural setting (holds), under some settings only, in some runs (mixed), as its opposite in nearly all \
         (fails), or most runs change by less (no effect).",
    ),
    (
        "Input, derived, emergent",
        "How a claim follows: by definition of the lever, within one module, or through the coupled model. Only \
         emergent claims are counted.",
    ),
    (
        "Pathways",
        "What vanishes of the change when one way from lever to indicator is cut, on expected values. Negative: the \
         way works against the change.",
    ),
    (
        "Change and interval",
        "Scenario minus baseline, run by run with the same draws. The median stands first; 90 % of runs lie in the \
         interval. The interval covers uncertain parameters, chance and the structural settings listed under Method \
         and limits.",
    ),
    ("Runs as promised", "Share of runs in which the indicator moved the promised way. Half would be a coin toss."),
    (
        "Evidence grade",
        "A: reproduced here from published equations. B: published estimate. C: derived from public data. D: \
         assumption over a range. A claim carries the grade of what drives it.",
    ),
    (
        "Bands in charts",
        "Half of the runs lie in the darker band, 90 % in the lighter one. The dashed line is the baseline median.",
    ),
    ("Drivers", "Parameters whose value explains most of the spread, with their rank correlation (-1 to 1)."),
    ("pp", "Percentage points: the change of a share, as opposed to a percentage of it."),
    (
        "Wanted, unwanted",
        "Whether public policy would welcome a side effect. It is said of the effect, not of the lever.",
    ),
];

/// Title and what was run.
pub fn masthead(page: &mut Markup, report: &Report) {
    let run = &report.run;
    page.within("header", &[("class", "masthead")], |header| {
        header.within("div", &[], |inner| {
            inner.leaf("p", &[("class", "kicker")], "Counterflow policy assessment");
            inner.leaf("h1", &[], &report.title);
            inner.leaf(
                "p",
                &[("class", "lead")],
                &format!(
                    "{} scenarios against the baseline, {} claims tested, {} runs per scenario over {} months from {}.",
                    report.scenarios.len(),
                    report.claims.len(),
                    count(run.members as u64),
                    run.months,
                    run.start
                ),
            );
            inner.leaf("p", &[("class", "meta")], &format!("Made with version {}, seed {}.", run.version, run.seed));
        })
    });
}

/// The section "In short".
///
/// # Errors
/// When a chart cannot be drawn.
pub fn section(page: &mut Markup, report: &Report) -> Result<(), ReportError> {
    let mut first = Markup::default();
    measures::section(&mut first, report)?;
    let first = first.finish();
    page.within("section", &[("id", "summary")], |section| {
        section.leaf("h2", &[], "In short");
        warnings(section, report);
        section.trusted(&first);
        if report.claims.is_empty() {
            section.leaf("p", &[("class", "note")], "No claims were tested; side effects of claims were not either.");
            reading(section);
            return;
        }
        section.leaf("h3", &[], "What is claimed");
        section.leaf("p", &[("class", "lead")], &opening(report));
        tiles(section, report);
        section.within("div", &[("class", "columns")], |columns| {
            use Kind::{Benefit, Harm};
            for (heading, empty, verdict, kind) in [
                ("Promised benefits that hold", "No claim holds.", Verdict::Holds, Benefit),
                ("Promised benefits that fail", "No claim fails.", Verdict::Fails, Benefit),
                ("Predicted harms that hold", "No claim holds.", Verdict::Holds, Harm),
            ] {
                finding_list(columns, heading, empty, &strongest(report, verdict, kind), report);
            }
            side_effect_list(columns, report);
        });
        reading(section);
    });
    Ok(())
}

/// What a scenario says that its writer may not mean stands before what came out of it.
fn warnings(page: &mut Markup, report: &Report) {
    if report.warnings.is_empty() {
        return;
    }
    page.within("div", &[("class", "note")], |note| {
        note.leaf("h3", &[], "To check before the numbers are believed");
        note.within("ul", &[], |list| {
            report.warnings.iter().for_each(|warning| list.leaf("li", &[], &typographic(warning)));
        });
    });
}

fn opening(report: &Report) -> String {
    let counted: Vec<&ClaimResult> = report.emergent().collect();
    let [holds, some, mixed, none, fails] = report.tally(counted.iter().copied()).map(|(_, claims)| claims);
    let assumed = counted.iter().filter(|claim| claim.grade == 'D').count();
    format!(
        "Of {} claims about what follows through the coupled model, {holds} hold, {some} hold under some structures \
         only, {mixed} are mixed, {none} show no effect that matters and {fails} fail. {assumed} of these verdicts \
         lean mainly on assumptions (evidence grade D). {} claims that say what a lever is, or follow within one \
         module, are not counted.",
        counted.len(),
        report.claims.len() - counted.len()
    )
}

fn tiles(page: &mut Markup, report: &Report) {
    page.within("ul", &[("class", "tiles")], |list| {
        for (verdict, claims) in report.tally(report.emergent()) {
            list.within("li", &[("class", verdict_class(verdict))], |tile| {
                tile.leaf("b", &[], &claims.to_string());
                tile.leaf("span", &[], &verdict_words(verdict));
            });
        }
    });
}

/// Emergent claims with a verdict, the most one-sided first and among those the largest relative change.
fn strongest(report: &Report, verdict: Verdict, kind: Kind) -> Vec<&ClaimResult> {
    let mut found: Vec<&ClaimResult> =
        report.emergent().filter(|claim| claim.verdict == verdict && claim.kind == kind).collect();
    let one_sided = |claim: &ClaimResult| (claim.share_in_promised_direction - 0.5).abs();
    let size = |claim: &ClaimResult| claim.relative_median.map_or(0.0, f64::abs);
    found.sort_by(|a, b| one_sided(b).total_cmp(&one_sided(a)).then(size(b).total_cmp(&size(a))));
    found.truncate(FINDINGS);
    found
}

fn finding_list(page: &mut Markup, heading: &str, empty: &str, claims: &[&ClaimResult], report: &Report) {
    page.within("div", &[], |column| {
        column.leaf("h4", &[], heading);
        if claims.is_empty() {
            column.leaf("p", &[("class", "note")], empty);
        }
        column.within("ul", &[], |list| claims.iter().for_each(|claim| finding(list, claim, report)));
    });
}

fn finding(list: &mut Markup, claim: &ClaimResult, report: &Report) {
    list.within("li", &[], |item| {
        item.leaf("a", &[("href", &format!("#{}", anchor("claim", &claim.id)))], &claim.statement);
        let relative = claim.relative_median.map_or(String::new(), |share| format!(" ({})", percent_change(share)));
        let words = format!(
            "{}: {} {}{relative}, 90 % of runs {}; as promised in {} of runs.",
            report.scenario_title(&claim.scenario),
            report.indicator_title(&claim.indicator),
            change(claim.median, &claim.unit),
            change_range(claim.p05, claim.p95, &claim.unit),
            percent(claim.share_in_promised_direction)
        );
        item.leaf("small", &[], &typographic(&words));
    });
}

/// Unwanted side effects that stand out most from their spread, one per scenario and indicator.
fn clearest_side_effects(report: &Report) -> Vec<(&ClaimResult, &SideEffect)> {
    let all = report.claims.iter().flat_map(|claim| claim.side_effects.iter().map(move |effect| (claim, effect)));
    let mut unwanted: Vec<(&ClaimResult, &SideEffect)> = all.filter(|(_, effect)| !effect.wanted).collect();
    let clarity = |effect: &SideEffect| effect.median.abs() / (effect.p95 - effect.p05).abs().max(f64::MIN_POSITIVE);
    unwanted.sort_by(|a, b| {
        b.1.share_same_sign.total_cmp(&a.1.share_same_sign).then(clarity(b.1).total_cmp(&clarity(a.1)))
    });
    let mut chosen: Vec<(&ClaimResult, &SideEffect)> = Vec::new();
    for (claim, effect) in unwanted {
        let known =
            chosen.iter().any(|(other, shown)| shown.indicator == effect.indicator || other.scenario == claim.scenario);
        if !known {
            chosen.push((claim, effect));
        }
    }
    chosen.truncate(FINDINGS);
    chosen
}

fn side_effect_list(page: &mut Markup, report: &Report) {
    let effects = clearest_side_effects(report);
    page.within("div", &[], |column| {
        column.leaf("h4", &[], "Clearest unwanted side effects");
        if effects.is_empty() {
            column.leaf(
                "p",
                &[("class", "note")],
                "No indicator that the claims watch moves the unwanted way beyond its noise.",
            );
        }
        column.within("ul", &[], |list| {
            for (claim, effect) in &effects {
                list.within("li", &[], |item| {
                    let target = format!("#{}", anchor("scenario", &claim.scenario));
                    let words = format!(
                        "{}: {}, {}",
                        report.scenario_title(&claim.scenario),
                        effect.title,
                        place_words(&effect.place)
                    );
                    item.leaf("a", &[("href", &target)], &words);
                    let numbers = format!(
                        "{}, 90 % of runs {}; same sign in {} of runs.",
                        change(effect.median, &effect.unit),
                        change_range(effect.p05, effect.p95, &effect.unit),
                        percent(effect.share_same_sign)
                    );
                    item.leaf("small", &[], &typographic(&numbers));
                });
            }
        });
    });
}

fn reading(page: &mut Markup) {
    page.within("div", &[("class", "reading")], |panel| {
        panel.leaf("h4", &[], "How to read this report");
        panel.within("dl", &[], |list| {
            for (term, meaning) in READING {
                list.within("div", &[], |pair| {
                    pair.leaf("dt", &[], term);
                    pair.leaf("dd", &[], &typographic(meaning));
                });
            }
        });
    });
}
