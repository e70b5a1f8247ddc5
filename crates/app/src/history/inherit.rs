//! What another world may take over of a fit.
//!
//! A parameter passes on unless it belongs to a year. It does so if
//!
//! 1. it is an effort of the base year: its record stands in a world's `efforts.toml`;
//! 2. it closes a world's own totals: a row of either world's `published.csv` names it as what carries a gap;
//! 3. its range is another in the heir's evidence, or it is not uncertain there.
//!
//! What passes on passes on in whole draws, so that what the data say of parameters
//! together stays together.

use super::draws_file::UNTIL;
use super::fit::{Fitted, failure};
use crate::draws::{RANGES, parameter, ranges};
use crate::failure::Failure;
use crate::session::Session;
use counterflow_evidence::Record;
use counterflow_model::world::EFFORTS_FILE;
use counterflow_study::calibration::{Draws, Matrix};

/// Whether a record may pass from a world to another.
#[must_use]
pub fn passes_on(record: &Record, from: &Session, to: &Session) -> bool {
    let is_effort = record.file.ends_with(EFFORTS_FILE);
    let published = from.model.world.published.iter().chain(&to.model.world.published);
    let carries = published.into_iter().any(|total| total.carried_by == record.id());
    let same = |own: &Record| {
        own.is_uncertain()
            && (own.distribution, own.low, own.value, own.high)
                == (record.distribution, record.low, record.value, record.high)
            && own.unit == record.unit
    };
    !is_effort && !carries && to.evidence.get(&record.id()).is_some_and(same)
}

/// The heir's file of draws.
///
/// # Errors
/// Nothing passes on.
pub fn text(fitted: &Fitted, record: &[(String, String)], from: &Session, to: &Session) -> Result<String, Failure> {
    let columns: Vec<usize> =
        (0..fitted.records.len()).filter(|column| passes_on(&fitted.records[*column], from, to)).collect();
    let values = Matrix::from_fn(fitted.draws.len(), columns.len(), |draw, at| fitted.draws.values(draw)[columns[at]]);
    let records = || columns.iter().map(|column| &fitted.records[*column]);
    let parameters = records().map(parameter).collect();
    let draws = Draws::new(parameters, fitted.draws.weights(), &values).map_err(failure)?;
    let mut own = vec![("inherited from".to_owned(), from.model.world.name.clone())];
    own.extend(record.iter().filter(|(key, _)| key != RANGES && key != UNTIL).cloned());
    own.push((UNTIL.to_owned(), fitted.until.to_string()));
    own.push((RANGES.to_owned(), ranges(records())));
    Ok(draws.to_csv(&own))
}
