//! The linear relaxation: sensors x in [0, 1], one f per scenario, the inequalities found so far.

use highs::{Col, HighsModelStatus, Model, RowProblem, Sense};

use super::EvasionProblem;
use super::events::StarCut;
use crate::error::PlannerError;
use crate::programme::{quiet_model, solver_error};

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

/// The relaxation with its inequalities, kept warm between solutions.
pub(super) struct Relaxation<'p> {
    problem: &'p EvasionProblem,
    budget: f64,
    rows: Vec<StarCut>,
    rows_at_rebuild: usize,
    model: Option<Model>,
    sensor_columns: Vec<Col>,
    evasion_columns: Vec<Col>,
    bounds: Vec<(f64, f64)>,
}

impl<'p> Relaxation<'p> {
    pub(super) fn new(problem: &'p EvasionProblem, budget: f64) -> Self {
        let affordable = |cost: f64| if cost <= budget { 1.0 } else { 0.0 };
        Self {
            problem,
            budget,
            rows: Vec::new(),
            rows_at_rebuild: ROWS_PER_SCENARIO * problem.scenarios.len(),
            model: None,
            sensor_columns: Vec::new(),
            evasion_columns: Vec::new(),
            bounds: problem.sites.iter().map(|site| (0.0, affordable(site.cost))).collect(),
        }
    }

    /// Lower and upper bound of a sensor.
    pub(super) fn bounds(&self, site: usize) -> (f64, f64) {
        self.bounds[site]
    }

    pub(super) fn set_bounds(&mut self, site: usize, bounds: (f64, f64)) {
        if self.bounds[site] == bounds {
            return;
        }
        self.bounds[site] = bounds;
        if let Some(model) = &mut self.model {
            model.change_column_bounds(self.sensor_columns[site], bounds.0..=bounds.1);
        }
    }

    pub(super) fn add(&mut self, cuts: Vec<StarCut>) -> Result<(), PlannerError> {
        for cut in cuts {
            if let Some(model) = &mut self.model {
                let row = row_of(&cut, &self.sensor_columns, &self.evasion_columns);
                model.try_add_row(cut.constant.., row).map_err(|status| solver_error(format!("{status:?}")))?;
            }
            self.rows.push(cut);
        }
        Ok(())
    }

    /// The objective after a few dual simplex steps, which only rises on the way: an estimate of what
    /// the present bounds cost. `None` when they leave no point.
    pub(super) fn estimate(&mut self) -> Result<Option<f64>, PlannerError> {
        let mut model = match self.model.take() {
            Some(model) => model,
            None => self.build()?,
        };
        limit_iterations(&mut model, TRIAL_ITERATIONS)?;
        let solved = model.try_solve().map_err(|status| solver_error(format!("{status:?}")))?;
        let objective = (solved.status() != HighsModelStatus::Infeasible).then(|| solved.objective_value());
        let mut model: Model = solved.into();
        limit_iterations(&mut model, i32::MAX)?;
        self.model = Some(model);
        Ok(objective)
    }

    /// Solves; `None` when the bounds leave no point within the budget.
    pub(super) fn solve(&mut self) -> Result<Option<Point>, PlannerError> {
        let model = match self.model.take() {
            Some(model) => model,
            None => self.build()?,
        };
        let solved = model.try_solve().map_err(|status| solver_error(format!("{status:?}")))?;
        let point = match solved.status() {
            HighsModelStatus::Optimal => {
                let solution = solved.get_solution();
                let (sensors, evasion) = solution.columns().split_at(self.problem.sites.len());
                Some(Point {
                    objective: solved.objective_value(),
                    sensors: sensors.iter().map(|share| share.clamp(0.0, 1.0)).collect(),
                    evasion: evasion.to_vec(),
                    reduced_cost: solution.dual_columns()[..sensors.len()].to_vec(),
                })
            }
            HighsModelStatus::Infeasible => None,
            status => return Err(solver_error(format!("{status:?}"))),
        };
        self.model = Some(solved.into());
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
        self.model = None;
    }

    fn build(&mut self) -> Result<Model, PlannerError> {
        let mut programme = RowProblem::default();
        self.sensor_columns = self.bounds.iter().map(|bounds| programme.add_column(0.0, bounds.0..=bounds.1)).collect();
        let scenarios = &self.problem.scenarios;
        self.evasion_columns = scenarios.iter().map(|scenario| programme.add_column(scenario.probability, 0.0..=1.0)).collect();
        let costs = self.sensor_columns.iter().zip(&self.problem.sites).map(|(&column, site)| (column, site.cost));
        programme.add_row(..=self.budget, costs);
        for cut in &self.rows {
            programme.add_row(cut.constant.., row_of(cut, &self.sensor_columns, &self.evasion_columns));
        }
        quiet_model(programme, Sense::Minimise)
    }
}

/// Dual simplex steps of a trial: speed only.
const TRIAL_ITERATIONS: i32 = 60;

fn limit_iterations(model: &mut Model, steps: i32) -> Result<(), PlannerError> {
    let set = model.try_set_option("simplex_iteration_limit", steps);
    set.map_err(|error| solver_error(format!("simplex_iteration_limit: {error:?}")))
}

/// An inequality whose slack exceeds this share of f is forgotten at a rebuild: speed only.
const TIGHT: f64 = 0.002;

fn row_of(cut: &StarCut, sensors: &[Col], evasion: &[Col]) -> Vec<(Col, f64)> {
    let terms = cut.coefficients.iter().map(|&(site, factor)| (sensors[site], factor));
    terms.chain([(evasion[cut.scenario], 1.0)]).collect()
}
