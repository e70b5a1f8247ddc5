//! Series of a run by name: `INDICATOR[@PLACE]`, the headline lists, and units over a year.

use counterflow_evidence::diagnostics::nearest;
use counterflow_model::indicators::{INDICATORS, Indicator, Series, Total, WORLD};
use counterflow_model::{Layout, Model};

pub use counterflow_model::MONTHS_PER_YEAR;

/// Indicators of a table when the user asks for none, along the chain from the field to the accounts.
pub const TABLE_HEADLINES: [Series; 20] = [
    Series::CocaArea,
    Series::PotentialOutput,
    Series::ProcessedOutput,
    Series::LaboratoryCapacity,
    Series::Seized,
    Series::MaritimeFlow,
    Series::Arrivals,
    Series::WholesalePrice,
    Series::RetailPrice,
    Series::Consumption,
    Series::LightUsers,
    Series::HeavyUsers,
    Series::OverdoseDeaths,
    Series::Members,
    Series::RecruitsPerWeek,
    Series::ViolentDeaths,
    Series::CivilianDeaths,
    Series::MeanCooperation,
    Series::RegionalTension,
    Series::Cost,
];

/// Indicators that get a chart in every scenario of a report.
pub const CHART_HEADLINES: [Series; 14] = [
    Series::CocaArea,
    Series::ProcessedOutput,
    Series::Seized,
    Series::MaritimeFlow,
    Series::Arrivals,
    Series::RetailPrice,
    Series::Consumption,
    Series::HeavyUsers,
    Series::OverdoseDeaths,
    Series::Members,
    Series::ViolentDeaths,
    Series::CivilianDeaths,
    Series::MeanCooperation,
    Series::RegionalTension,
];

/// A series of a run by indicator and place, with its position in a month's row.
#[derive(Clone, Debug)]
pub struct SeriesRef {
    /// Indicator.
    pub indicator: &'static Indicator,
    /// Place.
    pub place: String,
    /// Position in the row.
    pub position: usize,
}

impl PartialEq for SeriesRef {
    fn eq(&self, other: &Self) -> bool {
        // A position has one indicator and one place.
        self.position == other.position
    }
}

impl Eq for SeriesRef {}

impl SeriesRef {
    /// Title and place; the place is left out for the world.
    #[must_use]
    pub fn title(&self) -> String {
        if self.place == WORLD {
            self.indicator.title.to_owned()
        } else {
            format!("{}, {}", self.indicator.title, self.place)
        }
    }

    /// `INDICATOR@PLACE`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}@{}", self.indicator.id, self.place)
    }
}

/// A name that no series has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSeries {
    /// What is unknown.
    pub message: String,
    /// The nearest valid spelling.
    pub suggestion: Option<String>,
}

/// What may be written where a series is asked for.
pub const EXPECTED: &str = "indicator or indicator@place (`counterflow schema indicators`)";

/// Finds a series written `indicator` (its world series) or `indicator@place`.
///
/// # Errors
/// An indicator or a place that does not exist.
pub fn find_series(model: &Model, text: &str) -> Result<SeriesRef, UnknownSeries> {
    let (id, place) = text.split_once('@').unwrap_or((text, WORLD));
    let Some(indicator) = find_indicator(id) else {
        let near = nearest(id, INDICATORS.iter().map(|known| known.id));
        return Err(UnknownSeries {
            message: format!("unknown indicator `{id}`"),
            suggestion: near.map(str::to_owned),
        });
    };
    match model.layout.find(id, place) {
        Some(position) => Ok(SeriesRef { indicator, place: place.to_owned(), position }),
        None => {
            let places = model.layout.places(id).unwrap_or_default();
            let near = nearest(place, places.iter().map(String::as_str));
            Err(UnknownSeries {
                message: format!("`{id}` has no place `{place}`"),
                suggestion: near.map(|near| format!("{id}@{near}")),
            })
        }
    }
}

/// The declaration of an indicator.
#[must_use]
pub fn find_indicator(id: &str) -> Option<&'static Indicator> {
    INDICATORS.iter().find(|known| known.id == id)
}

/// Every place of an indicator, its total included.
#[must_use]
pub fn of_indicator(layout: &Layout, indicator: &'static Indicator) -> Vec<SeriesRef> {
    let one = |place: &String| {
        let position = layout.find(indicator.id, place)?;
        Some(SeriesRef { indicator, place: place.clone(), position })
    };
    layout.places(indicator.id).unwrap_or_default().iter().filter_map(one).collect()
}

/// The series of a list of headlines: the total where there is one, every place otherwise.
#[must_use]
pub fn headlines(layout: &Layout, list: &[Series]) -> Vec<SeriesRef> {
    let of = |series: &Series| {
        let indicator = &INDICATORS[*series as usize];
        let every = of_indicator(layout, indicator);
        match indicator.total {
            Total::Sum => every.into_iter().filter(|series| series.place == WORLD).collect(),
            Total::None => every,
        }
    };
    list.iter().flat_map(of).collect()
}

/// Every series of a world.
#[must_use]
pub fn every_series(layout: &Layout) -> Vec<SeriesRef> {
    let one = |(position, (indicator, place)): (usize, (&'static Indicator, &str))| SeriesRef {
        indicator,
        place: place.to_owned(),
        position,
    };
    layout.series().enumerate().map(one).collect()
}

/// Unit of a value over a year: flows count per year, levels keep their unit.
#[must_use]
pub fn yearly_unit(indicator: &Indicator) -> String {
    match indicator.unit.strip_suffix("/month") {
        Some(counted) if indicator.flow => format!("{counted}/year"),
        _ => indicator.unit.to_owned(),
    }
}

/// Factor from the recorded unit to that of [`yearly_unit`].
#[must_use]
pub fn per_year(indicator: &Indicator) -> f64 {
    if indicator.flow { MONTHS_PER_YEAR } else { 1.0 }
}

/// Mean over some months in the unit of [`yearly_unit`]: what a flow adds up to in a year at that pace, and the mean
/// of a level. NaN over no months.
#[must_use]
pub fn yearly_mean(indicator: &Indicator, values: &[f64]) -> f64 {
    if values.is_empty() {
        return f64::NAN;
    }
    values.iter().sum::<f64>() / values.len() as f64 * per_year(indicator)
}

/// Whether a change of the indicator means something as a share of these levels: not where a level may be zero or has
/// no natural zero.
#[must_use]
pub fn has_shares(indicator: &Indicator, levels: &[f64]) -> bool {
    !matches!(indicator.unit, "index" | "share" | "point") && levels.iter().all(|level| *level > 0.0)
}
