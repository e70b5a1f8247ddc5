//! The month: one page, left to right along the chain.
//!
//! Every module reads last month's state of the others (prices, cooperation, revenue, membership) and
//! this month's flow from its left neighbour. There is no iteration and no other order. What each
//! module reads, and from whom, stands in [`crate::coupling`].

use crate::accounts::{self, Force, Ledger};
use crate::calibration::{Calibration, Model};
use crate::demand::{self, DemandOutputs, DemandState};
use crate::development::{self, DevelopmentInputs, DevelopmentState};
use crate::groups::{self, GroupsInputs, GroupsOutputs, GroupsState};
use crate::interdiction::{self, InterdictionInputs, InterdictionOutputs, InterdictionState};
use crate::justice::{self, JusticeInputs, JusticeOutputs, JusticeState};
use crate::market::{self, MarketOutputs, MarketState};
use crate::parameter_set::Parameters;
use crate::policy::{Drivers, Policy, Switches};
use crate::production::{self, ProductionInputs, ProductionOutputs, ProductionState};
use crate::random::Stream;
use crate::states::{self, StatesInputs, StatesOutputs, StatesState};
use crate::trafficking::{self, Sweep, TraffickingInputs, TraffickingOutputs, TraffickingState};

/// The state that a month changes.
#[derive(Clone, Debug)]
pub struct State {
    /// Production.
    pub production: ProductionState,
    /// Trafficking.
    pub trafficking: TraffickingState,
    /// Interdiction.
    pub interdiction: InterdictionState,
    /// Markets.
    pub markets: Vec<MarketState>,
    /// Users by market.
    pub demand: Vec<DemandState>,
    /// Armed groups.
    pub groups: GroupsState,
    /// Justice.
    pub justice: JusticeState,
    /// Slow causes.
    pub development: DevelopmentState,
    /// States.
    pub states: StatesState,
}

/// What a month reads.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// Policy of the month.
    pub drivers: Drivers,
    /// Production.
    pub production: ProductionInputs,
    /// Interdiction.
    pub interdiction: InterdictionInputs,
    /// Trafficking.
    pub trafficking: TraffickingInputs,
    /// Armed groups.
    pub groups: GroupsInputs,
    /// Justice.
    pub justice: JusticeInputs,
    /// Slow causes.
    pub development: DevelopmentInputs,
    /// States.
    pub states: StatesInputs,
}

/// What a month reports.
#[derive(Clone, Debug)]
pub struct Outputs {
    /// Production.
    pub production: ProductionOutputs,
    /// Interdiction.
    pub interdiction: InterdictionOutputs,
    /// Trafficking.
    pub trafficking: TraffickingOutputs,
    /// Users by market.
    pub demand: Vec<DemandOutputs>,
    /// Markets.
    pub markets: Vec<MarketOutputs>,
    /// Force and its victims.
    pub force: Force,
    /// Armed groups.
    pub groups: GroupsOutputs,
    /// Justice.
    pub justice: JusticeOutputs,
    /// States.
    pub states: StatesOutputs,
    /// Kilograms of the month.
    pub ledger: Ledger,
    /// Trafficking revenue over the baseline's, by country.
    pub revenue_ratio: Vec<f64>,
    /// Trafficking revenue by country.
    pub revenue_usd: Vec<f64>,
    /// The same by place.
    pub place_revenue_usd: Vec<f64>,
}

/// What stays the same through a run.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// World, network, pools.
    pub model: &'a Model,
    /// Parameters of the draw.
    pub p: &'a Parameters,
    /// Baseline of the draw.
    pub baseline: &'a Calibration,
    /// Structural alternatives.
    pub switches: &'a Switches,
    /// Random draws; none for expected values.
    pub stream: Option<Stream>,
}

/// One month.
pub fn step(
    s: Setting<'_>,
    policy: &Policy<'_>,
    month: usize,
    state: &mut State,
    inputs: &mut Inputs,
    outputs: &mut Outputs,
) {
    let Setting { model, p, baseline, switches, stream } = s;
    let draws = stream.map(|stream| (stream, month as u16));
    policy.drive(month, &mut inputs.drivers);

    inputs.read_production(s, outputs);
    production::step(
        &p.production,
        switches.precursor_regime,
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
        let users = inputs.users(s, outputs, market);
        outputs.demand[market] = demand::step(&p.demand, &baseline.demand[market], &mut state.demand[market], &users);
        let arrivals = outputs.market_inputs(state, market);
        outputs.markets[market] =
            market::step(&p.market, &baseline.markets[market], &mut state.markets[market], &arrivals);
    }

    accounts::force(s, &inputs.drivers, draws, &mut outputs.force);

    inputs.read_groups(s, state, outputs);
    if !baseline.hold.groups {
        groups::step(&p.groups, &baseline.groups, &mut state.groups, &inputs.groups, &mut outputs.groups);
    }

    inputs.read_justice(s, outputs);
    justice::step(&p.justice, &baseline.justice, &mut state.justice, &inputs.justice, &mut outputs.justice);

    inputs.read_development(s, state);
    development::step(&p.development, &mut state.development, &inputs.development);

    inputs.read_states(s, outputs);
    let uniform =
        |entity: u64, purpose: states::Purpose| crate::coupling::state_uniform(s, month as u16, entity, purpose);
    let chance = if stream.is_some() { states::Chance::Drawn(&uniform) } else { states::Chance::Expected };
    states::step(&p.states, &baseline.states, &mut state.states, &inputs.states, chance, &mut outputs.states);

    outputs.ledger = accounts::ledger(&outputs.ledger, state, outputs);
}
