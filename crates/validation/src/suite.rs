//! Runs the checks and judges them.

use crate::computed::{Case, Computed, Missing, Value};
use crate::expected::{Expected, Tolerance};
use crate::inputs::CheckInputs;
use crate::page::{Check, Page, PageError};
use crate::papers::{PAPERS, Paper};
use counterflow_evidence::diagnostics::nearest;
use counterflow_evidence::{Evidence, Grade};
use schemars::JsonSchema;
use serde::Serialize;

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CheckVerdict")]
pub enum CheckStatus {
    /// Our number lies within the tolerance.
    Holds,
    /// It does not, and the page says so and why.
    KnownFailure,
    /// It does not; or the page states a failure that does not occur.
    Fails,
    /// Reference data are not at hand.
    NeedsData,
}

impl CheckStatus {
    /// The status in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::KnownFailure => "known failure",
            Self::Fails => "FAILS",
            Self::NeedsData => "needs data",
        }
    }
}

/// A check, computed and judged.
#[derive(Clone, Debug)]
pub struct CheckResult<'a> {
    /// Page on which the check stands.
    pub page: &'a Page,
    /// Name of the paper.
    pub paper: &'static str,
    /// The row.
    pub check: &'a Check,
    /// Our side.
    pub computed: Computed,
    /// How it came out.
    pub status: CheckStatus,
}

impl CheckResult<'_> {
    /// Identifier over all pages: `paper.check`.
    pub fn id(&self) -> String {
        full_id(self.paper, &self.check.id)
    }

    /// What a reader should know beside the numbers: why a check is wide or fails, or what it needs.
    pub fn remark(&self) -> String {
        match (&self.computed, self.status) {
            (Err(Missing::Data(file)), _) => format!("needs {file}. {}", self.page.data),
            (Err(Missing::Unusable(reason)), _) => reason.clone(),
            (Ok(_), CheckStatus::Fails) if self.check.is_known_failure() => {
                format!("the page states a failure that does not occur: {}", self.check.reason)
            }
            _ => self.check.reason.clone(),
        }
    }
}

fn full_id(paper: &str, check: &str) -> String {
    format!("{paper}.{check}")
}

/// What is wrong with the suite or with what was asked of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SuiteError {
    /// A page that cannot be read.
    #[error("validation/{paper}/README.md: {error}")]
    Page {
        /// Name of the paper.
        paper: &'static str,
        /// What is wrong.
        error: PageError,
    },
    /// A row that nothing computes.
    #[error("nothing computes the check `{0}`")]
    NoFunction(String),
    /// A function whose row is missing.
    #[error("the check `{0}` is computed but stands on no page")]
    NoRow(String),
    /// Neither a paper nor the start of a check's identifier.
    #[error("no paper or check starts with `{asked}`")]
    Unknown {
        /// What was asked.
        asked: String,
        /// The nearest name.
        nearest: Option<String>,
    },
}

/// All papers with their pages.
#[derive(Clone, Debug)]
pub struct Suite {
    papers: Vec<(&'static Paper, Page)>,
}

impl Suite {
    /// Reads all pages; every row must have its function and every function its row.
    pub fn load() -> Result<Self, SuiteError> {
        let papers = PAPERS.iter().map(|paper| {
            let page = Page::parse(paper.text).map_err(|error| SuiteError::Page { paper: paper.name, error })?;
            rows_and_functions_agree(paper, &page)?;
            Ok((paper, page))
        });
        papers.collect::<Result<_, _>>().map(|papers| Self { papers })
    }

    /// The papers and their pages.
    pub fn pages(&self) -> impl Iterator<Item = (&'static str, &Page)> {
        self.papers.iter().map(|(paper, page)| (paper.name, page))
    }

    /// Identifiers of all checks.
    pub fn ids(&self) -> Vec<String> {
        self.pages().flat_map(|(paper, page)| page.checks.iter().map(move |check| full_id(paper, &check.id))).collect()
    }

