//! Published results beside the model's own, on every core.

use crate::cancellation::{Cancellation, ToTheEnd};
use crate::data_source::{DataSource, is_data_folder};
use crate::failure::Failure;
use crate::parts::on_every_core;
use crate::results::validation::{Checks, ChecksPart};
use crate::session::Session;
use counterflow_evidence::diagnostics::Problem;
use counterflow_validation::suite::Row;
use counterflow_validation::{CheckInputs, ReferenceFolder, Suite, SuiteError};
use std::path::{Path, PathBuf};

/// Where the data of the checks lie.
#[derive(Clone, Debug)]
pub struct ValidationData {
    /// Where evidence and world come from.
    pub source: DataSource,
    /// Data folder, where the user named one: it may hold reference data, evidence and world, or both.
    pub folder: Option<PathBuf>,
    /// World folder, where the user named one.
    pub world: Option<PathBuf>,
}

impl ValidationData {
    /// The checks, and what they compute from.
    ///
    /// # Errors
    /// Pages and checks that disagree, or data that cannot be read.
    pub fn prepare(&self) -> Result<(Suite, CheckInputs), Failure> {
        let suite = Suite::load().map_err(|error| problem(&error))?;
        let session = Session::load(&self.evidence_source(), self.world.as_deref())?;
        let reference = self.folder.as_deref().map_or_else(ReferenceFolder::none, ReferenceFolder::at);
        Ok((suite, CheckInputs::new(session.evidence, session.model, reference)))
    }

    /// Shipped data, or the user's where the folder holds evidence.
    pub fn evidence_source(&self) -> DataSource {
        let lacks_evidence = |folder: &Path| folder.is_dir() && !is_data_folder(folder);
        if self.folder.as_deref().is_some_and(lacks_evidence) { DataSource::choose(None) } else { self.source.clone() }
    }

    /// Computes every check; each goes to `send` when it is done, with its position among all. Cancelling does not end
    /// the work, so that whoever comes next finds it done.
    ///
    /// # Errors
    /// Those of [`ValidationData::prepare`].
    pub fn check_all(
        &self,
        cancellation: &dyn Cancellation,
        send: &mut dyn FnMut(ChecksPart),
    ) -> Result<Checks, Failure> {
        let (suite, setting) = self.prepare()?;
        let count = suite.len();
        // Checks at the end of the chain take longest; begun first, they do not keep one core waiting at the end.
        let position = |piece: u32| count - 1 - piece as usize;
        let mut rows: Vec<Option<Row>> = vec![None; count];
        let mut came = |piece, row: Option<Row>| {
            if let Some(row) = &row {
                send(ChecksPart { checks: vec![row.clone()], position: Some(position(piece)), of: Some(count) });
            }
            rows[position(piece)] = row;
        };
        let one = |piece| Ok(suite.check(&setting, position(piece)).map(|outcome| Row::from(&outcome)));
        on_every_core(count as u32, &one, &ToTheEnd(cancellation), &mut came)?;
        Ok(Checks { checks: rows.into_iter().flatten().collect() })
    }
}

/// What is wrong with the checks, or with a name among them.
pub fn problem(error: &SuiteError) -> Problem {
    let problem = Problem::new("E0801", error.to_string());
    match error {
        SuiteError::Unknown { nearest, .. } => problem
            .expect("a paper, or a check as `counterflow validate --json` lists them")
            .suggest(nearest.as_deref()),
        _ => problem.expect("pages and checks that agree"),
    }
}
