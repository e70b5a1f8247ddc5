//! Published results beside the model's own, on every core, told as they are computed.

use super::in_turn::on_every_core;
use super::request::refusal;
use crate::commands::{Context, validate};
use counterflow_server::{Client, Listener, Refusal};
use counterflow_validation::suite::Row;
use serde_json::{Value, json};

/// Computes every check and tells each when it is done, with its position among all, if anybody listens. A
/// listener who leaves does not end the work, so that whoever comes next finds it done.
pub fn all(context: &Context<'_>, listener: Option<&dyn Listener>) -> Result<Value, Refusal> {
    let (suite, setting) = validate::prepared(context).map_err(refusal)?;
    let count = suite.len();
    // Checks at the end of the chain take longest; begun first, they do not keep one core waiting at the end.
    let position = |piece: u32| count - 1 - piece as usize;
    let mut rows: Vec<Option<Row>> = vec![None; count];
    let mut came = |piece, row: Option<Row>| {
        if let (Some(listener), Some(row)) = (listener, &row) {
            let mut part = validate::rows_json(std::slice::from_ref(row));
            part["position"] = json!(position(piece));
            part["of"] = json!(count);
            listener.tell(part);
        }
        rows[position(piece)] = row;
    };
    let one = |piece| Ok(suite.check(&setting, position(piece)).map(|outcome| Row::from(&outcome)));
    on_every_core(count as u32, &one, &Patient(listener), &mut came)?;
    Ok(validate::rows_json(&rows.into_iter().flatten().collect::<Vec<Row>>()))
}

/// Waits to the end.
struct Patient<'a>(Option<&'a dyn Listener>);

impl Client for Patient<'_> {
    fn is_gone(&self) -> bool {
        false
    }

    fn give_way(&self) {
        if let Some(listener) = self.0 {
            listener.give_way();
        }
    }
}
