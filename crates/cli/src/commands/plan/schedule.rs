//! `plan schedule`: a mixture of placements against traffickers who learn, and weeks drawn from it.

use super::answer::{Effort, Search, in_one_line};
use super::page::{Answer, columns};
use super::question::Question;
use super::values::{self, Evaluation};
use super::{TryOut, in_steps, refused};
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::to_json;
use crate::table::{Column, Table};
use counterflow_evidence::stable_hash;
use counterflow_model::random::{Purpose, Stream};
use counterflow_planner::simulated::{RandomisedPlan, plan_against_learners};
use counterflow_report::analysis_charts::{Bar, bars, heat_map};
use counterflow_report::html::analysis::AnalysisPart;
use counterflow_report::number::percent;
use serde::Serialize;

/// Most rounds of the double oracle; it ends by itself after a handful.
const MOST_ROUNDS: usize = 40;

/// A placement and how often it is drawn.
#[derive(Debug, Serialize)]
struct Odds {
    /// Probability in a week.
    probability: f64,
    /// Effort in such a week, as an annual rate.
    placement: Vec<Effort>,
}

/// One week of a schedule.
#[derive(Debug, Serialize)]
struct Week {
    week: u16,
    /// Effort in it, as an annual rate.
    placement: Vec<Effort>,
}

/// Plays the game and draws the weeks.
pub fn schedule(asked: &Question<'_>, teams: usize, weeks: u16, context: &Context<'_>) -> Result<(), Failure> {
    let progress = TryOut::new("playing against traffickers who learn", context);
    let plan = plan_against_learners(&asked.problem, &asked.central, asked.lattice(teams, teams), asked.options.runs, MOST_ROUNDS, &progress).map_err(|error| refused(&error))?;
    drop(progress);
    let odds = |(steps, probability): &(Vec<usize>, f64)| Odds { probability: *probability, placement: asked.efforts(&in_steps(steps)) };
    let mixture: Vec<Odds> = plan.placements.iter().map(odds).collect();
    let drawn = drawn_weeks(&plan, asked, weeks);
    let mean = asked.efforts(&plan.mean_steps);
    let table = Evaluation::new(asked, 1, context)?.values(&|member| asked.problem.uses(member, &plan.mean_steps));
    let found = Search::of_game(&plan, asked);
    let mut answer = Answer {
        text: vec![
            mixture_text(&mixture, context),
            weeks_text(&drawn, context),
            found.text(),
            "Values of the mixture: months average over their weeks, so that the simulator sees its mean placement.".to_owned(),
            values::text(&table, asked, context),
        ],
        fields: vec![
            ("question", asked.to_json()),
            ("run", asked.record()?),
            ("mixture", to_json(&mixture)?),
            ("mean_placement", to_json(&mean)?),
            ("weeks", to_json(&drawn)?),
            ("search", to_json(&found)?),
            ("values", to_json(&table)?),
        ],
        ..Answer::default()
    };
    answer.section("Schedule", vec![weeks_chart(&drawn, asked)?, weeks_part(&drawn)]);
    answer.section("Mixture", vec![mixture_chart(&mixture)?, AnalysisPart::Text(found.text())]);
    let mut parts = vec![AnalysisPart::Text("Months average over their weeks, so that the simulator sees the mixture's mean placement.".to_owned())];
    parts.extend(values::parts(&table, asked)?);
    answer.section("Three values", parts);
    answer.deliver(&asked.head("A weekly schedule that cannot be learned"))
}

/// Draws a placement for each week; the seed decides.
fn drawn_weeks(plan: &RandomisedPlan, asked: &Question<'_>, weeks: u16) -> Vec<Week> {
    let stream = Stream { seed: asked.options.ensemble.seed, member: 0 };
    let entity = stable_hash("plan/schedule");
    let week = |week: u16| {
        let mut left = stream.uniform(week, Purpose::Parameter, entity);
        let chosen = plan.placements.iter().find(|(_, probability)| {
            left -= probability;
            left < 0.0
        });
        // Rounding may leave a sliver at the end; it belongs to the last placement.
        let steps = chosen.or(plan.placements.last()).map(|(steps, _)| in_steps(steps)).unwrap_or_default();
        Week { week: week + 1, placement: asked.efforts(&steps) }
    };
    (0..weeks).map(week).collect()
}

fn mixture_text(mixture: &[Odds], context: &Context<'_>) -> String {
    let mut table = Table::new([("Probability in a week", Column::Right), ("Placement (annual rate)", Column::Wrap)]);
    mixture.iter().for_each(|odds| table.push([percent(odds.probability), in_one_line(&odds.placement)]));
    table.render(context.terminal)
}

fn weeks_text(weeks: &[Week], context: &Context<'_>) -> String {
    let mut table = Table::new([("Week", Column::Right), ("Placement drawn", Column::Wrap)]);
    weeks.iter().for_each(|week| table.push([week.week.to_string(), in_one_line(&week.placement)]));
    table.render(context.terminal)
}

fn weeks_part(weeks: &[Week]) -> AnalysisPart {
    let rows = weeks.iter().map(|week| vec![week.week.to_string(), in_one_line(&week.placement)]).collect();
    AnalysisPart::Table { caption: "Weeks drawn".to_owned(), columns: columns([("Week", true), ("Placement (annual rate)", false)]), rows }
}

fn mixture_chart(mixture: &[Odds]) -> Result<AnalysisPart, Failure> {
    let row = |odds: &Odds| (in_one_line(&odds.placement), vec![Bar { value: odds.probability, interval: (odds.probability, odds.probability) }]);
    let rows: Vec<(String, Vec<Bar>)> = mixture.iter().map(row).collect();
    let svg = bars("Probability of each placement in a week", "probability", &["probability"], &rows)?;
    Ok(AnalysisPart::Chart { svg, caption: "Effort of each placement as an annual rate.".to_owned() })
}

/// Weeks across, places down, shaded by effort.
fn weeks_chart(weeks: &[Week], asked: &Question<'_>) -> Result<AnalysisPart, Failure> {
    let places = asked.efforts(&vec![1.0; asked.problem.places.len()]);
    let effort = |place: &Effort, week: &Week| week.placement.iter().find(|effort| effort.id == place.id).map_or(0.0, |effort| effort.effort);
    let cells: Vec<f64> = places.iter().flat_map(|place| weeks.iter().map(|week| effort(place, week)).collect::<Vec<f64>>()).collect();
    let titles: Vec<String> = places.iter().map(|place| place.title.clone()).collect();
    let names: Vec<String> = weeks.iter().map(|week| week.week.to_string()).collect();
    let svg = heat_map("Effort by week", &asked.unit(), &titles, &names, &cells)?;
    Ok(AnalysisPart::Chart { svg, caption: "Weeks across, corridors down; darker is more effort.".to_owned() })
}
