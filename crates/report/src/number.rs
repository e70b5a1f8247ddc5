//! Numbers for readers: three significant digits, thousands separators, and the unit always beside.
//!
//! A share prints as a percentage, a change of a share in percentage points (`pp`). Values that are
//! not finite print as "not available", so that no page ever shows `NaN`.

/// What stands for a value that does not exist.
pub const NOT_AVAILABLE: &str = "not available";

const THOUSAND: f64 = 1e3;
const MILLION: f64 = 1e6;
const BILLION: f64 = 1e9;

/// Units that are counted, and their plural.
const PLURALS: [(&str, &str); 9] = [
    ("person", "people"),
    ("household", "households"),
    ("event", "events"),
    ("point", "points"),
    ("death", "deaths"),
    ("hour", "hours"),
    ("day", "days"),
    ("month", "months"),
    ("year", "years"),
];

/// Digits kept of every printed number.
const SIGNIFICANT_DIGITS: i32 = 3;
/// Below ten to this power, numbers print in powers of ten.
const SMALLEST_PLAIN_EXPONENT: i32 = -4;
/// From ten to this power on, numbers print in powers of ten.
const LARGEST_PLAIN_EXPONENT: i32 = 15;
/// Per cent in a share of one.
const PERCENT: f64 = 100.0;

/// A number with three significant digits and thousands separators, trailing zeros dropped.
///
/// ```
/// use counterflow_report::number::significant;
/// assert_eq!(significant(1_234_567.0), "1,230,000");
/// assert_eq!(significant(-0.012_345), "-0.0123");
/// ```
#[must_use]
pub fn significant(value: f64) -> String {
    if !value.is_finite() {
        return NOT_AVAILABLE.to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    // The exponent is read after rounding, because 999.6 has one digit more once rounded.
    let scientific = format!("{:.*e}", (SIGNIFICANT_DIGITS - 1) as usize, value);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific.as_str(), "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(SMALLEST_PLAIN_EXPONENT..LARGEST_PLAIN_EXPONENT).contains(&exponent) {
        return format!("{}e{exponent}", trim_zeros(mantissa));
    }
    let rounded: f64 = scientific.parse().unwrap_or(value);
    let decimals = (SIGNIFICANT_DIGITS - 1 - exponent).max(0) as usize;
    group_thousands(trim_zeros(&format!("{rounded:.decimals$}")))
}

/// Like [`significant`], with a plus sign before gains.
#[must_use]
pub fn signed(value: f64) -> String {
    if value.is_finite() && value > 0.0 { format!("+{}", significant(value)) } else { significant(value) }
}

/// A whole number with thousands separators.
#[must_use]
pub fn count(value: u64) -> String {
    group_thousands(&value.to_string())
}

/// A share as a percentage.
#[must_use]
pub fn percent(share: f64) -> String {
    with_suffix(significant(share * PERCENT), " %")
}

/// A relative change as a signed percentage.
#[must_use]
pub fn percent_change(share: f64) -> String {
    with_suffix(signed(share * PERCENT), " %")
}

/// A level with its unit.
#[must_use]
pub fn quantity(value: f64, unit: &str) -> String {
    if is_share(unit) { percent(value) } else { with_suffix(significant(value), &unit_suffix(unit)) }
}

/// An amount of money with millions and billions in words.
#[must_use]
pub fn money(value: f64, unit: &str) -> String {
    match value.abs() {
        size if size >= BILLION => quantity(value / BILLION, &format!("billion {unit}")),
        size if size >= MILLION => quantity(value / MILLION, &format!("million {unit}")),
        _ => quantity(value, unit),
    }
}

/// A signed change with its unit; shares change by percentage points.
#[must_use]
pub fn change(value: f64, unit: &str) -> String {
    with_suffix(signed(scaled(value, unit)), &unit_suffix(change_unit(unit)))
}

/// A range of changes with its unit.
#[must_use]
pub fn change_range(low: f64, high: f64, unit: &str) -> String {
    if !(low.is_finite() && high.is_finite()) {
        return NOT_AVAILABLE.to_owned();
    }
    let (low, high) = (signed(scaled(low, unit)), signed(scaled(high, unit)));
    format!("{low} to {high}{}", unit_suffix(change_unit(unit)))
}

/// A range of levels with its unit.
#[must_use]
pub fn range(low: f64, high: f64, unit: &str) -> String {
    if !(low.is_finite() && high.is_finite()) {
        return NOT_AVAILABLE.to_owned();
    }
    let (low, high) = (significant(scaled(low, unit)), significant(scaled(high, unit)));
    format!("{low} to {high}{}", if is_share(unit) { " %".to_owned() } else { unit_suffix(unit) })
}

/// The scale and words for the axis of a chart: factor to divide by, and the unit as written.
#[must_use]
pub fn axis_scale(largest: f64, unit: &str) -> (f64, String) {
    // Five digits still fit the axis; from there on words are easier to read than zeros.
    const PLAIN_LIMIT: f64 = 2e4;
    if is_share(unit) {
        return (PERCENT.recip(), "%".to_owned());
    }
    let words = unit_words(unit);
    match largest.abs() {
        size if size >= BILLION => (BILLION, format!("billion {words}")),
        size if size >= MILLION => (MILLION, format!("million {words}")),
        size if size >= PLAIN_LIMIT => (THOUSAND, format!("thousand {words}")),
        _ => (1.0, words),
    }
}

