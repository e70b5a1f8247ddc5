//! Reading and checking evidence files.

mod range;

use std::collections::{BTreeMap, BTreeSet};

use super::Evidence;
use crate::Declaration;
use crate::bib;
use crate::diagnostics::{Problem, ProblemSink, Problems, SourceFile, code, nearest};
use crate::reader::{TableReader, Toml};
use crate::record::{Distribution, Grade, Record};
use crate::unit::Unit;

pub(super) fn load(files: &[SourceFile], bib: &SourceFile, declarations: &[Declaration]) -> Result<Evidence, Problems> {
    let sink = ProblemSink::default();
    let sources = bib::parse(bib, &sink);
    let mut loader = Loader {
        bib_is_whole: sink.is_empty(),
        sink: &sink,
        bib_name: &bib.name,
        keys: sources.iter().map(|entry| entry.key.as_str()).collect(),
        declared: declared(declarations, &sink),
        present: BTreeSet::new(),
        apart: BTreeSet::new(),
        is_apart: false,
        unreadable: BTreeSet::new(),
    };
    let mut records = Vec::new();
    let mut scattered = Vec::new();
    for (position, file) in files.iter().enumerate() {
        if let Some(first) = files[..position].iter().find(|first| first.stem() == file.stem()) {
            let message = format!("module `{}` has two evidence files", file.stem());
            let problem = Problem::new(code::DUPLICATE_MODULE, message).in_file(&file.name);
            sink.push(problem.expect(format!("one file per module; the other is {}", first.name)));
            continue;
        }
        let read = loader.file(file);
        if loader.is_module(file.stem()) {
            records.extend(read);
        } else {
            scattered.extend(read);
        }
    }
    loader.report_missing(files);
    drop(loader);
    for record in scattered {
        // What a world says of its own year counts before what holds for every world.
        match records.iter().position(|other| other.module == record.module && other.name == record.name) {
            Some(position) => records[position] = record,
            None => records.insert(place_of(&record, &records, declarations), record),
        }
    }
    sink.into_result(Evidence::new(records, sources))
}

/// Where a record from a file of several modules stands: behind the record of its module that the model
/// declares before it, or last.
fn place_of(record: &Record, records: &[Record], declarations: &[Declaration]) -> usize {
    let of_module = || declarations.iter().filter(|declaration| declaration.module == record.module);
    let before = of_module().take_while(|declaration| declaration.name != record.name);
    let found = before.collect::<Vec<_>>().into_iter().rev().find_map(|declaration| {
        records.iter().position(|other| other.module == record.module && other.name == declaration.name)
    });
    found.map_or(records.len(), |position| position + 1)
}

type Declared = BTreeMap<(&'static str, &'static str), (&'static str, Unit)>;

/// Declarations by module and name. Two modules may read one parameter, in one unit.
fn declared(declarations: &[Declaration], sink: &ProblemSink) -> Declared {
    let mut declared = Declared::new();
    for Declaration { module, name, unit } in declarations {
        let fault = match (Unit::parse(unit), declared.get(&(*module, *name))) {
            (Err(fault), _) => Some((code::BAD_UNIT, fault)),
            (Ok(_), Some((other, _))) if other != unit => {
                Some((code::CONFLICTING_DECLARATION, format!("read as `{unit}` and as `{other}`")))
            }
            (Ok(_), Some(_)) => None,
            (Ok(parsed), None) => {
                declared.insert((*module, *name), (*unit, parsed));
                None
            }
        };
        if let Some((code, fault)) = fault {
            sink.push(Problem::new(code, format!("declaration of `{module}.{name}`: {fault}")));
        }
    }
    declared
}

struct Loader<'a> {
    sink: &'a ProblemSink,
    bib_name: &'a str,
    /// A damaged bibliography may have lost keys, so that a key missing from it is no problem of its own.
    bib_is_whole: bool,
    keys: BTreeSet<&'a str>,
    declared: Declared,
    /// `module.name` of the declared parameters that have a record, sound or not.
    present: BTreeSet<String>,
    /// Those of files that are no module's, which may replace a module's own.
    apart: BTreeSet<String>,
    /// Whether the file being read is no module's.
    is_apart: bool,
    /// Modules whose file is not valid TOML: nothing can be said about what they lack.
    unreadable: BTreeSet<String>,
}

