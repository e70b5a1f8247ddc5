//! `counterflow world`: a world checked against published totals, or summed up.

use super::Context;
use crate::failure::{FELL_SHORT, Failure};
use crate::output::{print, print_json, versioned};
use crate::reconciliation::{Line, MarketLine, Reconciliation, Verdict};
use crate::session::Session;
use crate::shipped::WorldAtHand;
use crate::table::{Column, Table};
use clap::{Args, Subcommand};
use counterflow_evidence::diagnostics::Problems;
use counterflow_model::calibration::Calibration;
use counterflow_model::policy::Switches;
use counterflow_model::world::World;
use counterflow_model::{Hold, Parameters};
use counterflow_report::number::{count, percent, significant};
use serde_json::{Value, json};
use std::path::PathBuf;

const MONTHS_PER_YEAR: f64 = 12.0;
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
    let session = |folder: &Folder| {
        let world = folder.folder.as_deref().or(context.world.as_deref());
        Session::load(&context.source, world, context.terminal)
    };
    match &options.command {
        WorldCommand::List { json } => list(*json, context),
        WorldCommand::Check(folder) => check(&session(folder)?, folder.json, context),
        WorldCommand::Show(folder) => show(&session(folder)?, folder.json, context),
    }
}

/// The worlds at hand, each checked by itself.
fn list(json: bool, context: &Context<'_>) -> Result<(), Failure> {
    let mut worlds = Vec::new();
    let mut problems = Problems::default();
    for found in context.source.worlds()? {
        match World::parse(&found.files) {
            Ok(world) => worlds.push((found, world)),
            Err(more) => problems.extend(more),
        }
    }
    let worlds = problems.into_result(worlds)?;
    if json {
        let entry = |(found, world): &(WorldAtHand, World)| json!({"id": found.name, "name": world.name, "about": world.about, "start": world.start.to_string(), "default": found.is_default});
        return print_json(&versioned([("worlds", worlds.iter().map(entry).collect::<Value>())]));
    }
    let mut table = Table::new([("World", Column::Left), ("Starts", Column::Left), ("About", Column::Wrap)]);
    for (found, world) in &worlds {
        let mark = if found.is_default { " (default)" } else { "" };
        table.push([format!("{}{mark}", found.name), world.start.to_string(), world.about.clone()]);
    }
    print(&table.render(context.terminal))
}

fn check(session: &Session, json: bool, context: &Context<'_>) -> Result<(), Failure> {
    let reconciliation = Reconciliation::new(session)?;
    if json {
        print_json(&versioned([
            ("world", json!(session.model.world.name)),
            ("world_hash", json!(session.world_hash)),
            ("reconciled", json!(!reconciliation.falls_short())),
            ("published", reconciliation.lines.iter().map(line_json).collect()),
            ("markets", reconciliation.markets.iter().map(market_json).collect()),
        ]))?;
    } else {
        print(&reconciliation_text(session, &reconciliation, context))?;
    }
    if reconciliation.falls_short() { Err(Failure::Shown(FELL_SHORT)) } else { Ok(()) }
}

fn line_json(line: &Line) -> Value {
    let published = &line.published;
    json!({
        "quantity": published.quantity, "unit": published.unit, "year": published.year,
        "published_low": published.low, "published_high": published.high, "model": line.value, "verdict": line.verdict.word(),
        "carried_by": published.carried_by, "model_over_carrier": line.over_carrier.map(|(low, high)| [low, high]),
        "source": published.source, "note": published.note,
    })
}

fn market_json(market: &MarketLine) -> Value {
    json!({
        "market": market.market, "survey_t_per_year": market.survey_t_per_year, "arrivals_t_per_year": market.arrivals_t_per_year,
        "underreporting": market.underreporting, "plausible": [market.plausible.0, market.plausible.1], "is_plausible": market.is_plausible(),
    })
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
            if line.verdict == Verdict::Within { String::new() } else { published.carried_by.replace(':', ": ") };
        let between = interval(published.low, published.high);
        table.push([name, between, published.year.clone(), value, line.verdict.word().to_owned(), carrier]);
    }
    let counts: Vec<String> = [Verdict::Within, Verdict::Carried, Verdict::Outside, Verdict::NotComputed]
        .into_iter()
        .map(|verdict| format!("{} {}", reconciliation.count(verdict), verdict.word()))
        .collect();
    format!(
        "{}: published totals against the calibrated base year\n\n{}\n{} published totals: {}.\n\n{}",
        session.model.world.name,
        table.render(context.terminal),
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
    table.render(context.terminal)
}

