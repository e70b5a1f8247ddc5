//! Test-only reader of the shipped evidence files, so that tests use the numbers that users get.

/// Central values of one shipped evidence file, by key; `field` picks `value`, `low` or `high`.
pub(crate) fn shipped_number(text: &str, name: &str, field: &str) -> f64 {
    let table: toml::Table = text.parse().expect("evidence file parses");
    let record = table.get(name).expect(name);
    let number = record.get(field).expect(field);
    number.as_float().or(number.as_integer().map(|i| i as f64)).expect("a number")
}

/// Every record is declared and every declaration has a record with the same unit.
pub(crate) fn assert_declarations_match(text: &str, declarations: &[counterflow_evidence::Declaration]) {
    let table: toml::Table = text.parse().expect("evidence file parses");
    let mut declared: Vec<&str> = declarations.iter().map(|d| d.name).collect();
    let mut recorded: Vec<&str> = table.keys().map(String::as_str).collect();
    declared.sort_unstable();
    recorded.sort_unstable();
    assert_eq!(declared, recorded);
    for d in declarations {
        assert_eq!(table[d.name]["unit"].as_str(), Some(d.unit), "{}", d.name);
    }
}

/// The shipped text of the market records.
pub(crate) const MARKET: &str = include_str!("../../../../data/evidence/market.toml");
/// The shipped text of the demand records.
pub(crate) const DEMAND: &str = include_str!("../../../../data/evidence/demand.toml");
/// The shipped text of the contest records.
pub(crate) const CONTEST: &str = include_str!("../../../../data/evidence/contest.toml");
