//! Flow by route before and after, as medians over the members. The map has one baseline, that of the
//! first scenario; scenarios in another world (other switches, parameters, shocks or length) have none.

use crate::ensemble::Sample;
use crate::series::MONTHS_PER_YEAR;
use crate::statistics::median;
use counterflow_model::Model;
use counterflow_model::world::PlaceKind;
use counterflow_report::{FlowMap, MapPlace, MapRoute};

/// Collects flows scenario by scenario.
pub(super) struct MapBuilder {
    map: FlowMap,
    /// Position of the scenario, its identifier and flow by route.
    after: Vec<(usize, String, Vec<f64>)>,
}

impl MapBuilder {
    /// The map of a world without flows.
    pub fn new(model: &Model) -> Self {
        let world = &model.world;
        let place = |place: &counterflow_model::world::Place| MapPlace {
            id: place.id.clone(),
            name: place.name.clone(),
            latitude: place.latitude,
            longitude: place.longitude,
            kind: kind(place.kind).to_owned(),
        };
        let route = |route: &counterflow_model::world::Route| MapRoute {
            from: world.places[route.from].id.clone(),
            to: world.places[route.to].id.clone(),
            corridor: world.corridors[route.corridor].name.clone(),
            mode: route.mode.id().replace('_', " "),
            kg_per_year_before: 0.0,
            kg_per_year_after: Vec::new(),
        };
        let map = FlowMap {
            places: world.places.iter().map(place).collect(),
            routes: world.routes.iter().map(route).collect(),
        };
        Self { map, after: Vec::new() }
    }

    /// The baseline's flows.
    pub fn before(&mut self, sample: &Sample) {
        for (route, flow) in self.map.routes.iter_mut().zip(medians(sample)) {
            route.kg_per_year_before = flow;
        }
    }

    /// The flows of a scenario that shares the baseline shown.
    pub fn after(&mut self, position: usize, scenario: &str, sample: &Sample) {
        self.after.push((position, scenario.to_owned(), medians(sample).collect()));
    }

    /// The finished map, scenarios in the order of the report.
    pub fn finish(mut self) -> FlowMap {
        self.after.sort_by_key(|(position, _, _)| *position);
        for (number, route) in self.map.routes.iter_mut().enumerate() {
            let flow = |(_, scenario, flows): &(usize, String, Vec<f64>)| Some((scenario.clone(), *flows.get(number)?));
            route.kg_per_year_after = self.after.iter().filter_map(flow).collect();
        }
        self.map
    }
}

/// Median yearly flow by route.
fn medians(sample: &Sample) -> impl Iterator<Item = f64> + '_ {
    (0..sample.routes())
        .map(|route| MONTHS_PER_YEAR * median((0..sample.members()).map(|member| sample.route_flow_kg(member, route))))
}

fn kind(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Source => "source",
        PlaceKind::Coast => "coast",
        PlaceKind::Transit => "transit",
        PlaceKind::Sea => "sea area",
        PlaceKind::Port => "port region",
        PlaceKind::Border => "border",
        PlaceKind::Market => "market",
    }
}