    /// Computes and judges the checks whose identifier starts with `only`, or all.
    pub fn run<'a>(&'a self, inputs: &CheckInputs, only: Option<&str>) -> Result<Vec<CheckResult<'a>>, SuiteError> {
        if let Some(asked) = only {
            self.known(asked)?;
        }
        let wanted =
            |paper: &Paper, check: &Check| only.is_none_or(|asked| full_id(paper.name, &check.id).starts_with(asked));
        let rows = self.rows().filter(|(paper, _, check)| wanted(paper, check));
        Ok(rows.filter_map(|row| result(inputs, row)).collect())
    }

    /// Number of checks.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows().count()
    }

    /// Whether there is no check.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Computes and judges one check, counted over all pages.
    #[must_use]
    pub fn check<'a>(&'a self, inputs: &CheckInputs, position: usize) -> Option<CheckResult<'a>> {
        self.rows().nth(position).and_then(|row| result(inputs, row))
    }

    /// Whether a check, counted over all pages, is marked as an invariant.
    #[must_use]
    pub fn is_invariant(&self, position: usize) -> bool {
        self.rows().nth(position).is_some_and(|(_, _, check)| check.is_invariant)
    }

    fn rows(&self) -> impl Iterator<Item = (&'static Paper, &Page, &Check)> {
        self.papers.iter().flat_map(|(paper, page)| page.checks.iter().map(move |check| (*paper, page, check)))
    }

    fn known(&self, asked: &str) -> Result<(), SuiteError> {
        let ids = self.ids();
        if !asked.is_empty() && ids.iter().any(|id| id.starts_with(asked)) {
            return Ok(());
        }
        let names = self.papers.iter().map(|(paper, _)| paper.name).chain(ids.iter().map(String::as_str));
        Err(SuiteError::Unknown { asked: asked.to_owned(), nearest: nearest(asked, names).map(str::to_owned) })
    }
}

fn result<'a>(
    inputs: &CheckInputs,
    (paper, page, check): (&'static Paper, &'a Page, &'a Check),
) -> Option<CheckResult<'a>> {
    let compute = paper.function(&check.id)?;
    let computed = compute(&Case { inputs, page });
    let status = judge(check, &computed);
    Some(CheckResult { page, paper: paper.name, check, computed, status })
}

fn rows_and_functions_agree(paper: &Paper, page: &Page) -> Result<(), SuiteError> {
    if let Some(check) = page.checks.iter().find(|check| paper.function(&check.id).is_none()) {
        return Err(SuiteError::NoFunction(full_id(paper.name, &check.id)));
    }
    let stands = |id: &str| page.checks.iter().filter(|check| check.id == id).count() == 1;
    match paper.checks.iter().find(|(id, _)| !stands(id)) {
        Some((id, _)) => Err(SuiteError::NoRow(full_id(paper.name, id))),
        None => Ok(()),
    }
}

fn judge(check: &Check, computed: &Computed) -> CheckStatus {
    match computed {
        Err(Missing::Data(_)) => CheckStatus::NeedsData,
        Err(Missing::Unusable(_)) => CheckStatus::Fails,
        // A broken computation must not pass for a known failure.
        Ok(value) if !value.is_finite() => CheckStatus::Fails,
        Ok(value) => match (agrees(&check.expected, check.tolerance, value), check.is_known_failure()) {
            (true, false) => CheckStatus::Holds,
            (false, true) => CheckStatus::KnownFailure,
            _ => CheckStatus::Fails,
        },
    }
}

fn agrees(expected: &Expected, tolerance: Tolerance, value: &Value) -> bool {
    match (expected, value) {
        (Expected::Statement, Value::Holds(holds)) => *holds,
        (Expected::Numbers(expected), Value::Numbers(ours)) => {
            expected.len() == ours.len()
                && expected
                    .iter()
                    .zip(ours)
                    .all(|(theirs, ours)| (ours - theirs).abs() <= tolerance.half_width(*theirs))
        }
        (Expected::Between(low, high), Value::Numbers(ours)) => ours.iter().all(|ours| (*low..=*high).contains(ours)),
        (Expected::Above(bound), Value::Numbers(ours)) => ours.iter().all(|ours| ours > bound),
        (Expected::Below(bound), Value::Numbers(ours)) => ours.iter().all(|ours| ours < bound),
        _ => false,
    }
}

/// A check as `--json` prints it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Check")]
pub struct Row {
    /// Identifier.
    pub id: String,
    /// What is compared.
    pub what: String,
    /// Keys of the bibliography.
    pub source: Vec<String>,
    /// The expectation as the page writes it.
    pub published: String,
    /// Our numbers, or whether the statement holds; none where data are missing.
    pub computed: Option<ComputedJson>,
    /// Unit.
    pub unit: String,
    /// Tolerance in words.
    pub tolerance: String,
    /// Where the expectation comes from.
    pub basis: String,
    /// How it came out.
    pub verdict: CheckStatus,
    /// Whether it holds whatever the model's parameters are, and so is no evidence for the model.
    pub invariant: bool,
    /// Worst grade of the inputs.
    pub grade: char,
    /// Why a check is wide or fails, or what it needs.
    pub reason: String,
    /// What must be said beside the number; left out for most.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub caution: String,
}