fn show(session: &Session, json: bool, context: &Context<'_>) -> Result<(), Failure> {
    if json {
        print_json(&summary_json(session))
    } else {
        print(&summary_text(&session.model.world, &calibration(session), context))
    }
}

fn calibration(session: &Session) -> Calibration {
    let p = Parameters::of(&session.evidence, &session.evidence.central());
    Calibration::new(&session.model, &p, &Switches::default(), Hold::default())
}

/// What a world is made of, counted.
fn counts(world: &World) -> [(&'static str, usize); 9] {
    [
        ("countries", world.countries.len()),
        ("regions", world.regions.len()),
        ("places", world.places.len()),
        ("routes", world.routes.len()),
        ("corridors", world.corridors.len()),
        ("organisations", world.organisations.len()),
        ("markets", world.markets.len()),
        ("groups", world.groups.len()),
        ("actors", world.actors.len()),
    ]
}

/// Relation of each actor with the lead state.
fn relations(world: &World) -> Vec<(&str, f64)> {
    let Some(lead) = world.actor(world.lead_state) else { return Vec::new() };
    let count = world.actors.len();
    let others = (0..count).filter(|&actor| actor != lead);
    others
        .map(|actor| (world.countries[world.actors[actor]].id.as_str(), world.relations[lead * count + actor]))
        .collect()
}

/// What a world is made of, as JSON.
pub fn summary_json(session: &Session) -> Value {
    let world = &session.model.world;
    let calibration = calibration(session);
    let corridor = |(position, corridor): (usize, &counterflow_model::world::Corridor)| {
        json!({
            "id": corridor.id, "name": corridor.name, "flow_kg_per_month": calibration.corridor_flow_kg[position],
            "loss_share": calibration.corridor_loss_share[position], "patrol_days_per_year": corridor.patrol_days_per_year,
            "surveillance_hours_per_year": corridor.surveillance_hours_per_year,
        })
    };
    let market = |(market, arrivals): (&counterflow_model::world::Market, &f64)| {
        json!({
            "id": market.id, "name": market.name, "arrivals_kg_per_month": arrivals, "light_users": market.light_users, "heavy_users": market.heavy_users,
            "wholesale_usd_per_kg": market.wholesale_usd_per_kg, "retail_usd_per_kg": market.retail_usd_per_kg, "purity": market.purity,
        })
    };
    let group = |group: &counterflow_model::world::Group| json!({"id": group.id, "name": group.name, "country": world.countries[group.country].id, "members": group.members});
    let relation = |(id, relation): (&str, f64)| json!({"country": id, "relation": relation});
    let counted: serde_json::Map<String, Value> =
        counts(world).into_iter().map(|(what, number)| (what.to_owned(), json!(number))).collect();
    versioned([
        ("world", json!(world.name)),
        ("about", json!(world.about)),
        ("world_hash", json!(session.world_hash)),
        ("start", json!(world.start.to_string())),
        ("lead_state", json!(world.countries[world.lead_state].id)),
        ("counts", Value::Object(counted)),
        ("corridors", world.corridors.iter().enumerate().map(corridor).collect()),
        ("markets", world.markets.iter().zip(&calibration.trafficking.arrivals_kg).map(market).collect()),
        ("groups", world.groups.iter().map(group).collect()),
        ("relations_with_lead", relations(world).into_iter().map(relation).collect()),
    ])
}

fn summary_text(world: &World, calibration: &Calibration, context: &Context<'_>) -> String {
    let tonnes = |kg_per_month: f64| significant(kg_per_month * MONTHS_PER_YEAR / KG_PER_TONNE);
    let mut corridors = Table::new([
        ("Corridor", Column::Left),
        ("Flow t/year", Column::Right),
        ("Seized", Column::Right),
        ("Patrol days/year", Column::Right),
    ]);
    for (position, corridor) in world.corridors.iter().enumerate() {
        let seized = percent(calibration.corridor_loss_share[position]);
        corridors.push([
            corridor.name.clone(),
            tonnes(calibration.corridor_flow_kg[position]),
            seized,
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
    for (market, arrivals) in world.markets.iter().zip(&calibration.trafficking.arrivals_kg) {
        markets.push([
            market.name.clone(),
            tonnes(*arrivals),
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
    for (id, relation) in relations(world) {
        with_lead.push([id.to_owned(), significant(relation)]);
    }
    let counted: Vec<String> =
        counts(world).iter().map(|(what, number)| format!("{} {what}", count(*number as u64))).collect();
    let tables: Vec<String> =
        [corridors, markets, groups, with_lead].iter().map(|table| table.render(context.terminal)).collect();
    format!("{}, from {}\n{}\n{}.\n\n{}", world.name, world.start, world.about, counted.join(", "), tables.join("\n"))
}
