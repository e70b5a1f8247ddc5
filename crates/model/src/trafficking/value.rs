//! Value up the network: what each route does to value, and what each place is worth.
//!
//! ```text
//! relative value   rel_e = v_to (1 - r_e)/(1 - r_e0) (C_e0/C_e)^s_e
//! upstream value   v_i   = ( sum_e w_e0 rel_e^beta )^(1/beta)                 from the markets to the laboratories
//! dollar value     ln u_i = sum_e share_e [ ln u_to + omega_e ln((1 - r_e)/(1 - r_e0)) - c_e ln(C'_e/C'_e0) ]
//! ```
//!
//! Two values, because two questions are asked. Who chooses between routes compares what each leaves of a
//! kilogram, percent for percent (v). Who pays for a kilogram at the laboratory counts dollars: one that is lost
//! at sea is replaced at its price at sea, not at the market's, so its loss takes `omega_e` of its share of value
//! away (u). Counting dollars in the choice itself is not stable: margins at the source are small differences of
//! large numbers.

use super::baseline::RouteTerms;
use super::memory::perceived_loss_share;
use super::network::{SeaRoute, Stop};
use super::{
    RouteChoice, Sweep, TraffickingBaseline, TraffickingInputs, TraffickingOutputs, TraffickingParameters,
    TraffickingState,
};
use crate::elementary::{self, ln, wide};
use std::ops::Range;

/// Log of what each route does to value: survival and cost over their baselines.
pub(super) fn weigh_routes(
    p: &TraffickingParameters,
    sweep: Sweep<'_>,
    baseline: &TraffickingBaseline,
    state: &TraffickingState,
    inputs: &TraffickingInputs,
    outputs: &mut TraffickingOutputs,
) {
    survival_and_cost(p, &baseline.terms, state, outputs);
    if inputs.lethal_pressure.iter().any(|pressure| *pressure != 0.0) {
        for &SeaRoute { route, corridor } in &sweep.network.at_sea {
            let deterred = p.lethal_deterrence * inputs.lethal_pressure[corridor];
            outputs.cost_ratio[route] += deterred;
            outputs.priced_cost_ratio[route] += deterred;
        }
    }
    if sweep.choice == RouteChoice::Congested {
        for (route, flow) in state.flow_kg.iter().enumerate() {
            let crowded = baseline.terms.congestion_ratio(p, route, *flow);
            outputs.cost_ratio[route] *= crowded;
            outputs.priced_cost_ratio[route] *= crowded;
        }
    }
    let count = outputs.route_log.len();
    let terms = &baseline.terms;
    let (choice_log, cost_share) = (&mut outputs.route_log[..], &terms.cost_share[..count]);
    let (survival, cost) = (&outputs.survival_ratio[..count], &outputs.cost_ratio[..count]);
    let (dollar_log, priced_cost) = (&mut outputs.dollar_log[..count], &outputs.priced_cost_ratio[..count]);
    let (loss_weight, cost_weight) = (&terms.loss_weight[..count], &terms.cost_weight[..count]);
    wide(
        #[inline(always)]
        move || {
            for k in 0..count {
                let survival_log = ln(survival[k]);
                choice_log[k] = survival_log - cost_share[k] * ln(cost[k]);
                dollar_log[k] = loss_weight[k] * survival_log - cost_weight[k] * ln(priced_cost[k]);
            }
        },
    );
}

/// Share that gets through, and operating cost and risk compensation per kilogram before strikes and
/// congestion, both over the baseline's.
fn survival_and_cost(
    p: &TraffickingParameters,
    terms: &RouteTerms,
    state: &TraffickingState,
    outputs: &mut TraffickingOutputs,
) {
    // Slices of one length let the compiler drop the bounds checks and use vectors.
    let count = terms.share.len();
    let (losses, volume) = (&state.remembered_losses_kg[..count], &state.remembered_volume_kg[..count]);
    let (flow, loss_share) = (&terms.flow_kg[..count], &terms.loss_share[..count]);
    let (survival_inverse, loss_inverse) = (&terms.survival_inverse[..count], &terms.loss_inverse[..count]);
    let (survival, cost) = (&mut outputs.survival_ratio[..count], &mut outputs.cost_ratio[..count]);
    let priced_cost = &mut outputs.priced_cost_ratio[..count];
    let (prior_months, compensation_share, priced_share) =
        (p.prior_months, p.risk_compensation_share, p.priced_risk_share);
    wide(
        #[inline(always)]
        move || {
            for k in 0..count {
                let perceived = perceived_loss_share(losses[k], volume[k], prior_months * flow[k], loss_share[k]);
                let risk = if loss_inverse[k] > 0.0 { perceived * loss_inverse[k] } else { 1.0 };
                survival[k] = (1.0 - perceived) * survival_inverse[k];
                cost[k] = 1.0 + compensation_share * (risk - 1.0);
                priced_cost[k] = 1.0 + priced_share * (risk - 1.0);
            }
        },
    );
}

