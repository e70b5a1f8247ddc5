//! Checks across the files of a world: shares, loops, dead ends, prices.

use super::parse::{find, line_of};
use super::{PlaceKind, World};
use crate::trafficking::Network;
use counterflow_evidence::diagnostics::{Problem, ProblemSink, SourceFile};

const SHARE_TOLERANCE: f64 = 1e-6;

pub(super) fn check(world: &World, files: &[SourceFile], sink: &ProblemSink) {
    let check = Check { files, sink };
    check.shares(world);
    check.roads(world);
    check.prices(world);
    if world.markets.is_empty() {
        check.report("markets.csv", "", Problem::new("E0609", "the world has no market").expect("at least one row"));
    }
    if let Err(error) = Network::layer_of_places(world) {
        let id = &world.places[error.0].id;
        let problem = Problem::new("E0605", format!("routes lead in a circle through `{id}`"))
            .expect("routes that lead from sources to markets without a way back");
        check.report("routes.csv", id, problem);
    }
}

struct Check<'a> {
    files: &'a [SourceFile],
    sink: &'a ProblemSink,
}

impl Check<'_> {
    fn report(&self, file: &str, word: &str, problem: Problem) {
        self.sink.push(match find(self.files, file) {
            Some(source) => problem.at(source, line_of(source, word), 1),
            None => problem.in_file(file),
        });
    }

    fn shares(&self, world: &World) {
        let mut of_place = vec![0.0; world.places.len()];
        for route in &world.routes {
            of_place[route.from] += route.share;
        }
        let leaving = |place: usize| world.routes.iter().any(|route| route.from == place);
        for (place, &sum) in of_place.iter().enumerate() {
            if leaving(place) && (sum - 1.0).abs() > SHARE_TOLERANCE {
                let id = &world.places[place].id;
                let problem = Problem::new("E0604", format!("shares of the routes out of `{id}` sum to {sum}"))
                    .expect("a sum of 1");
                self.report("routes.csv", id, problem);
            }
        }
        for (region, spec) in world.regions.iter().enumerate() {
            let sum: f64 = world.base_flows.iter().filter(|flow| flow.from == region).map(|flow| flow.share).sum();
            if spec.coca_area_ha > 0.0 && (sum - 1.0).abs() > SHARE_TOLERANCE {
                let problem =
                    Problem::new("E0604", format!("base of `{}` is shared out to {sum}", spec.id)).expect("a sum of 1");
                self.report("base_flows.csv", &spec.id, problem);
            }
        }
    }

    fn roads(&self, world: &World) {
        for (place, spec) in world.places.iter().enumerate() {
            let leaves = world.routes.iter().any(|route| route.from == place);
            let reached = world.routes.iter().any(|route| route.to == place);
            let fault = match spec.kind {
                PlaceKind::Market if leaves => Some("is a market but has routes out"),
                PlaceKind::Market if !reached => Some("is a market that no route reaches"),
                PlaceKind::Source if !leaves => Some("is a source without a route out"),
                PlaceKind::Market | PlaceKind::Source => None,
                _ if !leaves => Some("has no route out"),
                _ if !reached => Some("is reached by no route"),
                _ => None,
            };
            if let Some(fault) = fault {
                let problem = Problem::new("E0606", format!("place `{}` {fault}", spec.id))
                    .expect("a way from a source to a market");
                self.report("places.csv", &spec.id, problem);
            }
        }
        for market in &world.markets {
            if world.places[market.place].kind != PlaceKind::Market {
                let problem =
                    Problem::new("E0606", format!("the place of market `{}` is not of kind market", market.id))
                        .expect("kind market");
                self.report("markets.csv", &market.id, problem);
            }
        }
    }

    fn prices(&self, world: &World) {
        for route in &world.routes {
            let (from, to) = (&world.places[route.from], &world.places[route.to]);
            if to.price_usd_per_kg <= from.price_usd_per_kg {
                let problem = Problem::new(
                    "E0608",
                    format!(
                        "the price falls from {} ({}) to {} ({})",
                        from.id, from.price_usd_per_kg, to.id, to.price_usd_per_kg
                    ),
                )
                .expect("a price that rises along the route");
                self.report("routes.csv", &route.id, problem);
            }
        }
    }
}
