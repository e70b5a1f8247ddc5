//! What is asked: lever, amount, objective, months, as options and as a planner's problem.

use super::answer::Effort;
use super::page::Head;
use super::refused;
use super::values::{PlanValue, in_short, title, within};
use crate::failure::Failure;
use crate::options::EnsembleOptions;
use crate::output::to_json;
use clap::Args;
use counterflow_app::record::run_record;
use counterflow_app::series::{find, yearly_unit};
use counterflow_app::session::{NamedScenario, Session};
use counterflow_evidence::diagnostics::{Problem, SourceFile};
use counterflow_model::indicators::{Indicator, WORLD};
use counterflow_model::policy::levers::TargetKind;
use counterflow_model::policy::{Amount, LeverUse, Scenario};
use counterflow_model::world::{Role, World};
use counterflow_planner::simulated::{Lattice, Member, Objective, PlacementProblem, Reaction, Trial};
use counterflow_report::RunRecord;
use counterflow_report::comparison::MONTHS;
use counterflow_report::number::{money, quantity};
use counterflow_study::ensemble::Ensemble;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Months of the world before the effort begins, where the user names none.
pub const MONTHS_BEFORE: i64 = 12;

/// Options of every question.
#[derive(Clone, Debug, Args)]
pub struct QuestionOptions {
    /// Lever whose effort is placed (`counterflow schema levers` lists them)
    #[arg(long, value_name = "LEVER", default_value = "vessel_patrols")]
    pub lever: String,
    /// Effort a year on top of the base year's, or money such as '50 million USD/year'
    #[arg(long, value_name = "AMOUNT")]
    pub amount: String,
    /// What is lowered: an indicator at a place
    #[arg(long, value_name = "INDICATOR@PLACE", default_value = "arrivals@united_states")]
    pub objective: String,
    /// Raises the objective instead
    #[arg(long)]
    pub maximise: bool,
    /// Scenario in force besides
    #[arg(long, value_name = "SCENARIO", default_value = "baseline")]
    pub scenario: String,
    /// First month of the effort [default: the world's second year]
    #[arg(long, value_name = "YYYY-MM")]
    pub from: Option<String>,
    /// Last month of the run; the 36 months before it count [default: the scenario's]
    #[arg(long, value_name = "YYYY-MM")]
    pub until: Option<String>,
    /// Every placement is tried if there are at most so many; otherwise steps are moved while that helps
    #[arg(long, value_name = "N", default_value_t = 5000)]
    pub runs: usize,
    /// Stops the search after so many seconds with the best placement so far, which may then depend on the machine
    #[arg(long, value_name = "S", value_parser = super::watch::seconds)]
    pub seconds: Option<f64>,
    #[command(flatten)]
    pub ensemble: EnsembleOptions,
    /// Prints JSON
    #[arg(long)]
    pub json: bool,
    /// Writes charts and tables to this file, one page that loads nothing from elsewhere
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

/// A question, checked.
#[derive(Debug)]
pub struct Question<'a> {
    /// As asked.
    pub options: &'a QuestionOptions,
    /// World, evidence and scenarios.
    pub session: &'a Session,
    /// The scenario in force besides.
    named: NamedScenario,
    /// For the planner.
    pub problem: PlacementProblem<'a>,
    /// Central parameters, expected values.
    pub central: Member,
    /// The objective's indicator.
    pub indicator: &'static Indicator,
}

impl<'a> Question<'a> {
    /// Reads the options; the amount is split into `steps` equal steps.
    pub fn new(options: &'a QuestionOptions, session: &'a Session, steps: usize) -> Result<Self, Failure> {
        let model = &session.model;
        let named = session.scenario(&options.scenario)?;
        let base_levers = named.scenario.levers.len();
        let mut scenario = read_scenario(options, &named.scenario, session)?;
        let lever = scenario.levers.pop().filter(|_| scenario.levers.len() == base_levers);
        let lever = lever.ok_or_else(|| Problem::new("E0501", format!("unknown lever `{}`", options.lever)))?;
        let series = find("--objective", &options.objective, model)?;
        let end = counterflow_model::run::months(model, &scenario);
        let central = Member {
            parameters: ensemble(options, session).parameters(&scenario, 0).map_err(|error| error.problem)?,
            stream: None,
        };
        let effort = whole_effort(&lever, &central, session)?;
        let places = places(&model.world, &lever);
        let problem = PlacementProblem {
            model,
            places,
            step_effort: effort / steps as f64,
            objective: Objective {
                series: series.position,
                months: end.saturating_sub(MONTHS)..end,
                maximise: options.maximise,
            },
            scenario,
            lever,
        };
        problem.check().map_err(|error| refused(&error))?;
        Ok(Self { options, session, named, problem, central, indicator: series.indicator })
    }

