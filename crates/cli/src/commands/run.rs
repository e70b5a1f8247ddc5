//! `counterflow run`: one scenario, one member.

use super::Context;
use crate::failure::Failure;
use crate::headline::{Chosen, every, headlines, of_indicator};
use crate::months::{labels, over, yearly_unit, years};
use crate::output::{deliver, versioned};
use crate::record::run_record;
use crate::session::{Named, Session};
use crate::timeline::{self, Line};
use crate::{output, overrides};
use clap::Args;
use counterflow_evidence::diagnostics::{Problem, Problems};
use counterflow_evidence::reader::YearMonth;
use counterflow_model::indicators::INDICATORS;
use counterflow_model::policy::Scenario;
use counterflow_model::{Model, Run, RunOptions, run};
use counterflow_report::tables::{TidyCsvWriter, TidyRow};
use counterflow_study::claims::find_series;
use counterflow_study::ensemble::Ensemble;
use serde::Serialize;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Longest run that may be asked for.
const MAX_MONTHS: i64 = 1200;

/// Options of `run`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow run military
  counterflow run my-scenario.toml --expected --json --out run.json
  counterflow run multilateral --series seized --series retail_price@united_states --csv
  counterflow run baseline --set market.pass_through_inside_market=0.8 --until 2030-12
  counterflow run military --member 17          the 17th draw of every uncertain parameter

The table shows flows added up over the year and levels of its last month. --csv and --json hold
every month; --json holds every series with unit and definition unless --series picks some.")]
pub struct RunArguments {
    /// Name of a scenario (`counterflow scenarios`), or path of a .toml file
    #[arg(value_name = "SCENARIO")]
    scenario: String,
    /// Seed of the random draws
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Member of the ensemble: 0 has central parameters, others draw every uncertain one
    #[arg(long, value_name = "M", default_value_t = 0)]
    member: u32,
    /// Runs on expected values, without random draws of events
    #[arg(long)]
    expected: bool,
    /// Last month, instead of the scenario's
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    until: Option<YearMonth>,
    /// Sets a parameter, in the unit that `counterflow evidence show` names; may be repeated
    #[arg(long, value_name = "MODULE.PARAMETER=VALUE")]
    set: Vec<String>,
    /// Shows this series instead of the headlines; without a place, all places; may be repeated
    #[arg(long, value_name = "INDICATOR[@PLACE]")]
    series: Vec<String>,
    /// Prints JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Prints CSV: scenario, member, month, indicator, where, value
    #[arg(long)]
    csv: bool,
    /// Writes to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn month(text: &str) -> Result<YearMonth, String> {
    text.parse().map_err(|fault| format!("{fault}; expected a month such as 2030-12"))
}

/// Runs the command.
pub fn execute(options: &RunArguments, context: &Context<'_>) -> Result<(), Failure> {
    let set = overrides::parse(&options.set)?;
    let session = context.session()?;
    let named = prepare(options, set, &session)?;
    let chosen = choose(options, &session.model)?;
    let run = simulate(&options.manner(), &session, &named.scenario)?;
    let text = if options.json {
        // One line: a run holds some hundred thousand numbers.
        format!("{}\n", json(&options.manner(), &session, &named, &run, &chosen)?)
    } else if options.csv {
        csv_text(options, &session, &named.scenario, &run, &chosen)?
    } else {
        table_text(options, &session, &named.scenario, &run, &chosen, context)
    };
    deliver(&text, options.out.as_deref())
}

/// The scenario with the changes of the command line.
fn prepare(options: &RunArguments, set: Vec<(String, f64)>, session: &Session) -> Result<Named, Failure> {
    let mut named = session.scenario(&options.scenario)?;
    named.scenario.parameters.extend(session.checked_parameters(set)?);
    if let Some(until) = options.until {
        let start = session.model.world.start;
        let last = start.plus_months(MAX_MONTHS - 1);
        if until < start || until > last {
            return Err(Problem::new("E0804", format!("--until {until} lies outside the run"))
                .expect(format!("a month from {start} to {last}"))
                .into());
        }
        named.scenario.until = until;
    }
    Ok(named)
}

/// The series asked for; headlines for a table and everything for files otherwise.
fn choose(options: &RunArguments, model: &Model) -> Result<Vec<Chosen>, Problems> {
    match options.series.is_empty() {
        true if options.json || options.csv => Ok(every(model)),
        true => Ok(headlines(model)),
        false => chosen_series(&options.series, model),
    }
}

/// The series of a list of `INDICATOR[@PLACE]`; without a place, all places.
pub fn chosen_series(asked: &[String], model: &Model) -> Result<Vec<Chosen>, Problems> {
    let mut chosen = Vec::new();
    let mut problems = Problems::default();
    for asked in asked {
        let id = asked.split_once('@').map_or(asked.as_str(), |(id, _)| id);
        let whole = INDICATORS.iter().find(|indicator| indicator.id == asked);
        let named = INDICATORS.iter().find(|indicator| indicator.id == id);
        match (whole, named, find_series(model, asked)) {
            (Some(indicator), _, _) => chosen.extend(of_indicator(&model.layout, indicator)),
            (None, Some(indicator), Ok(found)) => {
                chosen.push(Chosen { indicator, place: found.place, position: found.position })
            }
            (None, _, Err((message, near))) => {
                let problem = Problem::new("E0801", format!("--series {asked}: {message}"));
                problems.push(
                    problem
                        .expect("indicator or indicator@place (`counterflow schema indicators`)")
                        .suggest(near.as_deref()),
                );
            }
            // A series cannot be found under an indicator that does not exist.
            (None, None, Ok(_)) => {}
        }
    }
    problems.into_result(chosen)
}

