//! The first pass of the program of June 2020, on the network with sea routes: the one result of
//! the authors' own runs that is public.
//!
//! It differs from the 2018 program by its network only: no direct edge from source to market, sea
//! waypoints and four end nodes instead of one. Waypoints have higher numbers than the market that
//! two of them send to, so the market's price is averaged with two prices that are still 0. The
//! interdiction of that version stopped nothing in this month.

use super::network::Network;
use super::simulation::Simulation;
use super::{NarcoLogicParameters, Rules};

/// Flow on every edge of the extended `network` in month 2, in edge order.
pub fn first_month_2020(network: &Network, parameters: &NarcoLogicParameters) -> Vec<f64> {
    let mut simulation = Simulation::new(network, parameters, Rules::EXACT_2018);
    // Nothing is targeted before the first month is begun, and so nothing is drawn.
    simulation.pass(&|_| 1.0);
    simulation.flow_kg().to_vec()
}