/// Our side as JSON.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "ComputedValue")]
pub enum ComputedJson {
    /// One number.
    Number(f64),
    /// Several numbers.
    Numbers(Vec<f64>),
    /// Whether a statement holds.
    Holds(bool),
}

impl From<&CheckResult<'_>> for Row {
    fn from(result: &CheckResult<'_>) -> Self {
        let check = result.check;
        let computed = result.computed.as_ref().ok().map(|value| match value {
            Value::Holds(holds) => ComputedJson::Holds(*holds),
            Value::Numbers(numbers) => match numbers.as_slice() {
                [one] => ComputedJson::Number(*one),
                several => ComputedJson::Numbers(several.to_vec()),
            },
        });
        Self {
            id: result.id(),
            what: check.what.clone(),
            source: check.sources.clone(),
            published: check.published.clone(),
            computed,
            unit: check.unit.clone(),
            tolerance: check.tolerance_words.clone(),
            basis: check.basis.to_string(),
            verdict: result.status,
            invariant: check.is_invariant,
            grade: check.grade.letter(),
            reason: result.remark(),
            caution: result.page.caution.clone(),
        }
    }
}

/// Grades of the evidence records that a page names, worst first; none where a record does not exist.
pub fn input_grades<'a>(evidence: &'a Evidence, page: &'a Page) -> Vec<(&'a str, Option<Grade>)> {
    let all = page.assumed_inputs.iter().chain(&page.other_inputs);
    all.map(|id| (id.as_str(), evidence.get(id).map(|record| record.grade))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: &str, reason: &str) -> Check {
        let text = format!(
            "# Page\n\n| id | what | source | published | unit | tolerance | basis | grade | reason \
             |\n|---|---|---|---|---|---|---|---|---|\n\
             | a | thing | someone_1999 | {expected} | kg | ±1 % | derived | A | {reason} |\n"
        );
        Page::parse(&text).expect("a valid page").checks.remove(0)
    }

    #[test]
    fn known_failures_must_occur_and_be_numbers() {
        let (plain, known) = (check("10", ""), check("10", "Known failure: the paper rounds."));
        let missing = || Missing::Data("x.csv".to_owned());
        for (check, computed, verdict) in [
            (&plain, Ok(Value::from(10.05)), CheckStatus::Holds),
            (&plain, Ok(Value::from(11.0)), CheckStatus::Fails),
            (&known, Ok(Value::from(11.0)), CheckStatus::KnownFailure),
            (&known, Ok(Value::from(10.05)), CheckStatus::Fails),
            (&known, Ok(Value::from(f64::NAN)), CheckStatus::Fails),
            (&known, Ok(Value::from(Vec::new())), CheckStatus::Fails),
            (&known, Err(missing()), CheckStatus::NeedsData),
            (&plain, Err(Missing::Unusable("no series".to_owned())), CheckStatus::Fails),
        ] {
            assert_eq!(judge(check, &computed), verdict, "{computed:?}");
        }
    }

    #[test]
    fn numbers_bands_bounds_and_statements_are_judged() {
        let numbers = |list: &[f64]| Value::Numbers(list.to_vec());
        for (expected, tolerance, value, agreed) in [
            (Expected::Numbers(vec![10.0]), Tolerance::Absolute(0.5), numbers(&[10.5]), true),
            (Expected::Numbers(vec![10.0]), Tolerance::Relative(0.01), numbers(&[10.5]), false),
            (Expected::Numbers(vec![1.0, 2.0]), Tolerance::Absolute(0.1), numbers(&[1.0]), false),
            (Expected::Numbers(vec![1.0]), Tolerance::Absolute(0.1), numbers(&[f64::NAN]), false),
            (Expected::Between(1.0, 2.0), Tolerance::Inherent, numbers(&[2.0]), true),
            (Expected::Above(2.0), Tolerance::Inherent, numbers(&[2.0]), false),
            (Expected::Below(2.0), Tolerance::Inherent, numbers(&[1.0]), true),
            (Expected::Statement, Tolerance::Inherent, Value::Holds(true), true),
            (Expected::Statement, Tolerance::Inherent, numbers(&[1.0]), false),
        ] {
            assert_eq!(agrees(&expected, tolerance, &value), agreed, "{expected:?} {value:?}");
        }
    }
}