impl Loader<'_> {
    fn file(&mut self, file: &SourceFile) -> Vec<Record> {
        match Toml::parse(file) {
            Ok(toml) => {
                let root = toml.root(self.sink);
                self.is_apart = !self.is_module(file.stem());
                if self.is_module(file.stem()) {
                    let records = self.records(&root, file.stem());
                    root.finish(&[]);
                    records
                } else {
                    // Every key is a module or has been reported.
                    root.keys().into_iter().flat_map(|key| self.module_within(&root, file.stem(), key)).collect()
                }
            }
            Err(problem) => {
                self.sink.push(problem);
                self.unreadable.insert(file.stem().to_owned());
                Vec::new()
            }
        }
    }

    fn is_module(&self, name: &str) -> bool {
        self.declared.keys().any(|(module, _)| *module == name)
    }

    fn records(&mut self, table: &TableReader<'_>, module: &str) -> Vec<Record> {
        table.keys().into_iter().filter_map(|name| self.record(table, module, name)).collect()
    }

    /// Records of a file that is no module's: its tables are `[module.name]`.
    fn module_within(&mut self, root: &TableReader<'_>, stem: &str, key: &str) -> Vec<Record> {
        if !self.is_module(key) {
            let modules: BTreeSet<&str> = self.declared.keys().map(|(module, _)| *module).collect();
            let problem = root.problem(key, code::UNUSED_RECORD, format!("no module reads `{stem}.{key}`"));
            root.report(problem.expect("a table [module.parameter]").suggest(nearest(key, modules)));
            return Vec::new();
        }
        let Some(table) = root.table(key) else { return Vec::new() };
        let records = self.records(&table, key);
        table.finish(&[]);
        records
    }

    fn record(&mut self, root: &TableReader<'_>, module: &str, name: &str) -> Option<Record> {
        let table = root.table(name)?;
        let Some((unit, target)) = self.declared.get(&(module, name)) else {
            self.report_unused(root, module, name);
            return None;
        };
        self.present.insert(format!("{module}.{name}"));
        if self.is_apart && !self.apart.insert(format!("{module}.{name}")) {
            let message = format!("`{module}.{name}` has a record in another file too");
            table.report(root.problem(name, code::DUPLICATE_RECORD, message).expect("one record for each parameter"));
            return None;
        }
        let title = table.required_string("title");
        let factor = factor(&table, unit, target);
        let grade = grade(&table);
        let sources = self.sources(&table);
        let note = table.string("note").unwrap_or_default();
        let range = range::read(&table);
        table.finish(&[]);
        let (range, grade, factor) = (range?, grade?, factor?);
        if grade == Grade::D && range.distribution == Distribution::Fixed {
            let problem = table.problem(
                "grade",
                code::ASSUMPTION_WITHOUT_RANGE,
                format!("`{name}` is an assumption and needs a range"),
            );
            table.report(problem.expect("low and high, or a better grade"));
        }
        Some(Record {
            module: module.to_owned(),
            name: name.to_owned(),
            title,
            value: range.value * factor,
            unit: (*unit).to_owned(),
            low: range.low * factor,
            high: range.high * factor,
            distribution: range::scaled(range.distribution, factor),
            grade,
            sources,
            note,
            file: table.file_name().to_owned(),
            line: table.line(),
        })
    }

    fn sources(&self, table: &TableReader<'_>) -> Vec<String> {
        let sources = table.strings("source").unwrap_or_default();
        if sources.is_empty() {
            let problem = table.problem("source", code::NO_SOURCE, "the record has no source");
            table.report(problem.expect(format!("one or more keys of {}", self.bib_name)));
        }
        for key in sources.iter().filter(|key| self.bib_is_whole && !self.keys.contains(key.as_str())) {
            let problem = table.problem("source", code::UNKNOWN_SOURCE, format!("unknown source `{key}`"));
            table.report(
                problem.expect(format!("a key of {}", self.bib_name)).suggest(nearest(key, self.keys.iter().copied())),
            );
        }
        sources
    }

    fn report_unused(&self, root: &TableReader<'_>, module: &str, name: &str) {
        let names = self.declared.keys().filter(|(other, _)| *other == module).map(|(_, name)| *name);
        let unfilled = names.filter(|name| !root.has(name));
        let problem = root.problem(name, code::UNUSED_RECORD, format!("no module reads `{module}.{name}`"));
        root.report(problem.expect("a parameter that the model declares").suggest(nearest(name, unfilled)));
    }

    fn report_missing(&self, files: &[SourceFile]) {
        for ((module, name), (unit, _)) in &self.declared {
            if self.present.contains(&format!("{module}.{name}")) || self.unreadable.contains(*module) {
                continue;
            }
            let file = files.iter().find(|file| file.stem() == *module);
            let path = file.map_or_else(|| format!("data/evidence/{module}.toml"), |file| file.name.clone());
            let problem =
                Problem::new(code::MISSING_RECORD, format!("the model needs `{module}.{name}`, which has no record"));
            self.sink.push(problem.in_file(path).expect(format!("a table [{name}] with unit = \"{unit}\"")));
        }
    }
}

/// Factor from the record's unit to the one that the model reads.
fn factor(table: &TableReader<'_>, declared: &str, target: &Unit) -> Option<f64> {
    let text = table.required_string("unit");
    if text.trim().is_empty() {
        return None;
    }
    let (code, fault) = match Unit::parse(&text) {
        Err(fault) => (code::BAD_UNIT, fault),
        Ok(unit) => match unit.factor_to(target) {
            Some(factor) => return Some(factor),
            None => (code::UNIT_MISMATCH, format!("unit `{text}` measures {unit}, the model reads {target}")),
        },
    };
    table.report(table.problem("unit", code, fault).expect(format!("a unit that converts to `{declared}`")));
    None
}

fn grade(table: &TableReader<'_>) -> Option<Grade> {
    let text = table.required_string("grade");
    let grade = Grade::of(&text);
    if grade.is_none() && !text.trim().is_empty() {
        table.report(table.problem("grade", code::BAD_GRADE, format!("unknown grade `{text}`")).expect("A, B, C or D"));
    }
    grade
}

#[cfg(test)]
mod tests;
