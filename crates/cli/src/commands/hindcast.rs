//! `counterflow hindcast`: what the model foresees of public series, scored against what came.

use crate::context::Context;
use crate::failure::Failure;
use crate::options::DrawsOptions;
use crate::output::{deliver, print, print_json};
use crate::progress::Progress;
use clap::Args;
use counterflow_app::draws::{DrawsFrom, WorldPosterior};
use counterflow_app::ensemble::on_threads;
use counterflow_app::history::definitions::History;
use counterflow_app::history::draws_file::{self, UNTIL};
use counterflow_app::history::fit::{FitQuestion, FitSize, fit};
use counterflow_app::history::hindcast::{HindcastQuestion, hindcast};
use counterflow_app::history::page::page;
use counterflow_app::history::tables::Observed;
use counterflow_app::results::hindcast::{Hindcast, HindcastScore, Mode};
use counterflow_app::session::{NamedScenario, Session};
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_report::hindcast_page::render;
use counterflow_report::number::{percent, significant};
use counterflow_report::text_table::{Column, Table};
use std::path::PathBuf;

/// Options of `hindcast`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow hindcast
  counterflow hindcast --html hindcast.html
  counterflow hindcast --observed newer-tables --until 2023 --json
  counterflow hindcast --fit-until 2009 --until 2012        leaves the last three years out

Two scenarios are run and never mixed: what happened (conditional) and policy that stands still at the
cut (unconditional). Quantiles hold errors of observation and the model's own discrepancy, and start from
each member's residuals on the years of the fit. Scores are of logarithms; a ratio is the mean CRPS over
that of the best of three naive forecasts (persistence, drift, mean of the record) fitted to the same
years. --observed reads tables series,place,year,value,unit and those that history/series.toml
describes; its values count before those of the data.")]
pub struct HindcastArguments {
    /// Folder with tables of what was seen
    #[arg(long, value_name = "DIR")]
    observed: Option<PathBuf>,
    /// Last year that is foreseen [default: the history's last]
    #[arg(long, value_name = "YEAR")]
    until: Option<i32>,
    /// Fits anew to the data to this year, in a small ensemble, and foresees the years after it
    #[arg(long, value_name = "YEAR", conflicts_with = "fitted")]
    fit_until: Option<i32>,
    /// Draws that `calibrate` wrote, instead of the world's
    #[arg(long, value_name = "FILE")]
    fitted: Option<PathBuf>,
    #[command(flatten)]
    draws: DrawsOptions,
    /// Members
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(20..=100_000))]
    members: u32,
    /// Seed of the random draws
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Threads; the result does not depend on it [default: all cores]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
    /// Writes charts to this file, one page that loads nothing from elsewhere
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// Size of a fit on the fly.
const MEMBERS: usize = 500;
const POINTS: usize = 2000;
const ROUNDS: usize = 2;
const KEPT: usize = 500;

/// Runs the command.
pub fn execute(options: &HindcastArguments, context: &Context<'_>) -> Result<(), Failure> {
    let history = History::load(&context.source)?;
    let observed = Observed::load(&history, &context.source, options.observed.as_deref())?;
    let own = PathBuf::from(&history.world);
    let mut session = context.session_of(Some(context.world.as_deref().unwrap_or(&own)))?;
    let scenarios = [
        (Mode::Conditional, session.scenario(&history.conditional)?),
        (Mode::Unconditional, session.scenario(&history.unconditional)?),
    ];
    let is_prior = options.draws.are_prior();
    if let Some(path) = &options.fitted {
        session.posterior = WorldPosterior::read(&SourceFile::read(path)?, &session.evidence)?;
        session.draws(Some(DrawsFrom::Posterior))?;
    } else if let Some(until) = options.fit_until.filter(|_| !is_prior) {
        session.posterior = fitted(options, &session, &history, &observed, &scenarios[0].1, until, context)?;
    }
    let draws = options.draws.over(&session)?;
    let said =
        session.posterior.fitted().filter(|_| draws == DrawsFrom::Posterior).and_then(|fitted| fitted.said(UNTIL));
    let cut = options.fit_until.or_else(|| said.and_then(|year| year.parse().ok())).unwrap_or(history.cut);
    let question = HindcastQuestion {
        session: &session,
        history: &history,
        observed: &observed,
        cut,
        last: options.until.unwrap_or(history.last).max(cut + 1),
        members: options.members,
        seed: options.seed,
        draws,
    };
    let progress = Progress::new(0, "foreseeing", context.terminal);
    let found = on_threads(options.threads, || hindcast(question, &scenarios, &progress))?;
    drop(progress);
    if let Some(path) = &options.html {
        deliver(&render(&page(&found, &session, &history, &observed, cut)), Some(path))?;
    }
    if options.json {
        // Exactly rows and scores, as other people's programs read them.
        return print_json(&found);
    }
    print(&text(&found, &session, cut, draws, context))
}

fn fitted(
    options: &HindcastArguments,
    session: &Session,
    history: &History,
    observed: &Observed,
    named: &NamedScenario,
    until: i32,
    context: &Context<'_>,
) -> Result<WorldPosterior, Failure> {
    let size = FitSize {
        until,
        members: MEMBERS,
        screened: 0,
        points: POINTS,
        rounds: ROUNDS,
        kept: KEPT,
        seed: options.seed,
    };
    let progress = Progress::new(0, "fitting", context.terminal);
    let question = FitQuestion { session, history, observed, named, size };
    let fitted = on_threads(options.threads, || fit(question, None, &progress))?;
    let file = SourceFile::new("fitted draws", draws_file::text(&fitted, size, session, named));
    Ok(WorldPosterior::read(&file, &session.evidence)?)
}

fn text(found: &Hindcast, session: &Session, cut: i32, draws: DrawsFrom, context: &Context<'_>) -> String {
    let mut text = format!("{}, {} draws, data to {cut}\n", session.model.world.name, draws.word());
    for (mode, heading) in [
        (Mode::Conditional, "Conditional: policy as it happened"),
        (Mode::Unconditional, "Unconditional: policy stands still at the cut"),
    ] {
        let scores: Vec<&HindcastScore> = found.scores.iter().filter(|score| score.mode == mode).collect();
        text += &format!("\n{heading}\n\n");
        text += &if scores.is_empty() {
            "Nothing that came after the cut is at hand.\n".to_owned()
        } else {
            table(&scores).render(context.terminal.style())
        };
    }
    text + "\nScores are of logarithms, lower is better. Ratio: CRPS over that of the best naive forecast; for all \
        series the geometric mean of their ratios.\n"
}

fn table(scores: &[&HindcastScore]) -> Table {
    let mut table = Table::new([
        ("Series", Column::Left),
        ("Place", Column::Left),
        ("Years", Column::Left),
        ("Values", Column::Right),
        ("CRPS", Column::Right),
        ("WIS", Column::Right),
        ("Best naive", Column::Left),
        ("Ratio", Column::Right),
        ("Within 50 %", Column::Right),
        ("Within 90 %", Column::Right),
    ]);
    for score in scores {
        table.push([
            score.series.clone(),
            score.place.clone(),
            score.years.map_or_else(String::new, |[first, last]| format!("{first}-{last}")),
            score.count.to_string(),
            significant(score.crps),
            significant(score.wis),
            score.best.unwrap_or_default().to_owned(),
            score.ratio.map_or_else(String::new, significant),
            percent(score.coverage_50),
            percent(score.coverage_90),
        ]);
    }
    table
}
