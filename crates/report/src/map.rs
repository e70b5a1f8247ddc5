//! The flow map: yearly flows between places before and after a scenario, as inline SVG.
//!
//! Projection: equirectangular, true to scale along latitude 20 degrees,
//! `x = (longitude - west) * cos(20 deg)`, `y = north - latitude`. Line width is proportional to
//! flow. Baseline flow lies below; the change lies on it on a larger scale of its own, added flow in a
//! second colour, removed flow dashed. Both scales are the same for all maps of a report. Routes
//! with the same ends are added up over modes; lines are curved to one side, so that two directions
//! stay apart.
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
/// Line width of the largest flow, of the largest change, and of the smallest line still drawn.
const WIDEST: f64 = 12.0;
const WIDEST_CHANGE: f64 = 9.0;
const NARROWEST: f64 = 0.5;
/// Flows and changes below this share of the largest are left out of the drawing.
const DRAWN_SHARE: f64 = 0.004;
/// How far a line bows out, as a share of its length.
const BOW: f64 = 0.14;
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

/// What a layer of the map draws: class of the style sheet, kilograms per year, and their scale.
struct Layer {
    class: &'static str,
    words: &'static str,
    kg_per_year: fn(&Flow<'_>) -> f64,
    largest: f64,
    widest: f64,
}

impl Layer {
    /// The line width for a yearly flow; nothing for what is too small to see.
    fn width(&self, kg_per_year: f64) -> Option<f64> {
        let drawn = self.largest > 0.0 && kg_per_year > DRAWN_SHARE * self.largest;
        drawn.then(|| (self.widest * kg_per_year / self.largest).max(NARROWEST))
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
        let after =
            route.kg_per_year_after.iter().find(|(id, _)| id == scenario).map_or(before, |(_, kg)| finite_or_zero(*kg));
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
    /// The largest gain or loss of a route in any scenario.
    largest_change: f64,
}

impl<'a> MapDrawer<'a> {
    /// Reads the land outlines and finds the common scale of the named scenarios.
    ///
    /// # Errors
    /// When the embedded outlines cannot be read.
    pub fn new(map: &'a FlowMap, scenarios: &[&str]) -> Result<Self, ReportError> {
        let window: Window = serde_json::from_str(LAND)?;
        let all: Vec<Flow<'_>> = scenarios.iter().flat_map(|scenario| flows(map, scenario)).collect();
        let largest = all.iter().map(|flow| flow.kg_per_year_before.max(flow.kg_per_year_after)).fold(0.0, f64::max);
        let largest_change = all.iter().map(|flow| flow.change().abs()).fold(0.0, f64::max);
        Ok(Self { map, window, largest, largest_change })
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
        let visible = flow.kg_per_year_before > DRAWN_SHARE * self.largest
            || flow.change().abs() > DRAWN_SHARE * self.largest_change;
        visible && self.place(flow.from).is_some() && self.place(flow.to).is_some()
    }

    /// The place with an identifier, if it lies on the map.
    fn place(&self, id: &str) -> Option<&'a MapPlace> {
        self.map.places.iter().find(|place| place.id == id).filter(|place| self.window.holds(place))
    }

