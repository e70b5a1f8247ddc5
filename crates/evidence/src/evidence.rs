//! Loads the evidence files, checks them against what the model declares, and draws from them.

use crate::Declaration;
use crate::bib::{self, BibEntry};
use crate::diagnostics::{Problem, ProblemSink, Problems, SourceFile, code, nearest};
use crate::reader::{TableReader, Toml};
use crate::record::{Distribution, Draw, Grade, Record, stable_hash};
use crate::unit::Unit;

/// All parameters with their provenance.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    records: Vec<Record>,
    index: std::collections::BTreeMap<String, usize>,
    sources: Vec<BibEntry>,
}

const DISTRIBUTIONS: [&str; 5] = ["triangular", "uniform", "loguniform", "normal", "lognormal"];

impl Evidence {
    /// Parses and checks the files (file stem = module).
    ///
    /// # Errors
    /// Every problem of every file.
    pub fn load(files: &[SourceFile], bib: &SourceFile, declarations: &[Declaration]) -> Result<Self, Problems> {
        let sink = ProblemSink::default();
        let sources = bib::parse(bib, &sink);
        let keys: Vec<&str> = sources.iter().map(|entry| entry.key.as_str()).collect();
        let mut records: Vec<Record> = Vec::new();
        for (position, file) in files.iter().enumerate() {
            if files[..position].iter().any(|other| other.stem() == file.stem()) {
                let message = format!("two evidence files are called `{}`", file.stem());
                sink.push(Problem::new(code::DUPLICATE_MODULE, message).in_file(&file.name).expect("one file a module"));
                continue;
            }
            match Toml::parse(file) {
                Err(problem) => sink.push(problem),
                Ok(toml) => {
                    let root = toml.root(&sink);
                    let loader = Loader { file, keys: &keys, declarations };
                    records.extend(root.keys().into_iter().filter_map(|name| loader.record(&root, name)));
                    root.finish(&[]);
                }
            }
        }
        missing(files, &records, declarations, &sink);
        let index = records.iter().enumerate().map(|(position, record)| (record.id(), position)).collect();
        sink.into_result(Self { records, index, sources })
    }

    /// All records.
    #[must_use]
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// The bibliography.
    #[must_use]
    pub fn sources(&self) -> &[BibEntry] {
        &self.sources
    }

    /// A record by `module.name`.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Record> {
        self.index.get(id).map(|&position| &self.records[position])
    }

    /// The value of a record in a draw; NaN if there is none, which [`Evidence::load`] rules out for
    /// everything declared.
    #[must_use]
    pub fn value(&self, draw: &Draw, module: &str, name: &str) -> f64 {
        self.index.get(&format!("{module}.{name}")).map_or(f64::NAN, |&position| draw.values[position])
    }

    /// The central draw.
    #[must_use]
    pub fn central(&self) -> Draw {
        Draw { values: self.records.iter().map(|record| record.value).collect() }
    }

    /// A draw of every record that has a range; `uniform` answers a number in (0, 1) for a record's key.
    pub fn sample(&self, uniform: &mut dyn FnMut(u64) -> f64) -> Draw {
        let value = |record: &Record| match record.distribution {
            Distribution::Fixed => record.value,
            _ => record.quantile(uniform(stable_hash(&record.id()))),
        };
        Draw { values: self.records.iter().map(value).collect() }
    }

    /// A draw with some values replaced.
    ///
    /// # Errors
    /// A key that names no record, or a value that is not finite.
    pub fn with_overrides(&self, draw: &Draw, overrides: &[(String, f64)]) -> Result<Draw, Problem> {
        let mut draw = draw.clone();
        for (id, value) in overrides {
            let Some(&position) = self.index.get(id) else {
                return Err(Problem::new(code::UNKNOWN_PARAMETER, format!("unknown parameter `{id}`"))
                    .expect("module.parameter (`counterflow evidence list`)")
                    .suggest(nearest(id, self.index.keys().map(String::as_str))));
            };
            if !value.is_finite() {
                return Err(Problem::new(code::NOT_FINITE, format!("`{id}` is not a finite number")).expect("a number"));
            }
            draw.values[position] = *value;
        }
        Ok(draw)
    }
}

struct Loader<'a> {
    file: &'a SourceFile,
    keys: &'a [&'a str],
    declarations: &'a [Declaration],
}

