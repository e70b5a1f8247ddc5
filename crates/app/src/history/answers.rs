//! What a run answers to each series and place, year by year.
//!
//! Runs are on expected values, so that a fit sees parameters and not events; the noise of events stands in the errors
//! of the observations. A place that the world does not have is left out.

use super::definitions::{History, Over, Reading, SeriesDefinition};
use super::tables::Observed;
use crate::session::Session;
use counterflow_evidence::Draw;
use counterflow_evidence::reader::YearMonth;
use counterflow_model::indicators::{Indicator, Scope};
use counterflow_model::month::record::Recorder;
use counterflow_model::policy::Scenario;
use counterflow_model::{Calibration, Course, Hold, MONTHS_PER_YEAR, Model, Parameters, Run, Runner};
use std::ops::RangeInclusive;

const MONTHS: usize = MONTHS_PER_YEAR as usize;
/// Years before the cut whose mean says how places split what they share.
const SHARED_YEARS: i32 = 3;
const PEOPLE_PER_MILLION: f64 = 1e6;
/// Before the identifier of a state all of whose places are meant.
const COUNTRY: &str = "country:";

/// One series in one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Position of the series among the definitions.
    pub series: usize,
    /// Place, as the tables name it.
    pub place: String,
    /// Positions among the kept series, and of what multiplies each.
    terms: Vec<(usize, Option<usize>)>,
    /// From the indicator's unit to the table's.
    scale: f64,
    /// What it is divided by, run by run.
    over: RunOver,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum RunOver {
    Nothing,
    /// Position of a parameter.
    Parameter(usize),
    /// Position of a market.
    Survey(usize),
}

/// The series that a world can answer.
#[derive(Debug)]
pub struct Answers<'a> {
    session: &'a Session,
    history: &'a History,
    /// Each series in each place.
    pub list: Vec<Answer>,
    /// Series and places that the world does not have.
    pub missing: Vec<(usize, String)>,
    /// Positions in a month's row.
    kept: Vec<usize>,
}

impl<'a> Answers<'a> {
    /// The series that the world of a session can answer; shares of places are those of the years to the cut.
    #[must_use]
    pub fn new(session: &'a Session, history: &'a History, observed: &Observed, cut: i32) -> Self {
        let mut answers = Self { session, history, list: Vec::new(), missing: Vec::new(), kept: Vec::new() };
        for (series, definition) in history.series.iter().enumerate() {
            for (place, names) in &definition.places {
                let share = if definition.is_shared {
                    share_of(definition, series, place, names, observed, cut)
                } else {
                    Some(1.0)
                };
                match share.and_then(|share| answers.answer(series, definition, place, names, share)) {
                    Some(answer) => answers.list.push(answer),
                    None => answers.missing.push((series, place.clone())),
                }
            }
        }
        answers
    }

    /// Name of an answer: series and place.
    #[must_use]
    pub fn name(&self, answer: usize) -> String {
        let Answer { series, place, .. } = &self.list[answer];
        format!("{}@{place}", self.history.series[*series].id)
    }

