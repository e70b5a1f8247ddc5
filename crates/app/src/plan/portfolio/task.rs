//! What is asked of a portfolio: budget, levers, objectives.

use crate::ensemble::EnsembleSize;
use crate::failure::Failure;
use crate::plan::MONTHS_BEFORE;
use crate::plan::words::title;
use crate::record::run_record;
use crate::results::plan::{PortfolioObjective, PortfolioQuestion};
use crate::series::{find, yearly_unit};
use crate::session::{NamedScenario, Session};
use counterflow_evidence::diagnostics::{Problem, SourceFile};
use counterflow_model::indicators::{Indicator, WORLD};
use counterflow_model::interdiction::Enforcement;
use counterflow_model::policy::levers::LEVERS;
use counterflow_model::policy::{Amount, LeverId, LeverUse, Scenario};
use counterflow_planner::simulated::{Member, Setting};
use counterflow_report::RunRecord;
use counterflow_report::comparison::MONTHS;

/// What is asked, as a user writes it.
#[derive(Clone, Debug, PartialEq)]
pub struct PortfolioRequest {
    /// Money a year on top of the base year's, such as "500 million USD/year".
    pub budget: String,
    /// Levers that may receive money; all but strikes, which need a country, if none is named.
    pub levers: Vec<String>,
    /// Series that should fall.
    pub lower: Vec<String>,
    /// Series that should rise.
    pub raise: Vec<String>,
    /// Equal steps that the budget is spent in.
    pub steps: u16,
    /// Uncertain states in which portfolios are searched; the first has central parameters.
    pub states: u16,
    /// Portfolios of a generation.
    pub population: u16,
    /// Generations of the search.
    pub generations: u16,
    /// Stops the search after so many seconds with the portfolios so far.
    pub seconds: Option<f64>,
    /// Scenario in force besides.
    pub scenario: String,
    /// First month of the spending; the world's second year if left out.
    pub from: Option<String>,
    /// Last month of the run; the 36 months before it count. The scenario's if left out.
    pub until: Option<String>,
    /// The ensemble on which portfolios are tried.
    pub size: EnsembleSize,
}

/// An objective besides cost.
#[derive(Debug)]
pub struct Aim {
    /// As asked.
    pub name: String,
    /// Indicator.
    pub indicator: &'static Indicator,
    /// Position of the series.
    pub series: usize,
    /// Whether it should rise.
    pub raise: bool,
}

impl Aim {
    /// A change or value so that smaller is better, or back.
    pub fn oriented(&self, value: f64) -> f64 {
        if self.raise { -value } else { value }
    }

    /// The objective for readers.
    pub fn title(&self) -> String {
        title(self.indicator, self.name.split_once('@').map_or(WORLD, |(_, place)| place))
    }

    /// Unit over a year where months add up.
    pub fn unit(&self) -> String {
        yearly_unit(self.indicator)
    }
}

/// A question, checked.
#[derive(Debug)]
pub struct PortfolioTask<'a> {
    /// As asked.
    pub request: PortfolioRequest,
    session: &'a Session,
    named: NamedScenario,
    scenario: Scenario,
    /// Levers with their schedule; amounts are the portfolio's.
    pub levers: Vec<LeverUse>,
    /// Objectives besides cost.
    pub aims: Vec<Aim>,
    budget_usd_per_year: f64,
    /// Central parameters, expected values.
    central: Member,
}

impl<'a> PortfolioTask<'a> {
    /// Reads the request.
    ///
    /// # Errors
    /// A name that does not exist, a budget that is none, or months outside the run.
    pub fn new(request: PortfolioRequest, session: &'a Session) -> Result<Self, Failure> {
        let named = session.scenario(&request.scenario)?;
        let alone = read_levers(&request, &named.scenario, session)?;
        let scenario = Scenario { until: alone.until, ..named.scenario.clone() };
        let budget_usd_per_year = match alone.levers.first().map(|lever| lever.amount) {
            Some(Amount::BudgetUsdPerYear(usd)) if usd > 0.0 => usd,
            _ => {
                return Err(Problem::new("E0816", format!("`{}` is no budget", request.budget))
                    .expect("money above zero, such as 500 million USD/year")
                    .into());
            }
        };
        let lowered = request.lower.iter().map(|name| (name, false));
        let raised = request.raise.iter().map(|name| (name, true));
        let aim = |(name, raise): (&String, bool)| {
            let series = find(if raise { "--raise" } else { "--lower" }, name, &session.model)?;
            Ok(Aim { name: name.clone(), indicator: series.indicator, series: series.position, raise })
        };
        let aims = lowered.chain(raised).map(aim).collect::<Result<Vec<Aim>, Problem>>()?;
        let central = Member { parameters: request.size.over(session).parameters(&scenario, 0)?, stream: None };
        Ok(Self { request, session, named, scenario, levers: alone.levers, aims, budget_usd_per_year, central })
    }

