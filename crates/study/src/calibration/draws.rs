//! A posterior as a file: weighted draws of the parameters.
//!
//! ```text
//! # counterflow posterior draws
//! # seed: 1                                           the run record: one line `# key: value` for each entry
//! weight,market.price_elasticity [1],...              parameters as `module.name [unit]`, units that the model reads
//! 0.00102,-0.51,...                                   a row for each draw; weights need not sum to 1
//! ```
//!
//! A parameter without a column is not part of the posterior and keeps its prior. The unit stands in the heading so
//! that draws made for another unit are refused, at their place in the file. Its problems are those of
//! `counterflow_evidence::csv_reader`, and E1101: no draw, or none with a weight above 0.
//!
//! Member i of an ensemble takes the draw on whose stretch of the summed weights a uniform number keyed by (seed, i)
//! falls. So a member's draw does not depend on how many members there are, and scenarios share it.

use super::error::CalibrationError;
use super::keyed::{Key, Use};
use super::linear::Matrix;
use super::scores::Sample;
use counterflow_evidence::csv_reader::CsvTable;
use counterflow_evidence::diagnostics::{Problem, ProblemSink, SourceFile};

/// A parameter of the posterior.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// `module.name`.
    pub id: String,
    /// Unit in which the model reads it.
    pub unit: String,
}

impl Parameter {
    fn heading(&self) -> String {
        format!("{} [{}]", self.id, self.unit)
    }
}

/// Weighted draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Draws {
    parameters: Vec<Parameter>,
    /// They sum to 1.
    weights: Vec<f64>,
    /// A row for each draw.
    values: Matrix,
}

const FIRST_LINE: &str = "# counterflow posterior draws";
const WEIGHT: &str = "weight";
/// Digits kept in a file; rounding in the last is far below what any posterior tells.
const DIGITS: i32 = 7;

impl Draws {
    /// Draws with weights that need not sum to 1; draws without weight are left out.
    ///
    /// # Errors
    /// Numbers of weights, rows, columns and parameters that do not fit, a weight that is negative or no number, or
    /// none above 0.
    pub fn new(parameters: Vec<Parameter>, weights: &[f64], values: &Matrix) -> Result<Self, CalibrationError> {
        let lengths = [("weights", weights.len(), values.rows()), ("columns", values.columns(), parameters.len())];
        for (of, given, expected) in lengths {
            if given != expected {
                return Err(CalibrationError::Length { of, given, expected });
            }
        }
        if let Some((draw, value)) = weights.iter().enumerate().find(|(_, weight)| !(0.0..f64::MAX).contains(*weight)) {
            let (item, value) = (format!("draw {draw}"), *value);
            return Err(CalibrationError::Number { of: "the weight", item, value, expected: "a finite number from 0" });
        }
        let kept: Vec<usize> = (0..weights.len()).filter(|draw| weights[*draw] > 0.0).collect();
        if kept.is_empty() {
            return Err(CalibrationError::TooFew { of: "draws with a weight", given: 0, least: 1 });
        }
        let total: f64 = weights.iter().sum();
        Ok(Self {
            parameters,
            weights: kept.iter().map(|draw| weights[*draw] / total).collect(),
            values: Matrix::from_rows(kept.iter().map(|draw| values.row(*draw).to_vec())),
        })
    }

    /// Number of draws.
    #[must_use]
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether there are none; never so.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// The parameters, in the order of the values.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// Weights, which sum to 1.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Values of a draw.
    #[must_use]
    pub fn values(&self, draw: usize) -> &[f64] {
        self.values.row(draw)
    }

    /// One parameter's distribution.
    #[must_use]
    pub fn sample(&self, parameter: usize) -> Sample {
        Sample::weighted((0..self.len()).map(|draw| (self.values.row(draw)[parameter], self.weights[draw])))
    }

    /// Medians, parameter by parameter: the central member of an ensemble.
    #[must_use]
    pub fn medians(&self) -> Vec<f64> {
        (0..self.parameters.len()).map(|parameter| self.sample(parameter).quantile(0.5)).collect()
    }

