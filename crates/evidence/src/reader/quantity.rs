//! Amounts as people write them: `40 joint operations/year`, `120 million USD/year`, `12 months`.

use crate::unit::{MULTIPLIERS, Unit};

/// A number and the unit that follows it.
///
/// The number may hold `_` or `,` between groups of three digits, a decimal point and an exponent.
/// It may be followed by `thousand`, `million` or `billion`. It is finite and not negative.
///
/// ```
/// use counterflow_evidence::reader::Quantity;
/// let budget: Quantity = "120 million USD/year".parse()?;
/// assert_eq!((budget.number, budget.unit_text.as_str()), (120e6, "USD/year"));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The amount, multiplier applied.
    pub number: f64,
    /// The unit as written; empty when there is none.
    pub unit_text: String,
}

impl std::str::FromStr for Quantity {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.starts_with(['-', '−', '–']) {
            return Err(format!("`{text}` is negative"));
        }
        let (digits, rest) = split_number(text);
        let number = read_number(digits).map_err(|fault| format!("`{text}` {fault}"))?;
        let (multiplier, rest) = split_multiplier(rest.trim_start());
        let number = number * multiplier;
        if !number.is_finite() {
            return Err(format!("`{text}` is too large"));
        }
        Ok(Self { number, unit_text: rest.trim().to_owned() })
    }
}

/// Splits off the leading number, exponent included.
fn split_number(text: &str) -> (&str, &str) {
    let digits = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '_' | ',' | '.'))).unwrap_or(text.len());
    let (mantissa, rest) = text.split_at(digits);
    let exponent = rest.strip_prefix(['e', 'E']).map(|after| {
        let unsigned = after.strip_prefix(['+', '-']).unwrap_or(after);
        let length = unsigned.bytes().take_while(u8::is_ascii_digit).count();
        if length == 0 { 0 } else { rest.len() - unsigned.len() + length }
    });
    text.split_at(mantissa.len() + exponent.unwrap_or(0))
}

fn read_number(digits: &str) -> Result<f64, String> {
    if !digits.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err("does not start with a number".to_owned());
    }
    if !separators_are_sound(digits) {
        return Err("has a misplaced separator (use `.` for decimals, `,` or `_` between thousands)".to_owned());
    }
    let plain: String = digits.chars().filter(|c| !matches!(c, '_' | ',')).collect();
    plain.parse().map_err(|_| "does not start with a number".to_owned())
}

/// Separators stand only left of the decimal point, each before a group of exactly three digits.
fn separators_are_sound(digits: &str) -> bool {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut groups = whole.split(['_', ',']);
    let first = groups.next().unwrap_or("");
    let mut grouped = false;
    for group in groups {
        grouped = true;
        let significant = group.bytes().take_while(u8::is_ascii_digit).count();
        if significant != 3 {
            return false;
        }
    }
    let starts_with_separator = grouped && first.is_empty();
    !starts_with_separator && !fraction.contains(['_', ',', '.'])
}

fn split_multiplier(text: &str) -> (f64, &str) {
    let word_end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(word_end);
    let found = MULTIPLIERS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
    found.map_or((1.0, text), |(_, factor)| (*factor, rest))
}

/// Months in a duration such as `12 months`, `1 year` or `6 weeks`.
///
/// ```
/// use counterflow_evidence::reader::parse_duration_months;
/// assert_eq!(parse_duration_months("1.5 years"), Ok(18.0));
/// ```
pub fn parse_duration_months(text: &str) -> Result<f64, String> {
    let quantity: Quantity = text.parse()?;
    if quantity.unit_text.is_empty() {
        return Err(format!("`{}` lacks a unit of time", text.trim()));
    }
    let unit = Unit::parse(&quantity.unit_text)?;
    let month = Unit::parse("month")?;
    let factor = unit.factor_to(&month).ok_or_else(|| format!("`{}` is not a unit of time", quantity.unit_text))?;
    Ok(quantity.number * factor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quantities_as_people_write_them() {
        let cases = [
            ("40 joint operations/year", 40.0, "joint operations/year"),
            ("120 million USD/year", 120e6, "USD/year"),
            ("120million USD/year", 120e6, "USD/year"),
            ("1.5 Billion USD", 1.5e9, "USD"),
            ("2 thousand ha", 2000.0, "ha"),
            ("1,234,567.5 kg", 1_234_567.5, "kg"),
            ("10_000 ha/year", 10_000.0, "ha/year"),
            ("12,345e2 kg", 1_234_500.0, "kg"),
            ("1e3 kg", 1000.0, "kg"),
            ("1.5e-3 kg", 0.0015, "kg"),
            ("5 events", 5.0, "events"),
            ("5 east", 5.0, "east"),
            ("5east", 5.0, "east"),
            ("30%", 30.0, "%"),
            ("7", 7.0, ""),
            (".5 kg", 0.5, "kg"),
            ("  3   kg  ", 3.0, "kg"),
            ("3 millionaires", 3.0, "millionaires"),
        ];
        for (text, number, unit) in cases {
            let expected = Quantity { number, unit_text: unit.to_owned() };
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn quantities_that_are_refused() {
        let cases = [
            ("-3 kg", "is negative"),
            ("−3 kg", "is negative"),
            ("kg", "does not start with a number"),
            ("", "does not start with a number"),
            ("NaN kg", "does not start with a number"),
            ("inf", "does not start with a number"),
            (". kg", "does not start with a number"),
            ("1,5 kg", "misplaced separator"),
            ("1.234.567 kg", "misplaced separator"),
            ("1,23,456", "misplaced separator"),
            (",123", "misplaced separator"),
            ("1.000,5", "misplaced separator"),
            ("1e999", "is too large"),
            ("1e305 million kg", "is too large"),
        ];
        for (text, fault) in cases {
            let error = text.parse::<Quantity>().expect_err(text);
            assert!(error.contains(fault), "{text}: {error}");
        }
    }

    #[test]
    fn durations() {
        for (text, months) in
            [("12 months", 12.0), ("1 year", 12.0), ("1 month", 1.0), ("52 weeks", 12.0), ("0 months", 0.0)]
        {
            let read = parse_duration_months(text).expect(text);
            assert!((read - months).abs() < 1e-12, "{text}: {read}");
        }
        for (text, fault) in
            [("12", "lacks a unit"), ("12 kg", "not a unit of time"), ("soon", "number"), ("3 mnths", "time")]
        {
            let error = parse_duration_months(text).expect_err(text);
            assert!(error.contains(fault), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn prop_no_text_panics(text in any::<String>()) {
            let _ = text.parse::<Quantity>();
            let _ = parse_duration_months(&text);
        }

        #[test]
        fn prop_near_quantities_do_not_panic(text in "[-+0-9eE_,. ]{0,12}[a-z/ 0-9]{0,8}") {
            if let Ok(quantity) = text.parse::<Quantity>() {
                prop_assert!(quantity.number.is_finite() && quantity.number >= 0.0);
            }
        }

        #[test]
        fn prop_numbers_survive_writing(number in 0.0f64..1e15) {
            let read: Quantity = format!("{number} kg").parse().expect("a quantity");
            prop_assert_eq!(read.number, number);
        }
    }
}
