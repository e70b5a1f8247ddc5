//! The map of a scenario with the table of its largest changes.

use super::parts::{note_with_data, table};
use crate::data::{MapRoute, Report, ScenarioResult};
use crate::map::{MapDrawer, has_scenario};
use crate::markup::Markup;
use crate::number::{change, quantity, typographic};

/// Routes named in the table of changes.
const NAMED_CHANGES: usize = 8;
/// Unit of the flows.
const UNIT: &str = "kg/year";

const COLUMNS: [(&str, &str); 6] =
    [("Route", ""), ("Corridor", ""), ("Mode", ""), ("Before", "number"), ("After", "number"), ("Change", "number")];

/// Map and table, if the report holds flows of the scenario.
pub fn write(page: &mut Markup, report: &Report, scenario: &ScenarioResult, maps: &MapDrawer<'_>) {
    if !has_scenario(&report.map, &scenario.id) {
        return;
    }
    page.leaf("h4", &[], "Flows before and after");
    legend(page);
    page.within("figure", &[], |figure| {
        let label = format!("Map of flows: {}", scenario.title);
        let container =
            [("class", "map-scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", label.as_str())];
        figure.within("div", &container, |scroll| scroll.trusted(&maps.draw(&scenario.id, &scenario.title)));
        figure.within("figcaption", &[], |caption| {
            caption.text(
                "Line width is proportional to median yearly flow in kg/year; changes have a larger scale of their own \
                 (lower left), \
                 and both scales are the same in all maps of this report. Lines join regions, transit areas and \
                 markets; they are not tracks. Source: Counterflow; land: Natural Earth.",
            );
            caption.text(&outside(maps));
        });
    });
    changes(page, report, &scenario.id);
}

/// Places that the map cannot show.
fn outside(maps: &MapDrawer<'_>) -> String {
    let names: Vec<&str> = maps.places_outside().into_iter().map(|place| place.name.as_str()).collect();
    if names.is_empty() { String::new() } else { format!(" Outside the map: {}.", names.join(", ")) }
}

fn legend(page: &mut Markup) {
    let keys = [
        ("flow-baseline", "Baseline flow"),
        ("flow-added", "Flow added by the scenario"),
        ("flow-lost", "Flow removed by the scenario"),
    ];
    page.within("ul", &[("class", "legend")], |list| {
        for (class, words) in keys {
            list.within("li", &[], |item| {
                item.within("svg", &[("class", class), ("viewBox", "0 0 32 14"), ("aria-hidden", "true")], |svg| {
                    svg.empty("path", &[("d", "M0 7h32"), ("stroke-width", "5")]);
                });
                item.text(words);
            });
        }
    });
}

/// The routes whose flow changes most, gains and losses alike.
fn changes(page: &mut Markup, report: &Report, scenario: &str) {
    let mut changed: Vec<(&MapRoute, f64)> = report
        .map
        .routes
        .iter()
        .filter_map(|route| Some((route, route.kg_per_year_after.iter().find(|(id, _)| id == scenario)?.1)))
        .filter(|(route, after)| (after - route.kg_per_year_before).abs() > 0.0)
        .collect();
    changed.sort_by(|a, b| (b.1 - b.0.kg_per_year_before).abs().total_cmp(&(a.1 - a.0.kg_per_year_before).abs()));
    changed.truncate(NAMED_CHANGES);
    if changed.is_empty() {
        page.leaf("p", &[("class", "note")], "No route changes its median flow.");
        return;
    }
    let name = |id: &str| {
        report.map.places.iter().find(|place| place.id == id).map_or(id.to_owned(), |place| place.name.clone())
    };
    table(page, "changes", "Largest changes of median yearly flow by route", &COLUMNS, |body| {
        body.within("tbody", &[], |rows| {
            for (route, after) in &changed {
                rows.within("tr", &[], |row| {
                    row.leaf("th", &[("scope", "row")], &format!("{} \u{2192} {}", name(&route.from), name(&route.to)));
                    row.leaf("td", &[], &route.corridor);
                    row.leaf("td", &[], &route.mode);
                    row.leaf("td", &[("class", "number")], &quantity(route.kg_per_year_before, UNIT));
                    row.leaf("td", &[("class", "number")], &quantity(*after, UNIT));
                    row.leaf(
                        "td",
                        &[("class", "number")],
                        &typographic(&change(after - route.kg_per_year_before, UNIT)),
                    );
                });
            }
        })
    });
    note_with_data(page, "All routes stand in the data.", "flows.csv");
}
