//! What is asked of a placement: lever, amount, objective, months, and the planner's problem that it makes.

use super::{MONTHS_BEFORE, refused};
use crate::ensemble::EnsembleSize;
use crate::failure::Failure;
use crate::plan::words::{in_short, title, within};
use crate::record::run_record;
use crate::results::plan::{Effort, PlacementQuestion, PlanValue};
use crate::series::{find, yearly_unit};
use crate::session::{NamedScenario, Session};
use counterflow_evidence::diagnostics::{Problem, SourceFile};
use counterflow_model::indicators::{Indicator, WORLD};
use counterflow_model::policy::levers::TargetKind;
use counterflow_model::policy::{Amount, LeverUse, Scenario};
use counterflow_model::world::{Role, World};
use counterflow_planner::simulated::{Lattice, Member, Objective, PlacementProblem, Reaction, Trial};
use counterflow_report::RunRecord;
use counterflow_report::comparison::MONTHS;
use counterflow_report::number::{money, quantity};

/// What is asked, as a user writes it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacementRequest {
    /// Lever whose effort is placed.
    pub lever: String,
    /// Effort a year on top of the base year's, or money such as '50 million USD/year'.
    pub amount: String,
    /// What is lowered: an indicator at a place; arrivals in the lead state's market if left out.
    pub objective: Option<String>,
    /// Raises the objective instead.
    pub maximise: bool,
    /// Scenario in force besides.
    pub scenario: String,
    /// First month of the effort; the world's second year if left out.
    pub from: Option<String>,
    /// Last month of the run; the 36 months before it count. The scenario's if left out.
    pub until: Option<String>,
    /// Every placement is tried if there are at most so many; otherwise steps are moved while that helps.
    pub runs: usize,
    /// Stops the search after so many seconds with the best placement so far.
    pub seconds: Option<f64>,
    /// The ensemble on which the plan is tried.
    pub size: EnsembleSize,
}

/// A question, checked.
#[derive(Debug)]
pub struct PlacementTask<'a> {
    /// As asked.
    pub request: PlacementRequest,
    /// World, evidence and scenarios.
    pub session: &'a Session,
    /// The scenario in force besides.
    named: NamedScenario,
    /// For the planner.
    pub problem: PlacementProblem<'a>,
    /// Central parameters, expected values.
    pub central: Member,
    /// The objective, as `indicator@place`.
    pub objective: String,
    /// The objective's indicator.
    pub indicator: &'static Indicator,
}

