//! `study status`.

use super::StatusOptions;
use crate::context::Context;
use crate::failure::{FELL_SHORT, Failure};
use crate::output::{print, print_result};
use counterflow_app::study_folder::fault;
use counterflow_app::study_report::status_of;
use counterflow_report::number::{count, percent};
use counterflow_study::store::{State, Status, status};
use std::time::Duration;

/// Tells how far a study is.
pub fn execute(options: &StatusOptions, _context: &Context<'_>) -> Result<(), Failure> {
    let status = status(&options.folder, options.verify).map_err(|error| fault(&error))?;
    if options.json {
        print_result(status_of(&status))?
    } else {
        print(&text(&status))?
    }
    if status.damage.is_empty() { Ok(()) } else { Err(Failure::Shown(FELL_SHORT)) }
}

fn text(status: &Status) -> String {
    let shard = status.manifest.shard.as_ref().map_or(String::new(), |shard| format!(", shard {shard}"));
    let share = status.members_finished as f64 / status.members.max(1) as f64;
    let mut text = format!("{}{shard}: {}\n", status.manifest.name, state(status));
    text.push_str(&format!(
        "{} of {} members on disk ({}), {} of {} parts, {} rows of which {} failed, {}\n",
        count(status.members_finished),
        count(status.members),
        percent(share),
        count(status.parts_finished as u64),
        count(status.parts as u64),
        count(status.rows),
        count(status.failed),
        size(status.bytes),
    ));
    for damage in &status.damage {
        text.push_str(&format!("{}: {}\n", damage.path.display(), damage.reason));
    }
    if !status.damage.is_empty() {
        text.push_str("`counterflow study resume` computes damaged parts again.\n");
    }
    text
}

fn state(status: &Status) -> String {
    match status.state {
        State::Complete => "complete".to_owned(),
        State::Stopped => "stopped; `counterflow study resume` goes on".to_owned(),
        State::Running(progress) => match progress.and_then(|progress| progress.seconds_left()) {
            Some(seconds) => format!("running, about {} left", duration(seconds)),
            None => "running".to_owned(),
        },
    }
}

/// A size to the whole kilobyte or, where these are many, megabyte.
fn size(bytes: u64) -> String {
    const KILO: u64 = 1000;
    const MANY: u64 = 10_000;
    match bytes.div_ceil(KILO) {
        kilobytes if kilobytes < MANY => format!("{} kB", count(kilobytes)),
        kilobytes => format!("{} MB", count(kilobytes.div_ceil(KILO))),
    }
}

/// A duration to two units.
fn duration(seconds: f64) -> String {
    let seconds = Duration::try_from_secs_f64(seconds).unwrap_or_default().as_secs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes) {
        (0, 0) => format!("{rest} s"),
        (0, _) => format!("{minutes} min {rest} s"),
        _ => format!("{hours} h {minutes} min"),
    }
}
