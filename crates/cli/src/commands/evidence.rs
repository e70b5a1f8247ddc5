//! `counterflow evidence`: the numbers behind the model, with their sources.

use crate::context::Context;
use crate::failure::{BAD_INPUT, Failure};
use crate::output::{print, print_result};
use clap::{Args, Subcommand};
use counterflow_app::catalogue::evidence::{distribution_name, parameter, posterior_interval, prior_interval, source};
use counterflow_app::results::evidence::{
    EvidenceCheck, ParameterDetail, ParameterInterval, ParameterList, SourceDetail,
};
use counterflow_app::results::problem::entries;
use counterflow_evidence::diagnostics::{Problem, nearest};
use counterflow_evidence::{BibEntry, Distribution, Evidence, Grade, Record};
use counterflow_report::number::{percent, quantity, range};
use counterflow_report::text_table::{Column, Table, wrap};

const GRADES: [(Grade, &str); 4] = [
    (Grade::A, "reproduced here from published equations"),
    (Grade::B, "published estimate"),
    (Grade::C, "derived here from public data"),
    (Grade::D, "assumption over a range"),
];

/// Options of `evidence`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow evidence list --grade D              assumptions
  counterflow evidence list --module demand --json
  counterflow evidence show demand.light_to_heavy_per_year
  counterflow evidence show unodc_wdr_2025         a source, and what rests on it
  counterflow evidence check                       exit status 2 if anything is wrong

Grades: A reproduced here from published equations, B published estimate, C derived here from public
data, D assumption over a range. Uncertainty runs draw every number that has a range.")]
pub struct EvidenceArguments {
    #[command(subcommand)]
    command: EvidenceCommand,
}

#[derive(Debug, Subcommand)]
enum EvidenceCommand {
    /// Lists parameters with grade, value, range and title
    #[command(after_long_help = "\
Examples:
  counterflow evidence list --grade D
  counterflow evidence list --module interdiction --json")]
    List {
        /// Only parameters of this module
        #[arg(long, value_name = "MODULE")]
        module: Option<String>,
        /// Only parameters of this grade: A, B, C or D
        #[arg(long, value_name = "GRADE", value_parser = grade, ignore_case = true)]
        grade: Option<Grade>,
        /// Prints JSON
        #[arg(long)]
        json: bool,
    },
    /// Shows one parameter or one source in full
    #[command(after_long_help = "\
Examples:
  counterflow evidence show market.pass_through_inside_market
  counterflow evidence show everingham_rydell_1994 --json")]
    Show {
        /// Parameter as module.name, or key of a source
        #[arg(value_name = "ID")]
        id: String,
        /// Prints JSON
        #[arg(long)]
        json: bool,
    },
    /// Checks units, ranges, grades and sources of all files
    #[command(after_long_help = "\
Examples:
  counterflow evidence check
  counterflow evidence check --data my-data --json

Exit status 2 if there is any problem.")]
    Check {
        /// Prints JSON
        #[arg(long)]
        json: bool,
    },
}

fn grade(text: &str) -> Result<Grade, String> {
    Grade::of(&text.to_uppercase()).ok_or_else(|| "a grade is A, B, C or D".to_owned())
}

/// Runs the command.
pub fn execute(options: &EvidenceArguments, context: &Context<'_>) -> Result<(), Failure> {
    context.terminal.detail(&context.source.describe());
    if let EvidenceCommand::Check { json } = &options.command {
        return check(*json, context);
    }
    let (evidence, _) = context.evidence()?;
    match &options.command {
        EvidenceCommand::List { module, grade, json } => list(&evidence, module.as_deref(), *grade, *json, context),
        EvidenceCommand::Show { id, json } => show(&evidence, id, *json, context),
        EvidenceCommand::Check { .. } => Ok(()),
    }
}

fn list(
    evidence: &Evidence,
    module: Option<&str>,
    grade: Option<Grade>,
    json: bool,
    context: &Context<'_>,
) -> Result<(), Failure> {
    if let Some(module) = module {
        known_module(evidence, module)?;
    }
    let wanted = |record: &&Record| {
        module.is_none_or(|module| record.module == module) && grade.is_none_or(|grade| record.grade == grade)
    };
    let records: Vec<&Record> = evidence.records().iter().filter(wanted).collect();
    if json {
        return print_result(ParameterList { parameters: records.iter().map(|record| parameter(record)).collect() });
    }
    let mut table = Table::new([
        ("Grade", Column::Left),
        ("Parameter", Column::Left),
        ("Value", Column::Right),
        ("Range", Column::Right),
        ("Title", Column::Left),
    ]);
    for record in &records {
        table.push([
            record.grade.letter().to_string(),
            record.id(),
            quantity(record.value, &record.unit),
            range_text(record),
            record.title.clone(),
        ]);
    }
    print(&format!("{}\n{}\n", table.render(context.terminal.style()), tally(records.iter().copied())))
}

fn known_module(evidence: &Evidence, module: &str) -> Result<(), Problem> {
    let mut modules: Vec<&str> = evidence.records().iter().map(|record| record.module.as_str()).collect();
    modules.dedup();
    if modules.contains(&module) {
        return Ok(());
    }
    let problem = Problem::new("E0801", format!("unknown module `{module}`")).expect(modules.join(", "));
    Err(problem.suggest(nearest(module, modules.iter().copied())))
}

fn range_text(record: &Record) -> String {
    if record.distribution == Distribution::Fixed {
        "fixed".to_owned()
    } else {
        range(record.low, record.high, &record.unit)
    }
}

