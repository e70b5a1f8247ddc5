//! One run: on expected values, or one draw.

use super::RunArguments;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Format, deliver, deliver_chart, result_line};
use crate::timeline::{self, Line};
use counterflow_app::months::{labels, years};
use counterflow_app::run::{RunChoice, result, simulate};
use counterflow_app::series::{SeriesRef, yearly_mean, yearly_unit};
use counterflow_app::session::{NamedScenario, Session};
use counterflow_model::Run;
use counterflow_model::policy::Scenario;
use counterflow_report::analysis_charts::Bar;
use counterflow_report::path_charts::{PathLine, PathPanel, path_panels};
use counterflow_report::tables::{TidyCsvWriter, TidyRow};

/// Runs it and delivers the answer.
pub fn execute(
    options: &RunArguments,
    format: Format,
    choice: &RunChoice,
    session: &Session,
    named: &NamedScenario,
    chosen: &[SeriesRef],
    context: &Context<'_>,
) -> Result<(), Failure> {
    let run = simulate(choice, session, &named.scenario)?;
    let text = match format {
        // One line: a run holds some hundred thousand numbers.
        Format::Json => result_line(result(choice, session, named, &run, chosen))?,
        Format::Csv => csv_text(choice, session, &named.scenario, &run, chosen)?,
        Format::Table => table_text(choice, session, &named.scenario, &run, chosen, context),
        Format::Chart => {
            let svg = chart(session, &named.scenario, &run, chosen)?;
            return options.out.as_deref().map_or(Ok(()), |path| deliver_chart(&svg, path));
        }
    };
    deliver(&text, options.out.as_deref())
}

fn csv_text(
    choice: &RunChoice,
    session: &Session,
    scenario: &Scenario,
    run: &Run,
    chosen: &[SeriesRef],
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
                member: choice.member,
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
    choice: &RunChoice,
    session: &Session,
    scenario: &Scenario,
    run: &Run,
    chosen: &[SeriesRef],
    context: &Context<'_>,
) -> String {
    let start = session.model.world.start;
    let years = years(start, run.months);
    let line = |chosen: &SeriesRef| {
        let values: Vec<f64> = run.series(chosen.position).collect();
        let yearly = years.iter().map(|year| yearly_mean(chosen.indicator, &values[year.months.clone()]));
        Line { title: chosen.title(), unit: yearly_unit(chosen.indicator), values: yearly.collect(), ..Line::default() }
    };
    let lines: Vec<Line> = chosen.iter().map(line).collect();
    let moments: Vec<String> = years.iter().map(|year| year.label.clone()).collect();
    let (table, shortened) = timeline::render(&moments, &[], &lines, context.terminal);
    let draws = if choice.expected {
        "expected values".to_owned()
    } else {
        format!("one random draw of seed {}, not the answer", choice.seed)
    };
    let member = if choice.member == 0 {
        "central parameters".to_owned()
    } else {
        format!("parameters of member {}", choice.member)
    };
    let left_out = if shortened { " Years are left out to fit the terminal." } else { "" };
    format!(
        "{}: {}\n{start} to {}, {draws}, {member}\n\n{table}\nFlows count per year; levels are means over the \
         year.{left_out}\n",
        scenario.name, scenario.about, scenario.until
    )
}

fn chart(session: &Session, scenario: &Scenario, run: &Run, chosen: &[SeriesRef]) -> Result<String, Failure> {
    let years = years(session.model.world.start, run.months);
    let panel = |chosen: &SeriesRef| {
        let values: Vec<f64> = run.series(chosen.position).collect();
        let point = |year: &counterflow_app::months::Year| {
            let value = yearly_mean(chosen.indicator, &values[year.months.clone()]);
            (year.number(), Bar { value, interval: (value, value) })
        };
        let line = PathLine { name: 0, points: years.iter().map(point).collect() };
        PathPanel { title: chosen.title(), unit: yearly_unit(chosen.indicator), is_change: false, lines: vec![line] }
    };
    let panels: Vec<PathPanel> = chosen.iter().map(panel).collect();
    Ok(path_panels(&scenario.name, &[&scenario.id], &panels, panels.len().min(2))?)
}
