//! Writes a month into its row: all series, or those that are wanted.

use super::context::MonthContext;
use super::indicators::{INDICATORS, Indicator, Total};
use super::observation::{Observation, Sums};
use super::state::{Inputs, Outputs, State};
use crate::calibration::Model;
use std::ops::Range;

/// Reads indicators from a month, each exactly once, into the series of a row.
#[derive(Clone, Debug)]
pub struct Recorder {
    readings: Vec<Reading>,
    /// Positions in a whole row of the series that are wanted; none for all.
    wanted: Option<Vec<usize>>,
    /// A whole row, for picking what is wanted.
    whole: Vec<f64>,
    sums: Sums,
}

/// An indicator and where its series lie in a whole row.
#[derive(Clone, Debug)]
struct Reading {
    indicator: &'static Indicator,
    places: Range<usize>,
    total: Option<usize>,
}

impl Recorder {
    /// Records every series, in the order of the model's layout.
    #[must_use]
    pub fn of_all(model: &Model) -> Self {
        let mut start = 0;
        let reading = |indicator: &'static Indicator| {
            let end = start + model.layout.places(indicator.id).map_or(0, <[String]>::len);
            let total = (indicator.total == Total::Sum).then(|| end - 1);
            let places = start..total.unwrap_or(end);
            start = end;
            Reading { indicator, places, total }
        };
        let readings = INDICATORS.iter().map(reading).collect();
        Self { readings, wanted: None, whole: Vec::new(), sums: Sums::new(&model.world) }
    }

    /// Records the series at these positions of the model's layout, in their order; indicators that
    /// have none among them are not read.
    #[must_use]
    pub fn of(model: &Model, wanted: &[usize]) -> Self {
        let mut recorder = Self::of_all(model);
        recorder.readings.retain(|reading| {
            let end = reading.total.map_or(reading.places.end, |total| total + 1);
            wanted.iter().any(|position| (reading.places.start..end).contains(position))
        });
        Self { wanted: Some(wanted.to_vec()), whole: vec![0.0; model.layout.width()], ..recorder }
    }

    /// Number of series in a row.
    #[must_use]
    pub fn width(&self, model: &Model) -> usize {
        self.wanted.as_ref().map_or_else(|| model.layout.width(), Vec::len)
    }

    /// Fills `row` with the month's values.
    pub fn record(&mut self, s: MonthContext<'_>, state: &State, inputs: &Inputs, outputs: &Outputs, row: &mut [f64]) {
        let world = &s.model.world;
        self.sums.add_up(world, &s.model.pools, state, outputs);
        let month = Observation { world, p: s.p, tables: &s.baseline.tables, state, inputs, outputs, sums: &self.sums };
        let Some(wanted) = &self.wanted else {
            return self.readings.iter().for_each(|reading| reading.read(&month, row));
        };
        self.readings.iter().for_each(|reading| reading.read(&month, &mut self.whole));
        row.iter_mut().zip(wanted).for_each(|(value, position)| *value = self.whole[*position]);
    }
}

impl Reading {
    /// Writes the indicator's values by place, and their total where there is one.
    ///
    /// A month that has not one value for each place would put all values after it in the wrong series; that can
    /// only be a wrong declaration, and ends the run.
    fn read(&self, month: &Observation<'_>, row: &mut [f64]) {
        let places = &mut row[self.places.clone()];
        let (found, expected) = (self.indicator.read(month, places), places.len());
        assert_eq!(found, expected, "`{}` has {found} values for {expected} places", self.indicator.id);
        if let Some(total) = self.total {
            let sum: f64 = places.iter().sum();
            row[total] = sum + (self.indicator.beyond_places)(month);
        }
    }
}
