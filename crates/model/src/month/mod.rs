//! The month: one page, left to right along the chain.
//!
//! Every module reads last month's state of the others (prices, cooperation, revenue, membership) and
//! this month's flow from its left neighbour. There is no iteration and no other order. What each
//! module reads, and from whom, stands in [`coupling`].

pub mod accounts;
pub mod context;
pub mod coupling;
pub mod indicators;
pub mod layout;
pub mod observation;
pub mod record;
pub mod state;

pub use context::MonthContext;
pub use state::{Inputs, Outputs, State};

use crate::policy::Policy;
use crate::production::{ProductionRules, Supply};
use crate::trafficking::Sweep;
use crate::{demand, development, groups, interdiction, justice, market, production, states, trafficking};

/// One month.
pub fn step(
    s: MonthContext<'_>,
    policy: &Policy<'_>,
    month: usize,
    state: &mut State,
    inputs: &mut Inputs,
    outputs: &mut Outputs,
) {
    let MonthContext { model, p, baseline, switches, stream } = s;
    let draws = stream.map(|stream| (stream, month as u16));
    policy.act_in(month, &mut inputs.policy);

    inputs.read_production(s, outputs);
    production::step(
        &p.production,
        ProductionRules { supply: switches.supply, precursors: switches.precursor_regime },
        &baseline.production,
        &mut state.production,
        &inputs.production,
        &mut outputs.production,
    );

    inputs.read_interdiction(s, state, outputs);
    interdiction::swing(&p.interdiction, &model.world, &mut state.interdiction, stream, month as u16);
    interdiction::swing_factors(&p.interdiction, &state.interdiction, &mut outputs.interdiction.swing_factor);
    interdiction::loss_shares(
        &p.interdiction,
        &baseline.interdiction,
        &state.interdiction,
        &inputs.interdiction,
        &mut outputs.interdiction,
    );

    inputs.read_trafficking(s, outputs);
    let sweep = Sweep {
        world: &model.world,
        network: &model.network,
        pools: &model.pools,
        choice: switches.route_choice,
        carries_cost: switches.supply == Supply::CostBased,
        interdiction: &baseline.interdiction,
        loss_share: &outputs.interdiction.loss_share,
        swing_factor: &outputs.interdiction.swing_factor,
        stream: draws,
    };
    trafficking::step(
        &p.trafficking,
        sweep,
        &baseline.trafficking,
        &mut state.trafficking,
        &inputs.trafficking,
        &mut outputs.trafficking,
    );
    outputs.revenue(s);
    outputs.enforcement_learns(s, state);

    for market in 0..model.world.markets.len() {
        let users = inputs.users(s, outputs, month, market);
        outputs.demand[market] = demand::step(&p.demand, &baseline.demand[market], &mut state.demand[market], &users);
        let arrivals = outputs.market_inputs(state, &inputs.policy, market);
        outputs.markets[market] =
            market::step(&p.market, &baseline.markets[market], &mut state.markets[market], &arrivals);
    }

    accounts::force(&model.world, &p.levers, &inputs.policy, draws, &mut outputs.force);

    inputs.read_groups(s, state, outputs);
    if !baseline.hold.groups {
        groups::step(&p.groups, &baseline.groups, &mut state.groups, &inputs.groups, &mut outputs.groups);
    }

    inputs.read_justice(s, outputs);
    justice::step(&p.justice, &baseline.justice, &mut state.justice, &inputs.justice, &mut outputs.justice);

    inputs.read_development(s, state);
    development::step(&p.development, &mut state.development, &inputs.development);

    inputs.read_states(s, outputs);
    let uniform = |entity: u64, purpose: states::Purpose| coupling::state_uniform(s, month as u16, entity, purpose);
    let chance = if stream.is_some() { states::Chance::Drawn(&uniform) } else { states::Chance::Expected };
    states::step(&p.states, &baseline.states, &mut state.states, &inputs.states, chance, &mut outputs.states);

    let kilograms = accounts::Kilograms {
        production: &outputs.production,
        trafficking: &outputs.trafficking,
        markets: &outputs.markets,
        waiting: &state.production,
        stocks: &state.markets,
    };
    outputs.ledger = accounts::ledger(&outputs.ledger, kilograms);
}