/// How many parameters have which grade.
fn tally<'a>(records: impl Iterator<Item = &'a Record> + Clone) -> String {
    let counted = |(grade, meaning): &(Grade, &str)| {
        let count = records.clone().filter(|record| record.grade == *grade).count();
        format!("{} {count} ({meaning})", grade.letter())
    };
    let grades: Vec<String> = GRADES.iter().map(counted).collect();
    format!("{} parameters: {}.", records.clone().count(), grades.join(", "))
}

fn show(evidence: &Evidence, id: &str, json: bool, context: &Context<'_>) -> Result<(), Failure> {
    if let Some(record) = evidence.get(id) {
        let prior = prior_interval(record);
        let posterior = posterior_interval(evidence, record, &context.posterior(evidence)?);
        return if json {
            let sources = sources_of(evidence, record).map(source).collect();
            print_result(ParameterDetail { parameter: parameter(record), sources, prior, posterior })
        } else {
            print(&record_text(evidence, record, (prior, posterior), context.terminal.width))
        };
    }
    let Some(cited) = evidence.sources().iter().find(|source| source.key == id) else {
        return Err(unknown(evidence, id).into());
    };
    let cites = |record: &&Record| record.sources.contains(&cited.key);
    let ids: Vec<String> = evidence.records().iter().filter(cites).map(Record::id).collect();
    if json {
        return print_result(SourceDetail { source: source(cited), parameters: ids });
    }
    let lines: Vec<String> = ids.iter().map(|id| format!("  {id}\n")).collect();
    print(&format!("{}\n\nParameters that rest on it: {}\n{}", source_text(cited), ids.len(), lines.concat()))
}

fn unknown(evidence: &Evidence, id: &str) -> Problem {
    let keys = evidence.sources().iter().map(|source| source.key.as_str());
    let names = evidence.records().iter().map(|record| record.name.as_str());
    let ids: Vec<String> = evidence.records().iter().map(Record::id).collect();
    let whole = nearest(id, ids.iter().map(String::as_str).chain(keys));
    // A bare name is meant for the parameter of whichever module has it.
    let of_name = |near: &str| evidence.records().iter().find(|record| record.name == near).map(Record::id);
    let near = whole.map(str::to_owned).or_else(|| nearest(id, names).and_then(of_name));
    let problem = Problem::new("E0801", format!("unknown parameter or source `{id}`"));
    problem.expect("module.name (`counterflow evidence list`) or a key of sources.bib").suggest(near.as_deref())
}

fn sources_of<'a>(evidence: &'a Evidence, record: &'a Record) -> impl Iterator<Item = &'a BibEntry> {
    record.sources.iter().filter_map(|key| evidence.sources().iter().find(|source| source.key == *key))
}

fn source_text(source: &BibEntry) -> String {
    let link = source
        .field("doi")
        .map(|doi| format!(" https://doi.org/{doi}"))
        .or_else(|| source.field("url").map(|url| format!(" {url}")));
    format!("{}: {}{}", source.key, source.citation(), link.unwrap_or_default())
}

/// Prior and posterior of a parameter.
type Intervals = (Option<ParameterInterval>, Option<ParameterInterval>);

/// Prior beside posterior, where there is one.
fn intervals_text(record: &Record, intervals: Intervals) -> String {
    let (Some(prior), Some(posterior)) = intervals else { return String::new() };
    let words = |label: &str, of: ParameterInterval| {
        let (median, ends) = (quantity(of.median, &record.unit), range(of.q05, of.q95, &record.unit));
        format!("{label:<9}{median}, 90 % {ends}\n")
    };
    let width = prior.q95 - prior.q05;
    let left = if width > 0.0 { (posterior.q95 - posterior.q05) / width } else { 1.0 };
    format!(
        "{}{}         fitted to history: {} of the prior's width is left\n",
        words("prior", prior),
        words("posterior", posterior),
        percent(left)
    )
}

fn record_text(evidence: &Evidence, record: &Record, intervals: Intervals, width: usize) -> String {
    let meaning = GRADES.iter().find(|(grade, _)| *grade == record.grade).map_or("", |(_, meaning)| meaning);
    let mut text = format!("{}\n{}\n\n", record.id(), record.title);
    text += &format!("value    {}\n", quantity(record.value, &record.unit));
    text += &format!("range    {}, {}\n", range_text(record), distribution_name(record.distribution));
    text += &intervals_text(record, intervals);
    text += &format!("grade    {}, {meaning}\n", record.grade.letter());
    text += &format!("file     {}:{}\n", record.file, record.line);
    if !record.note.is_empty() {
        text += &format!("note     {}\n", hanging(&record.note, width));
    }
    for source in sources_of(evidence, record) {
        text += &format!("source   {}\n", hanging(&source_text(source), width));
    }
    text
}

/// Text wrapped beside a label.
fn hanging(text: &str, width: usize) -> String {
    const INDENT: usize = 9;
    wrap(text, width.saturating_sub(INDENT)).join(&format!("\n{}", " ".repeat(INDENT)))
}

fn check(json: bool, context: &Context<'_>) -> Result<(), Failure> {
    match context.evidence() {
        Ok((evidence, hash)) if json => print_result(EvidenceCheck::Sound {
            problems: [],
            hash,
            parameters: evidence.records().len(),
            sources: evidence.sources().len(),
        }),
        Ok((evidence, _)) => {
            let sources = evidence.sources().len();
            print(&format!("{}\n{sources} sources. No problems.\n", tally(evidence.records().iter())))
        }
        Err(problems) if json => {
            print_result(EvidenceCheck::Faulty { problems: entries(&problems) })?;
            Err(Failure::Shown(BAD_INPUT))
        }
        Err(problems) => Err(problems.into()),
    }
}
