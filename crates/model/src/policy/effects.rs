//! What policy changes in one month, and how it is cleared and kept complete.
//!
//! Every quantity is the *extra* over the base year, so that levers at their baseline effort leave
//! exact zeros and the model runs as if there were no policy. The fields are declared once, each with
//! its [`Kind`], from which both the month without policy and the clearing are made: a field without
//! either cannot be written.

use super::levers::LEVERS;
use crate::world::World;

/// An act of one state towards another that relations remember.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Act {
    /// Acting country.
    pub source: usize,
    /// Country acted on.
    pub target: usize,
    /// Goldstein weight.
    pub weight: f64,
    /// Number of acts this month.
    pub count: f64,
    /// Salience.
    pub salience: f64,
    /// Whether it is force against the target's will.
    pub unconsented_force: bool,
}

/// What a field holds, in a month without policy and otherwise.
pub trait Kind {
    /// Type of the field.
    type Value;
    /// The field in a month without policy.
    fn none(world: &World) -> Self::Value;
    /// Makes it so again, in place.
    fn clear(value: &mut Self::Value);
}

/// A kind of field that holds a number for each row of one of the world's tables.
macro_rules! per_row {
    ($($(#[$meta:meta])* $kind:ident of $rows:ident at $rest:literal;)*) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        pub struct $kind;

        impl Kind for $kind {
            type Value = Vec<f64>;
            fn none(world: &World) -> Vec<f64> {
                vec![$rest; world.$rows.len()]
            }
            fn clear(value: &mut Vec<f64>) {
                value.fill($rest);
            }
        }
    )* };
}

per_row! {
    /// An amount by corridor.
    PerCorridor of corridors at 0.0;
    /// An amount by region.
    PerRegion of regions at 0.0;
    /// An amount by country.
    PerCountry of countries at 0.0;
    /// An amount by market.
    PerMarket of markets at 0.0;
    /// A factor by market.
    FactorPerMarket of markets at 1.0;
}

/// An amount for the world.
#[derive(Clone, Copy, Debug)]
pub struct Amount;

impl Kind for Amount {
    type Value = f64;
    fn none(_: &World) -> f64 {
        0.0
    }
    fn clear(value: &mut f64) {
        *value = 0.0;
    }
}

/// A factor for the world.
#[derive(Clone, Copy, Debug)]
pub struct Factor;

impl Kind for Factor {
    type Value = f64;
    fn none(_: &World) -> f64 {
        1.0
    }
    fn clear(value: &mut f64) {
        *value = 1.0;
    }
}

/// An amount by lever.
#[derive(Clone, Copy, Debug)]
pub struct PerLever;

impl Kind for PerLever {
    type Value = [f64; LEVERS.len()];
    fn none(_: &World) -> Self::Value {
        [0.0; LEVERS.len()]
    }
    fn clear(value: &mut Self::Value) {
        value.fill(0.0);
    }
}

/// Acts between states.
#[derive(Clone, Copy, Debug)]
pub struct Acts;

impl Kind for Acts {
    type Value = Vec<Act>;
    fn none(_: &World) -> Vec<Act> {
        Vec::new()
    }
    fn clear(value: &mut Vec<Act>) {
        value.clear();
    }
}

/// Declares the struct with a field for each line, and from the same lines the month without policy
/// and the clearing.
macro_rules! effects {
    ($(#[$meta:meta])* $name:ident { $( $(#[$field_meta:meta])* $field:ident : $kind:ident, )* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $( $(#[$field_meta])* pub $field: <$kind as Kind>::Value, )* }

        impl $name {
            /// A month without policy: nothing extra.
            #[must_use]
            pub fn none(world: &World) -> Self {
                Self { $( $field: $kind::none(world), )* }
            }

            /// Makes it a month without policy again.
            pub fn clear(&mut self) {
                $( $kind::clear(&mut self.$field); )*
            }
        }
    };
}

effects! {
    /// What policy adds to the base year in one month.
    PolicyEffects {
        /// Surveillance hours a year, by corridor.
        surveillance_hours_per_year: PerCorridor,
        /// Patrol days a year, by corridor.
        patrol_days_per_year: PerCorridor,
        /// Lethal strikes on vessels a month, by corridor.
        vessel_strikes: PerCorridor,
        /// Raids a month, by region.
        raids: PerRegion,
        /// Raids a month, by country.
        country_raids: PerCountry,
        /// Strikes on production areas a month, by region.
        strikes: PerRegion,
        /// Strikes a month, by country.
        country_strikes: PerCountry,
        /// Hubs.
        hubs: Amount,
        /// Agreements.
        agreements: Amount,
        /// Joint operations a year.
        joint_operations_per_year: Amount,
        /// Joint operations a year, by country.
        country_operations_per_year: PerCountry,
        /// Strength of precursor control, 0 to the largest cut.
        precursor_control: Amount,
        /// Participants in community programmes a year, by country.
        participants_per_year: PerCountry,
        /// Prosecution teams, by country.
        justice_teams: PerCountry,
        /// Pupils reached a year, by market.
        pupils_per_year: PerMarket,
        /// Money for mass media a year, by market.
        media_usd_per_year: PerMarket,
        /// Treatment episodes a year, by market.
        treatment_episodes_per_year: PerMarket,
        /// Households in alternative development, by region.
        households: PerRegion,
        /// Missions a year, by country.
        missions_per_year: PerCountry,
        /// Acts between states.
        acts: Acts,
        /// Extra cost this month in USD, by lever.
        cost_usd: PerLever,
        /// Factor on processed output.
        output_shock: Factor,
        /// Factor on loss shares.
        loss_share_shock: Factor,
        /// Factor on desired consumption, by market.
        demand_shock: FactorPerMarket,
        /// Factor on farm-gate prices.
        farm_gate_shock: Factor,
        /// Hectares sprayed or uprooted this month, by region; below zero where fewer than in the base year.
        eradication_ha: PerRegion,
        /// Leaders captured or killed this month outside the levers, by country.
        captures: PerCountry,
    }
}