    /// The draw that a member of an ensemble takes.
    #[must_use]
    pub fn of_member(&self, seed: u64, member: u32) -> usize {
        self.at_share(Key { seed, of: Use::Resample, member: member as usize, step: 0 }.uniform(0))
    }

    /// Draws of equal weight, by systematic resampling (Kitagawa 1996): a draw of weight w is taken `count w` times,
    /// rounded up or down.
    #[must_use]
    pub fn resampled(&self, count: usize, seed: u64) -> Self {
        let offset = Key { seed, of: Use::Resample, member: 0, step: 1 }.uniform(0);
        let chosen = (0..count.max(1)).map(|place| self.at_share((place as f64 + offset) / count.max(1) as f64));
        let values = Matrix::from_rows(chosen.map(|draw| self.values.row(draw).to_vec()));
        Self { parameters: self.parameters.clone(), weights: vec![1.0 / values.rows() as f64; values.rows()], values }
    }

    fn at_share(&self, share: f64) -> usize {
        let mut sum = 0.0;
        let found = self.weights.iter().position(|weight| {
            sum += weight;
            sum >= share
        });
        found.unwrap_or(self.len() - 1)
    }

    /// The file's text, with a run record of keys and values. Numbers have seven digits, so that a value may lie beside
    /// the end of its range by as much.
    #[must_use]
    pub fn to_csv(&self, record: &[(String, String)]) -> String {
        let mut text = format!("{FIRST_LINE}\n");
        for (key, value) in record {
            text += &format!("# {}: {}\n", one_line(key), one_line(value));
        }
        text += WEIGHT;
        for parameter in &self.parameters {
            text += &format!(",{}", quoted(&parameter.heading()));
        }
        for (draw, weight) in self.weights.iter().enumerate() {
            text += &format!("\n{:?}", rounded(*weight));
            for value in self.values.row(draw) {
                text += &format!(",{:?}", rounded(*value));
            }
        }
        text + "\n"
    }

    /// Reads a file of draws of some of the known parameters; problems go into the sink, and there are draws only where
    /// there is none.
    #[must_use]
    pub fn read(file: &SourceFile, known: &[Parameter], sink: &ProblemSink) -> Option<Self> {
        let headings: Vec<String> = known.iter().map(Parameter::heading).collect();
        let optional: Vec<&str> = headings.iter().map(String::as_str).collect();
        let own = ProblemSink::default();
        let table = CsvTable::parse(file, &[WEIGHT], &optional, &own);
        let present: Vec<usize> = (0..known.len()).filter(|at| table.has(&headings[*at])).collect();
        let mut weights = Vec::new();
        let mut rows = Vec::new();
        for row in table.rows() {
            let number = |at: &usize| row.required_float(&headings[*at], f64::MIN..=f64::MAX);
            let values: Vec<Option<f64>> = present.iter().map(number).collect();
            let weight = row.required_float(WEIGHT, 0.0..=f64::MAX);
            if let (Some(weight), Some(values)) = (weight, values.into_iter().collect::<Option<Vec<f64>>>()) {
                weights.push(weight);
                rows.push(values);
            }
        }
        let mut problems = own.into_problems();
        if problems.is_empty() && weights.iter().all(|weight| *weight <= 0.0) {
            let problem = Problem::new("E1101", "the file has no draw with a weight").in_file(file.name.clone());
            problems.push(problem.expect("rows with a weight above 0"));
        }
        let is_sound = problems.is_empty();
        problems.0.into_iter().for_each(|problem| sink.push(problem));
        let values = Matrix::from_values(rows.len(), present.len(), rows.concat())?;
        let parameters = present.iter().map(|at| known[*at].clone()).collect();
        if is_sound { Self::new(parameters, &weights, &values).ok() } else { None }
    }
}

