//! What is at hand: levers, indicators, switches, scenarios, evidence, the world.

pub mod evidence;
pub mod indicators;
pub mod levers;
pub mod scenarios;
pub mod world;
