//! `counterflow calibrate`: a world's parameters fitted to history.

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{deliver, print, print_result};
use crate::progress::Progress;
use clap::Args;
use counterflow_app::ensemble::on_threads;
use counterflow_app::history::definitions::History;
use counterflow_app::history::draws_file::{record, result};
use counterflow_app::history::fit::{FitQuestion, FitSize, fit};
use counterflow_app::history::tables::Observed;
use counterflow_app::history::{draws_file, inherit};
use counterflow_app::results::calibration::CalibrationResult;
use counterflow_report::number::{percent, significant};
use counterflow_report::text_table::{Column, Table};
use std::path::PathBuf;

/// Options of `calibrate`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow calibrate 2006 --out data/worlds/2006/draws.csv
  counterflow calibrate 2006 --until 2009 --out fitted-to-2009.csv
  counterflow calibrate 2006 --out draws.csv --heir 2024 --heir-out data/worlds/2024/draws.csv

The data are those of history/ in the data folder, to the year asked for. After each step the state is
written beside --out; a fit that was killed goes on from there and ends with the same bytes. A world
takes its posterior from a file draws.csv among its tables. An heir takes over what does not depend on
the year: all but efforts of the base year, what closes a world's own totals, and other ranges.")]
pub struct CalibrateArguments {
    /// World that is fitted [default: the one that the history names]
    #[arg(value_name = "WORLD")]
    fitted: Option<PathBuf>,
    /// Where the draws are written
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Last year whose data are fitted [default: the history's cut]
    #[arg(long, value_name = "YEAR")]
    until: Option<i32>,
    /// Scenario of what happened [default: the history's]
    #[arg(long, value_name = "SCENARIO")]
    scenario: Option<String>,
    /// Folder with tables that count before those of the history
    #[arg(long, value_name = "DIR")]
    observed: Option<PathBuf>,
    /// Another world that takes over what does not depend on the year
    #[arg(long, value_name = "WORLD", requires = "heir_out")]
    heir: Option<PathBuf>,
    /// Where its draws are written
    #[arg(long, value_name = "FILE", requires = "heir")]
    heir_out: Option<PathBuf>,
    #[command(flatten)]
    size: FitOptions,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Size of a fit.
#[derive(Clone, Copy, Debug, Args)]
pub struct FitOptions {
    /// Members of the smoother's ensemble; several times as many as parameters that the data can tell
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(10..=100_000))]
    members: u32,
    /// Runs of the prior on which it is screened
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    screen: u32,
    /// Points of each round of importance weights
    #[arg(long, value_name = "N", default_value_t = 4000,
        value_parser = clap::value_parser!(u32).range(10..=1_000_000))]
    points: u32,
    /// Rounds
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=20))]
    rounds: u32,
    /// Draws that are kept
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    keep: u32,
    /// Seed of the random draws
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Threads; the result does not depend on it [default: all cores]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

impl FitOptions {
    fn to(self, until: i32) -> FitSize {
        let of = |number: u32| number as usize;
        FitSize {
            until,
            members: of(self.members),
            screened: of(self.screen),
            points: of(self.points),
            rounds: of(self.rounds),
            kept: of(self.keep),
            seed: self.seed,
        }
    }
}

/// Runs the command.
pub fn execute(options: &CalibrateArguments, context: &Context<'_>) -> Result<(), Failure> {
    let history = History::load(&context.source)?;
    let observed = Observed::load(&history, &context.source, options.observed.as_deref())?;
    let own = PathBuf::from(&history.world);
    let world = options.fitted.as_deref().or(context.world.as_deref()).unwrap_or(&own);
    let session = context.session_of(Some(world))?;
    let heir = options.heir.as_deref().map(|world| context.session_of(Some(world))).transpose()?;
    let named = session.scenario(options.scenario.as_deref().unwrap_or(&history.conditional))?;
    let size = options.size.to(options.until.unwrap_or(history.cut));
    let progress = Progress::new(0, "fitting", context.terminal);
    let state = PathBuf::from(format!("{}.state", options.out.display()));
    let question = FitQuestion { session: &session, history: &history, observed: &observed, named: &named, size };
    let fitted = on_threads(options.size.threads, || fit(question, Some(state.as_path()), &progress))?;
    drop(progress);
    let record = record(&fitted, size, &session, &named);
    deliver(&draws_file::text(&fitted, size, &session, &named), Some(&options.out))?;
    if let (Some(heir), Some(path)) = (&heir, &options.heir_out) {
        deliver(&inherit::text(&fitted, &record, &session, heir)?, Some(path))?;
    }
    // The draws are there; a state that stays would only be read again.
    let _ = std::fs::remove_file(&state);
    let found = result(&fitted, record);
    if options.json { print_result(found) } else { print(&text(&found, options, context)) }
}

/// Parameters whose standard deviation shrank by more than this are said to have moved.
const NARROWED: f64 = 0.8;

fn text(found: &CalibrationResult, options: &CalibrateArguments, context: &Context<'_>) -> String {
    let mut text = String::new();
    if !found.prior.is_empty() {
        text += &format!(
            "What the prior foresees, series by series\n\n{}\n",
            prior_table(found).render(context.terminal.style())
        );
    }
    let mut steps = Table::new([
        ("Step", Column::Right),
        ("Increment", Column::Right),
        ("Mean misfit", Column::Right),
        ("Failed runs", Column::Right),
    ]);
    for (number, step) in found.steps.iter().enumerate() {
        steps.push([
            (number + 1).to_string(),
            significant(step.increment),
            significant(step.mean_misfit),
            step.failed.to_string(),
        ]);
    }
    text += &format!("Smoother\n\n{}\n", steps.render(context.terminal.style()));
    let mut moved = Table::new([
        ("Parameter", Column::Left),
        ("Moved by", Column::Right),
        ("Standard deviation left", Column::Right),
    ]);
    let narrowed = found.parameters.iter().filter(|one| one.sd < NARROWED);
    for one in narrowed.clone() {
        moved.push([one.id.clone(), significant(one.mean), percent(one.sd)]);
    }
    text += &format!(
        "{} of {} parameters lost more than a fifth of their standard deviation\n\n{}\nIn standard deviations before \
         the fit.\n\n",
        narrowed.count(),
        found.parameters.len(),
        moved.render(context.terminal.style())
    );
    for (key, value) in found.record.iter().filter(|(key, _)| key != counterflow_app::draws::RANGES) {
        text += &format!("{key}: {value}\n");
    }
    text + &format!("\nDraws: {}\n", options.out.display())
}

fn prior_table(found: &CalibrationResult) -> Table {
    let mut table = Table::new([
        ("Series", Column::Left),
        ("Years", Column::Left),
        ("Within the prior's 95 %", Column::Right),
        ("Least implausibility, worst year", Column::Right),
    ]);
    for of_series in found.prior.chunk_by(|a, b| a.series == b.series) {
        let held = of_series.iter().filter(|datum| datum.is_held).count();
        let worst = of_series.iter().map(|datum| datum.least_implausibility).fold(0.0, f64::max);
        table.push([
            of_series[0].series.clone(),
            format!("{}-{}", of_series[0].year, of_series[of_series.len() - 1].year),
            format!("{held} of {}", of_series.len()),
            significant(worst),
        ]);
    }
    table
}
