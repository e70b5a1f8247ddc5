//! Calendar months.

use std::fmt;
use std::str::FromStr;

/// Months in a year.
const MONTHS: i64 = 12;

/// A month of a year, written `YYYY-MM`.
///
/// ```
/// use counterflow_evidence::reader::YearMonth;
/// let from: YearMonth = "2025-07".parse()?;
/// assert_eq!(from.plus_months(6).to_string(), "2026-01");
/// assert_eq!(from.months_since("2024-01".parse()?), 18);
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearMonth {
    /// Year of the common era.
    pub year: i32,
    /// Month of the year, 1 to 12.
    pub month: u32,
}

impl YearMonth {
    /// Months from `earlier` to this month; negative when this one comes first.
    pub fn months_since(self, earlier: YearMonth) -> i64 {
        self.months_of_era() - earlier.months_of_era()
    }

    /// The month that lies `months` later, or earlier when negative.
    pub fn plus_months(self, months: i64) -> YearMonth {
        let total = self.months_of_era().saturating_add(months);
        let last = i64::from(i32::MAX);
        let year = total.div_euclid(MONTHS).clamp(-last, last);
        let month = total.rem_euclid(MONTHS) + 1;
        YearMonth { year: i32::try_from(year).unwrap_or(i32::MAX), month: u32::try_from(month).unwrap_or(1) }
    }

    fn months_of_era(self) -> i64 {
        i64::from(self.year) * MONTHS + i64::from(self.month) - 1
    }
}

impl FromStr for YearMonth {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || format!("`{text}` is not a month");
        let (year, month) = text.trim().split_once('-').ok_or_else(fault)?;
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(fault());
        }
        let year = year.parse().map_err(|_| fault())?;
        match month.parse() {
            Ok(month @ 1..=12) => Ok(Self { year, month }),
            _ => Err(format!("`{text}` has no such month of the year")),
        }
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn months_are_read_strictly() {
        assert_eq!("2025-07".parse(), Ok(YearMonth { year: 2025, month: 7 }));
        for wrong in ["2025-13", "2025-00", "2025-7", "25-07", "2025/07", "2025-07-01", "", "-", "+202-07", "2025-+7"] {
            assert!(wrong.parse::<YearMonth>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn months_are_ordered() {
        let month = |text: &str| text.parse::<YearMonth>().expect("a month");
        assert!(month("2024-12") < month("2025-01"));
        assert_eq!(month("2024-03").months_since(month("2025-01")), -10);
    }

    proptest! {
        #[test]
        fn prop_plus_months_inverts_months_since(year in 0i32..9999, month in 1u32..=12, shift in -5000i64..5000) {
            let start = YearMonth { year, month };
            let moved = start.plus_months(shift);
            prop_assert!((1..=12).contains(&moved.month));
            prop_assert_eq!(moved.months_since(start), shift);
        }

        #[test]
        fn prop_no_shift_panics(shift in any::<i64>()) {
            let _ = YearMonth { year: 2024, month: 1 }.plus_months(shift);
        }

        #[test]
        fn prop_no_text_panics(text in any::<String>()) {
            let _ = text.parse::<YearMonth>();
        }
    }
}
