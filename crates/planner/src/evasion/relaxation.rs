//! The linear relaxation: sensors x in [0, 1], one f per scenario, the inequalities found so far.

use highs::{RowProblem, Sense};

use super::EvasionProblem;
use super::events::StarCut;
use crate::error::PlannerError;
use crate::programme::quiet_model;
use crate::warm_programme::{Built, WarmProgramme, add_row};

/// Rows are dropped and the model rebuilt when this many times the rows of the last rebuild exist:
/// a choice of speed only.
const GROWTH_BEFORE_REBUILD: usize = 2;

/// Rows that a model may have before a rebuild is considered, per scenario: a choice of speed only.
const ROWS_PER_SCENARIO: usize = 3;

/// A solution of the relaxation.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) objective: f64,
    pub(super) sensors: Vec<f64>,
    pub(super) evasion: Vec<f64>,
    pub(super) reduced_cost: Vec<f64>,
}

/// Dual simplex steps of a trial: speed only.
const TRIAL_ITERATIONS: i32 = 60;

/// An inequality whose slack exceeds this share of f is forgotten at a rebuild: speed only.
const TIGHT: f64 = 0.002;

/// The relaxation with its inequalities, kept warm between solutions.
pub(super) struct Relaxation<'p> {
    problem: &'p EvasionProblem,
    budget: f64,
    rows: Vec<StarCut>,
    rows_at_rebuild: usize,
    programme: WarmProgramme,
}

impl<'p> Relaxation<'p> {
    pub(super) fn new(problem: &'p EvasionProblem, budget: f64) -> Self {
        let affordable = |cost: f64| if cost <= budget { 1.0 } else { 0.0 };
        Self {
            problem,
            budget,
            rows: Vec::new(),
            rows_at_rebuild: ROWS_PER_SCENARIO * problem.scenarios.len(),
            programme: WarmProgramme::new(problem.sites.iter().map(|site| (0.0, affordable(site.cost))).collect()),
        }
    }

    /// Lower and upper bound of a sensor.
    pub(super) fn bounds(&self, site: usize) -> (f64, f64) {
        self.programme.bounds(site)
    }

    pub(super) fn set_bounds(&mut self, site: usize, bounds: (f64, f64)) {
        self.programme.set_bounds(site, bounds);
    }

    pub(super) fn add(&mut self, cuts: Vec<StarCut>) -> Result<(), PlannerError> {
        cuts.iter().try_for_each(|cut| self.programme.add_row(cut.constant, &terms(self.problem, cut)))?;
        self.rows.extend(cuts);
        Ok(())
    }

    /// The objective after a few dual simplex steps. `None` when the present bounds leave no point.
    pub(super) fn estimate(&mut self) -> Result<Option<f64>, PlannerError> {
        self.programme.estimate(TRIAL_ITERATIONS, |bounds| build(self.problem, self.budget, &self.rows, bounds))
    }

    /// Solves; `None` when the bounds leave no point within the budget.
    pub(super) fn solve(&mut self) -> Result<Option<Point>, PlannerError> {
        let solved = self.programme.solve(|bounds| build(self.problem, self.budget, &self.rows, bounds))?;
        let sites = self.problem.sites.len();
        let point = solved.map(|mut solved| {
            let evasion = solved.columns.split_off(sites);
            solved.reduced_cost.truncate(sites);
            let sensors = solved.columns.iter().map(|share| share.clamp(0.0, 1.0)).collect();
            Point { objective: solved.objective, sensors, evasion, reduced_cost: solved.reduced_cost }
        });
        if let Some(point) = &point {
            self.drop_slack_rows(point);
        }
        Ok(point)
    }

    /// Forgets inequalities that are far from tight, once there are many.
    fn drop_slack_rows(&mut self, point: &Point) {
        if self.rows.len() <= GROWTH_BEFORE_REBUILD * self.rows_at_rebuild {
            return;
        }
        self.rows.retain(|cut| {
            let value = point.evasion[cut.scenario];
            value - cut.demand(&point.sensors) <= TIGHT * value.max(f64::MIN_POSITIVE)
        });
        self.rows_at_rebuild = (ROWS_PER_SCENARIO * self.problem.scenarios.len()).max(self.rows.len());
        self.programme.forget();
    }
}

fn build(problem: &EvasionProblem, budget: f64, rows: &[StarCut], bounds: &[(f64, f64)]) -> Built {
    let mut programme = RowProblem::default();
    let mut columns: Vec<_> = bounds.iter().map(|bounds| programme.add_column(0.0, bounds.0..=bounds.1)).collect();
    let costs: Vec<_> = columns.iter().zip(&problem.sites).map(|(&column, site)| (column, site.cost)).collect();
    columns.extend(problem.scenarios.iter().map(|scenario| programme.add_column(scenario.probability, 0.0..=1.0)));
    programme.add_row(..=budget, costs);
    rows.iter().for_each(|cut| add_row(&mut programme, &columns, cut.constant, &terms(problem, cut)));
    Ok((quiet_model(programme, Sense::Minimise)?, columns))
}

/// The left side of an inequality: sensors, then the scenario's f.
fn terms(problem: &EvasionProblem, cut: &StarCut) -> Vec<(usize, f64)> {
    cut.coefficients.iter().copied().chain([(problem.sites.len() + cut.scenario, 1.0)]).collect()
}
