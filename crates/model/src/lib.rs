//! The Counterflow model.
#[macro_use]
pub mod parameters;
pub mod standalone;
