//! `plan schedule`: a mixture of placements against traffickers who learn, and weeks drawn from it.

use super::page::{Answer, Head, columns};
use super::request::PlacementOptions;
use super::values;
use super::watch::SearchProgress;
use crate::context::Context;
use crate::failure::Failure;
use crate::progress::Progress;
use clap::ValueEnum;
use counterflow_app::plan::proof;
use counterflow_app::plan::schedule::{ScheduleSize, schedule_result, search_schedule};
use counterflow_app::plan::task::PlacementTask;
use counterflow_app::plan::words::in_one_line;
use counterflow_app::results::plan::{Effort, PlacementOdds, PlacementWeek};
use counterflow_report::analysis_charts::{Bar, bars, heat_map};
use counterflow_report::html::analysis::AnalysisPart;
use counterflow_report::number::percent;
use counterflow_report::text_table::{Column, Table};

/// Whom a schedule is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Opponent {
    /// Traffickers who learn the odds and settle on their routes.
    Learners,
    /// Traffickers who might hold any routes that they could settle on.
    Worst,
}

impl From<Opponent> for proof::Opponent {
    fn from(opponent: Opponent) -> Self {
        match opponent {
            Opponent::Learners => Self::Learners,
            Opponent::Worst => Self::Worst,
        }
    }
}

/// Plays the game and draws the weeks.
pub fn schedule(
    options: &PlacementOptions,
    asked: &PlacementTask<'_>,
    size: ScheduleSize,
    context: &Context<'_>,
) -> Result<(), Failure> {
    let progress = SearchProgress::new("playing against traffickers who learn", asked.request.seconds, context);
    let plan = search_schedule(asked, size, &progress)?;
    drop(progress);
    let found = schedule_result(asked, size, &plan, &Progress::new(0, "three values", context.terminal))?;
    let explanation = &found.search.explanation;
    let mut answer = Answer {
        short: found.in_short.clone(),
        text: vec![
            mixture_text(&found.mixture, context),
            weeks_text(&found.weeks, context),
            explanation.clone(),
            "Values of the mixture: months average over their weeks, so that the simulator sees its mean placement."
                .to_owned(),
            values::text(&found.values, &asked.objective_words(), context),
        ],
        ..Answer::default()
    };
    answer.section(
        "Schedule",
        vec![
            mixture_chart(&found.mixture)?,
            weeks_chart(&found.weeks, &found.mean_placement, asked)?,
            AnalysisPart::Text(explanation.clone()),
        ],
    );
    let mut parts = vec![AnalysisPart::Text(
        "Months average over their weeks, so that the simulator sees the mixture's mean placement.".to_owned(),
    )];
    parts.extend(values::parts(&found.values, &asked.objective_words())?);
    answer.section("Three values", parts);
    answer.section("Weeks", vec![weeks_part(&found.weeks)]);
    answer.deliver(&Head::of("A randomised weekly schedule", options, asked), &found)
}

fn mixture_text(mixture: &[PlacementOdds], context: &Context<'_>) -> String {
    let mut table = Table::new([("Probability in a week", Column::Right), ("Placement (annual rate)", Column::Wrap)]);
    mixture.iter().for_each(|odds| table.push([percent(odds.probability), in_one_line(&odds.placement)]));
    table.render(context.terminal.style())
}

fn weeks_text(weeks: &[PlacementWeek], context: &Context<'_>) -> String {
    let mut table = Table::new([("Week", Column::Right), ("Placement drawn", Column::Wrap)]);
    weeks.iter().for_each(|week| table.push([week.week.to_string(), in_one_line(&week.placement)]));
    table.render(context.terminal.style())
}

fn weeks_part(weeks: &[PlacementWeek]) -> AnalysisPart {
    let rows = weeks.iter().map(|week| vec![week.week.to_string(), in_one_line(&week.placement)]).collect();
    AnalysisPart::Table {
        caption: "Weeks drawn".to_owned(),
        columns: columns([("Week", true), ("Placement (annual rate)", false)]),
        rows,
    }
}

fn mixture_chart(mixture: &[PlacementOdds]) -> Result<AnalysisPart, Failure> {
    let row = |odds: &PlacementOdds| {
        (
            in_one_line(&odds.placement),
            vec![Bar { value: odds.probability, interval: (odds.probability, odds.probability) }],
        )
    };
    let rows: Vec<(String, Vec<Bar>)> = mixture.iter().map(row).collect();
    let svg = bars("Probability of each placement in a week", "probability", &["probability"], &rows)?;
    Ok(AnalysisPart::Chart { svg, caption: "Effort of each placement as an annual rate.".to_owned() })
}

/// Weeks across, places that are ever chosen down, shaded by effort.
fn weeks_chart(weeks: &[PlacementWeek], places: &[Effort], asked: &PlacementTask<'_>) -> Result<AnalysisPart, Failure> {
    let effort = |place: &Effort, week: &PlacementWeek| {
        week.placement.iter().find(|effort| effort.id == place.id).map_or(0.0, |effort| effort.effort)
    };
    let cells: Vec<f64> =
        places.iter().flat_map(|place| weeks.iter().map(|week| effort(place, week)).collect::<Vec<f64>>()).collect();
    let titles: Vec<String> = places.iter().map(|place| place.title.clone()).collect();
    let names: Vec<String> = weeks.iter().map(|week| week.week.to_string()).collect();
    let svg = heat_map("Effort by week", &asked.unit(), &titles, &names, &cells)?;
    Ok(AnalysisPart::Chart { svg, caption: "Weeks drawn across, places down; darker is more effort.".to_owned() })
}