    /// What placements are chosen for: full adaptation under the scenario's own enforcement.
    pub fn planned_for(&self) -> Trial {
        Trial { reaction: Reaction::Full, enforcement: self.problem.scenario.switches.enforcement }
    }

    /// Placements of `steps` steps.
    pub fn lattice(&self, steps: usize, most_per_place: usize) -> Lattice {
        Lattice { places: self.problem.places.len(), steps, most_per_place }
    }

    /// A member of the ensemble.
    pub fn member(&self, member: u32) -> Result<Member, Failure> {
        let ensemble = ensemble(self.options, self.session);
        let parameters = ensemble.parameters(&self.problem.scenario, member).map_err(|error| error.problem)?;
        Ok(Member { parameters, stream: Some(ensemble.stream(member)) })
    }

    /// Effort by place.
    pub fn efforts(&self, steps: &[f64]) -> Vec<Effort> {
        let world = &self.session.model.world;
        let kind = self.problem.lever.id.lever().targets;
        let placed = self.problem.places.iter().zip(steps).filter(|(_, count)| **count > 0.0);
        placed
            .map(|(&place, count)| {
                let (id, title) = name(world, kind, place);
                Effort { id, title, effort: count * self.problem.step_effort, unit: self.unit() }
            })
            .collect()
    }

    /// Unit of effort.
    pub fn unit(&self) -> String {
        let lever = self.problem.lever.id.lever();
        format!("{}{}", lever.units[0], if lever.per_year { "/year" } else { "" })
    }

    /// The question in words.
    fn heading(&self) -> String {
        let lever = self.problem.lever.id.lever();
        let direction = if self.options.maximise { "highest" } else { "lowest" };
        let start = self.session.model.world.start;
        let months = &self.problem.objective.months;
        let (first, last) = (start.plus_months(months.start as i64), start.plus_months(months.end as i64 - 1));
        let cost = match self.problem.lever.amount {
            Amount::Effort(effort) => format!(" ({})", money(effort * self.unit_cost_usd(), "USD/year")),
            Amount::BudgetUsdPerYear(_) => String::new(),
        };
        format!(
            "{}, {} more{cost} from {}: placed so that `{}` is {direction} in {first} to {last}.",
            lever.title, self.options.amount, self.problem.lever.from, self.options.objective
        )
    }

    /// The objective for readers.
    pub fn objective_words(&self) -> String {
        let place = self.options.objective.split_once('@').map_or(WORLD, |(_, place)| place);
        title(self.indicator, place)
    }

    /// What is done, and what it does.
    pub fn in_short(&self, done: String, values: &[PlanValue]) -> Vec<String> {
        let effects = in_short(&[(within(&self.objective_words()), values)], self.planned_for().enforcement);
        std::iter::once(done).chain(effects).collect()
    }

    /// The question as JSON.
    pub fn to_json(&self) -> Value {
        let start = self.session.model.world.start;
        let months = &self.problem.objective.months;
        json!({
            "lever": self.options.lever, "amount": self.options.amount, "objective": self.options.objective, "maximise": self.options.maximise,
            "scenario": self.options.scenario, "from": self.problem.lever.from.to_string(),
            "window": [start.plus_months(months.start as i64).to_string(), start.plus_months(months.end as i64 - 1).to_string()],
        })
    }

    /// What stands above the answer, and how it leaves.
    pub fn head<'t>(&'t self, title: &'t str) -> Head<'t> {
        let command = self.run().command;
        Head { title, question: self.heading(), command, json: self.options.json, html: self.options.html.as_deref() }
    }

    /// What reproduces the answer, as JSON.
    pub fn record(&self) -> Result<Value, Failure> {
        to_json(&self.run())
    }

