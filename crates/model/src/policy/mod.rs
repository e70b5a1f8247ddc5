//! Policy: levers, scenarios, structural switches, and what they do in a month.
//!
//! - [`levers`]: a file per lever; its declaration feeds the scenario schema, the docs and the sliders.
//! - [`scenario`]: the file a user writes, parsed and checked.
//! - `by_year`: amounts by calendar year.
//! - [`in_force`]: a scenario's levers and shocks, month by month.
//! - [`effects`]: what they change in a month, which the other modules read.

pub mod amount;
mod by_year;
pub mod effects;
pub mod in_force;
pub mod levers;
pub mod scenario;
pub mod switches;

pub use effects::PolicyEffects;
pub use in_force::{Outlook, Policy, baseline_by_target, outlook};
pub use levers::{LEVERS, Lever, LeverId, LeverParameters};
pub use scenario::{Amount, LeverUse, Scenario, Shock, ShockKind};
pub use switches::Switches;
