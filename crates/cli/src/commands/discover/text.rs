//! The boxes as text.

use crate::context::Context;
use counterflow_app::results::discovery::{DiscoveryResult, LimitEntry};
use counterflow_report::number::percent;
use counterflow_report::text_table::{Column, Table};

/// The boxes as text; a box of PRIM says how often its limits come back.
pub fn text(found: &DiscoveryResult, with_reproducibility: bool, context: &Context<'_>) -> String {
    let mut text = format!("{} cases, {} of interest: {}\n", found.cases, found.of_interest, interest(found));
    let Some(chosen) = found.chosen else {
        let densest = found.trajectory.iter().map(|one| one.counts.density).fold(0.0, f64::max);
        text.push_str(&format!("\nNo box is that dense; the densest holds {} of interest.\n", percent(densest)));
        return text;
    };
    for (number, one) in found.boxes.iter().enumerate() {
        let counts = one.counts;
        text.push_str(&format!(
            "\nBox {}: density {}, coverage {}, {} cases ({} of all)\n",
            number + 1,
            percent(counts.density),
            percent(counts.coverage),
            counts.cases,
            percent(counts.mass)
        ));
        let first = found.trajectory.get(chosen).filter(|_| number == 0);
        if let Some((first, coverage)) = first.and_then(|first| Some((first, first.held_out_coverage?))) {
            let density = first.held_out_density.map_or("none".to_owned(), percent);
            text.push_str(&format!("Held-out cases: density {density}, coverage {}\n", percent(coverage)));
        }
        text.push('\n');
        text.push_str(&limits(&one.limits, number == 0 && with_reproducibility).render(context.terminal.style()));
    }
    text
}

fn limits(limits: &[LimitEntry], with_reproducibility: bool) -> Table {
    let column = with_reproducibility.then_some(("Again", Column::Right));
    let headings =
        [("Input", Column::Left), ("From", Column::Right), ("To", Column::Right), ("Quasi-p", Column::Right)];
    let mut table = Table::new(headings.into_iter().chain(column));
    let number = |value: Option<f64>| {
        value.map_or_else(String::new, |value| format!("{value:.5e}").parse::<f64>().unwrap_or(value).to_string())
    };
    for limit in limits {
        let probabilities: Vec<String> =
            [limit.quasi_p_low, limit.quasi_p_high].into_iter().flatten().map(|p| format!("{p:.1e}")).collect();
        let reproduced = limit.again_by_coverage.map(percent);
        table.push(
            [limit.input.clone(), number(limit.low), number(limit.high), probabilities.join(", ")]
                .into_iter()
                .chain(reproduced),
        );
    }
    table
}

/// Which cases are of interest, in words.
pub fn interest(found: &DiscoveryResult) -> String {
    match (found.above, found.below) {
        (Some(least), _) => format!("{} of {least} or more", found.outcome),
        (None, most) => format!("{} of {} or less", found.outcome, most.unwrap_or(f64::NAN)),
    }
}
