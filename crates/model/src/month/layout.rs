//! Where each series of a world lies in a month's row.

use super::indicators::{INDICATORS, Indicator, Scope, Series, Total, WORLD};
use crate::policy::LEVERS;
use crate::world::{Mode, World};
use std::collections::BTreeMap;

/// Where each series of a world lies in a month's row.
#[derive(Clone, Debug)]
pub struct Layout {
    starts: Vec<usize>,
    places: Vec<Vec<String>>,
    width: usize,
    index: BTreeMap<(&'static str, String), usize>,
}

impl Layout {
    /// The layout for a world.
    #[must_use]
    pub fn new(world: &World) -> Self {
        let mut layout = Self { starts: Vec::new(), places: Vec::new(), width: 0, index: BTreeMap::new() };
        for indicator in INDICATORS {
            layout.starts.push(layout.width);
            let mut places = places_of(world, indicator.scope);
            if indicator.total == Total::Sum {
                places.push(WORLD.to_owned());
            }
            for (position, place) in places.iter().enumerate() {
                layout.index.insert((indicator.id, place.clone()), layout.width + position);
            }
            layout.width += places.len();
            layout.places.push(places);
        }
        layout
    }

    /// Number of series.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Position of a series by indicator id and place.
    #[must_use]
    pub fn find(&self, indicator: &str, place: &str) -> Option<usize> {
        let known = INDICATORS.iter().find(|known| known.id == indicator)?;
        self.index.get(&(known.id, place.to_owned())).copied()
    }

    /// Position of the total of an indicator; of its last place where it has none.
    #[must_use]
    pub fn total(&self, series: Series) -> usize {
        let indicator = series as usize;
        self.starts[indicator] + self.places[indicator].len() - 1
    }

    /// First position of an indicator.
    #[must_use]
    pub fn start(&self, series: Series) -> usize {
        self.starts[series as usize]
    }

    /// Indicator and places of every series, in the order of the row.
    pub fn series(&self) -> impl Iterator<Item = (&'static Indicator, &str)> {
        INDICATORS
            .iter()
            .zip(&self.places)
            .flat_map(|(indicator, places)| places.iter().map(move |place| (indicator, place.as_str())))
    }

    /// Places of an indicator.
    #[must_use]
    pub fn places(&self, indicator: &str) -> Option<&[String]> {
        let position = INDICATORS.iter().position(|known| known.id == indicator)?;
        Some(&self.places[position])
    }
}

fn places_of(world: &World, scope: Scope) -> Vec<String> {
    let country = |&actor: &usize| world.countries[actor].id.clone();
    match scope {
        Scope::World => vec![WORLD.to_owned()],
        Scope::Region => world.regions.iter().map(|region| region.id.clone()).collect(),
        Scope::Country => world.countries.iter().map(|country| country.id.clone()).collect(),
        Scope::TradeState => world.trade_states().map(|country| world.countries[country].id.clone()).collect(),
        Scope::Actor => world.actors.iter().map(country).collect(),
        Scope::Corridor => world.corridors.iter().map(|corridor| corridor.id.clone()).collect(),
        Scope::Mode => Mode::ALL.iter().map(|mode| mode.id().to_owned()).collect(),
        Scope::CorridorMode => world
            .corridors
            .iter()
            .flat_map(|corridor| Mode::ALL.iter().map(move |mode| format!("{}/{}", corridor.id, mode.id())))
            .collect(),
        Scope::Market => world.markets.iter().map(|market| market.id.clone()).collect(),
        Scope::Group => world.groups.iter().map(|group| group.id.clone()).collect(),
        Scope::Dyad => dyads(world),
        Scope::Lever => LEVERS.iter().map(|lever| lever.key.to_owned()).collect(),
    }
}

fn dyads(world: &World) -> Vec<String> {
    let id = |actor: usize| &world.countries[world.actors[actor]].id;
    let count = world.actors.len();
    (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))).map(|(a, b)| format!("{}:{}", id(a), id(b))).collect()
}
