//! `study status`.

use super::StatusOptions;
use super::folder::fault;
use crate::context::Context;
use crate::failure::{FELL_SHORT, Failure};
use crate::output::{print, print_json, versioned};
use counterflow_report::number::{count, percent};
use counterflow_study::store::{State, Status, status};
use serde_json::json;
use std::time::Duration;

/// Tells how far a study is.
pub fn execute(options: &StatusOptions, _context: &Context<'_>) -> Result<(), Failure> {
    let status = status(&options.folder, options.verify).map_err(|error| fault(&error))?;
    if options.json {
        show_json(&status)?
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

fn show_json(status: &Status) -> Result<(), Failure> {
    let (state, left) = match status.state {
        State::Complete => ("complete", None),
        State::Stopped => ("stopped", None),
        State::Running(progress) => ("running", progress.and_then(|progress| progress.seconds_left())),
    };
    let damage: Vec<_> = status
        .damage
        .iter()
        .map(|damage| json!({"file": damage.path.display().to_string(), "reason": damage.reason}))
        .collect();
    print_json(&versioned([
        ("study", json!(status.manifest.name)),
        ("shard", json!(status.manifest.shard)),
        ("state", json!(state)),
        ("seconds_left", json!(left)),
        ("members", json!(status.members)),
        ("members_finished", json!(status.members_finished)),
        ("parts", json!(status.parts)),
        ("parts_finished", json!(status.parts_finished)),
        ("rows", json!(status.rows)),
        ("failed", json!(status.failed)),
        ("bytes", json!(status.bytes)),
        ("damage", json!(damage)),
    ]))
}
