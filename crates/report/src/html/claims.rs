//! Every claim with its change, interval, verdict and grade, grouped by scenario; and the card that
//! tells one claim in full.

use super::method::source_links;
use super::parts::{
    cell_with_note, direction, grade_badge, indicator_link, note_with_data, table, verdict_badge, verdict_class, window,
};
use crate::data::{ClaimResult, Follows, Kind, Report, Verdict};
use crate::markup::{Markup, anchor};
use crate::number::{change, change_range, percent, percent_change, place_words, quantity, signed, typographic};

const COLUMNS: [(&str, &str); 7] = [
    ("Claim", "wide"),
    ("Verdict, grade", "verdict"),
    ("Promised", "promised"),
    ("Change, 90 % interval", "change"),
    ("Interval around zero", ""),
    ("Runs as promised", "number"),
    ("Measured by", "measure"),
];

/// A list of claims: its heading, what it is, and which claims stand in it.
type List = (&'static str, &'static str, fn(&ClaimResult) -> bool);

const LISTS: [List; 3] = [
    ("Promised benefits", "What advocates promise beyond what the lever is", |claim| {
        claim.kind == Kind::Benefit && claim.follows != Follows::Input
    }),
    ("Predicted harms", "What critics predict beyond what the lever is", |claim| {
        claim.kind == Kind::Harm && claim.follows != Follows::Input
    }),
    ("What the levers are", "Indicators that a lever moves by definition: no findings", |claim| {
        claim.follows == Follows::Input
    }),
];

/// The section "Claims and verdicts".
pub fn section(page: &mut Markup, report: &Report) {
    page.within("section", &[("id", "claims")], |section| {
        section.leaf("h2", &[], "Claims and verdicts");
        for (heading, caption, stands_here) in LISTS {
            let groups = by_scenario(report, stands_here);
            if groups.is_empty() {
                continue;
            }
            section.leaf("h3", &[], heading);
            let caption = format!("{caption}: change against the baseline over the window of each claim");
            table(section, "claims", &caption, &COLUMNS, |body| {
                for (scenario, claims) in groups {
                    body.within("tbody", &[], |rows| {
                        rows.within("tr", &[("class", "group")], |row| {
                            row.leaf("th", &[("scope", "rowgroup"), ("colspan", "7")], report.scenario_title(scenario));
                        });
                        claims.iter().for_each(|claim| claim_row(rows, report, claim));
                    });
                }
            });
        }
        let words = "In the drawings the vertical line is no change, the shaded side is the promised one, and each row \
            has its own scale.";
        note_with_data(section, words, "claims.csv");
        not_applicable(section, report);
    });
}

/// Claims that say nothing of the scenarios at hand, and why.
fn not_applicable(page: &mut Markup, report: &Report) {
    if report.not_applicable.is_empty() {
        return;
    }
    page.leaf("h3", &[], "Claims that do not apply");
    page.within("ul", &[], |list| {
        for one in &report.not_applicable {
            list.within("li", &[], |item| {
                item.text(&one.statement);
                item.leaf("small", &[], &format!(" {}: {}.", report.scenario_title(&one.scenario), one.reason));
            });
        }
    });
}

/// Claims grouped by scenario: scenarios in report order, then any the report does not describe.
fn by_scenario(report: &Report, stands_here: fn(&ClaimResult) -> bool) -> Vec<(&str, Vec<&ClaimResult>)> {
    let mut order: Vec<&str> = report.scenarios.iter().map(|scenario| scenario.id.as_str()).collect();
    for claim in &report.claims {
        if !order.contains(&claim.scenario.as_str()) {
            order.push(&claim.scenario);
        }
    }
    let of =
        |id: &str| report.claims.iter().filter(|claim| claim.scenario == id && stands_here(claim)).collect::<Vec<_>>();
    order.into_iter().map(|id| (id, of(id))).filter(|(_, claims)| !claims.is_empty()).collect()
}