/// How a scenario is run.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Seed of the random draws.
    pub seed: u64,
    /// Member of the ensemble.
    pub member: u32,
    /// Whether it runs on expected values.
    pub expected: bool,
}

impl RunArguments {
    fn manner(&self) -> Manner {
        Manner { seed: self.seed, member: self.member, expected: self.expected }
    }
}

/// Runs the scenario.
pub fn simulate(manner: &Manner, session: &Session, scenario: &Scenario) -> Result<Run, Failure> {
    let ensemble = Ensemble { model: &session.model, evidence: &session.evidence, members: 1, seed: manner.seed };
    let parameters = ensemble.parameters(scenario, manner.member).map_err(|error| error.problem)?;
    let stream = (!manner.expected).then(|| ensemble.stream(manner.member));
    Ok(run(&session.model, &parameters, scenario, RunOptions { stream, ..RunOptions::default() }))
}

#[derive(Serialize)]
struct SeriesJson<'a> {
    indicator: &'a str,
    title: &'a str,
    unit: &'a str,
    place: &'a str,
    definition: &'a str,
    source: String,
    values: Vec<f64>,
}

/// The run with its record, as JSON.
pub fn json(manner: &Manner, session: &Session, named: &Named, run: &Run, chosen: &[Chosen]) -> Result<Value, Failure> {
    let record = record_json(manner, session, named, run)?;
    let series: Vec<SeriesJson<'_>> = chosen
        .iter()
        .map(|chosen| SeriesJson {
            indicator: chosen.indicator.id,
            title: chosen.indicator.title,
            unit: chosen.indicator.unit,
            place: &chosen.place,
            definition: chosen.indicator.definition,
            source: chosen.indicator.source(),
            values: run.series(chosen.position).collect(),
        })
        .collect();
    let months = labels(session.model.world.start, run.months);
    Ok(versioned([("run", record), ("months", json!(months)), ("series", output::to_json(&series)?)]))
}

fn record_json(manner: &Manner, session: &Session, named: &Named, run: &Run) -> Result<Value, Failure> {
    let mut record = run_record(session, std::slice::from_ref(named), manner.seed, 1);
    record.months = run.months;
    let mut value = output::to_json(&record)?;
    let scenario = &named.scenario;
    let set: serde_json::Map<String, Value> =
        scenario.parameters.iter().map(|(id, value)| (id.clone(), json!(value))).collect();
    if let Value::Object(fields) = &mut value {
        fields.remove("members");
        fields.insert("world".to_owned(), json!(session.model.world.name));
        fields.insert("scenario".to_owned(), json!(scenario.id));
        fields.insert("name".to_owned(), json!(scenario.name));
        fields.insert("until".to_owned(), json!(scenario.until.to_string()));
        fields.insert("member".to_owned(), json!(manner.member));
        fields.insert("expected".to_owned(), json!(manner.expected));
        fields.insert("parameters".to_owned(), Value::Object(set));
    }
    Ok(value)
}

fn csv_text(
    options: &RunArguments,
    session: &Session,
    scenario: &Scenario,
    run: &Run,
    chosen: &[Chosen],
) -> Result<String, Failure> {
    let months = labels(session.model.world.start, run.months);
    let mut bytes = Vec::new();
    let mut writer = TidyCsvWriter::create(&mut bytes)?;
    for chosen in chosen {
        let rows: Vec<TidyRow<'_>> = run
            .series(chosen.position)
            .zip(&months)
            .map(|(value, month)| TidyRow {
                scenario: &scenario.id,
                member: options.member,
                month,
                indicator: chosen.indicator.id,
                place: &chosen.place,
                value,
            })
            .collect();
        writer.append(&rows)?;
    }
    writer.close()?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn table_text(
    options: &RunArguments,
    session: &Session,
    scenario: &Scenario,
    run: &Run,
    chosen: &[Chosen],
    context: &Context<'_>,
) -> String {
    let start = session.model.world.start;
    let years = years(start, run.months);
    let line = |chosen: &Chosen| {
        let values: Vec<f64> = run.series(chosen.position).collect();
        Line {
            title: chosen.title(),
            unit: yearly_unit(chosen.indicator),
            values: years.iter().map(|year| over(chosen.indicator, &values[year.months.clone()])).collect(),
        }
    };
    let lines: Vec<Line> = chosen.iter().map(line).collect();
    let moments: Vec<String> = years.iter().map(|year| year.label.clone()).collect();
    let (table, shortened) = timeline::render(&moments, &lines, context.terminal);
    let draws = if options.expected { "expected values".to_owned() } else { format!("seed {}", options.seed) };
    let member = if options.member == 0 {
        "central parameters".to_owned()
    } else {
        format!("parameters of member {}", options.member)
    };
    let left_out = if shortened { " Years are left out to fit the terminal." } else { "" };
    format!(
        "{}: {}\n{start} to {}, {draws}, {member}\n\n{table}\nFlows add up over the year; levels are those of its last month.{left_out}\n",
        scenario.name, scenario.about, scenario.until
    )
}
