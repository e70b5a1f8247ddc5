//! The state of a fit on disk: text, exact to the last bit, written so that a kill leaves the old state or the new.
//!
//! ```text
//! counterflow fit state 1
//! fit <64 digits>                                   SHA-256 of all that the fit depends on
//! step <number> temperature <16 digits>             numbers of 64 bits as hexadecimal digits
//! did <increment> <mean misfit> <sd of the misfit> <failed runs>       one line for each step done
//! point <16 digits> ...                             one line for each member
//! sha256 <64 digits>                                of all that stands before
//! ```

use super::error::CalibrationError;
use super::linear::Matrix;
use super::state::{Done, State};
use crate::store::{Disk, Filesystem};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::Path;

const FIRST_LINE: &str = "counterflow fit state 1";

/// SHA-256 in hexadecimal digits.
pub(super) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The state as text.
pub(super) fn text(state: &State, fit: &str) -> String {
    let mut text = format!("{FIRST_LINE}\nfit {fit}\nstep {} temperature ", state.done.len());
    push_bits(&mut text, state.temperature);
    text.push('\n');
    for Done { increment, mean_misfit, sd_misfit, failed } in &state.done {
        text.push_str("did ");
        for value in [increment, mean_misfit, sd_misfit] {
            push_bits(&mut text, *value);
            text.push(' ');
        }
        text.push_str(&failed.to_string());
        text.push('\n');
    }
    for member in 0..state.scores.rows() {
        text.push_str("point");
        for value in state.scores.row(member) {
            text.push(' ');
            push_bits(&mut text, *value);
        }
        text.push('\n');
    }
    let check = digest(text.as_bytes());
    text + "sha256 " + &check + "\n"
}

/// Writes the state in place of an earlier one.
pub(super) fn write(path: &Path, state: &State, fit: &str) -> Result<(), CalibrationError> {
    let file = |source| CalibrationError::File { path: path.to_owned(), source };
    Filesystem.replace(path, text(state, fit).as_bytes()).map_err(file)
}

/// Reads the state of this fit; none where there is no file yet.
pub(super) fn read(path: &Path, fit: &str) -> Result<Option<State>, CalibrationError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            return Err(CalibrationError::Damaged { path: path.to_owned() });
        }
        Err(source) => return Err(CalibrationError::File { path: path.to_owned(), source }),
    };
    let (found, state) = parse(&text).ok_or_else(|| CalibrationError::Damaged { path: path.to_owned() })?;
    match found == fit {
        true => Ok(Some(state)),
        false => Err(CalibrationError::OtherFit {
            path: path.to_owned(),
            what: "the data, the options or what they rest on",
        }),
    }
}

fn parse(text: &str) -> Option<(&str, State)> {
    let (before, check) = text.strip_suffix('\n')?.rsplit_once("\nsha256 ")?;
    let whole = format!("{before}\n");
    if digest(whole.as_bytes()) != check {
        return None;
    }
    let mut lines = before.lines();
    if lines.next()? != FIRST_LINE {
        return None;
    }
    let fit = lines.next()?.strip_prefix("fit ")?;
    let (steps, temperature) = lines.next()?.strip_prefix("step ")?.split_once(" temperature ")?;
    let done = (0..steps.parse::<usize>().ok()?).map(|_| parse_done(lines.next()?)).collect::<Option<Vec<Done>>>()?;
    let rows = lines.map(parse_point).collect::<Option<Vec<Vec<f64>>>>()?;
    let columns = rows.first()?.len();
    let scores = Matrix::from_values(rows.len(), columns, rows.concat())?;
    Some((fit, State { scores, temperature: bits(temperature)?, done }))
}

fn parse_done(line: &str) -> Option<Done> {
    let words: Vec<&str> = line.strip_prefix("did ")?.split(' ').collect();
    let &[increment, mean_misfit, sd_misfit, failed] = words.as_slice() else { return None };
    Some(Done {
        increment: bits(increment)?,
        mean_misfit: bits(mean_misfit)?,
        sd_misfit: bits(sd_misfit)?,
        failed: failed.parse().ok()?,
    })
}

fn parse_point(line: &str) -> Option<Vec<f64>> {
    line.strip_prefix("point ")?.split(' ').map(bits).collect()
}

fn push_bits(text: &mut String, value: f64) {
    let written = write!(text, "{:016x}", value.to_bits());
    written.expect("a string takes whatever is written");
}

fn bits(word: &str) -> Option<f64> {
    u64::from_str_radix(word, 16).ok().map(f64::from_bits)
}
