//! Amounts of a lever as people write them: `40 joint operations/year`, `+100 patrol days/year`, `double`, `+50 %`,
//! `300 M USD`, `1bn USD/year`.

use crate::MONTHS_PER_YEAR;
use counterflow_evidence::reader::Quantity;

/// How much of a lever.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// Level of effort a year (or in force), the baseline's share of the targets included.
    Effort(f64),
    /// Effort a year (or in force) on top of the baseline.
    ExtraEffort(f64),
    /// Effort on top of the baseline, as a share of the baseline's at the targets: 1 doubles it.
    ShareOfBaseline(f64),
    /// Money a year on top of the baseline.
    BudgetUsdPerYear(f64),
}

/// Why a text is no amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmountFault {
    /// It is not written as an amount.
    Form(String),
    /// It is counted in a unit that the lever does not have; the unit as written.
    Unit(String),
}

/// Words for a change of the base year's effort, and the share that they add.
const WORDS: [(&str, f64); 6] =
    [("double", 1.0), ("twice", 1.0), ("triple", 2.0), ("quadruple", 3.0), ("half", -0.5), ("halve", -0.5)];
/// Ways to write per cent.
const PERCENT: [&str; 4] = ["%", "percent", "per cent", "pct"];
const PER_CENT: f64 = 100.0;

/// Reads an effort in one of `units`, per year where it is a flow.
///
/// # Errors
/// A text that is no number with a unit, word or percentage, or that has another unit.
pub fn read_effort(text: &str, units: &[&str], per_year: bool) -> Result<Amount, AmountFault> {
    let text = text.trim();
    if let Some((_, share)) = WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)) {
        return Ok(Amount::ShareOfBaseline(*share));
    }
    let (sign, rest) = match text.chars().next() {
        Some('+') => (Some(1.0), text[1..].trim_start()),
        Some(minus @ ('-' | '−' | '–')) => (Some(-1.0), text[minus.len_utf8()..].trim_start()),
        _ => (None, text),
    };
    // Only a percentage may be less than the base year's: a negative number of days reads like a slip.
    let is_percent = |quantity: &Quantity| PERCENT.iter().any(|word| word.eq_ignore_ascii_case(&quantity.unit_text));
    match (sign, rest.parse::<Quantity>()) {
        (Some(sign), Ok(quantity)) if is_percent(&quantity) => {
            let share = sign * quantity.number / PER_CENT;
            if share < -1.0 {
                return Err(AmountFault::Form(format!("`{text}` takes away more than there is")));
            }
            Ok(Amount::ShareOfBaseline(share))
        }
        (None, Ok(quantity)) if is_percent(&quantity) => Err(AmountFault::Form(format!(
            "`{text}` does not say whether it is more or less than the base year's: write `+{text}` or `-{text}`"
        ))),
        (Some(1.0), Ok(quantity)) => in_unit(&quantity, units, per_year).map(Amount::ExtraEffort),
        (None, Ok(quantity)) => in_unit(&quantity, units, per_year).map(Amount::Effort),
        (Some(_), Ok(_)) => Err(AmountFault::Form(format!("`{text}` is negative"))),
        (_, Err(fault)) => Err(AmountFault::Form(fault)),
    }
}

fn in_unit(quantity: &Quantity, units: &[&str], flow: bool) -> Result<f64, AmountFault> {
    let (unit, period) = split_period(&quantity.unit_text);
    let unknown = || AmountFault::Unit(quantity.unit_text.clone());
    if !units.iter().any(|known| known.eq_ignore_ascii_case(unit)) {
        return Err(unknown());
    }
    match (flow, period) {
        (true, Some(Period::Year)) | (false, None) => Ok(quantity.number),
        (true, Some(Period::Month)) => Ok(quantity.number * MONTHS_PER_YEAR),
        _ => Err(unknown()),
    }
}

/// Reads money a year in USD. A budget is always one a year, so that `300 M USD` needs no period.
///
/// # Errors
/// A text that is no number with a currency, or one in another currency or over another period.
pub fn read_budget(text: &str) -> Result<f64, AmountFault> {
    let text = text.trim().strip_prefix('+').unwrap_or(text.trim()).trim_start();
    let amount = CURRENCIES.iter().find_map(|currency| strip_prefix_ignoring_case(text, currency));
    let quantity: Quantity = amount.unwrap_or(text).trim_start().parse().map_err(AmountFault::Form)?;
    let unknown = || AmountFault::Unit(quantity.unit_text.clone());
    let (unit, period) = split_period(&quantity.unit_text);
    let (factor, currency) = split_multiplier(unit);
    let is_money = CURRENCIES.iter().any(|known| known.eq_ignore_ascii_case(currency));
    // A currency stands before the number or after it, once.
    if is_money == amount.is_some() || (amount.is_some() && !currency.is_empty()) {
        return Err(unknown());
    }
    let value = quantity.number * factor;
    match period {
        None | Some(Period::Year) => Ok(value),
        Some(Period::Month) => Ok(value * MONTHS_PER_YEAR),
        Some(Period::Other) => Err(unknown()),
    }
}

/// Ways to write United States dollars, longer ones first.
const CURRENCIES: [&str; 6] = ["US dollars", "dollars", "dollar", "USD", "US$", "$"];
/// Short ways to write thousands, millions and billions, which a quantity has only in full.
const MULTIPLIERS: [(&str, f64); 8] = [
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("mn", 1e6),
    ("bn", 1e9),
    ("k", 1e3),
    ("m", 1e6),
    ("b", 1e9),
];

