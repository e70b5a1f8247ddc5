//! The flow map: yearly flows between places before and after a scenario, as inline SVG.
//!
//! Projection: equirectangular, true to scale along latitude 20 degrees,
//! `x = (longitude - west) * cos(20 deg)`, `y = north - latitude`. Line width is proportional to
//! flow, on one scale for all maps of a report. Flow that stays is drawn in one colour, flow that
//! a scenario adds in a second, flow that it removes as a dashed line. Routes with the same ends
//! are added up over modes; lines are curved to one side, so that two directions stay apart.
//!
//! Places outside the window of the land outlines are listed beside the map, not drawn.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::data::{FlowMap, MapPlace};
use crate::error::ReportError;
use crate::markup::Markup;
use crate::number::significant;

const LAND: &str = include_str!("../../../data/map/land_110m.json");

/// Identifier of the land outlines within a page.
const LAND_ID: &str = "land";
/// Width of the drawing.
const WIDTH: f64 = 760.0;
/// Latitude along which the projection is true to scale, in degrees.
const TRUE_LATITUDE: f64 = 20.0;
/// Line width of the largest flow, and of the smallest flow still drawn.
const WIDEST: f64 = 14.0;
const NARROWEST: f64 = 0.5;
/// Flows below this share of the largest are left out of the drawing.
const DRAWN_SHARE: f64 = 0.002;
/// How far a line bows out, as a share of its length.
const BOW: f64 = 0.14;
/// A change below this share of the larger flow is drawn as unchanged.
const CHANGE_SHARE: f64 = 0.02;
/// Radius of a place.
const PLACE_RADIUS: f64 = 2.6;
/// Places named on the map, largest first.
const NAMED_PLACES: usize = 26;
/// Text size and the average width of a letter.
const TEXT: f64 = 10.5;
const LETTER: f64 = 5.4;

/// Flow between two places over all modes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow<'a> {
    /// Identifier of the first place.
    pub from: &'a str,
    /// Identifier of the second place.
    pub to: &'a str,
    /// Yearly flow in the baseline.
    pub kg_per_year_before: f64,
    /// Yearly flow in the scenario.
    pub kg_per_year_after: f64,
}

impl Flow<'_> {
    /// Yearly flow gained (positive) or lost (negative).
    #[must_use]
    pub fn change(&self) -> f64 {
        self.kg_per_year_after - self.kg_per_year_before
    }
}

/// Flows of one scenario, added up over modes and corridors between the same places.
///
/// A route without a value for the scenario keeps its baseline flow; values that are not finite count as zero.
#[must_use]
pub fn flows<'a>(map: &'a FlowMap, scenario: &str) -> Vec<Flow<'a>> {
    let mut sums: BTreeMap<(&str, &str), (f64, f64)> = BTreeMap::new();
    for route in &map.routes {
        let before = finite_or_zero(route.kg_per_year_before);
        let after = route.kg_per_year_after.iter().find(|(id, _)| id == scenario).map_or(before, |(_, kg)| finite_or_zero(*kg));
        let sum = sums.entry((&route.from, &route.to)).or_default();
        sum.0 += before;
        sum.1 += after;
    }
    let flow = |((from, to), (before, after))| Flow { from, to, kg_per_year_before: before, kg_per_year_after: after };
    sums.into_iter().map(flow).collect()
}

/// True when the map holds flows for a scenario.
#[must_use]
pub fn has_scenario(map: &FlowMap, scenario: &str) -> bool {
    map.routes.iter().any(|route| route.kg_per_year_after.iter().any(|(id, _)| id == scenario))
}

/// Draws the maps of a report on one scale.
pub struct MapDrawer<'a> {
    map: &'a FlowMap,
    window: Window,
    /// The largest flow of any scenario, before or after.
    largest: f64,
}

