//! The draws of a posterior as the members of an ensemble.
//!
//! A member takes every parameter of the posterior from one weighted draw, so that what the data say of parameters
//! together stays together, and all others from the evidence as without a posterior. Member 0 has the medians.

use super::draws::Draws;
use crate::ensemble::MemberDraws;
use counterflow_evidence::{Draw, Evidence};

/// A posterior over parameters of some evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    draws: Draws,
    /// Column among the draws and position among the records of each parameter that the evidence has.
    columns: Vec<(usize, usize)>,
    /// Medians of all columns.
    medians: Vec<f64>,
}

impl Posterior {
    /// The draws over those of their parameters that the evidence has as uncertain ones; columns beside them, such as
    /// the biases of the observations, stay with the draws.
    #[must_use]
    pub fn new(draws: Draws, evidence: &Evidence) -> Self {
        let position = |id: &str| evidence.index(id).filter(|position| evidence.records()[*position].is_uncertain());
        let columns =
            draws.parameters().iter().enumerate().filter_map(|(at, parameter)| Some((at, position(&parameter.id)?)));
        Self { columns: columns.collect(), medians: draws.medians(), draws }
    }

    /// The draws themselves.
    #[must_use]
    pub fn draws(&self) -> &Draws {
        &self.draws
    }

    /// The column of a record, by its position among the records.
    #[must_use]
    pub fn column_of(&self, record: usize) -> Option<usize> {
        self.columns.iter().find(|(_, position)| *position == record).map(|(column, _)| *column)
    }

    /// Sets the parameters of a draw as the posterior's draw of a number has them.
    pub fn set(&self, draw: &mut Draw, number: usize) {
        self.copy(draw, self.draws.values(number));
    }

    fn copy(&self, draw: &mut Draw, values: &[f64]) {
        for (column, position) in &self.columns {
            draw.values[*position] = values[*column];
        }
    }
}

impl MemberDraws for Posterior {
    fn replace(&self, draw: &mut Draw, seed: u64, member: u32) {
        match member {
            0 => self.copy(draw, &self.medians),
            _ => self.set(draw, self.draws.of_member(seed, member)),
        }
    }
}
