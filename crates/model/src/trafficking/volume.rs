//! Volume down the network, layer by layer: what sets out, what is seized and lost, what arrives.
//!
//! ```text
//! volume           F_e   = share_e * what reached the place
//! ```

use super::network::{Layer, Stop};
use super::{Passage, Sweep, TraffickingBaseline, TraffickingInputs, TraffickingOutputs, TraffickingState};
use crate::world::Mode;

/// Carries volume from the laboratories to the markets, layer by layer.
pub(super) fn volume_downstream(
    sweep: Sweep<'_>,
    baseline: &TraffickingBaseline,
    state: &mut TraffickingState,
    inputs: &TraffickingInputs,
    outputs: &mut TraffickingOutputs,
) {
    let world = sweep.world;
    outputs.at_place_kg.fill(0.0);
    outputs.pool_flow_kg.fill(0.0);
    for (region, &kilograms) in world.regions.iter().zip(&inputs.processed_kg) {
        outputs.at_place_kg[region.place] += kilograms;
    }
    if let Some(stream) = sweep.stream {
        sweep.interdiction.roll(stream, sweep.loss_share, sweep.swing_factor, &mut outputs.seizures);
    }
    for (layer, Layer { stops, .. }) in sweep.network.layers.iter().enumerate() {
        let stops = &sweep.network.stops[stops.clone()];
        for Stop { place, routes } in stops {
            let waiting = outputs.at_place_kg[*place];
            let (share, pools) = (&state.share[routes.clone()], &sweep.pools.of_route[routes.clone()]);
            for ((flow, share), pool) in outputs.flow_kg[routes.clone()].iter_mut().zip(share).zip(pools) {
                *flow = waiting * share;
                outputs.pool_flow_kg[*pool] += *flow;
            }
        }
        draw_layer(sweep, layer, outputs);
        for Stop { routes, .. } in stops {
            let count = routes.len();
            let to = &sweep.network.to[routes.start..][..count];
            let pools = &sweep.pools.of_route[routes.start..][..count];
            let flow = &outputs.flow_kg[routes.start..][..count];
            let seized = &mut outputs.seized_kg[routes.start..][..count];
            let lost = &mut outputs.lost_kg[routes.start..][..count];
            for k in 0..count {
                seized[k] = flow[k] * outputs.seizures.share[pools[k]];
                lost[k] = (flow[k] - seized[k]) * baseline.in_transit_loss_share;
                outputs.at_place_kg[to[k]] += flow[k] - seized[k] - lost[k];
            }
        }
    }
    add_up_passages(sweep, outputs);
    for (market, arrivals) in world.markets.iter().zip(&mut outputs.arrivals_kg) {
        *arrivals = outputs.at_place_kg[market.place];
    }
}

/// Carries the cost of supply from the laboratories to the markets: the mean over what arrives, each route adding
/// what its losses and costs are worth over the price in the market.
pub(super) fn cost_downstream(sweep: Sweep<'_>, outputs: &mut TraffickingOutputs) {
    let cost_kg = &mut outputs.cost_at_place;
    cost_kg.fill(0.0);
    // Sources supply at their usual cost: the long-run supply curve is flat there.
    let mut kg = vec![0.0; cost_kg.len()];
    for Stop { place, routes } in &sweep.network.stops {
        let here = if kg[*place] > 0.0 { cost_kg[*place] / kg[*place] } else { 1.0 };
        for route in routes.clone() {
            let arriving = outputs.flow_kg[route] - outputs.seized_kg[route] - outputs.lost_kg[route];
            let to = sweep.network.to[route];
            cost_kg[to] += arriving * here * (-outputs.dollar_log[route]).exp();
            kg[to] += arriving;
        }
    }
    for (market, index) in sweep.world.markets.iter().zip(&mut outputs.supply_cost_index) {
        let (cost, arrived) = (cost_kg[market.place], kg[market.place]);
        *index = if arrived > 0.0 { cost / arrived } else { *index };
    }
}

/// Seizures of a layer's pools.
fn draw_layer(sweep: Sweep<'_>, layer: usize, outputs: &mut TraffickingOutputs) {
    // The last places have no routes out of them, and no pools.
    let range = sweep.pools.of_layer.get(layer).cloned().unwrap_or_default();
    match sweep.stream {
        Some(_) => sweep.interdiction.draw(range.clone(), &outputs.pool_flow_kg, &mut outputs.seizures),
        None => {
            sweep.interdiction.expect(range.clone(), &outputs.pool_flow_kg, sweep.loss_share, &mut outputs.seizures)
        }
    }
}

/// Sums of the pools by corridor and mode, and of what goes by sea and air by corridor.
fn add_up_passages(sweep: Sweep<'_>, outputs: &mut TraffickingOutputs) {
    outputs.passages.fill(Passage::default());
    let (flow, seizures) = (&outputs.pool_flow_kg, &outputs.seizures);
    for (k, pool) in sweep.pools.pools.iter().enumerate() {
        let seized_kg = flow[k] * seizures.share[k];
        outputs.pool_seized_kg[k] = seized_kg;
        let passage = &mut outputs.passages[pool.corridor * Mode::ALL.len() + pool.mode as usize];
        passage.flow_kg += flow[k];
        passage.seized_kg += seized_kg;
        passage.consignments += seizures.consignments[k];
    }
    let pursued = outputs.pursued.flow_kg.iter_mut().zip(&mut outputs.pursued.seized_kg);
    for ((flow_kg, seized_kg), passages) in pursued.zip(outputs.passages.chunks_exact(Mode::ALL.len())) {
        let at_sea_and_in_the_air = || Mode::ALL.iter().zip(passages).filter(|(mode, _)| mode.is_pursued());
        *flow_kg = at_sea_and_in_the_air().map(|(_, passage)| passage.flow_kg).sum();
        *seized_kg = at_sea_and_in_the_air().map(|(_, passage)| passage.seized_kg).sum();
    }
}
