//! The indicators that a table shows when the user asks for none.

use counterflow_model::Layout;
use counterflow_model::Model;
use counterflow_model::indicators::{INDICATORS, Indicator, Series, Total, WORLD};

/// Indicators along the chain, from the field to the accounts.
const HEADLINES: [Series; 20] = [
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

/// One series of a run.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Indicator.
    pub indicator: &'static Indicator,
    /// Place.
    pub place: String,
    /// Position in a row of the run.
    pub position: usize,
}

impl Chosen {
    /// Title and place; the place is left out for the world.
    pub fn title(&self) -> String {
        if self.place == WORLD {
            self.indicator.title.to_owned()
        } else {
            format!("{}, {}", self.indicator.title, self.place)
        }
    }
}

/// The headline series of a world: totals where there is one, every place otherwise.
pub fn headlines(model: &Model) -> Vec<Chosen> {
    HEADLINES.iter().flat_map(|series| headline(&model.layout, *series)).collect()
}

fn headline(layout: &Layout, series: Series) -> Vec<Chosen> {
    let indicator = &INDICATORS[series as usize];
    let every = of_indicator(layout, indicator);
    match indicator.total {
        Total::Sum => every.into_iter().filter(|chosen| chosen.place == WORLD).collect(),
        Total::None => every,
    }
}

/// Every place of an indicator.
pub fn of_indicator(layout: &Layout, indicator: &'static Indicator) -> Vec<Chosen> {
    let places = layout.places(indicator.id).unwrap_or_default();
    let chosen = |place: &String| {
        let position = layout.find(indicator.id, place)?;
        Some(Chosen { indicator, place: place.clone(), position })
    };
    places.iter().filter_map(chosen).collect()
}

/// Every series of a world.
pub fn every(model: &Model) -> Vec<Chosen> {
    let chosen = |(position, (indicator, place)): (usize, (&'static Indicator, &str))| Chosen {
        indicator,
        place: place.to_owned(),
        position,
    };
    model.layout.series().enumerate().map(chosen).collect()
}
