//! Progress with the time left, on standard error; hidden where that is no terminal.

use crate::output::Terminal;
use counterflow_study::ensemble::Observer;
use indicatif::{ProgressBar, ProgressStyle};

const TEMPLATE: &str = "{msg} [{bar:30}] {human_pos} of {human_len} runs, {eta} left";

/// A bar that counts runs.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar for `runs` runs.
    pub fn new(runs: u64, message: &str, terminal: &Terminal) -> Self {
        let bar = if terminal.quiet { ProgressBar::hidden() } else { ProgressBar::new(runs) };
        // The template is a constant of this file; the plain bar would still count.
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(message.to_owned());
        Self(bar)
    }

    /// More runs lie ahead than was known.
    pub fn extend(&self, runs: u64) {
        self.0.inc_length(runs);
    }

    /// Some runs are done.
    pub fn advance(&self, runs: u64) {
        self.0.inc(runs);
    }

    /// One run is done.
    pub fn tick(&self) {
        self.0.inc(1);
    }
}

impl Observer for Progress {
    fn expect(&self, runs: u64) {
        self.extend(runs);
    }

    fn done(&self) {
        self.tick();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