fn claim_row(rows: &mut Markup, report: &Report, claim: &ClaimResult) {
    rows.within("tr", &[], |row| {
        row.within("th", &[("scope", "row"), ("class", "wide")], |cell| {
            cell.leaf("a", &[("href", &format!("#{}", anchor("claim", &claim.id)))], &claim.statement);
            cell.leaf("small", &[], &subject(claim));
        });
        row.within("td", &[("class", "verdict")], |cell| {
            verdict_badge(cell, claim.verdict);
            cell.text(" ");
            grade_badge(cell, claim.grade);
        });
        row.leaf("td", &[("class", "promised")], &direction(&claim.promised));
        let interval = typographic(&change_range(claim.p05, claim.p95, &claim.unit));
        cell_with_note(row, "change", &typographic(&median_words(claim)), &interval);
        row.within("td", &[], |cell| interval_drawing(cell, claim));
        row.leaf("td", &[("class", "number")], &percent(claim.share_in_promised_direction));
        row.within("td", &[], |cell| {
            indicator_link(cell, report, &claim.indicator);
            cell.leaf("small", &[], &format!("{}, {}", place_words(&claim.place), window(&claim.window)));
        });
    });
}

/// The lever or outcome a claim is about and how it follows, in words.
fn subject(claim: &ClaimResult) -> String {
    let words = |id: &String| id.replace('_', " ");
    let lever = claim.lever.as_ref().map(|id| format!("Lever: {}", words(id)));
    let outcome = claim.outcome.as_ref().map(|id| format!("Outcome: {}", words(id)));
    let follows = Some(claim.follows.word().to_owned());
    lever.into_iter().chain(outcome).chain(follows).collect::<Vec<_>>().join("; ")
}

fn median_words(claim: &ClaimResult) -> String {
    let relative = claim.relative_median.map_or(String::new(), |share| format!(" ({})", percent_change(share)));
    change(claim.median, &claim.unit) + &relative
}

/// The interval as a bar with its median, zero in the middle, the promised side shaded.
fn interval_drawing(cell: &mut Markup, claim: &ClaimResult) {
    const WIDTH: f64 = 130.0;
    const MIDDLE: f64 = WIDTH / 2.0;
    const REACH: f64 = MIDDLE - 6.0;
    let ends = [claim.p05, claim.median, claim.p95];
    let largest = ends.into_iter().map(f64::abs).fold(0.0, f64::max);
    if largest == 0.0 || ends.into_iter().any(|end| !end.is_finite()) {
        return;
    }
    let x = |value: f64| format!("{:.1}", MIDDLE + REACH * value / largest);
    let middle = MIDDLE.to_string();
    let promised_from = if claim.promised == "rise" { middle.as_str() } else { "0" };
    let words = format!(
        "{} (90 % of runs {})",
        change(claim.median, &claim.unit),
        change_range(claim.p05, claim.p95, &claim.unit)
    );
    cell.within("svg", &[("class", "interval"), ("role", "img"), ("viewBox", "0 0 130 26")], |svg| {
        svg.leaf("title", &[], &typographic(&words));
        svg.leaf("desc", &[], &format!("Promised direction: {}.", claim.promised));
        svg.empty(
            "rect",
            &[("class", "promise"), ("x", promised_from), ("y", "0"), ("width", &middle), ("height", "26")],
        );
        svg.empty("line", &[("class", "zero"), ("x1", &middle), ("x2", &middle), ("y1", "1"), ("y2", "25")]);
        svg.empty(
            "line",
            &[("class", "span"), ("x1", &x(claim.p05)), ("x2", &x(claim.p95)), ("y1", "13"), ("y2", "13")],
        );
        svg.empty("circle", &[("class", "median"), ("cx", &x(claim.median)), ("cy", "13"), ("r", "4.5")]);
    });
}