    fn description(&self, flows: &[Flow<'_>]) -> String {
        let gained: f64 = flows.iter().map(|flow| flow.change().max(0.0)).sum();
        let lost: f64 = flows.iter().map(|flow| (-flow.change()).max(0.0)).sum();
        format!(
            "{} routes. Flow removed from routes: {} kg/year; flow added to routes: {} kg/year. The table beside the \
                map names the largest changes.",
            flows.len(),
            significant(lost),
            significant(gained)
        )
    }

    /// Baseline flow lies lowest, then what a scenario removes and adds.
    fn layers(&self) -> [Layer; 3] {
        let change = |class, words, kg_per_year| Layer {
            class,
            words,
            kg_per_year,
            largest: self.largest_change,
            widest: WIDEST_CHANGE,
        };
        [
            Layer {
                class: "flow-baseline",
                words: "",
                kg_per_year: |flow| flow.kg_per_year_before,
                largest: self.largest,
                widest: WIDEST,
            },
            change("flow-lost", " removed", |flow| -flow.change()),
            change("flow-added", " added", |flow| flow.change()),
        ]
    }

    fn draw_flows(&self, svg: &mut Markup, flows: &[Flow<'_>]) {
        for layer in self.layers() {
            svg.within("g", &[("class", layer.class)], |group| {
                for flow in flows {
                    if let (Some(width), Some(path)) = (layer.width((layer.kg_per_year)(flow)), self.path(flow)) {
                        group.empty("path", &[("d", &path), ("stroke-width", &format!("{width:.1}"))]);
                    }
                }
            });
        }
    }

    /// A curve from place to place, bowed to the right of its direction.
    fn path(&self, flow: &Flow<'_>) -> Option<String> {
        let (x1, y1) = self.window.project(self.place(flow.from)?);
        let (x2, y2) = self.window.project(self.place(flow.to)?);
        let (cx, cy) = ((x1 + x2) / 2.0 - BOW * (y2 - y1), (y1 + y2) / 2.0 + BOW * (x2 - x1));
        Some(format!("M{x1:.1} {y1:.1}Q{cx:.1} {cy:.1} {x2:.1} {y2:.1}"))
    }

    fn draw_places(&self, svg: &mut Markup, flows: &[Flow<'_>]) {
        let places = self.largest_places(flows);
        let spots: Vec<(f64, f64)> = places.iter().map(|place| self.window.project(place)).collect();
        for (place, (x, y)) in places.iter().zip(&spots) {
            let (cx, cy, r) = (format!("{x:.1}"), format!("{y:.1}"), PLACE_RADIUS.to_string());
            svg.within("circle", &[("class", "place"), ("cx", &cx), ("cy", &cy), ("r", &r)], |circle| {
                circle.leaf("title", &[], &format!("{} ({})", place.name, place.kind));
            });
        }
        let mut taken: Vec<Label> = Vec::new();
        for (index, place) in places.iter().enumerate().take(NAMED_PLACES) {
            let free = |label: &Label| {
                let hides_a_place = spots.iter().enumerate().any(|(other, spot)| other != index && label.covers(*spot));
                label.is_inside() && !hides_a_place && !taken.iter().any(|other| label.overlaps(other))
            };
            if let Some(label) = Label::candidates(spots[index], &place.name).into_iter().find(free) {
                let (x, y) = (format!("{:.1}", label.left), format!("{:.1}", label.base));
                svg.leaf("text", &[("x", &x), ("y", &y)], &place.name);
                taken.push(label);
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

    /// A line of known flow for each layer, in the empty ocean at the lower left.
    fn draw_legend(&self, svg: &mut Markup, height: f64) {
        const LEFT: f64 = 14.0;
        const LENGTH: f64 = 34.0;
        const ROW: f64 = 20.0;
        let layers = self.layers();
        for (row, layer) in layers.iter().enumerate() {
            let y = height - ROW * (layers.len() - row) as f64;
            let Some(width) = layer.width(layer.largest / 2.0) else {
                continue;
            };
            let (path, width) = (format!("M{LEFT} {y:.1}h{LENGTH}"), format!("{width:.1}"));
            svg.within("g", &[("class", layer.class)], |group| {
                group.empty("path", &[("d", &path), ("stroke-width", &width)])
            });
            let (x, y) = ((LEFT + LENGTH + 8.0).to_string(), format!("{:.1}", y + TEXT / 3.0));
            svg.leaf(
                "text",
                &[("x", &x), ("y", &y)],
                &format!("{} kg/year{}", significant(layer.largest / 2.0), layer.words),
            );
        }
    }
}

/// The box of a name on the map.
#[derive(Debug, Clone, Copy)]
struct Label {
    left: f64,
    base: f64,
    width: f64,
}

impl Label {
    /// Where the name of a place may stand: right of it, else left, else above.
    fn candidates((x, y): (f64, f64), name: &str) -> [Self; 3] {
        let width = LETTER * name.chars().count() as f64;
        let gap = PLACE_RADIUS + 2.0;
        let base = y + TEXT / 3.0;
        [
            Self { left: x + gap, base, width },
            Self { left: x - gap - width, base, width },
            Self { left: x - width / 2.0, base: y - gap, width },
        ]
    }

    fn is_inside(&self) -> bool {
        self.left > 0.0 && self.left + self.width < WIDTH
    }

    fn overlaps(&self, other: &Self) -> bool {
        (self.base - other.base).abs() < TEXT
            && self.left < other.left + other.width
            && other.left < self.left + self.width
    }

    fn covers(&self, (x, y): (f64, f64)) -> bool {
        x > self.left - PLACE_RADIUS
            && x < self.left + self.width + PLACE_RADIUS
            && y > self.base - TEXT
            && y < self.base + PLACE_RADIUS
    }
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
        let map = FlowMap {
            places: vec![place("a", 4.0, -74.0), place("b", -33.0, 151.0)],
            routes: vec![route("sea", 1.0, 2.0)],
        };
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
