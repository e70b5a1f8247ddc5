//! A linear programme that is solved again and again while bounds move and rows are added.

use highs::{Col, HighsModelStatus, Model, RowProblem};

use crate::error::PlannerError;
use crate::programme::solver_error;

/// A solution.
pub(crate) struct WarmPoint {
    pub(crate) objective: f64,
    pub(crate) columns: Vec<f64>,
    pub(crate) reduced_cost: Vec<f64>,
}

/// The programme: the first columns have bounds that move. The model keeps its basis between solutions;
/// after [`WarmProgramme::forget`] it is built afresh.
pub(crate) struct WarmProgramme {
    bounds: Vec<(f64, f64)>,
    model: Option<Model>,
    columns: Vec<Col>,
}

impl WarmProgramme {
    /// A programme whose moving columns start with these bounds.
    pub(crate) fn new(bounds: Vec<(f64, f64)>) -> Self {
        Self { bounds, model: None, columns: Vec::new() }
    }

    /// Lower and upper bound of a column.
    pub(crate) fn bounds(&self, column: usize) -> (f64, f64) {
        self.bounds[column]
    }

    pub(crate) fn set_bounds(&mut self, column: usize, bounds: (f64, f64)) {
        if self.bounds[column] == bounds {
            return;
        }
        self.bounds[column] = bounds;
        if let Some(model) = &mut self.model {
            model.change_column_bounds(self.columns[column], bounds.0..=bounds.1);
        }
    }

    /// Adds `sum of factor x >= least` to the model, if it stands.
    pub(crate) fn add_row(&mut self, least: f64, terms: &[(usize, f64)]) -> Result<(), PlannerError> {
        if let Some(model) = &mut self.model {
            let row: Vec<(Col, f64)> = terms.iter().map(|&(column, factor)| (self.columns[column], factor)).collect();
            model.try_add_row(least.., row).map_err(|status| solver_error(format!("{status:?}")))?;
        }
        Ok(())
    }

    /// Has the model built afresh when it is next needed.
    pub(crate) fn forget(&mut self) {
        self.model = None;
    }

    /// Solves; `None` when the bounds leave no point, or none below the objective bound of the model.
    pub(crate) fn solve(
        &mut self,
        build: impl FnOnce(&[(f64, f64)]) -> Built,
    ) -> Result<Option<WarmPoint>, PlannerError> {
        let solved = self.take(build)?.try_solve().map_err(|status| solver_error(format!("{status:?}")))?;
        let point = match solved.status() {
            HighsModelStatus::Optimal => {
                let solution = solved.get_solution();
                Some(WarmPoint {
                    objective: solved.objective_value(),
                    columns: solution.columns().to_vec(),
                    reduced_cost: solution.dual_columns().to_vec(),
                })
            }
            HighsModelStatus::Infeasible | HighsModelStatus::ObjectiveBound => None,
            status => return Err(solver_error(format!("{status:?}"))),
        };
        self.model = Some(solved.into());
        Ok(point)
    }

    /// The objective after so many dual simplex steps, which only rises on the way: an estimate of what
    /// the present bounds cost. `None` as in [`WarmProgramme::solve`].
    pub(crate) fn estimate(
        &mut self,
        steps: i32,
        build: impl FnOnce(&[(f64, f64)]) -> Built,
    ) -> Result<Option<f64>, PlannerError> {
        let mut model = self.take(build)?;
        limit_iterations(&mut model, steps)?;
        let solved = model.try_solve().map_err(|status| solver_error(format!("{status:?}")))?;
        let closed = [HighsModelStatus::Infeasible, HighsModelStatus::ObjectiveBound].contains(&solved.status());
        let objective = (!closed).then(|| solved.objective_value());
        let mut model: Model = solved.into();
        limit_iterations(&mut model, i32::MAX)?;
        self.model = Some(model);
        Ok(objective)
    }

    fn take(&mut self, build: impl FnOnce(&[(f64, f64)]) -> Built) -> Result<Model, PlannerError> {
        if let Some(model) = self.model.take() {
            return Ok(model);
        }
        let (model, columns) = build(&self.bounds)?;
        self.columns = columns;
        Ok(model)
    }
}

/// A model and its columns, those whose bounds move first.
pub(crate) type Built = Result<(Model, Vec<Col>), PlannerError>;

fn limit_iterations(model: &mut Model, steps: i32) -> Result<(), PlannerError> {
    let set = model.try_set_option("simplex_iteration_limit", steps);
    set.map_err(|error| solver_error(format!("simplex_iteration_limit: {error:?}")))
}

/// A row of a model under construction.
pub(crate) fn add_row(programme: &mut RowProblem, columns: &[Col], least: f64, terms: &[(usize, f64)]) {
    programme.add_row(least.., terms.iter().map(|&(column, factor)| (columns[column], factor)));
}
