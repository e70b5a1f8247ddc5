//! All parameters with their provenance, and draws from them.

mod load;

use crate::Declaration;
use crate::bib::BibEntry;
use crate::diagnostics::{Problem, Problems, SourceFile, code, nearest};
use crate::record::{Distribution, Draw, Record, stable_hash};

/// All parameters with their provenance, and the bibliography they cite.
///
/// ```
/// use counterflow_evidence::diagnostics::SourceFile;
/// use counterflow_evidence::{Declaration, Evidence};
///
/// let file = SourceFile::new("data/evidence/demand.toml", r#"
/// [quit_per_year]
/// title  = "Light users who stop"
/// value  = 15
/// unit   = "%/year"
/// low    = 10
/// high   = 20
/// grade  = "B"
/// source = "everingham_rydell_1994"
/// "#);
/// let entry = "@misc{everingham_rydell_1994, author = {E and R}, title = {T}, year = {1994}}";
/// let bib = SourceFile::new("data/sources.bib", entry);
/// let declared = [Declaration { module: "demand", name: "quit_per_year", unit: "1/month" }];
/// let evidence = Evidence::load(&[file], &bib, &declared)?;
/// let central = evidence.value(&evidence.central(), "demand", "quit_per_year");
/// assert!((central - 0.15 / 12.0).abs() < 1e-15);
/// # Ok::<(), counterflow_evidence::diagnostics::Problems>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// In the order of the files and of the records in them.
    records: Vec<Record>,
    /// `stable_hash` of each record's identifier.
    hashes: Vec<u64>,
    /// Positions of the records, ordered by (module, name).
    order: Vec<usize>,
    sources: Vec<BibEntry>,
}

impl Evidence {
    /// Parses and checks the files (file stem = module) against what the model declares.
    ///
    /// # Errors
    /// Every problem of every file, in order of file and line.
    pub fn load(files: &[SourceFile], bib: &SourceFile, declarations: &[Declaration]) -> Result<Self, Problems> {
        load::load(files, bib, declarations)
    }

    fn new(records: Vec<Record>, sources: Vec<BibEntry>) -> Self {
        let hashes = records.iter().map(|record| stable_hash(&record.id())).collect();
        let mut order: Vec<usize> = (0..records.len()).collect();
        order.sort_by(|a, b| key(&records[*a]).cmp(&key(&records[*b])));
        Self { records, hashes, order, sources }
    }

    /// All records, in the order of the files and of the records in them.
    #[must_use]
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// The bibliography.
    #[must_use]
    pub fn sources(&self) -> &[BibEntry] {
        &self.sources
    }

    /// The bibliography entry of a key.
    #[must_use]
    pub fn source(&self, key: &str) -> Option<&BibEntry> {
        self.sources.iter().find(|entry| entry.key == key)
    }