impl Loader<'_> {
    fn record(&self, root: &TableReader<'_>, name: &str) -> Option<Record> {
        let module = self.file.stem();
        let table = root.table(name)?;
        let Some(declared) = self.declarations.iter().find(|d| d.module == module && d.name == name) else {
            let names = self.declarations.iter().filter(|d| d.module == module).map(|d| d.name);
            let problem = root.problem(name, code::UNUSED_RECORD, format!("no module reads `{module}.{name}`"));
            root.report(problem.expect("a parameter that the model declares").suggest(nearest(name, names)));
            return None;
        };
        let title = table.required_string("title");
        let note = table.string("note").unwrap_or_default();
        let value = table.has("value").then(|| table.required_float("value")).or_else(|| {
            table.required_float("value");
            None
        });
        let (low, high) = (table.float("low"), table.float("high"));
        let factor = self.factor(&table, declared);
        let grade = self.grade(&table);
        let sources = self.sources(&table);
        let distribution = distribution(&table, low.is_some() && high.is_some());
        table.finish(&[]);
        let value = value?;
        range(&table, value, low, high);
        let grade = grade?;
        if grade == Grade::D && (low.is_none() || high.is_none()) {
            table.report(table.problem("grade", code::ASSUMPTION_WITHOUT_RANGE, "an assumption needs a range").expect("low and high"));
        }
        let factor = factor?;
        Some(Record {
            module: module.to_owned(),
            name: name.to_owned(),
            title,
            value: value * factor,
            unit: declared.unit.to_owned(),
            low: low.unwrap_or(value) * factor,
            high: high.unwrap_or(value) * factor,
            distribution: distribution?,
            grade,
            sources,
            note,
            file: self.file.name.clone(),
            line: table.line(),
        })
    }

    /// Factor from the record's unit to the declared one.
    fn factor(&self, table: &TableReader<'_>, declared: &Declaration) -> Option<f64> {
        let text = table.required_string("unit");
        if !table.has("unit") {
            return None;
        }
        let target = Unit::parse(declared.unit).ok()?;
        match Unit::parse(&text) {
            Err(fault) => {
                table.report(table.problem("unit", code::BAD_UNIT, fault).expect(declared.unit));
                None
            }
            Ok(unit) => {
                let factor = unit.factor_to(&target);
                if factor.is_none() {
                    let message = format!("`{text}` does not measure what the model reads");
                    table.report(table.problem("unit", code::UNIT_MISMATCH, message).expect(declared.unit));
                }
                factor
            }
        }
    }

    fn grade(&self, table: &TableReader<'_>) -> Option<Grade> {
        let text = table.required_string("grade");
        let grade = Grade::of(&text);
        if grade.is_none() && table.has("grade") {
            table.report(table.problem("grade", code::BAD_GRADE, format!("`{text}` is no grade")).expect("A, B, C or D"));
        }
        grade
    }

    fn sources(&self, table: &TableReader<'_>) -> Vec<String> {
        let sources = table.strings("source").unwrap_or_default();
        if sources.is_empty() {
            let key = if table.has("source") { "source" } else { "title" };
            table.report(table.problem(key, code::NO_SOURCE, "a record needs a source").expect("keys of data/sources.bib"));
        }
        for key in sources.iter().filter(|key| !self.keys.contains(&key.as_str())) {
            let problem = table.problem("source", code::UNKNOWN_SOURCE, format!("unknown source `{key}`"));
            table.report(problem.expect("a key of data/sources.bib").suggest(nearest(key, self.keys.iter().copied())));
        }
        sources
    }
}

fn range(table: &TableReader<'_>, value: f64, low: Option<f64>, high: Option<f64>) {
    let sound = match (low, high) {
        (None, None) => true,
        (Some(low), Some(high)) => low <= value && value <= high,
        _ => false,
    };
    if !sound {
        let key = if table.has("low") { "low" } else { "high" };
        table.report(table.problem(key, code::BAD_RANGE, format!("{value} does not lie in its range")).expect("low <= value <= high, both given"));
    }
}