    /// What the simulator runs, and the months that count.
    pub fn setting(&self) -> Setting<'_> {
        let end = counterflow_model::run::months(&self.session.model, &self.scenario);
        Setting { model: &self.session.model, scenario: &self.scenario, months: end.saturating_sub(MONTHS)..end }
    }

    /// A member of the ensemble; without chance events where `expected`.
    ///
    /// # Errors
    /// The scenario sets a parameter that does not exist.
    pub fn member(&self, member: u32, expected: bool) -> Result<Member, Failure> {
        let ensemble = self.request.size.over(self.session);
        let parameters = ensemble.parameters(&self.scenario, member)?;
        Ok(Member { parameters, stream: (!expected).then(|| ensemble.stream(member)) })
    }

    /// Money of one step.
    pub fn step_usd_per_year(&self) -> f64 {
        self.budget_usd_per_year / f64::from(self.request.steps)
    }

    /// Steps that each lever can spend at its central unit cost, up to its largest historical example.
    pub fn most_steps(&self) -> Vec<usize> {
        let parameters = &self.central.parameters;
        let most = |lever: &LeverUse| {
            let numbers = parameters.levers.numbers(lever.id, &self.session.model.world);
            (numbers.maximum_extra * numbers.unit_cost_usd / self.step_usd_per_year()).floor() as usize
        };
        self.levers.iter().map(|lever| most(lever).min(usize::from(self.request.steps))).collect()
    }

    /// The levers of a portfolio: the same money in every state, at the state's unit costs.
    pub fn uses(&self, steps: &[usize]) -> Vec<LeverUse> {
        let spent = self.levers.iter().zip(steps).filter(|(_, count)| **count > 0);
        spent
            .map(|(lever, &count)| LeverUse {
                amount: Amount::BudgetUsdPerYear(count as f64 * self.step_usd_per_year()),
                ..lever.clone()
            })
            .collect()
    }

    /// What the rest of enforcement does in the scenario.
    pub fn enforcement(&self) -> Enforcement {
        self.scenario.switches.enforcement
    }

    /// Money of a portfolio.
    pub fn cost_usd_per_year(&self, steps: &[usize]) -> f64 {
        steps.iter().sum::<usize>() as f64 * self.step_usd_per_year()
    }

    /// Objectives of a portfolio from its changes by aim and state: smaller is better, cost is last.
    pub fn values(&self, steps: &[usize], changes: &[Vec<f64>]) -> Vec<f64> {
        let worse_halves = self
            .aims
            .iter()
            .zip(changes)
            .map(|(aim, changes)| mean_of_worse_half(changes.iter().map(|change| aim.oriented(*change))));
        worse_halves.chain([self.cost_usd_per_year(steps)]).collect()
    }

    /// The question in words.
    pub fn heading(&self) -> String {
        let aims: Vec<String> =
            self.aims.iter().map(|aim| format!("{} `{}`", if aim.raise { "more" } else { "less" }, aim.name)).collect();
        let start = self.session.model.world.start;
        let months = self.setting().months;
        let (first, last) = (start.plus_months(months.start as i64), start.plus_months(months.end as i64 - 1));
        format!(
            "Up to {} more over {} levers: {} and less cost, {first} to {last}.",
            self.request.budget,
            self.levers.len(),
            aims.join(", ")
        )
    }

    /// What reproduces the answer.
    pub fn record(&self) -> RunRecord {
        let size = self.request.size;
        run_record(self.session, std::slice::from_ref(&self.named), size.seed, size.members, size.draws)
    }

    /// The question as a result.
    pub fn question(&self) -> PortfolioQuestion {
        let objective =
            |aim: &Aim| PortfolioObjective { objective: aim.name.clone(), raise: aim.raise, unit: aim.unit() };
        PortfolioQuestion {
            budget_usd_per_year: self.budget_usd_per_year,
            step_usd_per_year: self.step_usd_per_year(),
            levers: self.levers.iter().map(|lever| lever.id.lever().key).collect(),
            objectives: self.aims.iter().map(objective).collect(),
            scenario: self.request.scenario.clone(),
            states: self.request.states,
            population: self.request.population,
            generations: self.request.generations,
        }
    }
}

/// Levers read as if a scenario file had named them: the same checks and messages as everywhere.
fn read_levers(request: &PortfolioRequest, base: &Scenario, session: &Session) -> Result<Scenario, Failure> {
    let world = &session.model.world;
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let from = request.from.clone().unwrap_or_else(|| world.start.plus_months(MONTHS_BEFORE).to_string());
    let until = request.until.clone().unwrap_or_else(|| base.until.to_string());
    // Strikes are carried out in a country that someone must name.
    let anywhere = LEVERS.iter().filter(|lever| lever.id != LeverId::ProductionStrikes);
    let all: Vec<String> = anywhere.map(|lever| lever.key.to_owned()).collect();
    let named = if request.levers.is_empty() { &all } else { &request.levers };
    let lever = |id: &String| {
        format!("\n[[lever]]\nid = {}\nbudget = {}\nfrom = {}\n", quoted(id), quoted(&request.budget), quoted(&from))
    };
    let levers: String = named.iter().map(lever).collect();
    let text = format!("name = \"options of plan\"\nuntil = {}\n{levers}", quoted(&until));
    Ok(Scenario::parse(&[SourceFile::new("options.toml", text)], "options", world)?)
}

/// Mean over the larger half of the values, the middle one of an odd number included.
pub fn mean_of_worse_half(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(|one, other| other.total_cmp(one));
    let half = values.len().div_ceil(2);
    values[..half].iter().sum::<f64>() / half.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worse_half_is_the_larger_one() {
        assert_eq!(mean_of_worse_half([1.0, 4.0, 2.0, 3.0].into_iter()), 3.5);
        assert_eq!(mean_of_worse_half([5.0, 1.0, 3.0].into_iter()), 4.0);
        assert_eq!(mean_of_worse_half([7.0].into_iter()), 7.0);
    }
}
