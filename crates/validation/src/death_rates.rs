//! Deaths by violence of an ensemble, as rows on the whole model share them.

/// States of the rows.
pub(crate) const STATES: [&str; 3] = ["mexico", "colombia", "ecuador"];

/// Violent deaths of a year for each 100,000 people, in the first and the last year, by member.
#[derive(Clone, Debug)]
pub struct DeathRates(pub(crate) Vec<[[f64; 2]; STATES.len()]>);
