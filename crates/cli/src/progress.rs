//! Progress with the time left, on standard error; hidden where that is no terminal.

use crate::terminal::Terminal;
use counterflow_study::ensemble::Observer;
use indicatif::{HumanDuration, ProgressBar, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::time::Duration;

const TEMPLATE: &str = "{msg} [{bar:30}] {human_pos} of {human_len} runs, {left} left";
/// Of work whose length is not known.
const CLOCK: &str = "{spinner} {msg}, {elapsed}{left}";
/// How often a clock moves.
const TICK: Duration = Duration::from_millis(200);

/// A bar that counts runs.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar for `runs` runs.
    pub fn new(runs: u64, message: &str, terminal: &Terminal) -> Self {
        let bar = if terminal.quiet { ProgressBar::hidden() } else { ProgressBar::new(runs) };
        bar.set_message(message.to_owned());
        Self(bar).styled(TEMPLATE, |state, out| {
            let _ = write!(out, "{:#}", HumanDuration(state.eta()));
        })
    }

    /// The same for runs that stop after so many seconds, if there is a limit, finished or not.
    pub fn until(self, seconds: Option<f64>) -> Self {
        let Some(seconds) = seconds else { return self };
        let most = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
        self.styled(TEMPLATE, move |state, out| {
            let _ = write!(out, "at most {:#}", HumanDuration(most.saturating_sub(state.elapsed())));
        })
    }

    /// A clock for work whose length is not known, with the seconds after which it stops.
    pub fn clock(message: &str, seconds: Option<f64>, terminal: &Terminal) -> Self {
        let bar = if terminal.quiet { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        bar.set_message(message.to_owned());
        bar.enable_steady_tick(TICK);
        let most = seconds.map(|seconds| Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX));
        Self(bar).styled(CLOCK, move |state, out| {
            if let Some(most) = most {
                let _ = write!(out, ", at most {:#} left", HumanDuration(most.saturating_sub(state.elapsed())));
            }
        })
    }

    fn styled(
        self,
        template: &str,
        left: impl Fn(&ProgressState, &mut dyn Write) + Clone + Send + Sync + 'static,
    ) -> Self {
        // The templates are constants of this file; the plain bar would still count.
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.0.set_style(style.progress_chars("=> ").with_key("left", left));
        }
        self
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
