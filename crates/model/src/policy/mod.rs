//! Policy: levers, scenarios, structural switches, and what they do in a month.
//!
//! - [`levers`]: one declaration per lever; it feeds the scenario schema, the docs and the sliders.
//! - [`scenario`]: the file a user writes, parsed and checked.
//! - [`drivers`]: what the levers in force add to the baseline in one month.

pub mod drivers;
pub mod levers;
pub mod scenario;
pub mod switches;

pub use drivers::{Drivers, Policy};
pub use levers::{LEVERS, Lever, LeverId, LeverParameters};
pub use scenario::{Amount, LeverUse, Scenario, Shock, ShockKind};
pub use switches::Switches;
