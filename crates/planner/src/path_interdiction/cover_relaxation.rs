//! The linear relaxation of the cover problem: the cheapest shares x in [0, 1] that satisfy the
//! inequalities found so far. Costs are counted in budgets: above 1, nothing is affordable.

use highs::{Col, HighsModelStatus, Model, RowProblem, Sense};

use super::cover_cuts::CoverCut;
use crate::error::PlannerError;
use crate::programme::{quiet_model, solver_error};

/// Cost in budgets from which a point is unaffordable: the feasibility tolerance of HiGHS.
pub(super) const UNAFFORDABLE: f64 = 1.0 + 1e-7;

/// Slack rows are dropped once there are this many times the rows of the last rebuild: speed only.
const GROWTH_BEFORE_REBUILD: usize = 2;

/// Rows that a model may have before a rebuild is considered: speed only.
const FEW_ROWS: usize = 500;

/// A row with more slack than this is dropped at a rebuild: speed only.
const SLACK: f64 = 0.05;

/// Dual simplex steps of a trial: speed only.
const TRIAL_ITERATIONS: i32 = 50;

/// A solution of the relaxation.
pub(super) struct Point {
    /// In budgets.
    pub(super) cost: f64,
    pub(super) shares: Vec<f64>,
    pub(super) reduced_cost: Vec<f64>,
}

/// The relaxation, kept warm between solutions.
pub(super) struct Relaxation {
    /// Cost of each column in budgets.
    cost: Vec<f64>,
    bounds: Vec<(f64, f64)>,
    rows: Vec<CoverCut>,
    rows_at_rebuild: usize,
    model: Option<Model>,
    columns: Vec<Col>,
}

impl Relaxation {
    pub(super) fn new(cost: Vec<f64>) -> Self {
        let bounds = vec![(0.0, 1.0); cost.len()];
        Self { cost, bounds, rows: Vec::new(), rows_at_rebuild: FEW_ROWS, model: None, columns: Vec::new() }
    }

    pub(super) fn bounds(&self, column: usize) -> (f64, f64) {
        self.bounds[column]
    }

    pub(super) fn set_bounds(&mut self, column: usize, bounds: (f64, f64)) {
        if self.bounds[column] == bounds {
            return;
        }
        self.bounds[column] = bounds;
        if let Some(model) = &mut self.model {
            model.change_column_bounds(self.columns[column], bounds.0..=bounds.1);
        }
    }

    pub(super) fn add(&mut self, cuts: Vec<CoverCut>) -> Result<(), PlannerError> {
        for cut in cuts {
            if let Some(model) = &mut self.model {
                let added = model.try_add_row(cut.demand.., row(&cut, &self.columns));
                added.map_err(|status| solver_error(format!("{status:?}")))?;
            }
            self.rows.push(cut);
        }
        Ok(())
    }

    /// Solves; `None` when nothing affordable is left.
    pub(super) fn solve(&mut self) -> Result<Option<Point>, PlannerError> {
        let model = self.take_model()?;
        let solved = model.try_solve().map_err(|status| solver_error(format!("{status:?}")))?;
        let point = match solved.status() {
            HighsModelStatus::Optimal => {
                let solution = solved.get_solution();
                Some(Point {
                    cost: solved.objective_value(),
                    shares: solution.columns().iter().map(|share| share.clamp(0.0, 1.0)).collect(),
                    reduced_cost: solution.dual_columns().to_vec(),
                })
            }
            HighsModelStatus::Infeasible | HighsModelStatus::ObjectiveBound => None,
            status => return Err(solver_error(format!("{status:?}"))),
        };
        self.model = Some(solved.into());
        let point = point.filter(|point| point.cost <= UNAFFORDABLE);
        if let Some(point) = &point {
            self.drop_slack_rows(point);
        }
        Ok(point)
    }

    /// The cost after a few dual simplex steps, which only rises on the way. `None` when nothing
    /// affordable is left.
    pub(super) fn estimate(&mut self) -> Result<Option<f64>, PlannerError> {
        let mut model = self.take_model()?;
        limit_iterations(&mut model, TRIAL_ITERATIONS)?;
        let solved = model.try_solve().map_err(|status| solver_error(format!("{status:?}")))?;
        let closed = [HighsModelStatus::Infeasible, HighsModelStatus::ObjectiveBound].contains(&solved.status());
        let cost = (!closed).then(|| solved.objective_value()).filter(|&cost| cost <= UNAFFORDABLE);
        let mut model: Model = solved.into();
        limit_iterations(&mut model, i32::MAX)?;
        self.model = Some(model);
        Ok(cost)
    }

    fn drop_slack_rows(&mut self, point: &Point) {
        if self.rows.len() <= GROWTH_BEFORE_REBUILD * self.rows_at_rebuild {
            return;
        }
        self.rows.retain(|cut| cut.supply(&point.shares) - cut.demand <= SLACK);
        self.rows_at_rebuild = FEW_ROWS.max(self.rows.len());
        self.model = None;
    }

    fn take_model(&mut self) -> Result<Model, PlannerError> {
        match self.model.take() {
            Some(model) => Ok(model),
            None => self.build(),
        }
    }

    fn build(&mut self) -> Result<Model, PlannerError> {
        let mut programme = RowProblem::default();
        let columns = self.cost.iter().zip(&self.bounds);
        self.columns = columns.map(|(&cost, bounds)| programme.add_column(cost, bounds.0..=bounds.1)).collect();
        for cut in &self.rows {
            programme.add_row(cut.demand.., row(cut, &self.columns));
        }
        let mut model = quiet_model(programme, Sense::Minimise)?;
        let set = model.try_set_option("objective_bound", UNAFFORDABLE);
        set.map_err(|error| solver_error(format!("objective_bound: {error:?}")))?;
        Ok(model)
    }
}

fn limit_iterations(model: &mut Model, steps: i32) -> Result<(), PlannerError> {
    let set = model.try_set_option("simplex_iteration_limit", steps);
    set.map_err(|error| solver_error(format!("simplex_iteration_limit: {error:?}")))
}

fn row(cut: &CoverCut, columns: &[Col]) -> Vec<(Col, f64)> {
    cut.terms.iter().map(|&(column, factor)| (columns[column], factor)).collect()
}
