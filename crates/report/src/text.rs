//! The claims of a report for the terminal.

use crate::data::{ClaimResult, Report, Verdict};
use crate::number::{change, change_range, percent, percent_change};
use crate::text_table::{Cell, Column, Table, wrap};

pub use crate::text_table::Style;

/// ANSI code for a verdict; the word itself always stands beside it.
fn verdict_color(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "32",
        Verdict::HoldsUnderSome => "36",
        Verdict::Mixed => "33",
        Verdict::NoEffect => "2",
        Verdict::Fails => "31",
    }
}

/// The claims of a report, one row each, with the tally of the emergent ones below, and what does not
/// apply.
#[must_use]
pub fn claims_table(report: &Report, style: Style) -> String {
    use Column::{BreakLeft as Left, BreakRight as Right};
    let mut table = Table::new([
        ("Verdict", Left),
        ("Claim", Left),
        ("Scenario", Left),
        ("Follows", Left),
        ("Promised", Left),
        ("Median change", Right),
        ("90 % of runs", Right),
        ("As promised", Right),
        ("Grade", Left),
    ]);
    report.claims.iter().for_each(|claim| table.push(claim_row(report, claim)));
    let tally = report.tally(report.emergent()).map(|(verdict, claims)| format!("{} {claims}", verdict.label()));
    let counted = report.emergent().count();
    let words = format!("{} claims, {counted} emergent. Of these: {}.", report.claims.len(), tally.join(", "));
    let mut lines = wrap(&words, style.width);
    for one in &report.not_applicable {
        lines.extend(wrap(&format!("Not applicable: {} ({}). {}.", one.claim, one.scenario, one.reason), style.width));
    }
    format!("{}\n{}\n", table.render(style), lines.join("\n"))
}

fn claim_row(report: &Report, claim: &ClaimResult) -> Vec<Cell> {
    let relative = claim.relative_median.map_or(String::new(), |share| format!(" ({})", percent_change(share)));
    vec![
        Cell::colored(claim.verdict.label(), verdict_color(claim.verdict)),
        claim.statement.as_str().into(),
        report.scenario_title(&claim.scenario).into(),
        claim.follows.word().into(),
        claim.promised.as_str().into(),
        (change(claim.median, &claim.unit) + &relative).into(),
        change_range(claim.p05, claim.p95, &claim.unit).into(),
        percent(claim.share_in_promised_direction).into(),
        claim.grade.to_string().into(),
    ]
}