/// Carries value from the markets to the laboratories, layer by layer.
pub(super) fn value_upstream(
    p: &TraffickingParameters,
    sweep: Sweep<'_>,
    baseline: &TraffickingBaseline,
    inputs: &TraffickingInputs,
    outputs: &mut TraffickingOutputs,
) {
    let exponent = choice_exponent(p, sweep.choice);
    for (market, &value) in sweep.world.markets.iter().zip(&inputs.market_value_index) {
        outputs.value_log[market.place] = value.ln();
    }
    for layer in sweep.network.layers.iter().rev() {
        let stops = &sweep.network.stops[layer.stops.clone()];
        for Stop { place, routes } in stops {
            let best = compare_routes(&sweep.network.to[routes.clone()], routes.clone(), exponent, outputs);
            outputs.value_log[*place] = best;
        }
        elementary::exp_each(&mut outputs.attraction[layer.routes.clone()]);
        let gains = &mut outputs.gain_log[layer.stops.clone()];
        for (Stop { routes, .. }, gain) in stops.iter().zip(gains.iter_mut()) {
            let attraction = outputs.attraction[routes.clone()].iter().zip(&baseline.terms.share[routes.clone()]);
            *gain = attraction.map(|(attraction, share)| share * attraction).sum();
        }
        elementary::ln_each(gains);
        for (Stop { place, .. }, gain) in stops.iter().zip(gains) {
            outputs.value_log[*place] += *gain / exponent;
        }
    }
}

/// Carries what a kilogram is worth from the markets to the laboratories, in dollars, along the routes that it takes.
pub(super) fn dollars_upstream(
    sweep: Sweep<'_>,
    state: &TraffickingState,
    inputs: &TraffickingInputs,
    outputs: &mut TraffickingOutputs,
) {
    let value_log = &mut outputs.value_index;
    for (market, &value) in sweep.world.markets.iter().zip(&inputs.market_value_index) {
        value_log[market.place] = value.ln();
    }
    for Stop { place, routes } in sweep.network.stops.iter().rev() {
        let shares = state.share[routes.clone()].iter().zip(&outputs.dollar_log[routes.clone()]);
        let ways = shares.zip(&sweep.network.to[routes.clone()]);
        value_log[*place] = ways.map(|((share, dollar_log), to)| share * (value_log[*to] + dollar_log)).sum();
    }
    elementary::exp_each(value_log);
}

/// Writes how far each route out of a place lies behind the best, as the log of its attraction; returns
/// the log of the best. The best route is the yardstick, so that a large exponent cannot overflow.
fn compare_routes(to: &[usize], routes: Range<usize>, exponent: f64, outputs: &mut TraffickingOutputs) -> f64 {
    let attraction = &mut outputs.attraction[routes.clone()];
    let mut best = f64::NEG_INFINITY;
    for ((attraction, route_log), to) in attraction.iter_mut().zip(&outputs.route_log[routes]).zip(to) {
        *attraction = outputs.value_log[*to] + route_log;
        best = if *attraction > best { *attraction } else { best };
    }
    attraction.iter_mut().for_each(|attraction| *attraction = exponent * (*attraction - best));
    best
}

/// Exponent of relative value in the choice in force; without a choice the mean at fixed shares.
fn choice_exponent(p: &TraffickingParameters, choice: RouteChoice) -> f64 {
    match choice {
        RouteChoice::CalibratedShare | RouteChoice::Congested => p.route_choice_exponent,
        RouteChoice::ShortestPath => p.shortest_path_exponent,
        RouteChoice::Fixed => 1.0,
    }
}
