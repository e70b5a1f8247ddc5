//! Weights of events between states on the Goldstein scale, from -10 (force) to +10.
//!
//! Source: Goldstein 1992, J. Conflict Resolution 36:369-385, in its CAMEO version, with the WEIS
//! codes that differ (CAMEO gives a broken relation -4, WEIS -7). The table itself is data
//! (`data/goldstein.csv`: scheme and code, event, weight); this file only reads it.

use std::collections::BTreeMap;

/// Events of the Goldstein scale by code, for example `cameo_195`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GoldsteinTable {
    events: BTreeMap<String, GoldsteinEvent>,
}

/// One kind of event.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldsteinEvent {
    /// What happens.
    pub title: String,
    /// Weight between -10 and +10.
    pub weight: f64,
}

/// A line of the table that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the Goldstein table: {reason}")]
pub struct GoldsteinError {
    /// Line, counted from one.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

impl GoldsteinTable {
    /// Reads the table: a header, then `code,event,weight`; lines that start with `#` are comments.
    pub fn parse(text: &str) -> Result<Self, GoldsteinError> {
        let mut events = BTreeMap::new();
        let lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        for (index, line) in lines.skip(1) {
            let fail = |reason: &str| GoldsteinError { line: index + 1, reason: reason.to_owned() };
            let (code, rest) = line.split_once(',').ok_or_else(|| fail("expected code,event,weight"))?;
            let (title, weight) = rest.rsplit_once(',').ok_or_else(|| fail("expected code,event,weight"))?;
            let weight: f64 = weight.trim().parse().map_err(|_| fail("the weight is not a number"))?;
            if !(-10.0..=10.0).contains(&weight) {
                return Err(fail("the weight lies outside -10 to 10"));
            }
            let event = GoldsteinEvent { title: title.trim().trim_matches('"').to_owned(), weight };
            if events.insert(code.trim().to_owned(), event).is_some() {
                return Err(fail("the code stands twice"));
            }
        }
        Ok(Self { events })
    }

    /// Weight of the event with this code.
    pub fn weight(&self, code: &str) -> Option<f64> {
        self.events.get(code).map(|event| event.weight)
    }

    /// All events in the order of their codes.
    pub fn events(&self) -> impl Iterator<Item = (&str, &GoldsteinEvent)> {
        self.events.iter().map(|(code, event)| (code.as_str(), event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = include_str!("../../../../data/goldstein.csv");

    /// Goldstein 1992: weights read in the CAMEO file and the WEIS scale, exact.
    #[test]
    fn val_goldstein_weights() {
        let table = GoldsteinTable::parse(SHIPPED).expect("shipped table");
        for (code, weight) in [
            ("cameo_195", -10.0),
            ("cameo_190", -10.0),
            ("cameo_191", -9.5),
            ("cameo_171", -9.2),
            ("cameo_166", -8.0),
            ("cameo_15", -7.2),
            ("cameo_161", -4.0),
            ("cameo_057", 8.0),
            ("cameo_062", 7.4),
            ("cameo_064", 7.0),
            ("cameo_072", 8.3),
            ("cameo_040", 1.0),
            ("weis_195", -7.0),
            ("weis_223", -10.0),
            ("weis_072", 8.3),
        ] {
            assert_eq!(table.weight(code), Some(weight), "{code}");
        }
    }

    /// Every CAMEO row equals the public file, where the folder of test data is present.
    #[test]
    fn val_cameo_file() {
        let Some(folder) = std::env::var_os("COUNTERFLOW_FIXTURES") else { return };
        let path = std::path::PathBuf::from(folder).join("baseline/cameo_goldstein.csv");
        let published = GoldsteinTable::parse(&std::fs::read_to_string(path).expect("test data")).expect("test data");
        let ours = GoldsteinTable::parse(SHIPPED).expect("shipped table");
        for (code, event) in ours.events() {
            if let Some(cameo) = code.strip_prefix("cameo_") {
                assert_eq!(published.weight(cameo), Some(event.weight), "{code}");
            }
        }
    }

    #[test]
    fn bad_lines_are_named() {
        for (text, line) in [
            ("code,event,weight\ncameo_1,x", 2),
            ("# note\ncode,event,weight\ncameo_1,x,y", 3),
            ("code,event,weight\na,x,11", 2),
            ("code,event,weight\na,x,1\na,x,1", 3),
            ("code,event,weight\na,x,NaN", 2),
        ] {
            assert_eq!(GoldsteinTable::parse(text).map_err(|error| error.line), Err(line), "{text}");
        }
    }
}
