//! What the terminal can show.

use crate::options::{Color, Global};
use counterflow_app::results::warning::Warning;
use counterflow_report::text::Style;
use std::io::{IsTerminal, Write};

/// Columns of text where no terminal says otherwise.
const DEFAULT_WIDTH: usize = 100;

/// What the terminal can show and the user wants to see.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Columns.
    pub width: usize,
    /// Whether results are coloured.
    pub color_results: bool,
    /// Whether messages are coloured.
    pub color_messages: bool,
    /// Whether remarks and progress are hidden.
    pub quiet: bool,
    /// Whether remarks on the data are shown.
    pub verbose: bool,
}

impl Terminal {
    /// From the global options and the streams at hand.
    pub fn new(global: &Global) -> Self {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let color = |is_terminal: bool| match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && !no_color,
        };
        Self {
            width: width(),
            color_results: color(std::io::stdout().is_terminal()),
            color_messages: color(std::io::stderr().is_terminal()),
            quiet: global.quiet,
            verbose: global.verbose,
        }
    }

    /// How tables of results look.
    pub fn style(&self) -> Style {
        Style { width: self.width, color: self.color_results }
    }

    /// A remark that `--quiet` hides.
    pub fn remark(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    /// Warnings about scenarios, which `--quiet` hides; JSON and the report hold them all the same.
    pub fn warn<'w>(&self, warnings: impl IntoIterator<Item = &'w Warning>) {
        for Warning { code, scenario, message } in warnings {
            self.remark(&format!("warning[{code}]: {scenario}: {message}"));
        }
    }

    /// A remark for those who asked for more.
    pub fn detail(&self, text: &str) {
        if self.verbose {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }
}

fn width() -> usize {
    let from_environment = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok()).filter(|width| *width > 0);
    let from_terminal = || terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0));
    from_environment.or_else(from_terminal).unwrap_or(DEFAULT_WIDTH)
}
