//! Reading one TOML table key by key.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Quantity, Toml, YearMonth, parse_duration_months};
use crate::diagnostics::{Problem, ProblemSink, code, nearest};

/// One table of a TOML file. Getters report faults to the sink and remember which keys were read.
#[derive(Debug)]
pub struct TableReader<'a> {
    toml: &'a Toml<'a>,
    sink: &'a ProblemSink,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    read: RefCell<BTreeSet<String>>,
}

impl<'a> TableReader<'a> {
    pub(super) fn new(toml: &'a Toml<'a>, sink: &'a ProblemSink, table: &'a DeTable<'a>, span: Range<usize>) -> Self {
        Self { toml, sink, table, span, read: RefCell::default() }
    }

    /// Keys in the order of the file.
    pub fn keys(&self) -> Vec<&'a str> {
        self.table.keys().map(|key| key.get_ref().as_ref()).collect()
    }

    /// Whether the table has the key; does not count as reading it.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Whether a table stands under the key; does not count as reading it.
    pub fn is_table(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| value.get_ref().as_table().is_some())
    }

    /// Counts a key as known without reading it.
    pub fn ignore(&self, key: &str) {
        self.read.borrow_mut().insert(key.to_owned());
    }

    /// Name of the file.
    pub fn file_name(&self) -> &'a str {
        &self.toml.file().name
    }

    /// Line where the table starts.
    pub fn line(&self) -> usize {
        self.toml.position(self.span.start).0
    }

    /// Line of a key's value, or of the table when the key is absent.
    pub fn line_of(&self, key: &str) -> usize {
        self.toml.position(self.offset_of(key)).0
    }

    /// A text.
    pub fn string(&self, key: &str) -> Option<String> {
        self.typed(key, "a text in quotes", |value| value.as_str().map(str::to_owned))
    }

    /// A text that must be there; empty after a report when it is not.
    pub fn required_string(&self, key: &str) -> String {
        self.require(key);
        let text = self.string(key).unwrap_or_default();
        if self.table.get(key).is_some_and(|value| value.get_ref().as_str().is_some_and(|text| text.trim().is_empty()))
        {
            self.report(self.problem(key, code::WRONG_TYPE, format!("`{key}` is empty")).expect("a text in quotes"));
        }
        text
    }

    /// A finite number; integers are accepted.
    pub fn float(&self, key: &str) -> Option<f64> {
        let number = self.typed(key, "a number", number)?;
        self.finite(key, number)
    }

    /// A finite number that must be there; NaN after a report when it is not.
    pub fn required_float(&self, key: &str) -> f64 {
        self.require(key);
        self.float(key).unwrap_or(f64::NAN)
    }

    /// A list of finite numbers.
    pub fn floats(&self, key: &str) -> Option<Vec<f64>> {
        let list = self.typed(key, "a list of numbers", |value| {
            value.as_array()?.iter().map(|item| number(item.get_ref())).collect::<Option<Vec<f64>>>()
        })?;
        list.into_iter().map(|number| self.finite(key, number)).collect()
    }

    /// A whole number.
    pub fn integer(&self, key: &str) -> Option<i64> {
        self.typed(key, "a whole number", |value| {
            let integer = value.as_integer()?;
            i64::from_str_radix(integer.as_str(), integer.radix()).ok()
        })
    }

    /// `true` or `false`.
    pub fn boolean(&self, key: &str) -> Option<bool> {
        self.typed(key, "true or false", DeValue::as_bool)
    }

    /// A list of texts; one text counts as a list of one.
    pub fn strings(&self, key: &str) -> Option<Vec<String>> {
        self.typed(key, "a text or a list of texts", |value| {
            if let Some(text) = value.as_str() {
                return Some(vec![text.to_owned()]);
            }
            value.as_array()?.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
        })
    }

    /// One of the given words, spelled exactly.
    pub fn choice(&self, key: &str, choices: &[&str]) -> Option<String> {
        let word = self.string(key)?;
        if choices.contains(&word.as_str()) {
            return Some(word);
        }
        let problem = self.problem(key, code::UNKNOWN_CHOICE, format!("unknown {} `{word}`", key.replace('_', " ")));
        let near = nearest(&word, choices.iter().copied());
        self.report(problem.expect(choices.join(", ")).suggest(near));
        None
    }

    /// A month written `"YYYY-MM"`.
    pub fn month(&self, key: &str) -> Option<YearMonth> {
        let text = self.string(key)?;
        self.parsed(key, code::BAD_MONTH, text.parse(), "a month such as \"2025-07\"")
    }

    /// A quantity such as `"40 joint operations/year"`; a bare number has an empty unit.
    pub fn quantity(&self, key: &str) -> Option<Quantity> {
        const EXPECTED: &str = "a number and a unit, such as \"120 million USD/year\"";
        let text = self.quantity_text(key, EXPECTED)?;
        self.parsed(key, code::BAD_QUANTITY, text.parse(), EXPECTED)
    }

    /// The text of a quantity, for those who read it in a way of their own; a bare number becomes its digits.
    pub fn quantity_text(&self, key: &str, expected: &str) -> Option<String> {
        self.typed(key, expected, |value| match value {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(_) | DeValue::Float(_) => Some(number(value)?.to_string()),
            _ => None,
        })
    }

    /// Months in a duration such as `"12 months"` or `"1 year"`.
    pub fn duration_months(&self, key: &str) -> Option<f64> {
        let text = self.string(key)?;
        self.parsed(
            key,
            code::BAD_DURATION,
            parse_duration_months(&text),
            "a duration such as \"12 months\" or \"1 year\"",
        )
    }

    /// The table under a key.
    pub fn table(&self, key: &str) -> Option<TableReader<'a>> {
        let span = self.table.get(key)?.span();
        let table = self.typed(key, "a table", DeValue::as_table)?;
        Some(Self::new(self.toml, self.sink, table, span))
    }

    /// The tables under a key written `[[key]]`; none when the key is absent.
    pub fn tables(&self, key: &str) -> Vec<TableReader<'a>> {
        let found = self.typed(key, "a list of tables, each written [[…]]", |value| {
            value
                .as_array()?
                .iter()
                .map(|item| Some((item.get_ref().as_table()?, item.span())))
                .collect::<Option<Vec<_>>>()
        });
        let reader = |(table, span)| Self::new(self.toml, self.sink, table, span);
        found.unwrap_or_default().into_iter().map(reader).collect()
    }

    /// A problem at a key's value, or at the table when the key is absent. Give it to [`Self::report`].
    pub fn problem(&self, key: &str, code: &'static str, message: impl Into<String>) -> Problem {
        self.toml.problem_at(self.offset_of(key), code, message)
    }

    /// Puts a problem into the sink.
    pub fn report(&self, problem: Problem) {
        self.sink.push(problem);
    }

    /// Reports every key that was neither read nor is in `known`.
    pub fn finish(&self, known: &[&str]) {
        let read = self.read.borrow();
        let valid: Vec<&str> = known.iter().copied().chain(read.iter().map(String::as_str)).collect();
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if valid.contains(&name) {
                continue;
            }
            let free = valid.iter().copied().filter(|other| !self.has(other));
            let problem = self.toml.problem_at(key.span().start, code::UNKNOWN_KEY, format!("unknown key `{name}`"));
            self.report(problem.expect(format!("one of {}", sorted(&valid))).suggest(nearest(name, free)));
        }
    }

    /// Remembers the key and converts its value; reports a wrong type.
    fn typed<T>(&self, key: &str, expected: &str, convert: impl FnOnce(&'a DeValue<'a>) -> Option<T>) -> Option<T> {
        self.read.borrow_mut().insert(key.to_owned());
        let value: &'a Spanned<DeValue<'a>> = self.table.get(key)?;
        let converted = convert(value.get_ref());
        if converted.is_none() {
            let message = format!("`{key}` has the wrong type: {}", value.get_ref().type_str());
            self.report(self.problem(key, code::WRONG_TYPE, message).expect(expected));
        }
        converted
    }

    fn parsed<T>(&self, key: &str, code: &'static str, result: Result<T, String>, expected: &str) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(fault) => {
                self.report(self.problem(key, code, format!("`{key}`: {fault}")).expect(expected));
                None
            }
        }
    }

    fn finite(&self, key: &str, number: f64) -> Option<f64> {
        if number.is_finite() {
            return Some(number);
        }
        self.report(self.problem(key, code::NOT_FINITE, format!("`{key}` is not a finite number")));
        None
    }

    fn require(&self, key: &str) {
        if self.has(key) {
            return;
        }
        let known = self.table.keys().map(|key| key.get_ref().as_ref());
        let message = format!("`{key}` is missing");
        let expected = match nearest(key, known) {
            Some(near) => format!("a key `{key}` (there is `{near}`)"),
            None => format!("a key `{key}`"),
        };
        self.report(self.problem(key, code::MISSING_KEY, message).expect(expected));
    }

    fn offset_of(&self, key: &str) -> usize {
        self.table.get(key).map_or(self.span.start, |value| value.span().start)
    }
}

/// A number as `f64`; out-of-range literals become infinite and are refused as not finite.
fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Float(float) => float.as_str().parse().ok(),
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
        DeValue::Integer(integer) => {
            i64::from_str_radix(integer.as_str(), integer.radix()).ok().map(|whole| whole as f64)
        }
        _ => None,
    }
}

fn sorted(names: &[&str]) -> String {
    let unique: BTreeSet<&str> = names.iter().copied().collect();
    let quoted: Vec<String> = unique.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests;