    /// A record by `module.name`.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Record> {
        self.index(id).map(|position| &self.records[position])
    }

    /// Position of `module.name` among the records and in every draw.
    #[must_use]
    pub fn index(&self, id: &str) -> Option<usize> {
        let (module, name) = id.split_once('.')?;
        self.position(module, name)
    }

    fn position(&self, module: &str, name: &str) -> Option<usize> {
        let found = self.order.binary_search_by(|at| key(&self.records[*at]).cmp(&(module, name)));
        found.ok().map(|place| self.order[place])
    }

    /// The value of a record in a draw; NaN if there is none, which [`Evidence::load`] rules out for
    /// everything declared.
    #[must_use]
    pub fn value(&self, draw: &Draw, module: &str, name: &str) -> f64 {
        self.position(module, name).and_then(|position| draw.values.get(position)).copied().unwrap_or(f64::NAN)
    }

    /// The central draw: every record at its value.
    #[must_use]
    pub fn central(&self) -> Draw {
        Draw { values: self.records.iter().map(|record| record.value).collect() }
    }

    /// A draw of every record that has a range. `uniform` answers a number from 0 to 1 for the
    /// stable hash of a record's `module.name`, so that a draw does not depend on the order or
    /// number of records.
    pub fn sample(&self, uniform: &mut dyn FnMut(u64) -> f64) -> Draw {
        let value = |(record, hash): (&Record, &u64)| {
            if record.is_uncertain() { record.quantile(uniform(*hash)) } else { record.value }
        };
        Draw { values: self.records.iter().zip(&self.hashes).map(value).collect() }
    }

    /// A draw with some values replaced, in the units that the model reads. A value may lie outside
    /// the record's range.
    ///
    /// # Errors
    /// A name that is no record, or a value that is not finite.
    pub fn with_overrides(&self, draw: &Draw, overrides: &[(String, f64)]) -> Result<Draw, Problem> {
        let mut draw = draw.clone();
        for (id, value) in overrides {
            let position = self.index(id).ok_or_else(|| self.unknown_parameter(id))?;
            if !value.is_finite() {
                return Err(Problem::new(code::NOT_FINITE, format!("`{id}` is not a finite number")).expect("a number"));
            }
            draw.values[position] = *value;
        }
        Ok(draw)
    }

    /// The same evidence with value and range of every record of a module multiplied by a factor, as a mutation run
    /// wants it. A share that was at most one stays so.
    #[must_use]
    pub fn scaled(&self, module: &str, factor: f64) -> Self {
        let scaled = |record: &Record| {
            let mut record = record.clone();
            if record.module == module {
                let most = if record.unit == "share" && record.high <= 1.0 { 1.0 } else { f64::INFINITY };
                let scale = |number: f64| (number * factor).min(most);
                (record.value, record.low, record.high) = (scale(record.value), scale(record.low), scale(record.high));
                if let Distribution::Normal { sd } = &mut record.distribution {
                    *sd *= factor;
                }
            }
            record
        };
        Self::new(self.records.iter().map(scaled).collect(), self.sources.clone())
    }

    fn unknown_parameter(&self, id: &str) -> Problem {
        let ids: Vec<String> = self.records.iter().map(Record::id).collect();
        // A name without its module is the commonest slip.
        let of_name = self.records.iter().find(|record| record.name == id).map(Record::id);
        let near = of_name.as_deref().or_else(|| nearest(id, ids.iter().map(String::as_str)));
        Problem::new(code::UNKNOWN_PARAMETER, format!("unknown parameter `{id}`"))
            .expect("module.parameter (`counterflow evidence list`)")
            .suggest(near)
    }
}

fn key(record: &Record) -> (&str, &str) {
    (&record.module, &record.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Distribution, Grade};

    fn record(module: &str, name: &str, distribution: Distribution) -> Record {
        Record {
            module: module.to_owned(),
            name: name.to_owned(),
            title: name.to_owned(),
            value: 2.0,
            unit: "1".to_owned(),
            low: 1.0,
            high: 4.0,
            distribution,
            grade: Grade::D,
            sources: Vec::new(),
            note: String::new(),
            file: format!("{module}.toml"),
            line: 1,
        }
    }

    fn three() -> Evidence {
        let uniform = Distribution::Uniform;
        Evidence::new(
            vec![record("b", "y", uniform), record("a_b", "x", uniform), record("a", "z", Distribution::Fixed)],
            Vec::new(),
        )
    }

    #[test]
    fn records_are_found_by_name() {
        let evidence = three();
        for (position, record) in evidence.records().iter().enumerate() {
            assert_eq!(evidence.index(&record.id()), Some(position));
            assert_eq!(evidence.get(&record.id()), Some(record));
        }
        assert_eq!((evidence.index("a"), evidence.index("a.x"), evidence.index("")), (None, None, None));
        assert!(evidence.value(&evidence.central(), "a", "none").is_nan());
    }

    #[test]
    fn samples_are_keyed_by_the_hash_of_the_name() {
        let evidence = three();
        let mut asked = Vec::new();
        let draw = evidence.sample(&mut |hash| {
            asked.push(hash);
            if hash == stable_hash("a_b.x") { 1.0 } else { 0.0 }
        });
        assert_eq!(asked, [stable_hash("b.y"), stable_hash("a_b.x")]);
        assert_eq!(draw.values, [1.0, 4.0, 2.0]);
    }

    #[test]
    fn overrides_replace_values_and_name_the_nearest() {
        let evidence = three();
        let central = evidence.central();
        let set = |id: &str, value| evidence.with_overrides(&central, &[(id.to_owned(), value)]);
        assert_eq!(set("a.z", 9.0).expect("known").values, [2.0, 2.0, 9.0]);
        let unknown = set("a_c.x", 1.0).expect_err("unknown");
        assert_eq!((unknown.code, unknown.suggestion.as_deref()), (code::UNKNOWN_PARAMETER, Some("a_b.x")));
        assert_eq!(set("z", 1.0).expect_err("no module").suggestion.as_deref(), Some("a.z"));
        assert_eq!(set("a.z", f64::INFINITY).expect_err("infinite").code, code::NOT_FINITE);
    }
}
