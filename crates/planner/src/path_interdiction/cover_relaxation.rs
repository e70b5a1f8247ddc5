//! The linear relaxation of the cover problem: the cheapest shares x in [0, 1] that satisfy the
//! inequalities found so far. Costs are counted in budgets: above 1, nothing is affordable.

use highs::{RowProblem, Sense};

use super::cover_cuts::CoverCut;
use crate::error::PlannerError;
use crate::programme::{quiet_model, solver_error};
use crate::warm_programme::{Built, WarmProgramme, add_row};

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
    rows: Vec<CoverCut>,
    rows_at_rebuild: usize,
    programme: WarmProgramme,
}

impl Relaxation {
    pub(super) fn new(cost: Vec<f64>) -> Self {
        let programme = WarmProgramme::new(vec![(0.0, 1.0); cost.len()]);
        Self { cost, rows: Vec::new(), rows_at_rebuild: FEW_ROWS, programme }
    }

    pub(super) fn bounds(&self, column: usize) -> (f64, f64) {
        self.programme.bounds(column)
    }

    pub(super) fn set_bounds(&mut self, column: usize, bounds: (f64, f64)) {
        self.programme.set_bounds(column, bounds);
    }

    pub(super) fn add(&mut self, cuts: Vec<CoverCut>) -> Result<(), PlannerError> {
        cuts.iter().try_for_each(|cut| self.programme.add_row(cut.demand, &cut.terms))?;
        self.rows.extend(cuts);
        Ok(())
    }

    /// Solves; `None` when nothing affordable is left.
    pub(super) fn solve(&mut self) -> Result<Option<Point>, PlannerError> {
        let solved = self.programme.solve(|bounds| build(&self.cost, &self.rows, bounds))?;
        let point = solved.filter(|point| point.objective <= UNAFFORDABLE).map(|point| Point {
            cost: point.objective,
            shares: point.columns.iter().map(|share| share.clamp(0.0, 1.0)).collect(),
            reduced_cost: point.reduced_cost,
        });
        if let Some(point) = &point {
            self.drop_slack_rows(point);
        }
        Ok(point)
    }

    /// The cost after a few dual simplex steps. `None` when nothing affordable is left.
    pub(super) fn estimate(&mut self) -> Result<Option<f64>, PlannerError> {
        let cost = self.programme.estimate(TRIAL_ITERATIONS, |bounds| build(&self.cost, &self.rows, bounds))?;
        Ok(cost.filter(|&cost| cost <= UNAFFORDABLE))
    }

    fn drop_slack_rows(&mut self, point: &Point) {
        if self.rows.len() <= GROWTH_BEFORE_REBUILD * self.rows_at_rebuild {
            return;
        }
        self.rows.retain(|cut| cut.supply(&point.shares) - cut.demand <= SLACK);
        self.rows_at_rebuild = FEW_ROWS.max(self.rows.len());
        self.programme.forget();
    }
}

fn build(cost: &[f64], rows: &[CoverCut], bounds: &[(f64, f64)]) -> Built {
    let mut programme = RowProblem::default();
    let columns: Vec<_> =
        cost.iter().zip(bounds).map(|(&cost, bounds)| programme.add_column(cost, bounds.0..=bounds.1)).collect();
    rows.iter().for_each(|cut| add_row(&mut programme, &columns, cut.demand, &cut.terms));
    let mut model = quiet_model(programme, Sense::Minimise)?;
    let set = model.try_set_option("objective_bound", UNAFFORDABLE);
    set.map_err(|error| solver_error(format!("objective_bound: {error:?}")))?;
    Ok((model, columns))
}
