//! `counterflow world`: a world checked against published totals, or summed up.

use crate::context::Context;
use crate::failure::{FELL_SHORT, Failure};
use crate::output::{print, print_result};
use clap::{Args, Subcommand};
use counterflow_app::catalogue::world::{list as listed, summary};
use counterflow_app::reconciliation::{Agreement, Reconciliation};
use counterflow_app::results::world::{WorldCounts, WorldSummary};
use counterflow_app::session::Session;
use counterflow_report::number::{count, percent, significant};
use counterflow_report::text_table::{Column, Table};
use counterflow_study::series::MONTHS_PER_YEAR;
use std::path::PathBuf;

const KG_PER_TONNE: f64 = 1000.0;

/// Options of `world`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow world list
  counterflow world check
  counterflow world check my-world/ --json
  counterflow world show

A world is a folder of CSV and TOML files; data/worlds/README.md lists files and columns. A folder
whose world.toml names a base holds only what differs from it.")]
pub struct WorldArguments {
    #[command(subcommand)]
    command: WorldCommand,
}

#[derive(Debug, Subcommand)]
enum WorldCommand {
    /// Lists the worlds at hand
    #[command(after_long_help = "Examples:\n  counterflow world list\n  counterflow world list --json")]
    List {
        /// Prints JSON
        #[arg(long)]
        json: bool,
    },
    /// Compares published totals with what the world amounts to in its base year
    #[command(after_long_help = "\
Examples:
  counterflow world check
  counterflow world check my-world/ --json

Verdicts: within the published range; outside it but carried by the uncertain parameter named for the
gap, over that parameter's own range; or outside. Exit status 1 if anything is outside.")]
    Check(Folder),
    /// Sums up a world: corridors, markets, groups, relations
    #[command(after_long_help = "Example:\n  counterflow world show my-world/")]
    Show(Folder),
}

