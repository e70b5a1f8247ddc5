//! What a row expects: a number, several, a band, a bound or a statement; and how close is close.

/// Half-widths above this share of the expectation need a stated reason.
pub const NARROW_SHARE: f64 = 0.05;

/// What a row expects.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// One number or several, in the order of the page.
    Numbers(Vec<f64>),
    /// A band; both ends belong to it.
    Between(f64, f64),
    /// More than this.
    Above(f64),
    /// Less than this.
    Below(f64),
    /// A statement that holds.
    Statement,
}

/// How far our number may lie from the expectation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    /// In the unit of the number.
    Absolute(f64),
    /// As a share of the expected number.
    Relative(f64),
    /// The expectation itself says what is admitted.
    Inherent,
}

/// A cell that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither a number, a list `a; b`, a band `a to b`, a bound `> a`, nor `yes`")]
pub struct BadExpectation(pub String);

/// A number as pages write them: thousands may be set off by commas.
pub fn number(text: &str) -> Option<f64> {
    text.trim().replace(',', "").parse().ok().filter(|value: &f64| value.is_finite())
}

impl Expected {
    /// Reads the cell `published`.
    pub fn parse(text: &str) -> Result<Self, BadExpectation> {
        let bad = || BadExpectation(text.to_owned());
        let text = text.trim();
        if text == "yes" {
            return Ok(Self::Statement);
        }
        if let Some(bound) = text.strip_prefix('>') {
            return number(bound).map(Self::Above).ok_or_else(bad);
        }
        if let Some(bound) = text.strip_prefix('<') {
            return number(bound).map(Self::Below).ok_or_else(bad);
        }
        if let Some((low, high)) = text.split_once(" to ") {
            let ends = number(low).zip(number(high)).filter(|(low, high)| low < high);
            return ends.map(|(low, high)| Self::Between(low, high)).ok_or_else(bad);
        }
        text.split(';').map(number).collect::<Option<Vec<f64>>>().map(Self::Numbers).ok_or_else(bad)
    }

    /// Whether the admitted deviation is so wide that the page owes a reason.
    pub fn is_wide(&self, tolerance: Tolerance) -> bool {
        match self {
            Self::Numbers(numbers) => numbers
                .iter()
                .any(|number| tolerance.half_width(*number) > NARROW_SHARE * number.abs() && *number != 0.0),
            Self::Between(low, high) => high - low > NARROW_SHARE * (high + low).abs(),
            Self::Above(_) | Self::Below(_) | Self::Statement => false,
        }
    }
}

impl Tolerance {
    /// Reads the cell `tolerance`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.strip_prefix('±') {
            None => (text == "-").then_some(Self::Inherent),
            Some(width) => match width.trim().strip_suffix('%') {
                Some(percent) => number(percent).map(|percent| Self::Relative(percent / 100.0)),
                None => number(width).map(Self::Absolute),
            },
        }
    }

    /// Half-width around an expected number.
    pub fn half_width(self, expected: f64) -> f64 {
        match self {
            Self::Absolute(width) => width,
            Self::Relative(share) => share * expected.abs(),
            Self::Inherent => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read() {
        for (text, expected) in [
            ("yes", Expected::Statement),
            ("173,836.95", Expected::Numbers(vec![173_836.95])),
            ("0.5; -0.25; 1e-3", Expected::Numbers(vec![0.5, -0.25, 0.001])),
            ("-0.030 to -0.022", Expected::Between(-0.030, -0.022)),
            ("> 10", Expected::Above(10.0)),
            ("< 5", Expected::Below(5.0)),
        ] {
            assert_eq!(Expected::parse(text), Ok(expected), "{text}");
        }
        for text in ["", "about 5", "5 to 3", "> x", "NaN", "1;;2"] {
            assert_eq!(Expected::parse(text), Err(BadExpectation(text.to_owned())));
        }
    }

    #[test]
    fn tolerances_are_read() {
        assert_eq!(Tolerance::parse("±0.5"), Some(Tolerance::Absolute(0.5)));
        assert_eq!(Tolerance::parse("±10 %"), Some(Tolerance::Relative(0.1)));
        assert_eq!(Tolerance::parse("-"), Some(Tolerance::Inherent));
        assert_eq!(Tolerance::parse("small"), None);
    }

    #[test]
    fn wide_is_more_than_five_percent() {
        let one = Expected::Numbers(vec![100.0]);
        assert!(!one.is_wide(Tolerance::Relative(0.05)) && one.is_wide(Tolerance::Absolute(5.1)));
        assert!(Expected::Between(1.0, 1.2).is_wide(Tolerance::Inherent));
        assert!(!Expected::Between(1.0, 1.05).is_wide(Tolerance::Inherent));
    }
}
