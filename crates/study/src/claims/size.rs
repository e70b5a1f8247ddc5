//! Sizes that matter: a share of the baseline, or an amount in the claim's unit.

use counterflow_evidence::reader::Quantity;
use counterflow_evidence::unit::Unit;
use counterflow_model::indicators::Indicator;

/// Unit of a change: flows are given per year, levels keep their unit.
#[must_use]
pub fn yearly_unit(indicator: &Indicator) -> String {
    match indicator.unit.strip_suffix("/month") {
        Some(counted) if indicator.flow => format!("{counted}/year"),
        _ => indicator.unit.to_owned(),
    }
}

/// The smallest change that matters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// Per cent of the baseline's level over the window.
    PercentOfBaseline(f64),
    /// An amount in the unit of the change.
    Amount(f64),
}

impl Size {
    /// Where a claims file says nothing.
    pub const DEFAULT: Self = Self::PercentOfBaseline(1.0);
    const PERCENT: f64 = 0.01;

    /// Reads `1 %` (of the baseline) or an amount in a unit that converts to that of the indicator's change.
    ///
    /// # Errors
    /// The unit that would do.
    pub fn read(quantity: &Quantity, indicator: &Indicator) -> Result<Self, String> {
        if quantity.unit_text == "%" {
            return Ok(Self::PercentOfBaseline(quantity.number));
        }
        let wanted = yearly_unit(indicator);
        let factor = match (Unit::parse(&quantity.unit_text), Unit::parse(&wanted)) {
            (Ok(written), Ok(unit)) => written.factor_to(&unit),
            _ => None,
        };
        factor.map(|factor| Self::Amount(quantity.number * factor)).ok_or(wanted)
    }

    /// The size as a claims file says it.
    #[must_use]
    pub fn text(self, indicator: &Indicator) -> String {
        match self {
            Self::PercentOfBaseline(percent) => format!("{percent} %"),
            Self::Amount(amount) => format!("{amount} {}", yearly_unit(indicator)),
        }
    }

    /// The size in the unit of the change.
    #[must_use]
    pub fn of(self, baseline: f64) -> f64 {
        match self {
            Self::PercentOfBaseline(percent) => percent * Self::PERCENT * baseline.abs(),
            Self::Amount(amount) => amount,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use counterflow_model::indicators::{INDICATORS, Series};

    fn read(text: &str, series: Series) -> Result<Size, String> {
        Size::read(&text.parse().expect("a quantity"), &INDICATORS[series as usize])
    }

    #[test]
    fn a_size_is_a_share_of_the_baseline_or_an_amount_in_the_claims_unit() {
        assert_eq!(read("2 %", Series::Consumption), Ok(Size::PercentOfBaseline(2.0)));
        assert_eq!(read("3 t/year", Series::Consumption), Ok(Size::Amount(3000.0)));
        assert_eq!(read("1 person/month", Series::OverdoseDeaths), Ok(Size::Amount(12.0)));
        assert_eq!(read("0.05 index", Series::Relation), Ok(Size::Amount(0.05)));
        assert_eq!(read("3 kg", Series::Consumption), Err("kg/year".to_owned()));
        assert_eq!(read("3", Series::RetailPrice), Err("USD/kg".to_owned()));
        let (share, amount) = (Size::PercentOfBaseline(2.0), Size::Amount(2000.0));
        let consumption = &INDICATORS[Series::Consumption as usize];
        assert_eq!((share.text(consumption), amount.text(consumption)), ("2 %".to_owned(), "2000 kg/year".to_owned()));
        assert_eq!(read(&amount.text(consumption), Series::Consumption), Ok(amount));
        assert_eq!((Size::PercentOfBaseline(2.0).of(-50.0), Size::Amount(3.0).of(-50.0)), (1.0, 3.0));
    }
}