/// One claim in full: verdict, change, timing, cost, drivers, sources.
pub fn card(page: &mut Markup, report: &Report, claim: &ClaimResult) {
    let class = format!("card {}", verdict_class(claim.verdict));
    page.within("article", &[("class", class.trim_end()), ("id", &anchor("claim", &claim.id))], |card| {
        card.within("header", &[], |header| {
            verdict_badge(header, claim.verdict);
            header.leaf("h5", &[], &claim.statement);
            grade_badge(header, claim.grade);
        });
        card.within("p", &[], |words| {
            indicator_link(words, report, &claim.indicator);
            words.text(&typographic(&change_words(claim)));
        });
        card.leaf("p", &[], &typographic(&timing_words(claim)));
        for words in [structure_words(claim), pathway_words(claim)].iter().filter(|words| !words.is_empty()) {
            card.leaf("p", &[], &typographic(words));
        }
        if !claim.drivers.is_empty() {
            card.leaf("p", &[], &typographic(&driver_words(claim)));
        }
        if !claim.sources.is_empty() {
            card.within("p", &[("class", "note")], |words| {
                words.text("Sources: ");
                source_links(words, report, &claim.sources);
                words.text(".");
            });
        }
    });
}

fn change_words(claim: &ClaimResult) -> String {
    let stops = claim.stops.as_ref().map_or(String::new(), |month| format!(" The levers end in {month}."));
    format!(
        " ({}, {}): {}, 90 % of runs {}, against a baseline of {}. Promised: {} by {} or more; as promised in {} of \
         runs. The claim is {}.{stops}",
        place_words(&claim.place),
        window(&claim.window),
        median_words(claim),
        change_range(claim.p05, claim.p95, &claim.unit),
        quantity(claim.baseline, &claim.unit),
        claim.promised,
        quantity(claim.matters, &claim.unit),
        percent(claim.share_in_promised_direction),
        claim.follows.word()
    )
}

/// In which structural settings the claim does not hold, where that is what decides.
fn structure_words(claim: &ClaimResult) -> String {
    if claim.verdict != Verdict::HoldsUnderSome {
        return String::new();
    }
    let setting = |one: &crate::data::StructureResult| {
        format!("{} ({} of runs as promised)", one.setting, percent(one.share_in_promised_direction))
    };
    let failing: Vec<String> = claim.structures.iter().filter(|one| !one.holds).map(setting).collect();
    format!("Does not hold under: {}.", failing.join("; "))
}

/// Pathways that carry a tenth of the change or more, either way.
fn pathway_words(claim: &ClaimResult) -> String {
    const WORTH_TELLING: f64 = 0.1;
    let told: Vec<String> = claim
        .pathways
        .iter()
        .filter(|pathway| pathway.share.abs() >= WORTH_TELLING)
        .map(|pathway| format!("{} {}", pathway.title, percent(pathway.share)))
        .collect();
    match (claim.expected_change, told.is_empty()) {
        (None, _) => String::new(),
        (Some(_), true) => "No single pathway carries a tenth of the change.".to_owned(),
        (Some(_), false) => format!("Share of the change that vanishes without: {}.", told.join("; ")),
    }
}

fn timing_words(claim: &ClaimResult) -> String {
    let months = if claim.duration_months == 1 { "month" } else { "months" };
    let timing = match &claim.peak_month {
        Some(month) => format!(
            "Largest effect {} in {month}; the effect lasts {} {months}.",
            change(claim.peak_effect, &claim.unit),
            claim.duration_months
        ),
        None => "The median does not move in any month.".to_owned(),
    };
    match claim.cost_per_unit {
        Some(cost) => format!("{timing} Cost per unit of effect: {}.", quantity(cost, &claim.cost_unit)),
        None => format!("{timing} No cost per unit of effect is given."),
    }
}

fn driver_words(claim: &ClaimResult) -> String {
    let driver = |driver: &crate::data::Driver| {
        format!("{} ({}, grade {})", driver.title, signed(driver.correlation), driver.grade)
    };
    format!("Driven by: {}.", claim.drivers.iter().map(driver).collect::<Vec<_>>().join("; "))
}
