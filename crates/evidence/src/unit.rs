//! Units of measurement as written in the evidence files.
//!
//! A unit is a product of factors: `kg/ha/year`, `USD/kg`, `1/week`, `million USD/year`,
//! `joint operations/year`. `/` divides by the one factor that follows it; `*` or `·` multiplies;
//! `per` means `/`; a factor may carry a power (`km2`, `km^2`, `month-1`, `month^-1`).
//!
//! | written | means |
//! | --- | --- |
//! | `1`, `share`, `%`, `percent` | a pure number (`%` = 0.01) |
//! | `month`, `year`, `week`, `day`, `hour`, `minute` | year = 12 months, week = year/52, day = year/365.25 |
//! | `kg`, `g`, `mg`, `t`, `tonne` | mass, t = 1000 kg |
//! | `km`, `nmi`, `ha`, `knot` | length, area (ha = 0.01 km2), speed (nmi/hour) |
//! | `thousand`, `million`, `billion` | multiply what follows |
//! | anything else | its own base: `USD`, `persons`, `joint operations` |
//!
//! Case and plural do not matter. Words with blanks between them form one base.

use std::collections::BTreeMap;
use std::fmt;

/// Months in a year.
pub const MONTHS_PER_YEAR: f64 = 12.0;
const WEEKS_PER_YEAR: f64 = 52.0;
const DAYS_PER_YEAR: f64 = 365.25;
const HOURS_PER_DAY: f64 = 24.0;
const MINUTES_PER_HOUR: f64 = 60.0;
const KG_PER_GRAM: f64 = 0.001;
const KG_PER_TONNE: f64 = 1000.0;
const KM2_PER_HECTARE: f64 = 0.01;
const KM_PER_NAUTICAL_MILE: f64 = 1.852;
const DAY_IN_MONTHS: f64 = MONTHS_PER_YEAR / DAYS_PER_YEAR;
const HOUR_IN_MONTHS: f64 = DAY_IN_MONTHS / HOURS_PER_DAY;

/// Largest power of a factor; more is a slip of the pen.
const LARGEST_POWER: i32 = 9;

/// A known word: its scale and its powers of base dimensions.
type Known = (&'static str, f64, &'static [(&'static str, i32)]);

const KNOWN: [Known; 23] = [
    ("share", 1.0, &[]),
    ("%", 0.01, &[]),
    ("percent", 0.01, &[]),
    ("month", 1.0, &[("month", 1)]),
    ("year", MONTHS_PER_YEAR, &[("month", 1)]),
    ("yr", MONTHS_PER_YEAR, &[("month", 1)]),
    ("week", MONTHS_PER_YEAR / WEEKS_PER_YEAR, &[("month", 1)]),
    ("day", DAY_IN_MONTHS, &[("month", 1)]),
    ("hour", HOUR_IN_MONTHS, &[("month", 1)]),
    ("minute", HOUR_IN_MONTHS / MINUTES_PER_HOUR, &[("month", 1)]),
    ("kg", 1.0, &[("kg", 1)]),
    ("kilogram", 1.0, &[("kg", 1)]),
    ("g", KG_PER_GRAM, &[("kg", 1)]),
    ("gram", KG_PER_GRAM, &[("kg", 1)]),
    ("mg", KG_PER_GRAM * KG_PER_GRAM, &[("kg", 1)]),
    ("t", KG_PER_TONNE, &[("kg", 1)]),
    ("tonne", KG_PER_TONNE, &[("kg", 1)]),
    ("km", 1.0, &[("km", 1)]),
    ("nmi", KM_PER_NAUTICAL_MILE, &[("km", 1)]),
    ("ha", KM2_PER_HECTARE, &[("km", 2)]),
    ("hectare", KM2_PER_HECTARE, &[("km", 2)]),
    ("knot", KM_PER_NAUTICAL_MILE / HOUR_IN_MONTHS, &[("km", 1), ("month", -1)]),
    ("$", 1.0, &[("usd", 1)]),
];

/// Words that multiply a number or a unit.
pub(crate) const MULTIPLIERS: [(&str, f64); 3] = [("thousand", 1e3), ("million", 1e6), ("billion", 1e9)];

/// A unit: how many base units it is, and of which dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    scale: f64,
    powers: BTreeMap<String, i32>,
}

impl Unit {
    /// Reads a unit; the empty text is a pure number.
    ///
    /// ```
    /// use counterflow_evidence::unit::Unit;
    /// let from = Unit::parse("g/day")?;
    /// let to = Unit::parse("kg/year")?;
    /// assert!((from.factor_to(&to).unwrap() - 0.36525).abs() < 1e-12);
    /// # Ok::<(), String>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut unit = Self { scale: 1.0, powers: BTreeMap::new() };
        if text.trim().is_empty() {
            return Ok(unit);
        }
        let spelled = replace_per(text);
        let mut sign = 1;
        for (separator, factor) in factors(&spelled) {
            if let Some(separator) = separator {
                sign = if separator == '/' { -1 } else { 1 };
            }
            unit.multiply(factor, sign).map_err(|fault| format!("unit `{}`: {fault}", text.trim()))?;
        }
        unit.powers.retain(|_, power| *power != 0);
        if unit.scale.is_finite() && unit.scale > 0.0 {
            Ok(unit)
        } else {
            Err(format!("unit `{}` is out of range", text.trim()))
        }
    }

    /// How many base units (month, kg, km, …) one of this unit is.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// Whether the unit is a pure number.
    pub fn is_number(&self) -> bool {
        self.powers.is_empty()
    }

    /// Whether both measure the same thing.
    pub fn same_dimension(&self, other: &Unit) -> bool {
        self.powers == other.powers
    }

    /// What a value in this unit is multiplied by to be in `target`; `None` when they measure
    /// different things.
    pub fn factor_to(&self, target: &Unit) -> Option<f64> {
        self.same_dimension(target).then(|| self.scale / target.scale)
    }

    fn multiply(&mut self, factor: &str, sign: i32) -> Result<(), String> {
        let (multiplier, factor) = split_multiplier(factor.trim());
        self.scale *= multiplier.powi(sign);
        if factor.is_empty() {
            return if multiplier == 1.0 { Err("a factor is missing".to_owned()) } else { Ok(()) };
        }
        if factor.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return self.multiply_number(factor, sign);
        }
        let (word, power) = split_power(factor)?;
        let word = singular(&word);
        let power = power * sign;
        match KNOWN.iter().find(|(name, _, _)| *name == word) {
            Some((_, scale, dimensions)) => {
                self.scale *= scale.powi(power);
                for (base, exponent) in *dimensions {
                    *self.powers.entry((*base).to_owned()).or_default() += exponent * power;
                }
            }
            None => *self.powers.entry(own_base(word)?).or_default() += power,
        }
        Ok(())
    }

    fn multiply_number(&mut self, factor: &str, sign: i32) -> Result<(), String> {
        let (number, rest) = factor.split_once(' ').unwrap_or((factor, ""));
        let value: f64 = number.replace('_', "").parse().map_err(|_| format!("`{number}` is not a number"))?;
        self.scale *= value.powi(sign);
        if rest.trim().is_empty() { Ok(()) } else { self.multiply(rest, sign) }
    }
}

