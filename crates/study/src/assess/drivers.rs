//! What drives a result: rank correlation of a change with the parameter draws.

use super::rules::{DRIVERS, MATTERS_SHARE, significance_limit};
use crate::ensemble::Ensemble;
use crate::statistics::{correlation, ranks};
use counterflow_evidence::Evidence;
use counterflow_evidence::record::Record;
use counterflow_report::{Assumption, Driver};

/// Modules that the month does not read: the closed-form cross-check and the peer-reviewed rival.
const NOT_IN_THE_MONTH: [&str; 2] = ["contest", "narcologic"];

/// Whether a parameter is uncertain and read by the month.
pub(crate) fn can_drive(record: &Record) -> bool {
    record.is_uncertain() && !NOT_IN_THE_MONTH.contains(&record.module.as_str())
}

/// Evidence grade of a result that no parameter explains.
const UNEXPLAINED: char = 'D';

/// The ranks of every uncertain parameter over the members.
pub(super) struct Draws<'a> {
    /// The uncertain parameters.
    pub parameters: Vec<&'a Record>,
    ranks: Vec<Vec<f64>>,
    limit: f64,
}

impl<'a> Draws<'a> {
    /// Draws every member again; draws are pure functions of the member.
    pub fn new(ensemble: &Ensemble<'a>) -> Self {
        let evidence: &'a Evidence = ensemble.evidence;
        let positions: Vec<usize> =
            (0..evidence.records().len()).filter(|&position| can_drive(&evidence.records()[position])).collect();
        let draws: Vec<Vec<f64>> = (0..ensemble.members).map(|member| ensemble.draw(member).values).collect();
        let ranks_of = |&position: &usize| ranks(&draws.iter().map(|values| values[position]).collect::<Vec<f64>>());
        Self {
            parameters: positions.iter().map(|&position| &evidence.records()[position]).collect(),
            ranks: positions.iter().map(ranks_of).collect(),
            limit: significance_limit(draws.len(), positions.len()),
        }
    }

    /// Rank correlation of a change by member with each parameter.
    pub fn correlations(&self, change: &[f64]) -> Vec<f64> {
        let change = ranks(change);
        self.ranks.iter().map(|ranks| correlation(ranks, &change)).collect()
    }

    /// Keys of the sources behind some drivers, each once, the strongest driver's first.
    pub fn sources(&self, drivers: &[Driver]) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for driver in drivers {
            let record = self.parameters.iter().find(|record| record.id() == driver.parameter);
            for key in record.map(|record| &record.sources).into_iter().flatten() {
                if !keys.contains(key) {
                    keys.push(key.clone());
                }
            }
        }
        keys
    }
}

/// The strongest parameters above the limit of chance, the strongest first.
pub(super) fn named(draws: &Draws<'_>, correlations: &[f64]) -> Vec<Driver> {
    let mut strong: Vec<(&Record, f64)> = draws
        .parameters
        .iter()
        .copied()
        .zip(correlations.iter().copied())
        .filter(|(_, one)| one.abs() > draws.limit)
        .collect();
    strong.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    strong.truncate(DRIVERS);
    let driver = |(record, correlation): (&Record, f64)| Driver {
        parameter: record.id(),
        title: record.title.clone(),
        grade: record.grade.letter(),
        correlation,
    };
    strong.into_iter().map(driver).collect()
}

/// The worst grade among the drivers that matter; grades are letters, A the best.
pub(super) fn grade(drivers: &[Driver]) -> char {
    let strongest = drivers.iter().map(|driver| driver.correlation.abs()).fold(0.0, f64::max);
    let matters = |driver: &&Driver| driver.correlation.abs() >= MATTERS_SHARE * strongest;
    drivers.iter().filter(matters).map(|driver| driver.grade).max().unwrap_or(UNEXPLAINED)
}

/// Every uncertain parameter with its influence: grade D first, then the most influential.
pub(super) fn assumptions(draws: &Draws<'_>, importance: &[f64]) -> Vec<Assumption> {
    let one = |(record, importance): (&&Record, &f64)| Assumption {
        parameter: record.id(),
        title: record.title.clone(),
        value: record.value,
        unit: record.unit.clone(),
        low: record.low,
        high: record.high,
        grade: record.grade.letter(),
        sources: record.sources.clone(),
        note: record.note.clone(),
        importance: *importance,
    };
    let mut all: Vec<Assumption> = draws.parameters.iter().zip(importance).map(one).collect();
    all.sort_by(|a, b| b.grade.cmp(&a.grade).then(b.importance.total_cmp(&a.importance)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn driver(grade: char, correlation: f64) -> Driver {
        Driver { parameter: String::new(), title: String::new(), grade, correlation }
    }

    fn record(name: &str, source: &str) -> Record {
        Record {
            module: "m".to_owned(),
            name: name.to_owned(),
            title: name.to_owned(),
            value: 1.0,
            unit: "1".to_owned(),
            low: 0.0,
            high: 2.0,
            distribution: counterflow_evidence::record::Distribution::Uniform,
            grade: counterflow_evidence::record::Grade::B,
            sources: vec![source.to_owned()],
            note: String::new(),
            file: String::new(),
            line: 1,
        }
    }

    /// The change is a falling function of `a`, and alternates without regard to `b`.
    #[test]
    fn a_parameter_that_orders_the_changes_is_named_and_cited_and_another_is_not() {
        let (a, b) = (record("a", "x"), record("b", "y"));
        let members = 0..40;
        let rising: Vec<f64> = members.clone().map(f64::from).collect();
        let alternating: Vec<f64> = members.map(|member| f64::from(member % 2)).collect();
        let draws = Draws {
            parameters: vec![&a, &b],
            ranks: vec![ranks(&rising), ranks(&alternating)],
            limit: significance_limit(40, 2),
        };
        let correlations = draws.correlations(&rising.iter().map(|value| -value.powi(3)).collect::<Vec<f64>>());
        let drivers = named(&draws, &correlations);
        assert_eq!(drivers.len(), 1);
        assert_eq!((drivers[0].parameter.as_str(), drivers[0].grade), ("m.a", 'B'));
        assert!((drivers[0].correlation + 1.0).abs() < 1e-12);
        assert_eq!(draws.sources(&drivers), ["x"]);
        let all = assumptions(&draws, &[0.2, 0.7]);
        assert_eq!(all.iter().map(|entry| entry.parameter.as_str()).collect::<Vec<_>>(), ["m.b", "m.a"]);
    }

    #[test]
    fn the_worst_grade_among_the_drivers_that_matter_counts() {
        assert_eq!(grade(&[driver('B', -0.8), driver('C', 0.4), driver('D', 0.39)]), 'C');
        assert_eq!(grade(&[]), 'D');
    }
}
