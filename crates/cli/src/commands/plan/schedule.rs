//! `plan schedule`: a mixture of placements against traffickers who learn, and weeks drawn from it.

use super::answer::{Effort, Search, in_one_line};
use super::page::{Answer, columns};
use super::question::Question;
use super::values::{self, Evaluation};
use super::watch::TryOut;
use super::{in_steps, refused};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::to_json;
use crate::table::{Column, Table};
use clap::ValueEnum;
use counterflow_evidence::stable_hash;
use counterflow_model::random::{Purpose, Stream};
use counterflow_planner::simulated::{odds_of_teams, plan_for_learners, plan_for_the_worst};
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

/// Size of a schedule.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Equal teams that the amount is split into.
    pub teams: usize,
    /// Parts that a place's share of the effort is counted in.
    pub parts: usize,
    /// Weeks to draw.
    pub weeks: u16,
    /// Who the odds are made for.
    pub opponent: Opponent,
}

/// Whom a schedule is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Opponent {
    /// Traffickers who learn the odds and settle on their routes.
    Learners,
    /// Traffickers who might hold any routes that they could settle on.
    Worst,
}

/// Plays the game and draws the weeks.
pub fn schedule(asked: &Question<'_>, size: Size, context: &Context<'_>) -> Result<(), Failure> {
    let lattice = asked.lattice(size.parts, size.parts);
    let progress = TryOut::new("playing against traffickers who learn", asked.options.seconds, context);
    let plan = match size.opponent {
        Opponent::Learners => plan_for_learners(&asked.problem, &asked.central, lattice, asked.options.runs, &progress),
        Opponent::Worst => {
            plan_for_the_worst(&asked.problem, &asked.central, lattice, asked.options.runs, MOST_ROUNDS, &progress)
        }
    };
    let plan = plan.map_err(|error| refused(&error))?;
    drop(progress);
    let mean_steps = in_steps(&plan.mean_steps);
    let teams_per_part = size.teams as f64 / size.parts as f64;
    let placements = odds_of_teams(&mean_steps.iter().map(|steps| steps * teams_per_part).collect::<Vec<f64>>());
    let in_efforts = |teams: &[usize]| {
        asked.efforts(&in_steps(teams).iter().map(|teams| teams / teams_per_part).collect::<Vec<f64>>())
    };
    let mixture: Vec<Odds> = placements
        .iter()
        .map(|(teams, probability)| Odds { probability: *probability, placement: in_efforts(teams) })
        .collect();
    let drawn: Vec<Week> = (0..size.weeks)
        .map(|week| Week {
            week: week + 1,
            placement: in_efforts(drawn(&placements, asked.options.ensemble.seed, week)),
        })
        .collect();
    let mean = asked.efforts(&mean_steps);
    let table = Evaluation::new(asked, 1, context)?.values(&|member| asked.problem.uses(member, &mean_steps));
    let found = Search::of_game(&plan, &table, size.opponent, asked)?;
    let odds_words = |odds: &Odds| format!("{} with {}", in_one_line(&odds.placement), percent(odds.probability));
    let mut answer = Answer {
        short: asked.in_short(
            format!(
                "Each week {} ({}, annual rate).",
                mixture.iter().map(odds_words).collect::<Vec<String>>().join("; or "),
                asked.unit()
            ),
            &table,
        ),
        text: vec![
            mixture_text(&mixture, context),
            weeks_text(&drawn, context),
            found.text(),
            "Values of the mixture: months average over their weeks, so that the simulator sees its mean placement."
                .to_owned(),
            values::text(&table, &asked.objective_words(), context),
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
    answer.section(
        "Schedule",
        vec![mixture_chart(&mixture)?, weeks_chart(&drawn, &mean, asked)?, AnalysisPart::Text(found.text())],
    );
    let mut parts = vec![AnalysisPart::Text(
        "Months average over their weeks, so that the simulator sees the mixture's mean placement.".to_owned(),
    )];
    parts.extend(values::parts(&table, &asked.objective_words())?);
    answer.section("Three values", parts);
    answer.section("Weeks", vec![weeks_part(&drawn)]);
    answer.deliver(&asked.head("A randomised weekly schedule"))
}

/// The placement of a week; the seed decides.
fn drawn(placements: &[(Vec<usize>, f64)], seed: u64, week: u16) -> &[usize] {
    let mut left = Stream { seed, member: 0 }.uniform(week, Purpose::Parameter, stable_hash("plan/schedule"));
    let chosen = placements.iter().find(|(_, probability)| {
        left -= probability;
        left < 0.0
    });
    // Rounding may leave a sliver at the end; it belongs to the last placement.
    chosen.or(placements.last()).map_or(&[], |(teams, _)| teams.as_slice())
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
    AnalysisPart::Table {
        caption: "Weeks drawn".to_owned(),
        columns: columns([("Week", true), ("Placement (annual rate)", false)]),
        rows,
    }
}

fn mixture_chart(mixture: &[Odds]) -> Result<AnalysisPart, Failure> {
    let row = |odds: &Odds| {
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
fn weeks_chart(weeks: &[Week], places: &[Effort], asked: &Question<'_>) -> Result<AnalysisPart, Failure> {
    let effort = |place: &Effort, week: &Week| {
        week.placement.iter().find(|effort| effort.id == place.id).map_or(0.0, |effort| effort.effort)
    };
    let cells: Vec<f64> =
        places.iter().flat_map(|place| weeks.iter().map(|week| effort(place, week)).collect::<Vec<f64>>()).collect();
    let titles: Vec<String> = places.iter().map(|place| place.title.clone()).collect();
    let names: Vec<String> = weeks.iter().map(|week| week.week.to_string()).collect();
    let svg = heat_map("Effort by week", &asked.unit(), &titles, &names, &cells)?;
    Ok(AnalysisPart::Chart { svg, caption: "Weeks drawn across, places down; darker is more effort.".to_owned() })
}