/// The dimension in base units, for messages: `kg/km2/month`.
impl fmt::Display for Unit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let power_text = |power: i32| if power == 1 { String::new() } else { power.to_string() };
        let above: Vec<String> = self
            .powers
            .iter()
            .filter(|(_, power)| **power > 0)
            .map(|(base, power)| format!("{base}{}", power_text(*power)))
            .collect();
        out.write_str(if above.is_empty() { "1" } else { "" })?;
        out.write_str(&above.join(" * "))?;
        for (base, power) in self.powers.iter().filter(|(_, power)| **power < 0) {
            write!(out, "/{base}{}", power_text(-power))?;
        }
        Ok(())
    }
}

fn replace_per(text: &str) -> String {
    let words: Vec<&str> =
        text.split_whitespace().map(|word| if word.eq_ignore_ascii_case("per") { "/" } else { word }).collect();
    words.join(" ")
}

/// Factors with the separator before each.
fn factors(text: &str) -> Vec<(Option<char>, &str)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut separator = None;
    for (at, character) in text.char_indices().filter(|(_, character)| matches!(character, '/' | '*' | '·')) {
        found.push((separator, &text[start..at]));
        separator = Some(character);
        start = at + character.len_utf8();
    }
    found.push((separator, &text[start..]));
    found
}

fn split_multiplier(factor: &str) -> (f64, &str) {
    let (word, rest) = factor.split_once(' ').unwrap_or((factor, ""));
    let found = MULTIPLIERS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
    found.map_or((1.0, factor), |(_, multiplier)| (*multiplier, rest.trim()))
}

/// Splits `km2`, `km^2`, `month-1` into word and power.
fn split_power(factor: &str) -> Result<(String, i32), String> {
    let word_end = factor.trim_end_matches(|c: char| c.is_ascii_digit());
    let (word, sign) = match word_end.strip_suffix('-') {
        Some(word) if word_end.len() < factor.len() => (word, -1),
        _ => (word_end, 1),
    };
    let digits = &factor[word_end.len()..];
    let word = word.strip_suffix('^').unwrap_or(word).trim();
    let power = if digits.is_empty() { 1 } else { digits.parse().unwrap_or(LARGEST_POWER + 1) };
    if power > LARGEST_POWER {
        return Err(format!("power `{digits}` is too large"));
    }
    Ok((word.to_lowercase(), sign * power))
}