#[derive(Debug, Args)]
struct Folder {
    /// World: a name or a folder [default: --world, else the one that the data name]
    #[arg(value_name = "WORLD")]
    folder: Option<PathBuf>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn execute(options: &WorldArguments, context: &Context<'_>) -> Result<(), Failure> {
    let session = |folder: &Folder| context.session_of(folder.folder.as_deref().or(context.world.as_deref()));
    match &options.command {
        WorldCommand::List { json } => list(*json, context),
        WorldCommand::Check(folder) => check(&session(folder)?, folder.json, context),
        WorldCommand::Show(folder) => show(&session(folder)?, folder.json, context),
    }
}

/// The worlds at hand, each checked by itself.
fn list(json: bool, context: &Context<'_>) -> Result<(), Failure> {
    let found = listed(&context.source)?;
    if json {
        return print_result(found);
    }
    let mut table = Table::new([("World", Column::Left), ("Starts", Column::Left), ("About", Column::Wrap)]);
    for world in found.worlds {
        let mark = if world.default { " (default)" } else { "" };
        table.push([format!("{}{mark}", world.id), world.start, world.about]);
    }
    print(&table.render(context.terminal.style()))
}

fn check(session: &Session, json: bool, context: &Context<'_>) -> Result<(), Failure> {
    let reconciliation = Reconciliation::new(session)?;
    if json {
        print_result(reconciliation.result(session))?;
    } else {
        print(&reconciliation_text(session, &reconciliation, context))?;
    }
    if reconciliation.falls_short() { Err(Failure::Shown(FELL_SHORT)) } else { Ok(()) }
}

fn reconciliation_text(session: &Session, reconciliation: &Reconciliation, context: &Context<'_>) -> String {
    let mut table = Table::new([
        ("Quantity", Column::Left),
        ("Published", Column::Right),
        ("Year", Column::Left),
        ("Model", Column::Right),
        ("Verdict", Column::Left),
        ("Gap carried by", Column::Wrap),
    ]);
    let mut group = "";
    for line in &reconciliation.lines {
        let published = &line.published;
        let (quantity, place) = published.quantity.split_once(':').unwrap_or((&published.quantity, ""));
        if !place.is_empty() && quantity != group {
            table.push([format!("{quantity}, {}", published.unit)]);
        }
        group = quantity;
        let name = if place.is_empty() {
            format!("{quantity}, {}", published.unit)
        } else {
            format!("  {}", place.replace('+', " + "))
        };
        let value = line.value.map_or_else(|| "-".to_owned(), significant);
        let carrier =
            if line.verdict == Agreement::Within { String::new() } else { published.carried_by.replace(':', ": ") };
        let between = interval(published.low, published.high);
        table.push([name, between, published.year.clone(), value, line.verdict.word().to_owned(), carrier]);
    }
    let counts: Vec<String> = [Agreement::Within, Agreement::Carried, Agreement::Outside, Agreement::NotComputed]
        .into_iter()
        .map(|verdict| format!("{} {}", reconciliation.count(verdict), verdict.word()))
        .collect();
    format!(
        "{}: published totals against the calibrated base year\n\n{}\n{} published totals: {}.\n\n{}",
        session.model.world.name,
        table.render(context.terminal.style()),
        reconciliation.lines.len(),
        counts.join(", "),
        markets_text(reconciliation, context)
    )
}

fn interval(low: f64, high: f64) -> String {
    let (low, high) = (significant(low), significant(high));
    if low == high { low } else { format!("{low} to {high}") }
}

fn markets_text(reconciliation: &Reconciliation, context: &Context<'_>) -> String {
    let mut table = Table::new([
        ("Market", Column::Left),
        ("Surveys t/year", Column::Right),
        ("Arrivals t/year", Column::Right),
        ("True over surveyed", Column::Right),
        ("Plausible", Column::Right),
        ("Verdict", Column::Left),
    ]);
    for market in &reconciliation.markets {
        table.push([
            market.market.clone(),
            significant(market.survey_t_per_year),
            significant(market.arrivals_t_per_year),
            significant(market.underreporting),
            interval(market.plausible.0, market.plausible.1),
            if market.is_plausible() { "within".to_owned() } else { "outside".to_owned() },
        ]);
    }
    table.render(context.terminal.style())
}

fn show(session: &Session, json: bool, context: &Context<'_>) -> Result<(), Failure> {
    let summary = summary(session);
    if json { print_result(summary) } else { print(&summary_text(&summary, session, context)) }
}

fn counted(counts: &WorldCounts) -> [(&'static str, usize); 9] {
    let WorldCounts { countries, regions, places, routes, corridors, organisations, markets, groups, actors } = *counts;
    [
        ("countries", countries),
        ("regions", regions),
        ("places", places),
        ("routes", routes),
        ("corridors", corridors),
        ("organisations", organisations),
        ("markets", markets),
        ("groups", groups),
        ("actors", actors),
    ]
}

fn summary_text(summary: &WorldSummary, session: &Session, context: &Context<'_>) -> String {
    let world = &session.model.world;
    let tonnes = |kg_per_month: f64| significant(kg_per_month * MONTHS_PER_YEAR / KG_PER_TONNE);
    let mut corridors = Table::new([
        ("Corridor", Column::Left),
        ("Flow t/year", Column::Right),
        ("Seized", Column::Right),
        ("Patrol days/year", Column::Right),
    ]);
    for corridor in &summary.corridors {
        corridors.push([
            corridor.name.clone(),
            tonnes(corridor.flow_kg_per_month),
            percent(corridor.loss_share),
            significant(corridor.patrol_days_per_year),
        ]);
    }
    let mut markets = Table::new([
        ("Market", Column::Left),
        ("Arrivals t/year", Column::Right),
        ("Light users", Column::Right),
        ("Heavy users", Column::Right),
        ("Retail USD/kg", Column::Right),
    ]);
    for market in &summary.markets {
        markets.push([
            market.name.clone(),
            tonnes(market.arrivals_kg_per_month),
            significant(market.light_users),
            significant(market.heavy_users),
            significant(market.retail_usd_per_kg),
        ]);
    }
    let mut groups = Table::new([("Armed group", Column::Left), ("Country", Column::Left), ("Members", Column::Right)]);
    for group in &world.groups {
        groups.push([group.name.clone(), world.countries[group.country].name.clone(), significant(group.members)]);
    }
    let lead = &world.countries[world.lead_state];
    let mut with_lead =
        Table::new([(format!("Relation with {}, -1 to 1", lead.name), Column::Left), (String::new(), Column::Right)]);
    for other in &summary.relations_with_lead {
        with_lead.push([other.country.clone(), significant(other.relation)]);
    }
    let counted: Vec<String> =
        counted(&summary.counts).iter().map(|(what, number)| format!("{} {what}", count(*number as u64))).collect();
    let tables: Vec<String> =
        [corridors, markets, groups, with_lead].iter().map(|table| table.render(context.terminal.style())).collect();
    format!("{}, from {}\n{}\n{}.\n\n{}", world.name, world.start, world.about, counted.join(", "), tables.join("\n"))
}