/// Text with a hyphen for minus, turned into text with a true minus sign.
#[must_use]
pub fn typographic(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let before_digit = characters.peek().is_some_and(char::is_ascii_digit);
        let opens_number = matches!(previous, ' ' | '(' | '[' | 'e');
        out.push(if character == '-' && before_digit && opens_number { '\u{2212}' } else { character });
        previous = character;
    }
    out
}

fn is_share(unit: &str) -> bool {
    unit == "share"
}

fn scaled(value: f64, unit: &str) -> f64 {
    if is_share(unit) { value * PERCENT } else { value }
}

fn change_unit(unit: &str) -> &str {
    if is_share(unit) { "pp" } else { unit }
}

/// A space and the unit in words; the unit of a pure number is silent.
fn unit_suffix(unit: &str) -> String {
    if unit.is_empty() || unit == "1" { String::new() } else { format!(" {}", unit_words(unit)) }
}

/// The unit as a reader says it: `person/month` becomes `people/month`, `1/year` becomes `per year`.
#[must_use]
pub fn unit_words(unit: &str) -> String {
    let (counted, per) = unit.split_once('/').map_or((unit, None), |(counted, per)| (counted, Some(per)));
    let counted = PLURALS.iter().find(|(singular, _)| *singular == counted).map_or(counted, |(_, plural)| plural);
    match (counted, per) {
        ("1", None) => "index".to_owned(),
        ("1", Some(per)) => format!("per {per}"),
        (counted, Some(per)) => format!("{counted}/{per}"),
        (counted, None) => counted.to_owned(),
    }
}

/// A place as a reader says it: `united_states:mexico` becomes `United States and Mexico`.
///
/// ```
/// use counterflow_report::number::place_words;
/// assert_eq!(place_words("rest_of_world"), "Rest of World");
/// ```
#[must_use]
pub fn place_words(id: &str) -> String {
    const SMALL: [&str; 3] = ["and", "of", "the"];
    let spoken = id.replace(':', " and ").replace('/', ", ").replace('_', " ");
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    };
    let words = spoken.split(' ').map(|word| if SMALL.contains(&word) { word.to_owned() } else { capital(word) });
    words.collect::<Vec<String>>().join(" ")
}

fn with_suffix(number: String, suffix: &str) -> String {
    if number == NOT_AVAILABLE { number } else { number + suffix }
}

fn trim_zeros(number: &str) -> &str {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

fn group_thousands(number: &str) -> String {
    let (sign, unsigned) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, fraction) = unsigned.split_once('.').map_or((unsigned, ""), |(whole, fraction)| (whole, fraction));
    let mut grouped = String::from(sign);
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn three_digits_with_separators() {
        let cases = [
            (1_234_567.0, "1,230,000"),
            (999.6, "1,000"),
            (0.5, "0.5"),
            (12.345, "12.3"),
            (-1_500.0, "-1,500"),
            (0.000_012_3, "1.23e-5"),
            (0.0, "0"),
            (-0.0, "0"),
            (f64::NAN, NOT_AVAILABLE),
            (f64::INFINITY, NOT_AVAILABLE),
        ];
        for (value, expected) in cases {
            assert_eq!(significant(value), expected, "{value}");
        }
    }

    #[test]
    fn units_are_shown() {
        assert_eq!(quantity(0.25, "share"), "25 %");
        assert_eq!(change(-0.031, "share"), "-3.1 pp");
        assert_eq!(change(1200.0, "kg/year"), "+1,200 kg/year");
        assert_eq!(change_range(-2.0, 3.0, "USD/g"), "-2 to +3 USD/g");
        assert_eq!(quantity(f64::NAN, "kg"), NOT_AVAILABLE);
        assert_eq!(quantity(1.5, "1"), "1.5");
        assert_eq!(quantity(1200.0, "person/month"), "1,200 people/month");
        assert_eq!(quantity(0.02, "1/year"), "0.02 per year");
        assert_eq!(money(1.2e9, "USD/year"), "1.2 billion USD/year");
        assert_eq!(money(9.5e5, "USD"), "950,000 USD");
        assert_eq!(axis_scale(2.5e6, "kg/year"), (1e6, "million kg/year".to_owned()));
    }

    #[test]
    fn minus_signs_but_not_hyphens() {
        assert_eq!(typographic("-3 to -1 (-2) well-known 2024-01"), "−3 to −1 (−2) well-known 2024-01");
    }

    proptest! {
        #[test]
        fn prop_printed_number_is_within_rounding(value in -1e12f64..1e12) {
            prop_assume!(value.abs() > 1e-3);
            let printed: f64 = significant(value).replace(',', "").parse().unwrap();
            // Three significant digits leave at most half a unit of the third digit.
            prop_assert!((printed - value).abs() <= 0.005_001 * value.abs());
        }
    }
}
