//! Route choice on networks: recursive logit, shortest path, Wardrop equilibrium.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use crate::route_networks::{Layout, Sea, best_path, by_paths, paths};
use counterflow_model::trafficking::RouteChoice;

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("value-equals-path-enumeration", value_equals_path_enumeration),
    ("flows-equal-path-enumeration", flows_equal_path_enumeration),
    ("logit-over-whole-paths", logit_over_whole_paths),
    ("volume-is-conserved", volume_is_conserved),
    ("all-or-nothing-on-parallel-routes", all_or_nothing_on_parallel_routes),
    ("shortest-path", shortest_path),
    ("wardrop-on-parallel-routes", wardrop_on_parallel_routes),
    ("wardrop-without-congestion", wardrop_without_congestion),
    ("costly-corridor-is-left", costly_corridor_is_left),
];

/// A random network for each seed quoted.
fn random_seas(case: &Case<'_>) -> Result<Vec<Sea>, Missing> {
    let [places, routes_per_place] = case.array("random_networks")?;
    let seeds = 1..=case.input("networks")? as u64;
    seeds.map(|seed| Sea::new(case, Layout::random(places as usize, routes_per_place as usize, seed))).collect()
}

/// Largest relative difference of the value at the source from the sum over all paths, each path's value
/// taken to the exponent and the sum to its inverse.
fn value_equals_path_enumeration(case: &Case<'_>) -> Computed {
    let exponent = case.input("exponent")?;
    let mut largest: f64 = 0.0;
    for mut sea in random_seas(case)? {
        sea.disturb();
        let theirs = sea.path_weights(exponent).iter().sum::<f64>().powf(1.0 / exponent);
        sea.step(RouteChoice::CalibratedShare, exponent, 0.0);
        largest = largest.max((sea.value_at_source() / theirs - 1.0).abs());
    }
    Ok(largest.into())
}

/// Largest difference of a route's flow, over the volume shipped, from the sum over the paths that use it.
fn flows_equal_path_enumeration(case: &Case<'_>) -> Computed {
    let mut largest: f64 = 0.0;
    for mut sea in random_seas(case)? {
        sea.disturb();
        sea.step(RouteChoice::CalibratedShare, case.input("exponent")?, 0.0);
        let flows = by_paths(&sea, |path| sea.surviving_flow(path));
        largest = largest.max(sea.largest_difference(&flows));
    }
    Ok(largest.into())
}

/// The choices at the places multiply to a logit over whole paths; largest difference of a route's share
/// from it, on networks without losses.
fn logit_over_whole_paths(case: &Case<'_>) -> Computed {
    let exponent = case.input("exponent")?;
    let mut largest: f64 = 0.0;
    for mut sea in random_seas(case)? {
        sea.forgo_losses();
        sea.disturb();
        let weights = sea.path_weights(exponent);
        let total: f64 = weights.iter().sum();
        sea.step(RouteChoice::CalibratedShare, exponent, 0.0);
        let mut flows = vec![0.0; sea.route_count()];
        for (path, weight) in paths(&sea).iter().zip(&weights) {
            path.iter().for_each(|route| flows[*route] += sea.shipped_kg() * weight / total);
        }
        largest = largest.max(sea.largest_difference(&flows));
    }
    Ok(largest.into())
}

/// Shipped less arrived, seized and lost, over shipped.
fn volume_is_conserved(case: &Case<'_>) -> Computed {
    let mut largest: f64 = 0.0;
    for mut sea in random_seas(case)? {
        sea.disturb();
        sea.step(RouteChoice::CalibratedShare, case.input("exponent")?, 0.0);
        largest = largest.max(sea.imbalance().abs());
    }
    Ok(largest.into())
}

/// Share on the better of two parallel routes when the exponent is large.
fn all_or_nothing_on_parallel_routes(case: &Case<'_>) -> Computed {
    let mut sea = Sea::new(case, Layout::parallel(case.array("parallel_shares")?))?;
    sea.deter(0, case.input("deterrence")?);
    sea.step(RouteChoice::CalibratedShare, case.input("large_exponent")?, 0.0);
    Ok(sea.share_of(1).into())
}

/// Share of random networks on which, with a large exponent, the best path carries everything.
fn shortest_path(case: &Case<'_>) -> Computed {
    let seas = random_seas(case)?;
    let count = seas.len() as f64;
    let mut found = 0.0;
    for mut sea in seas {
        sea.forgo_losses();
        sea.disturb();
        let best = best_path(&sea);
        sea.step(RouteChoice::CalibratedShare, case.input("large_exponent")?, 0.0);
        let carried = best.iter().map(|route| sea.flow_of(*route) / sea.shipped_kg()).fold(f64::INFINITY, f64::min);
        if carried > case.input("nearly_everything")? {
            found += 1.0;
        }
    }
    Ok((found / count).into())
}

/// Relative value of the two used routes at rest under congestion.
fn wardrop_on_parallel_routes(case: &Case<'_>) -> Computed {
    let mut sea = Sea::new(case, Layout::parallel(case.array("parallel_shares")?))?;
    sea.deter(0, case.input("deterrence")?);
    let [exponent, inertia, months] = case.array("congested")?;
    for _ in 0..months as usize {
        sea.step(RouteChoice::Congested, exponent, inertia);
    }
    let both_used = sea.share_of(0).min(sea.share_of(1)) > case.input("used_share")?;
    if !both_used {
        return Err(Missing::Unusable("one of the two routes is not used".to_owned()));
    }
    Ok((sea.congested_cost(0) / sea.congested_cost(1)).into())
}

/// The same network without congestion: everything moves to the better route.
fn wardrop_without_congestion(case: &Case<'_>) -> Computed {
    let mut sea = Sea::new(case, Layout::parallel(case.array("parallel_shares")?))?;
    sea.deter(0, case.input("deterrence")?);
    sea.forgo_congestion();
    let [exponent, inertia, months] = case.array("congested")?;
    for _ in 0..months as usize {
        sea.step(RouteChoice::Congested, exponent, inertia);
    }
    Ok(sea.share_of(1).into())
}

/// Flow leaves a corridor whose cost has risen, and what is shipped takes other routes.
fn costly_corridor_is_left(case: &Case<'_>) -> Computed {
    let mut sea = Sea::new(case, Layout::parallel(case.array("parallel_shares")?))?;
    let [before, other_before] = [sea.share_of(0), sea.share_of(1)];
    sea.deter(0, case.input("deterrence")?);
    sea.step(RouteChoice::CalibratedShare, case.input("exponent")?, 0.0);
    Ok((sea.share_of(0) < before
        && sea.share_of(1) > other_before
        && (sea.share_of(0) + sea.share_of(1) - 1.0).abs() < 1e-12)
        .into())
}