/// Singular of an English noun, well enough that one noun always gives one word.
fn singular(word: &str) -> String {
    if matches!(word, "people" | "persons") {
        return "person".to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    let long_plural = ["ches", "shes", "sses", "xes"].iter().any(|ending| word.ends_with(ending));
    let stem = if long_plural { word.strip_suffix("es") } else { word.strip_suffix('s').filter(|stem| stem.len() > 1) };
    match stem {
        Some(stem) if !word.ends_with("ss") => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Checks that an unknown word can be a base of its own.
fn own_base(word: String) -> Result<String, String> {
    let sound = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '\'');
    match word.chars().find(|c| !sound(*c)) {
        Some(strange) => Err(format!("`{}` cannot stand in a unit", strange.escape_default())),
        None if !word.chars().any(char::is_alphabetic) => Err(format!("`{word}` is not a unit")),
        None => Ok(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn factor(from: &str, to: &str) -> Option<f64> {
        Unit::parse(from).expect(from).factor_to(&Unit::parse(to).expect(to))
    }

    #[test]
    fn conversions() {
        let cases = [
            ("year", "month", 12.0),
            ("1/year", "1/month", 1.0 / 12.0),
            ("week", "year", 1.0 / 52.0),
            ("1/week", "1/month", 52.0 / 12.0),
            ("day", "year", 1.0 / 365.25),
            ("days", "hour", 24.0),
            ("t/year", "kg/month", 1000.0 / 12.0),
            ("g", "kg", 0.001),
            ("mg", "g", 0.001),
            ("USD/g", "USD/kg", 1000.0),
            ("km2", "ha", 100.0),
            ("km^2", "hectares", 100.0),
            ("kg/ha/year", "kg / ha / year", 1.0),
            ("%", "1", 0.01),
            ("percent", "share", 0.01),
            ("%/year", "1/year", 0.01),
            ("million USD/year", "USD/year", 1e6),
            ("USD per kg", "usd/kg", 1.0),
            ("$", "USD", 1.0),
            ("nmi", "km", 1.852),
            ("knot", "km/hour", 1.852),
            ("month-1", "1/month", 1.0),
            ("joint operations/year", "joint operation/year", 1.0),
            ("people", "persons", 1.0),
            ("agencies", "agency", 1.0),
            ("batches", "batch", 1.0),
            ("losses", "loss", 1.0),
            ("1000 ha", "ha", 1000.0),
            ("", "1", 1.0),
        ];
        for (from, to, expected) in cases {
            let found = factor(from, to).unwrap_or(f64::NAN);
            assert!((found / expected - 1.0).abs() < 1e-12, "{from} -> {to}: {found}");
        }
    }

    #[test]
    fn other_dimensions_do_not_convert() {
        for (from, to) in
            [("kg", "km"), ("kg/year", "kg"), ("USD", "EUR"), ("persons", "events"), ("ha", "km"), ("1", "month")]
        {
            assert_eq!(factor(from, to), None, "{from} -> {to}");
        }
    }

    #[test]
    fn dimensions_are_shown_in_base_units() {
        let cases = [
            ("kg/ha/year", "kg/km2/month"),
            ("share", "1"),
            ("1/week", "1/month"),
            ("joint operations/year", "joint operation/month"),
        ];
        for (text, shown) in cases {
            assert_eq!(Unit::parse(text).expect(text).to_string(), shown);
        }
        assert!(Unit::parse("kg/kg").expect("a unit").is_number());
    }

    #[test]
    fn units_that_are_refused() {
        for text in
            ["kg/", "/", "kg//year", "*", "kg(2)", "km99", "1e999", "0 kg", "1.2.3 kg", "^2", "-", "a+b", "kg^-"]
        {
            let error = Unit::parse(text).expect_err(text);
            assert!(error.contains("unit `"), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn prop_no_text_panics(text in any::<String>()) {
            let _ = Unit::parse(&text);
        }

        #[test]
        fn prop_no_near_unit_panics(text in "[a-zA-Z0-9/*^. %$-]{0,20}") {
            if let Ok(unit) = Unit::parse(&text) {
                prop_assert!(unit.scale().is_finite() && unit.scale() > 0.0);
                prop_assert_eq!(unit.factor_to(&unit), Some(1.0));
            }
        }

        #[test]
        fn prop_conversion_there_and_back_is_one(from in 0usize..6, to in 0usize..6) {
            let units = ["kg/year", "t/month", "g/day", "kg/hour", "million t/week", "mg/minute"];
            let both = factor(units[from], units[to]).zip(factor(units[to], units[from]));
            let (there, back) = both.expect("one dimension");
            prop_assert!((there * back - 1.0).abs() < 1e-12);
        }
    }
}