    /// The definition of an answer's series.
    #[must_use]
    pub fn definition(&self, answer: usize) -> &'a SeriesDefinition {
        &self.history.series[self.list[answer].series]
    }

    /// First year that the world runs through from January.
    #[must_use]
    pub fn first_year(&self) -> i32 {
        let start = self.session.model.world.start;
        if start.month == 1 { start.year } else { start.year + 1 }
    }

    fn answer(
        &mut self,
        series: usize,
        definition: &SeriesDefinition,
        place: &str,
        names: &[String],
        share: f64,
    ) -> Option<Answer> {
        let model = &self.session.model;
        let places: Vec<String> = names.iter().flat_map(|name| places(model, definition.indicator, name)).collect();
        let position = |indicator: &Indicator, place: &str| model.layout.find(indicator.id, place);
        let mut positions = Vec::new();
        for place in &places {
            let times = match definition.times {
                Some(times) => Some(position(times, place)?),
                None => None,
            };
            positions.push((position(definition.indicator, place)?, times));
        }
        let (over, divisor) = match &definition.over {
            Over::Nothing => (RunOver::Nothing, 1.0),
            Over::Parameter(id) => (RunOver::Parameter(self.session.evidence.index(id)?), 1.0),
            Over::Survey => (RunOver::Survey(model.world.market(places.first()?)?), 1.0),
            Over::Population => {
                let people = |id: &String| Some(model.world.countries[model.world.country(id)?].population_million);
                (RunOver::Nothing, places.iter().map(people).sum::<Option<f64>>()? * PEOPLE_PER_MILLION)
            }
        };
        if positions.is_empty() {
            return None;
        }
        let terms =
            positions.into_iter().map(|(own, times)| (self.keep(own), times.map(|times| self.keep(times)))).collect();
        Some(Answer { series, place: place.to_owned(), terms, scale: definition.factor * share / divisor, over })
    }

    /// Position of a series of the row among those that are kept.
    fn keep(&mut self, position: usize) -> usize {
        self.kept.iter().position(|known| *known == position).unwrap_or_else(|| {
            self.kept.push(position);
            self.kept.len() - 1
        })
    }

    /// A scenario that ends with a year.
    #[must_use]
    pub fn until(&self, scenario: &Scenario, year: i32) -> Scenario {
        Scenario { until: YearMonth { year, month: 12 }, ..scenario.clone() }
    }

    /// What a run with these parameters answers: for each answer in turn a value for each year. A year that the run
    /// does not hold is not a number, and so are all years where the scenario sets an unknown parameter.
    #[must_use]
    pub fn of(&self, draw: &Draw, scenario: &Scenario, years: RangeInclusive<i32>) -> Vec<f64> {
        let Session { model, evidence, .. } = self.session;
        let count = self.list.len() * years.clone().count();
        let Ok(draw) = evidence.with_overrides(draw, &scenario.parameters) else { return vec![f64::NAN; count] };
        let parameters = Parameters::of(evidence, &draw);
        let baseline = Calibration::new(model, &parameters, &scenario.switches, Hold::default());
        let course = Course::new(model, &parameters, &baseline, scenario, None);
        let run = Runner::start(&course, Recorder::of(model, &self.kept), 0).finish(&course);
        let mut values = Vec::with_capacity(count);
        for answer in &self.list {
            let definition = &self.history.series[answer.series];
            let divisor = match answer.over {
                RunOver::Nothing => 1.0,
                RunOver::Parameter(position) => draw.values[position],
                RunOver::Survey(market) => baseline.underreporting[market],
            };
            for year in years.clone() {
                let prices =
                    if definition.is_nominal { self.history.prices.ratio(year, self.first_year()) } else { 1.0 };
                values.push(self.read(&run, answer, definition.reading, year) * answer.scale * prices / divisor);
            }
        }
        values
    }

    fn read(&self, run: &Run, answer: &Answer, reading: Reading, year: i32) -> f64 {
        let first = YearMonth { year, month: 1 }.months_since(self.session.model.world.start);
        let Ok(first) = usize::try_from(first) else { return f64::NAN };
        if first + MONTHS > run.months {
            return f64::NAN;
        }
        let month = |month: usize| {
            let term = |(own, times): &(usize, Option<usize>)| {
                run.value(month, *own) * times.map_or(1.0, |times| run.value(month, times))
            };
            answer.terms.iter().map(term).sum::<f64>()
        };
        match reading {
            Reading::Sum => (first..first + MONTHS).map(month).sum(),
            Reading::Mean => (first..first + MONTHS).map(month).sum::<f64>() / MONTHS_PER_YEAR,
            Reading::December => month(first + MONTHS - 1),
        }
    }
}

/// Places of an indicator that a name means.
fn places(model: &Model, indicator: &Indicator, name: &str) -> Vec<String> {
    let world = &model.world;
    let Some(country) = name.strip_prefix(COUNTRY) else { return vec![name.to_owned()] };
    let Some(country) = world.country(country) else { return Vec::new() };
    match indicator.scope {
        Scope::Region => of_country(&world.regions, country, |region| (region.country, &region.id)),
        Scope::Group => of_country(&world.groups, country, |group| (group.country, &group.id)),
        _ => vec![world.countries[country].id.clone()],
    }
}

fn of_country<T>(all: &[T], country: usize, of: impl Fn(&T) -> (usize, &String)) -> Vec<String> {
    all.iter().map(of).filter(|(where_, _)| *where_ == country).map(|(_, id)| id.clone()).collect()
}

/// The part of what places share that one of them had in the last years before the cut.
fn share_of(
    definition: &SeriesDefinition,
    series: usize,
    place: &str,
    names: &[String],
    observed: &Observed,
    cut: i32,
) -> Option<f64> {
    let mean = |place: &str| -> f64 {
        (cut - SHARED_YEARS + 1..=cut).filter_map(|year| observed.value(series, place, year)).sum()
    };
    let all: f64 = definition.places.iter().filter(|(_, other)| other == names).map(|(place, _)| mean(place)).sum();
    let own = mean(place);
    (own > 0.0).then_some(own / all)
}
