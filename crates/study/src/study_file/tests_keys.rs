//! The list of keys against the reader.

use super::keys::{EXAMPLE, TABLES, keys};
use super::parse;
use super::shipped::Shipped;
use counterflow_evidence::diagnostics::SourceFile;

/// Files that have every table, and in each table every key that the reader looks at.
const SAMPLED: &str = "name = \"x\"\nscenarios = \"military\"\n#top\n[design]\nmethod = \"sobol\"\npoints = \
 4\n#design\n\
    [[correlation]]\nparameters = [\"market.stock_cover_months\", \"demand.light_to_heavy_per_year\"]\nrank = \
    0.4\n#correlation\n\
    [switches]\n#switches\n[[outcome]]\nseries = \"arrivals\"\n#outcome\n[paths]\nseries = \"arrivals\"\n#paths\n";

/// What the reader says it knows when it meets a key that it does not.
fn known_to_the_reader(shipped: &Shipped, table: &str) -> Vec<String> {
    let mark = if table.is_empty() { "#top" } else { &format!("#{table}\n") };
    let text = SAMPLED.replacen(mark.trim_end(), "zzz = 1", 1);
    let problems = parse(&SourceFile::new("study.toml", text), shipped.known()).expect_err(table).0;
    assert_eq!((problems.len(), problems[0].code), (1, "E0102"), "{problems:?}");
    let expected = problems[0].expected.clone().expect("what is expected");
    expected.trim_start_matches("one of ").split(", ").map(|name| name.trim_matches('`').to_owned()).collect()
}

/// No key is read that is not listed, and none is listed that is not read.
#[test]
fn prop_the_list_of_keys_is_what_the_reader_knows() {
    let shipped = Shipped::load();
    for table in TABLES {
        let tables = TABLES
            .iter()
            .filter(|other| table.name.is_empty() && !other.name.is_empty())
            .map(|other| other.name.to_owned());
        let mut listed: Vec<String> =
            keys().iter().filter(|key| key.table == table.name).map(|key| key.name.to_owned()).chain(tables).collect();
        listed.sort();
        let mut read = known_to_the_reader(&shipped, table.name);
        read.sort();
        assert_eq!(listed, read, "[{}]", table.name);
    }
}

/// A key without a default must be there, and one with a default need not.
#[test]
fn prop_defaults_are_told_for_keys_that_may_be_left_out() {
    let shipped = Shipped::load();
    assert!(parse(&SourceFile::new("study.toml", SAMPLED), shipped.known()).is_ok());
    let required = keys().into_iter().filter(|key| key.default.is_none());
    for key in required {
        let line = format!("\n{} = ", key.name);
        let table = SAMPLED.find(&format!("[{}]", key.table)).unwrap_or(0);
        let start = SAMPLED[table..].find(&line).map_or(0, |found| table + found + 1);
        let end = start + SAMPLED[start..].find('\n').expect("a line");
        let text = format!("{}{}", &SAMPLED[..start], &SAMPLED[end + 1..]);
        let problems = parse(&SourceFile::new("study.toml", text), shipped.known()).expect_err(key.name).0;
        assert!(problems.iter().any(|problem| problem.message.contains(key.name)), "{}: {problems:?}", key.name);
    }
}

#[test]
fn the_example_is_sound_and_shows_every_key() {
    let shipped = Shipped::load();
    let plan = parse(&SourceFile::new("study.toml", EXAMPLE), shipped.known()).expect("a sound example");
    assert_eq!((plan.members(), plan.arms.len()), (2 * 3 * 2, 9));
    for key in keys() {
        assert!(EXAMPLE.contains(key.name), "{}", key.name);
    }
}