impl<'a> PlacementTask<'a> {
    /// Reads the request; the amount is split into `steps` equal steps.
    ///
    /// # Errors
    /// A name that does not exist, an amount beyond what history has seen, or months outside the run.
    pub fn new(request: PlacementRequest, session: &'a Session, steps: usize) -> Result<Self, Failure> {
        let model = &session.model;
        let named = session.scenario(&request.scenario)?;
        let base_levers = named.scenario.levers.len();
        let mut scenario = read_scenario(&request, &named.scenario, session)?;
        let lever = scenario.levers.pop().filter(|_| scenario.levers.len() == base_levers);
        let lever = lever.ok_or_else(|| Problem::new("E0501", format!("unknown lever `{}`", request.lever)))?;
        let objective = request.objective.clone().unwrap_or_else(|| home_arrivals(&model.world));
        let series = find("--objective", &objective, model)?;
        let end = counterflow_model::run::months(model, &scenario);
        let central = Member { parameters: request.size.over(session).parameters(&scenario, 0)?, stream: None };
        let effort = whole_effort(&lever, &central, session)?;
        let places = places(&model.world, &lever);
        let problem = PlacementProblem {
            model,
            places,
            step_effort: effort / steps as f64,
            objective: Objective {
                series: series.position,
                months: end.saturating_sub(MONTHS)..end,
                maximise: request.maximise,
            },
            scenario,
            lever,
        };
        problem.check().map_err(|error| refused(&error))?;
        Ok(Self { request, session, named, problem, central, objective, indicator: series.indicator })
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
    ///
    /// # Errors
    /// The scenario sets a parameter that does not exist.
    pub fn member(&self, member: u32) -> Result<Member, Failure> {
        let ensemble = self.request.size.over(self.session);
        let parameters = ensemble.parameters(&self.problem.scenario, member)?;
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
    pub fn heading(&self) -> String {
        let lever = self.problem.lever.id.lever();
        let direction = if self.request.maximise { "highest" } else { "lowest" };
        let start = self.session.model.world.start;
        let months = &self.problem.objective.months;
        let (first, last) = (start.plus_months(months.start as i64), start.plus_months(months.end as i64 - 1));
        let cost = match self.problem.lever.amount {
            Amount::Effort(effort) => format!(" ({})", money(effort * self.unit_cost_usd(), "USD/year")),
            Amount::ExtraEffort(effort) => format!(" ({})", money(effort * self.unit_cost_usd(), "USD/year")),
            Amount::ShareOfBaseline(_) | Amount::BudgetUsdPerYear(_) => String::new(),
        };
        format!(
            "{}, {} more{cost} from {}: placed so that `{}` is {direction} in {first} to {last}.",
            lever.title, self.request.amount, self.problem.lever.from, self.objective
        )
    }

    /// The objective for readers.
    pub fn objective_words(&self) -> String {
        let place = self.objective.split_once('@').map_or(WORLD, |(_, place)| place);
        title(self.indicator, place)
    }

    /// What is done, and what it does.
    pub fn in_short(&self, done: String, values: &[PlanValue]) -> Vec<String> {
        let effects = in_short(&[(within(&self.objective_words()), values)], self.planned_for().enforcement);
        std::iter::once(done).chain(effects).collect()
    }

    /// The question as a result.
    pub fn question(&self) -> PlacementQuestion {
        let start = self.session.model.world.start;
        let months = &self.problem.objective.months;
        PlacementQuestion {
            lever: self.request.lever.clone(),
            amount: self.request.amount.clone(),
            objective: self.objective.clone(),
            maximise: self.request.maximise,
            scenario: self.request.scenario.clone(),
            from: self.problem.lever.from.to_string(),
            window: [
                start.plus_months(months.start as i64).to_string(),
                start.plus_months(months.end as i64 - 1).to_string(),
            ],
        }
    }

    /// What reproduces the answer.
    pub fn record(&self) -> RunRecord {
        let size = self.request.size;
        run_record(self.session, std::slice::from_ref(&self.named), size.seed, size.members, size.draws)
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

/// The scenario with the lever as its last one, read as if a file had said so: the same checks and
/// messages as everywhere.
fn read_scenario(request: &PlacementRequest, base: &Scenario, session: &Session) -> Result<Scenario, Failure> {
    let world = &session.model.world;
    let from = request.from.clone().unwrap_or_else(|| world.start.plus_months(MONTHS_BEFORE).to_string());
    let key = if ["usd", "dollar"].iter().any(|money| request.amount.to_lowercase().contains(money)) {
        "budget"
    } else {
        "effort"
    };
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let until = request.until.as_deref().map_or(base.until.to_string(), str::to_owned);
    let text = format!(
        "name = \"options of plan\"\nuntil = {}\n\n[[lever]]\nid = {}\n{key} = {}\nfrom = {}\n",
        quoted(&until),
        quoted(&request.lever),
        quoted(&request.amount),
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
        Amount::Effort(effort) | Amount::ExtraEffort(effort) => effort,
        Amount::ShareOfBaseline(share) => share * numbers.baseline,
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

/// What arrives in the lead state's market, or in all of them where it is none.
fn home_arrivals(world: &World) -> String {
    let home = &world.countries[world.lead_state].id;
    if world.market(home).is_some() { format!("arrivals@{home}") } else { "arrivals".to_owned() }
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
