//! Rows as an experiment gives them, before they are turned into columns.

use super::layout::Layout;
use super::manifest::Manifest;

/// The rows of some consecutive members in every table of a study.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// One row per run: inputs and outcomes.
    pub rows: Rows,
    /// One row per run, series and month; stays empty in a study without paths.
    pub paths: Rows,
}

impl Block {
    /// Room for the rows of some members.
    pub(super) fn with_room(manifest: &Manifest, members: usize) -> Self {
        let paths = manifest.paths.as_ref().map(|layout| Rows::with_room(layout, members));
        Self { rows: Rows::with_room(&manifest.layout, members), paths: paths.unwrap_or_default() }
    }

    /// Number of rows in each table.
    pub(super) fn len(&self) -> [usize; 2] {
        [self.rows.len(), self.paths.len()]
    }

    /// Drops all rows but the first ones of each table.
    pub(super) fn truncate(&mut self, [rows, paths]: [usize; 2], manifest: &Manifest) {
        self.rows.truncate(rows, &manifest.layout);
        if let Some(layout) = &manifest.paths {
            self.paths.truncate(paths, layout);
        }
    }
}

/// One row of a study's table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Whole numbers; the first is the member.
    pub keys: &'a [i32],
    /// Positions of words.
    pub labels: &'a [u16],
    /// Why there are no outcomes; none where all went well.
    pub failure: Option<&'a str>,
    /// Inputs.
    pub inputs: &'a [f64],
    /// Outcomes; a NaN is an empty cell.
    pub outcomes: &'a [f64],
}

/// Rows of some consecutive members.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    pub(crate) count: usize,
    pub(crate) keys: Vec<i32>,
    pub(crate) labels: Vec<u16>,
    /// Row and reason, in order.
    pub(crate) failures: Vec<(usize, String)>,
    pub(crate) inputs: Vec<f64>,
    pub(crate) outcomes: Vec<f64>,
}

impl Rows {
    /// Room for the rows of some members.
    #[must_use]
    pub fn with_room(layout: &Layout, members: usize) -> Self {
        let rows = members * layout.rows_per_member;
        Self {
            count: 0,
            keys: Vec::with_capacity(rows * layout.keys.len()),
            labels: Vec::with_capacity(rows * layout.labels.len()),
            failures: Vec::new(),
            inputs: Vec::with_capacity(rows * layout.inputs.len()),
            outcomes: Vec::with_capacity(rows * layout.outcomes.len()),
        }
    }

    /// Adds a row, whose lists are as long as the layout's.
    pub fn push(&mut self, row: Row<'_>) {
        self.keys.extend_from_slice(row.keys);
        self.labels.extend_from_slice(row.labels);
        if let Some(reason) = row.failure {
            self.failures.push((self.count, reason.to_owned()));
        }
        self.inputs.extend_from_slice(row.inputs);
        self.outcomes.extend_from_slice(row.outcomes);
        self.count += 1;
    }

    /// Drops all rows but the first `count`.
    pub(super) fn truncate(&mut self, count: usize, layout: &Layout) {
        self.count = count;
        self.keys.truncate(count * layout.keys.len());
        self.labels.truncate(count * layout.labels.len());
        self.failures.retain(|(row, _)| *row < count);
        self.inputs.truncate(count * layout.inputs.len());
        self.outcomes.truncate(count * layout.outcomes.len());
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Number of rows that failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.failures.len()
    }
}
