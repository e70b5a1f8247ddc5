//! Options that several commands share.

use clap::{Args, ValueEnum};
use counterflow_app::draws::DrawsFrom;
use counterflow_app::ensemble::{EnsembleSize, on_threads};
use counterflow_app::failure::Failure;
use counterflow_app::session::Session;
use counterflow_evidence::reader::YearMonth;
use std::path::PathBuf;

/// Options that every command knows.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Folder with evidence/, worlds/ and sources.bib, or with what differs from its base [default: ./data if there,
    /// else built in]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// World to use: a name that `world list` shows, or a folder [default: the one that the data name]
    #[arg(long, global = true, value_name = "WORLD")]
    pub world: Option<PathBuf>,
    /// Accepts parameters outside their ranges, which are refused otherwise
    #[arg(long, global = true)]
    pub beyond: bool,
    /// When to colour: auto colours terminals and heeds NO_COLOR
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// Shows no progress and no remarks
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Says which data are used
    #[arg(long, short, global = true)]
    pub verbose: bool,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On terminals, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Size of an ensemble.
#[derive(Clone, Copy, Debug, Args)]
pub struct EnsembleOptions {
    /// Runs per scenario: member 0 has central parameters, the others draw every uncertain one
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub members: u32,
    /// Seed of the random draws
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Threads; the result does not depend on it [default: all cores]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    #[command(flatten)]
    pub draws: DrawsOptions,
}

impl EnsembleOptions {
    /// The size asked for.
    pub fn size(self, session: &Session) -> Result<EnsembleSize, Failure> {
        let draws = self.draws.over(session)?;
        Ok(EnsembleSize { members: self.members, seed: self.seed, threads: self.threads, draws })
    }

    /// Runs `work` on the threads asked for.
    pub fn on_threads<T: Send>(self, work: impl FnOnce() -> T + Send) -> T {
        on_threads(self.threads, work)
    }
}

/// Where members take their parameters from.
#[derive(Clone, Copy, Debug, Args)]
pub struct DrawsOptions {
    /// Where members take their parameters from: the ranges of the evidence, or these as fitted to history [default:
    /// posterior where the world has one]
    #[arg(long, value_name = "WHICH")]
    draws: Option<DrawsChoice>,
}

impl DrawsOptions {
    /// Whether the ranges of the evidence are asked for.
    pub fn are_prior(self) -> bool {
        self.draws == Some(DrawsChoice::Prior)
    }

    /// What members take.
    pub fn over(self, session: &Session) -> Result<DrawsFrom, Failure> {
        Ok(session.draws(self.draws.map(DrawsFrom::from))?)
    }
}

/// A choice of `--draws`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DrawsChoice {
    /// Each parameter's range in the evidence.
    Prior,
    /// The world's posterior, fitted to history.
    Posterior,
}

impl From<DrawsChoice> for DrawsFrom {
    fn from(choice: DrawsChoice) -> Self {
        match choice {
            DrawsChoice::Prior => Self::Prior,
            DrawsChoice::Posterior => Self::Posterior,
        }
    }
}

/// A month of an option.
pub fn month(text: &str) -> Result<YearMonth, String> {
    text.parse().map_err(|fault| format!("{fault}; expected a month such as 2030-12"))
}