impl<'a> MapDrawer<'a> {
    /// Reads the land outlines and finds the common scale of the named scenarios.
    ///
    /// # Errors
    /// When the embedded outlines cannot be read.
    pub fn new(map: &'a FlowMap, scenarios: &[&str]) -> Result<Self, ReportError> {
        let window: Window = serde_json::from_str(LAND)?;
        let sizes = scenarios.iter().flat_map(|scenario| flows(map, scenario));
        let largest = sizes.map(|flow| flow.kg_per_year_before.max(flow.kg_per_year_after)).fold(0.0, f64::max);
        Ok(Self { map, window, largest })
    }

    /// The land outlines, to be placed once in the page before any map.
    #[must_use]
    pub fn definitions(&self) -> String {
        let mut page = Markup::default();
        let attributes = [("width", "0"), ("height", "0"), ("class", "definitions"), ("aria-hidden", "true")];
        page.within("svg", &attributes, |svg| {
            svg.within("defs", &[], |defs| defs.empty("path", &[("id", LAND_ID), ("d", &self.window.land())]));
        });
        page.finish()
    }

    /// Places that lie outside the map.
    #[must_use]
    pub fn places_outside(&self) -> Vec<&'a MapPlace> {
        self.map.places.iter().filter(|place| !self.window.holds(place)).collect()
    }

    /// The map of a scenario.
    #[must_use]
    pub fn draw(&self, scenario: &str, title: &str) -> String {
        let flows: Vec<Flow<'_>> = flows(self.map, scenario).into_iter().filter(|flow| self.is_drawn(flow)).collect();
        let height = self.window.height();
        let mut page = Markup::default();
        let view = format!("0 0 {WIDTH} {height:.0}");
        page.within("svg", &[("class", "map"), ("role", "img"), ("viewBox", &view)], |svg| {
            svg.leaf("title", &[], &format!("Yearly flows before and after: {title}"));
            svg.leaf("desc", &[], &self.description(&flows));
            svg.empty("use", &[("href", &format!("#{LAND_ID}")), ("class", "land")]);
            self.draw_flows(svg, &flows);
            self.draw_places(svg, &flows);
            self.draw_legend(svg, height);
        });
        page.finish()
    }

    fn is_drawn(&self, flow: &Flow<'_>) -> bool {
        flow.kg_per_year_before.max(flow.kg_per_year_after) > DRAWN_SHARE * self.largest
            && self.place(flow.from).is_some()
            && self.place(flow.to).is_some()
    }

    /// The place with an identifier, if it lies on the map.
    fn place(&self, id: &str) -> Option<&'a MapPlace> {
        self.map.places.iter().find(|place| place.id == id).filter(|place| self.window.holds(place))
    }

    fn description(&self, flows: &[Flow<'_>]) -> String {
        let gained: f64 = flows.iter().map(|flow| flow.change().max(0.0)).sum();
        let lost: f64 = flows.iter().map(|flow| (-flow.change()).max(0.0)).sum();
        format!(
            "{} routes. Flow removed from routes: {} kg/year; flow added to routes: {} kg/year. The table beside the map names the largest changes.",
            flows.len(),
            significant(lost),
            significant(gained)
        )
    }

    /// Lost flow lies lowest, then added flow, then the flow that stays.
    fn draw_flows(&self, svg: &mut Markup, flows: &[Flow<'_>]) {
        let layers: [(&str, fn(&Flow<'_>) -> Option<f64>); 3] =
            [("flow-lost", lost_width), ("flow-added", added_width), ("flow-kept", kept_width)];
        for (class, width_of) in layers {
            svg.within("g", &[("class", class)], |group| {
                for flow in flows {
                    if let (Some(kg), Some(path)) = (width_of(flow), self.path(flow)) {
                        let width = format!("{:.1}", self.line_width(kg));
                        group.empty("path", &[("d", &path), ("stroke-width", &width)]);
                    }
                }
            });
        }
    }

    fn line_width(&self, kg_per_year: f64) -> f64 {
        (WIDEST * kg_per_year / self.largest).max(NARROWEST)
    }

    /// A curve from place to place, bowed to the right of its direction.
    fn path(&self, flow: &Flow<'_>) -> Option<String> {
        let (x1, y1) = self.window.project(self.place(flow.from)?);
        let (x2, y2) = self.window.project(self.place(flow.to)?);
        let (cx, cy) = ((x1 + x2) / 2.0 - BOW * (y2 - y1), (y1 + y2) / 2.0 + BOW * (x2 - x1));
        Some(format!("M{x1:.1} {y1:.1}Q{cx:.1} {cy:.1} {x2:.1} {y2:.1}"))
    }

    fn draw_places(&self, svg: &mut Markup, flows: &[Flow<'_>]) {
        let mut taken: Vec<(f64, f64, f64)> = Vec::new();
        for (rank, place) in self.largest_places(flows).into_iter().enumerate() {
            let (x, y) = self.window.project(place);
            let (cx, cy, r) = (format!("{x:.1}"), format!("{y:.1}"), PLACE_RADIUS.to_string());
            svg.within("circle", &[("class", "place"), ("cx", &cx), ("cy", &cy), ("r", &r)], |circle| {
                circle.leaf("title", &[], &format!("{} ({})", place.name, place.kind));
            });
            let label = (x + PLACE_RADIUS + 2.0, y + TEXT / 3.0, LETTER * place.name.chars().count() as f64);
            if rank < NAMED_PLACES && label.0 + label.2 < WIDTH && taken.iter().all(|other| !overlaps(label, *other)) {
                taken.push(label);
                let (x, y) = (format!("{:.1}", label.0), format!("{:.1}", label.1));
                svg.leaf("text", &[("x", &x), ("y", &y)], &place.name);
            }
        }
    }

    /// Places with flow, the busiest first.
    fn largest_places(&self, flows: &[Flow<'_>]) -> Vec<&'a MapPlace> {
        let mut sizes: BTreeMap<&str, f64> = BTreeMap::new();
        for flow in flows {
            for id in [flow.from, flow.to] {
                *sizes.entry(id).or_default() += flow.kg_per_year_before.max(flow.kg_per_year_after);
            }
        }
        let mut ranked: Vec<(&str, f64)> = sizes.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranked.into_iter().filter_map(|(id, _)| self.place(id)).collect()
    }

    /// Widths for a quarter and the whole of the largest flow, in the empty ocean at the lower left.
    fn draw_legend(&self, svg: &mut Markup, height: f64) {
        const LEFT: f64 = 14.0;
        const LENGTH: f64 = 34.0;
        const ROW: f64 = 20.0;
        let rows = [("flow-kept", 0.25, ""), ("flow-kept", 1.0, ""), ("flow-added", 0.25, " added"), ("flow-lost", 0.25, " removed")];
        for (row, (class, share, suffix)) in rows.into_iter().enumerate() {
            let y = height - ROW * (rows.len() - row) as f64;
            let path = format!("M{LEFT} {y:.1}h{LENGTH}");
            let width = format!("{:.1}", self.line_width(share * self.largest));
            svg.within("g", &[("class", class)], |group| group.empty("path", &[("d", &path), ("stroke-width", &width)]));
            let (x, y) = ((LEFT + LENGTH + 8.0).to_string(), format!("{:.1}", y + TEXT / 3.0));
            svg.leaf("text", &[("x", &x), ("y", &y)], &format!("{} kg/year{suffix}", significant(share * self.largest)));
        }
    }
}

fn lost_width(flow: &Flow<'_>) -> Option<f64> {
    changed(flow, -flow.change()).then_some(flow.kg_per_year_before)
}

fn added_width(flow: &Flow<'_>) -> Option<f64> {
    changed(flow, flow.change()).then_some(flow.kg_per_year_after)
}

fn kept_width(flow: &Flow<'_>) -> Option<f64> {
    let kept = flow.kg_per_year_before.min(flow.kg_per_year_after);
    (kept > 0.0).then_some(kept)
}

fn changed(flow: &Flow<'_>, amount: f64) -> bool {
    amount > CHANGE_SHARE * flow.kg_per_year_before.max(flow.kg_per_year_after)
}

/// True when two labels (left, base line, width) cover each other.
fn overlaps(a: (f64, f64, f64), b: (f64, f64, f64)) -> bool {
    (a.1 - b.1).abs() < TEXT && a.0 < b.0 + b.2 && b.0 < a.0 + a.2
}

fn finite_or_zero(value: f64) -> f64 {
    if value.is_finite() { value.max(0.0) } else { 0.0 }
}

/// The land outlines and the window they are clipped to, in degrees.
#[derive(Deserialize)]
struct Window {
    west: f64,
    east: f64,
    south: f64,
    north: f64,
    polygons: Vec<Vec<(f64, f64)>>,
}

impl Window {
    fn holds(&self, place: &MapPlace) -> bool {
        (self.west..=self.east).contains(&place.longitude) && (self.south..=self.north).contains(&place.latitude)
    }

    fn project(&self, place: &MapPlace) -> (f64, f64) {
        self.position(place.longitude, place.latitude)
    }

    fn position(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        let per_degree_east = WIDTH / (self.east - self.west);
        let per_degree_north = per_degree_east / TRUE_LATITUDE.to_radians().cos();
        ((longitude - self.west) * per_degree_east, (self.north - latitude) * per_degree_north)
    }

    fn height(&self) -> f64 {
        self.position(self.west, self.south).1
    }

    fn land(&self) -> String {
        let mut path = String::new();
        for ring in &self.polygons {
            for (index, (longitude, latitude)) in ring.iter().enumerate() {
                let (x, y) = self.position(*longitude, *latitude);
                path.push_str(&format!("{}{x:.1} {y:.1}", if index == 0 { 'M' } else { 'L' }));
            }
            path.push('Z');
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::MapRoute;

    fn place(id: &str, latitude: f64, longitude: f64) -> MapPlace {
        MapPlace { id: id.into(), name: id.into(), latitude, longitude, kind: "transit".into() }
    }

    fn route(mode: &str, before: f64, after: f64) -> MapRoute {
        MapRoute {
            from: "a".into(),
            to: "b".into(),
            corridor: "c".into(),
            mode: mode.into(),
            kg_per_year_before: before,
            kg_per_year_after: vec![("s".into(), after)],
        }
    }

    #[test]
    fn modes_between_the_same_places_add_up() {
        let map = FlowMap {
            places: vec![place("a", 4.0, -74.0), place("b", 25.0, -80.0)],
            routes: vec![route("air", 10.0, 5.0), route("sea", 30.0, 40.0), route("land", f64::NAN, 1.0)],
        };
        let flows = flows(&map, "s");
        assert_eq!(flows, [Flow { from: "a", to: "b", kg_per_year_before: 40.0, kg_per_year_after: 46.0 }]);
    }

    #[test]
    fn places_outside_the_window_are_named_not_drawn() {
        let map = FlowMap { places: vec![place("a", 4.0, -74.0), place("b", -33.0, 151.0)], routes: vec![route("sea", 1.0, 2.0)] };
        let drawer = MapDrawer::new(&map, &["s"]).unwrap();
        assert_eq!(drawer.places_outside().len(), 1);
        assert!(!drawer.draw("s", "S").contains("class=\"place\""));
    }

    #[test]
    fn empty_maps_draw_land_only() {
        let map = FlowMap::default();
        let drawer = MapDrawer::new(&map, &["s"]).unwrap();
        assert!(drawer.definitions().contains("id=\"land\""));
        assert!(!drawer.draw("s", "S").contains("NaN"));
    }
}