/// Splits off a multiplier: `M USD` is a million of `USD`.
fn split_multiplier(unit: &str) -> (f64, &str) {
    let end = unit.find(|letter: char| !letter.is_alphabetic()).unwrap_or(unit.len());
    let (word, rest) = unit.split_at(end);
    let found = MULTIPLIERS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
    found.map_or((1.0, unit.trim()), |(_, factor)| (*factor, rest.trim()))
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Period {
    Year,
    Month,
    Other,
}

/// Splits off the period: `/year`, `per year`, `a year`, `p.a.`.
fn split_period(unit: &str) -> (&str, Option<Period>) {
    let unit = unit.trim();
    let of = |period: &str| match period.trim().to_ascii_lowercase().as_str() {
        "year" | "yr" | "a" | "y" => Period::Year,
        "month" => Period::Month,
        _ => Period::Other,
    };
    if let Some((unit, period)) = unit.split_once('/') {
        return (unit.trim(), Some(of(period)));
    }
    const ENDS: [(&str, Period); 8] = [
        (" per year", Period::Year),
        (" a year", Period::Year),
        (" each year", Period::Year),
        (" annually", Period::Year),
        (" yearly", Period::Year),
        (" p.a.", Period::Year),
        (" per month", Period::Month),
        (" a month", Period::Month),
    ];
    for (end, period) in ENDS {
        // A currency before the number leaves the period alone.
        let start = unit.len().checked_sub(end.len()).or_else(|| unit.len().checked_sub(end.len() - 1));
        let Some((before, after)) = start.and_then(|start| unit.split_at_checked(start)) else { continue };
        if after.trim().eq_ignore_ascii_case(end.trim()) {
            return (before.trim(), Some(period));
        }
    }
    (unit, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const UNITS: [&str; 4] = ["patrol days", "patrol day", "days", "day"];

    #[test]
    fn efforts_as_people_write_them() {
        for (text, amount) in [
            ("100 patrol days/year", Amount::Effort(100.0)),
            ("100 days per year", Amount::Effort(100.0)),
            ("10 days/month", Amount::Effort(120.0)),
            ("1,000 patrol days a year", Amount::Effort(1000.0)),
            ("+100 patrol days/year", Amount::ExtraEffort(100.0)),
            ("+ 10 days/month", Amount::ExtraEffort(120.0)),
            ("double", Amount::ShareOfBaseline(1.0)),
            ("Half", Amount::ShareOfBaseline(-0.5)),
            ("+50 %", Amount::ShareOfBaseline(0.5)),
            ("-20%", Amount::ShareOfBaseline(-0.2)),
            ("−100 percent", Amount::ShareOfBaseline(-1.0)),
        ] {
            assert_eq!(read_effort(text, &UNITS, true), Ok(amount), "{text}");
        }
        assert_eq!(read_effort("+3 hubs", &["hubs"], false), Ok(Amount::ExtraEffort(3.0)));
    }

    #[test]
    fn efforts_that_are_refused() {
        for text in ["-100 patrol days/year", "-101 %", "50 %", "doubled", "", "+", "many days/year", "+-5 days/year"] {
            assert!(matches!(read_effort(text, &UNITS, true), Err(AmountFault::Form(_))), "{text}");
        }
        for text in ["100", "100 patrol days", "100 tonnes/year", "100 days/week", "+100 USD/year", "5 % days/year"] {
            assert!(matches!(read_effort(text, &UNITS, true), Err(AmountFault::Unit(_))), "{text}");
        }
        assert!(matches!(read_effort("3 hubs/year", &["hubs"], false), Err(AmountFault::Unit(_))));
    }

    #[test]
    fn money_as_people_write_it() {
        for (text, usd) in [
            ("120 million USD/year", 120e6),
            ("300 M USD", 300e6),
            ("1bn USD/year", 1e9),
            ("1.5 bn dollars a year", 1.5e9),
            ("$300 million", 300e6),
            ("$300m/year", 300e6),
            ("US$ 2 billion per year", 2e9),
            ("USD 40,000,000", 40e6),
            ("+200 million USD/year", 200e6),
            ("500k USD", 5e5),
            ("10 million dollars/month", 120e6),
            ("25 million US dollars p.a.", 25e6),
            ("0 USD/year", 0.0),
            ("0 dollars", 0.0),
        ] {
            let read = read_budget(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
            assert!((read - usd).abs() <= 1e-9 * usd, "{text}: {read}");
        }
    }

    #[test]
    fn money_that_is_refused() {
        for text in ["300 million", "300 M EUR", "300 USD/week", "$300 USD", "5 patrol days/year", "300 M USD/km"] {
            assert!(matches!(read_budget(text), Err(AmountFault::Unit(_))), "{text}: {:?}", read_budget(text));
        }
        for text in ["", "USD", "-3 USD", "much money", "$"] {
            assert!(matches!(read_budget(text), Err(AmountFault::Form(_))), "{text}");
        }
    }

    proptest! {
        #[test]
        fn prop_no_text_panics(text in any::<String>()) {
            let _ = read_budget(&text);
            let _ = read_effort(&text, &UNITS, true);
        }
    }
}