fn distribution(table: &TableReader<'_>, has_range: bool) -> Option<Distribution> {
    let (sd, log_sd) = (table.float("sd"), table.float("log_sd"));
    if !table.has("distribution") {
        return Some(if has_range { Distribution::Triangular } else { Distribution::Fixed });
    }
    let name = table.choice("distribution", &DISTRIBUTIONS)?;
    let found = match (name.as_str(), sd, log_sd) {
        ("triangular", None, None) => Some(Distribution::Triangular),
        ("uniform", None, None) => Some(Distribution::Uniform),
        ("loguniform", None, None) => Some(Distribution::LogUniform),
        ("normal", Some(sd), None) if sd > 0.0 => Some(Distribution::Normal { sd }),
        ("lognormal", None, Some(log_sd)) if log_sd > 0.0 => Some(Distribution::LogNormal { log_sd }),
        _ => None,
    };
    if found.is_none() || !has_range {
        let problem = table.problem("distribution", code::BAD_DISTRIBUTION, "the distribution lacks what it needs");
        table.report(problem.expect("low and high; sd with normal, log_sd with lognormal"));
        return None;
    }
    found
}

fn missing(files: &[SourceFile], records: &[Record], declarations: &[Declaration], sink: &ProblemSink) {
    for declared in declarations {
        let named = |record: &Record| record.module == declared.module && record.name == declared.name;
        let file = files.iter().find(|file| file.stem() == declared.module);
        // A record that is there but faulty has its own problem.
        let present = file.is_some_and(|file| file.text.lines().any(|line| line.trim() == format!("[{}]", declared.name)));
        if records.iter().any(named) || present {
            continue;
        }
        let path = file.map_or_else(|| format!("data/evidence/{}.toml", declared.module), |file| file.name.clone());
        let message = format!("the model needs `{}.{}`", declared.module, declared.name);
        sink.push(Problem::new(code::MISSING_RECORD, message).in_file(path).expect(format!("[{}] with unit {}", declared.name, declared.unit)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECLARED: [Declaration; 1] = [Declaration { module: "m", name: "speed", unit: "kg/month" }];
    const BIB: &str = "@misc{a,\n author = {A},\n title = {T},\n year = {2000},\n}\n";
    const GOOD: &str = "[speed]\ntitle = \"S\"\nvalue = 12\nunit = \"t/year\"\nlow = 6\nhigh = 24\ngrade = \"D\"\nsource = \"a\"\n";

    fn load(text: &str) -> Result<Evidence, Problems> {
        Evidence::load(&[SourceFile::new("m.toml", text)], &SourceFile::new("s.bib", BIB), &DECLARED)
    }

    fn fault(from: &str, to: &str) -> String {
        load(&GOOD.replace(from, to)).map(|_| String::new()).unwrap_or_else(|problems| problems.to_string())
    }

    #[test]
    fn units_are_converted_to_what_the_model_reads() {
        let evidence = load(GOOD).expect("loads");
        assert!((evidence.value(&evidence.central(), "m", "speed") - 1000.0).abs() < 1e-9);
        let draw = evidence.sample(&mut |_| 0.0);
        assert!((draw.values[0] - 500.0).abs() < 1e-9);
    }

    #[test]
    fn every_fault_is_named_with_its_line() {
        assert!(fault("t/year", "ha").contains("m.toml:4"));
        assert!(fault("low = 6", "low = 13").contains("low <= value"));
        assert!(fault("\"D\"", "\"E\"").contains("A, B, C or D"));
        assert!(fault("\"a\"", "\"aa\"").contains("did you mean: `a`"));
        assert!(fault("[speed]", "[sped]").contains("did you mean: `speed`"));
        assert!(fault("[speed]", "[sped]").contains("needs `m.speed`"));
        assert!(fault("low = 6\nhigh = 24\n", "").contains("needs a range"));
        assert!(fault("value = 12", "value = nan").contains("m.toml:3"));
        assert!(fault("title", "titel").contains("unknown key"));
    }

    #[test]
    fn overrides_name_the_nearest_parameter() {
        let evidence = load(GOOD).expect("loads");
        let error = evidence.with_overrides(&evidence.central(), &[("m.sped".to_owned(), 1.0)]).expect_err("unknown");
        assert_eq!(error.suggestion.as_deref(), Some("m.speed"));
    }

    proptest::proptest! {
        #[test]
        fn prop_no_text_makes_the_loader_panic(text in "\\PC*") {
            let _ = load(&text);
            let _ = load(&format!("{GOOD}{text}"));
            let _ = Evidence::load(&[], &SourceFile::new("s.bib", text), &[]);
        }
    }
}