    fn run(&self) -> RunRecord {
        run_record(
            self.session,
            std::slice::from_ref(&self.named),
            self.options.ensemble.seed,
            self.options.ensemble.members,
        )
    }

    /// What a unit of effort costs, central parameters.
    pub fn unit_cost_usd(&self) -> f64 {
        self.central.parameters.levers.numbers(self.problem.lever.id, &self.session.model.world).unit_cost_usd
    }

    /// The objective's level as text.
    pub fn level(&self, value: f64) -> String {
        quantity(value, &self.yearly_unit())
    }

    /// Unit of the objective, over a year where months add up.
    pub fn yearly_unit(&self) -> String {
        yearly_unit(self.indicator)
    }
}

fn ensemble<'a>(options: &QuestionOptions, session: &'a Session) -> Ensemble<'a> {
    Ensemble {
        model: &session.model,
        evidence: &session.evidence,
        members: options.ensemble.members,
        seed: options.ensemble.seed,
    }
}

/// The scenario with the lever as its last one, read as if a file had said so: the same checks and
/// messages as everywhere.
fn read_scenario(options: &QuestionOptions, base: &Scenario, session: &Session) -> Result<Scenario, Failure> {
    let world = &session.model.world;
    let from = options.from.clone().unwrap_or_else(|| world.start.plus_months(MONTHS_BEFORE).to_string());
    let key = if ["usd", "dollar"].iter().any(|money| options.amount.to_lowercase().contains(money)) {
        "budget"
    } else {
        "effort"
    };
    let quoted = |text: &str| Value::from(text).to_string();
    let until = options.until.as_deref().map_or(base.until.to_string(), str::to_owned);
    let text = format!(
        "name = \"options of plan\"\nuntil = {}\n\n[[lever]]\nid = {}\n{key} = {}\nfrom = {}\n",
        quoted(&until),
        quoted(&options.lever),
        quoted(&options.amount),
        quoted(&from)
    );
    let alone = Scenario::parse(&[SourceFile::new("options.toml", text)], "options", world)?;
    let mut scenario = Scenario { until: alone.until, ..base.clone() };
    scenario.levers.extend(alone.levers);
    Ok(scenario)
}

/// The amount in effort a year, within what history has seen.
fn whole_effort(lever: &LeverUse, central: &Member, session: &Session) -> Result<f64, Problem> {
    let numbers = central.parameters.levers.numbers(lever.id, &session.model.world);
    let effort = match lever.amount {
        Amount::Effort(effort) => effort,
        Amount::BudgetUsdPerYear(usd) => usd / numbers.unit_cost_usd,
    };
    if effort > numbers.maximum_extra {
        let unit = lever.id.lever().units[0];
        return Err(Problem::new("E0816", format!("{effort} {unit} is more than history has seen")).expect(format!(
            "at most {} {unit} ({})",
            numbers.maximum_extra,
            lever.id.lever().example
        )));
    }
    Ok(effort)
}

/// Corridors with effort of the kind in the base year; partner states; markets.
fn places(world: &World, lever: &LeverUse) -> Vec<usize> {
    use counterflow_model::policy::LeverId;
    match lever.id.lever().targets {
        TargetKind::Corridor => {
            let effort = |corridor: &usize| {
                let corridor = &world.corridors[*corridor];
                if lever.id == LeverId::Surveillance {
                    corridor.surveillance_hours_per_year
                } else {
                    corridor.patrol_days_per_year
                }
            };
            (0..world.corridors.len()).filter(|corridor| effort(corridor) > 0.0).collect()
        }
        TargetKind::Country => {
            let is_partner = |country: &usize| {
                matches!(world.countries[*country].role, Role::Producer | Role::Transit)
                    && world.actor(*country).is_some()
            };
            (0..world.countries.len()).filter(is_partner).collect()
        }
        TargetKind::Market => (0..world.markets.len()).collect(),
        TargetKind::Worldwide => Vec::new(),
    }
}

fn name(world: &World, kind: TargetKind, place: usize) -> (String, String) {
    let (id, title) = match kind {
        TargetKind::Corridor => (&world.corridors[place].id, &world.corridors[place].name),
        TargetKind::Market => (&world.markets[place].id, &world.markets[place].name),
        TargetKind::Country | TargetKind::Worldwide => (&world.countries[place].id, &world.countries[place].name),
    };
    (id.clone(), title.clone())
}
