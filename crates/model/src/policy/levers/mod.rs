//! The levers: a file each.
//!
//! A lever's file declares what it is, in which physical unit its effort is counted, where it can be
//! aimed, which parameters it moves and what it is said to do, and holds its effects on the month. Its
//! numbers are evidence records in `data/evidence/levers.toml`. A new lever is a file and a line in
//! the list below.

pub mod alternative_development;
pub mod community_engagement;
mod declaration;
pub mod demand_reduction;
pub mod diplomacy;
pub mod intelligence_hubs;
pub mod justice_reform;
pub mod port_control;
pub mod precursor_control;
pub mod production_strikes;
pub mod regional_coordination;
pub mod strike_force;
pub mod surveillance;
mod targets;
pub mod task_forces;
pub mod treatment;
pub mod vessel_patrols;

use crate::world::World;
use counterflow_evidence::Declaration;

pub(crate) use declaration::{Effort, Spread};
pub use declaration::{Lever, LeverNumbers, TargetKind};
pub(crate) use targets::{field_weights, laboratory_weights};

/// Makes the identifiers, the list and the parameters of all levers from one line for each.
macro_rules! levers {
    ($($(#[$meta:meta])* $id:ident in $file:ident;)*) => {
        /// Identifies a lever.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum LeverId { $($(#[$meta])* $id,)* }

        /// All levers, in the order of their identifiers.
        pub static LEVERS: [Lever; [$(LeverId::$id),*].len()] = [$($file::LEVER),*];

        /// Unit costs, baselines, maxima and effect sizes of the levers.
        #[derive(Clone, Debug, PartialEq)]
        pub struct LeverParameters { $($(#[$meta])* pub $file: $file::Parameters,)* }

        impl LeverParameters {
            /// Fills the struct; `value` answers (module, name).
            pub fn from_values(value: &dyn Fn(&str, &str) -> f64) -> Self {
                Self { $($file: $file::Parameters::from_values(value),)* }
            }
        }
    };
}

levers! {
    /// Surveillance enhancement.
    Surveillance in surveillance;
    /// Strike-force deployment.
    StrikeForce in strike_force;
    /// Regional coordination.
    RegionalCoordination in regional_coordination;
    /// Supply-chain interdiction of precursors.
    PrecursorControl in precursor_control;
    /// Vessel patrols.
    VesselPatrols in vessel_patrols;
    /// Intelligence-sharing hubs.
    IntelligenceHubs in intelligence_hubs;
    /// Strikes on production sites.
    ProductionStrikes in production_strikes;
    /// Multilateral task forces.
    TaskForces in task_forces;
    /// Community engagement.
    CommunityEngagement in community_engagement;
    /// Judicial and security reform.
    JusticeReform in justice_reform;
    /// Demand-reduction campaigns.
    DemandReduction in demand_reduction;
    /// Treatment and public health.
    Treatment in treatment;
    /// Alternative development.
    AlternativeDevelopment in alternative_development;
    /// Diplomatic engagement.
    Diplomacy in diplomacy;
    /// Port control.
    PortControl in port_control;
}

impl LeverParameters {
    /// The evidence records of all levers.
    #[must_use]
    pub fn declarations() -> Vec<Declaration> {
        LEVERS.iter().flat_map(|lever| lever.parameters).copied().collect()
    }

    /// The numbers of one lever in one world.
    #[must_use]
    pub fn numbers(&self, id: LeverId, world: &World) -> LeverNumbers {
        (id.lever().numbers)(self, world)
    }
}

impl LeverId {
    /// The declaration.
    #[must_use]
    pub fn lever(self) -> &'static Lever {
        &LEVERS[self as usize]
    }

    /// Finds a lever by its key.
    #[must_use]
    pub fn find(key: &str) -> Option<Self> {
        LEVERS.iter().find(|lever| lever.key == key).map(|lever| lever.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn declarations_stand_in_the_order_of_their_identifiers() {
        for (position, lever) in LEVERS.iter().enumerate() {
            assert_eq!(lever.id as usize, position);
            assert_eq!(LeverId::find(lever.key), Some(lever.id));
            assert!(!lever.units.is_empty() && !lever.about.is_empty());
        }
    }

    #[test]
    fn a_record_belongs_to_one_lever_and_moves_name_each_parameter_once() {
        let mut owned = BTreeSet::new();
        for lever in &LEVERS {
            for record in lever.parameters {
                assert!(owned.insert(record.name), "{} has two levers, one is {}", record.name, lever.key);
            }
            let moves: BTreeSet<String> = lever.moves().into_iter().collect();
            assert_eq!(moves.len(), lever.moves().len(), "{}", lever.key);
        }
    }
}