/// The run record of a file of draws: keys and values in the order of the file.
#[must_use]
pub fn run_record(text: &str) -> Vec<(String, String)> {
    let entry = |line: &str| {
        let (key, value) = line.strip_prefix("# ")?.split_once(": ")?;
        Some((key.to_owned(), value.to_owned()))
    };
    text.lines().take_while(|line| line.starts_with('#')).filter_map(entry).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

/// A number with the digits that a file keeps.
fn rounded(value: f64) -> f64 {
    format!("{value:.*e}", DIGITS as usize - 1).parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<Parameter> {
        [("market.elasticity", "1"), ("demand.users", "user, heavy")]
            .map(|(id, unit)| Parameter { id: id.to_owned(), unit: unit.to_owned() })
            .to_vec()
    }

    fn draws() -> Draws {
        let values = Matrix::from_values(3, 2, vec![-0.5, 1e6, 0.25, 2e-9, 1.0, 3.0]).unwrap();
        Draws::new(known(), &[1.0, 3.0, 0.0], &values).unwrap()
    }

    fn faults(text: &str) -> Vec<(&'static str, usize)> {
        let sink = ProblemSink::default();
        assert_eq!(Draws::read(&SourceFile::new("draws.csv", text), &known(), &sink), None);
        sink.into_problems().0.iter().map(|problem| (problem.code, problem.line)).collect()
    }

    #[test]
    fn a_file_comes_back() {
        let record = [("seed", "1"), ("made by", "counterflow\ncalibrate")];
        let record = record.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let text = draws().to_csv(&record);
        let sink = ProblemSink::default();
        assert_eq!(Draws::read(&SourceFile::new("draws.csv", &*text), &known(), &sink), Some(draws()));
        assert_eq!(run_record(&text)[1], ("made by".to_owned(), "counterflow calibrate".to_owned()));
        assert_eq!(rounded(0.123_456_789), 0.123_456_8);
        // Draws without weight are not kept, columns may be missing.
        assert_eq!((draws().len(), draws().weights()), (2, &[0.25, 0.75][..]));
        let part = SourceFile::new("d.csv", "weight,market.elasticity [1]\n1,2\n");
        assert_eq!(Draws::read(&part, &known(), &sink).unwrap().medians(), [2.0]);
        assert!(sink.into_problems().is_empty());
    }

    #[test]
    fn every_fault_is_placed() {
        for (text, fault) in [
            ("weight,market.elasticity [share]\n1,2\n", ("E0203", 1)),
            ("market.elasticity [1]\n2\n", ("E0202", 1)),
            ("# x\nweight,market.elasticity [1]\n1,\n", ("E0207", 3)),
            ("weight,market.elasticity [1]\n-1,2\n", ("E0209", 2)),
            ("weight,market.elasticity [1]\n1,inf\n", ("E0208", 2)),
            ("weight,market.elasticity [1]\n0,2\n", ("E1101", 0)),
            ("weight,market.elasticity [1]\n", ("E1101", 0)),
        ] {
            assert!(faults(text).contains(&fault), "{text:?} {:?}", faults(text));
        }
    }

    #[test]
    fn prop_members_take_draws_by_weight_whatever_their_number() {
        let draws = draws();
        let members = 20_000;
        let second = (0..members).filter(|member| draws.of_member(7, *member) == 1).count() as f64;
        assert!((second / f64::from(members) - 0.75).abs() < 0.02);
        let differs = |seed| (0..64).any(|member| draws.of_member(seed, member) != draws.of_member(7, member));
        assert!(!differs(7) && differs(8));
        let resampled = draws.resampled(8, 1);
        assert_eq!((0..8).filter(|draw| resampled.values(*draw)[0] == 0.25).count(), 6);
    }

    #[test]
    fn numbers_that_do_not_fit_are_refused() {
        let values = Matrix::zeros(2, 2);
        for weights in [&[1.0][..], &[1.0, -1.0], &[0.0, 0.0], &[f64::NAN, 1.0]] {
            assert!(Draws::new(known(), weights, &values).is_err(), "{weights:?}");
        }
        assert!(Draws::new(vec![], &[1.0, 1.0], &values).is_err());
    }
}
