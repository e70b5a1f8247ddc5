//! Value, range and distribution of one record.

use crate::diagnostics::code;
use crate::reader::TableReader;
use crate::record::Distribution;

const DISTRIBUTIONS: [&str; 5] = ["triangular", "uniform", "loguniform", "normal", "lognormal"];

/// In the unit of the record.
pub(super) struct Range {
    pub(super) value: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) distribution: Distribution,
}

/// Reads what a record says about its number; `None` after a report.
pub(super) fn read(table: &TableReader<'_>) -> Option<Range> {
    let value = table.required_float("value");
    let (low, high) = (table.float("low"), table.float("high"));
    let (sd, log_sd) = (table.float("sd"), table.float("log_sd"));
    let name = table.choice("distribution", &DISTRIBUTIONS);
    if !value.is_finite() {
        return None;
    }
    if !table.has("low") && !table.has("high") {
        return fixed(table, value);
    }
    let (low, high) = both_ends(table, low, high)?;
    if !(low <= value && value <= high && low < high) {
        let problem =
            table.problem("low", code::BAD_RANGE, format!("{value} does not lie in a range from {low} to {high}"));
        table.report(problem.expect("low <= value <= high, low < high"));
        return None;
    }
    if table.has("distribution") && name.is_none() {
        return None;
    }
    let distribution = distribution(table, name.as_deref().unwrap_or(DISTRIBUTIONS[0]), low, sd, log_sd)?;
    Some(Range { value, low, high, distribution })
}

/// A standard deviation carries the unit of the value; that of a logarithm has none.
pub(super) fn scaled(distribution: Distribution, factor: f64) -> Distribution {
    match distribution {
        Distribution::Normal { sd } => Distribution::Normal { sd: sd * factor },
        other => other,
    }
}

fn both_ends(table: &TableReader<'_>, low: Option<f64>, high: Option<f64>) -> Option<(f64, f64)> {
    for (given, absent) in [("low", "high"), ("high", "low")] {
        if !table.has(absent) {
            table.report(
                table
                    .problem(given, code::BAD_RANGE, format!("`{given}` stands without `{absent}`"))
                    .expect("both ends"),
            );
        }
    }
    low.zip(high)
}

/// A record without a range is fixed; what describes a range then means that the range was forgotten.
fn fixed(table: &TableReader<'_>, value: f64) -> Option<Range> {
    let orphan = ["distribution", "sd", "log_sd"].into_iter().find(|key| table.has(key));
    if let Some(key) = orphan {
        table.report(
            table.problem(key, code::BAD_RANGE, format!("`{key}` stands without a range")).expect("low and high"),
        );
        return None;
    }
    Some(Range { value, low: value, high: value, distribution: Distribution::Fixed })
}

fn distribution(
    table: &TableReader<'_>,
    name: &str,
    low: f64,
    sd: Option<f64>,
    log_sd: Option<f64>,
) -> Option<Distribution> {
    const SPREADS: &str = "sd with normal, log_sd with lognormal";
    let fault = |key: &str, message: String, expected: &str| {
        table.report(table.problem(key, code::BAD_DISTRIBUTION, message).expect(expected));
        None
    };
    let wanted = match name {
        "normal" => "sd",
        "lognormal" => "log_sd",
        _ => "",
    };
    if let Some(key) = ["sd", "log_sd"].into_iter().find(|key| table.has(key) && *key != wanted) {
        return fault(key, format!("`{key}` does not belong to a {name} distribution"), SPREADS);
    }
    if !wanted.is_empty() && !table.has(wanted) {
        return fault("distribution", format!("{name} needs `{wanted}`"), SPREADS);
    }
    if sd.or(log_sd).is_some_and(|spread| spread <= 0.0) {
        return fault(wanted, format!("`{wanted}` must be positive"), "a number above 0");
    }
    if name.starts_with("log") && low <= 0.0 {
        return fault("low", format!("a {name} distribution needs a range above 0"), "low > 0");
    }
    match name {
        "uniform" => Some(Distribution::Uniform),
        "loguniform" => Some(Distribution::LogUniform),
        "normal" => sd.map(|sd| Distribution::Normal { sd }),
        "lognormal" => log_sd.map(|log_sd| Distribution::LogNormal { log_sd }),
        _ => Some(Distribution::Triangular),
    }
}
