//! Reads `series.toml`: which indicators answer each series, in which unit, and how well the series is known. The file
//! itself says what its keys mean.
//!
//! Codes of its problems: E1201 a number that cannot be, E1202 an unknown indicator or parameter, E1203 a series that
//! appears twice or is not there.

use crate::data_source::{DataSource, Folder};
use counterflow_evidence::diagnostics::{Problem, ProblemSink, Problems, SourceFile, nearest};
use counterflow_evidence::reader::{TableReader, Toml};
use counterflow_model::indicators::{INDICATORS, Indicator};
use counterflow_study::series::find_indicator;

/// File of the definitions, in the folder of the history.
pub const SERIES_FILE: &str = "series.toml";

/// What the folder of the history says.
#[derive(Clone, Debug)]
pub struct History {
    /// World that is fitted.
    pub world: String,
    /// Scenario of what happened.
    pub conditional: String,
    /// Scenario in which policy stands still at the cut.
    pub unconditional: String,
    /// Last year of the fit.
    pub cut: i32,
    /// Last year of a forecast.
    pub last: i32,
    /// Consumer prices.
    pub prices: Prices,
    /// The series.
    pub series: Vec<SeriesDefinition>,
    /// Tables of other shapes.
    pub tables: Vec<TableDefinition>,
}

/// Consumer prices by year.
#[derive(Clone, Debug, PartialEq)]
pub struct Prices {
    /// Growth a year after the last year of the index.
    growth_after: f64,
    first_year: i32,
    index: Vec<f64>,
}

impl Prices {
    /// Prices of a year over those of another.
    #[must_use]
    pub fn ratio(&self, year: i32, over: i32) -> f64 {
        self.level(year) / self.level(over)
    }

    fn level(&self, year: i32) -> f64 {
        let last = self.index.len().saturating_sub(1);
        let at = usize::try_from(year - self.first_year).unwrap_or(0);
        self.index.get(at.min(last)).copied().unwrap_or(1.0)
            * (1.0 + self.growth_after).powi((at - at.min(last)) as i32)
    }
}

/// How a year is read from months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The months added up.
    Sum,
    /// Their mean.
    Mean,
    /// The last one.
    December,
}

/// What an answer is divided by.
#[derive(Clone, Debug, PartialEq)]
pub enum Over {
    /// Nothing.
    Nothing,
    /// A parameter of the draw, `module.name`.
    Parameter(String),
    /// The market's ratio of arrivals to survey-based use.
    Survey,
    /// The people of the state.
    Population,
}

/// A series and what answers it.
#[derive(Clone, Debug)]
pub struct SeriesDefinition {
    /// Identifier, as the tables name it.
    pub id: String,
    /// Title.
    pub title: String,
    /// Unit of the tables.
    pub unit: String,
    /// Indicator that answers it.
    pub indicator: &'static Indicator,
    /// Indicator that multiplies it.
    pub times: Option<&'static Indicator>,
    /// How a year is read.
    pub reading: Reading,
    /// From the indicator's unit to the table's.
    pub factor: f64,
    /// What it is divided by.
    pub over: Over,
    /// Whether it is in prices of the year.
    pub is_nominal: bool,
    /// Error of an observation.
    pub log_sd: f64,
    /// How far the model may be off.
    pub discrepancy_log_sd: f64,
    /// Correlation of that from year to year.
    pub yearly_correlation: f64,
    /// A level by which the source differs for good, place by place; 0 for none.
    pub level_log_sd: f64,
    /// Whether the fit sees it.
    pub is_fitted: bool,
    /// Whether its forecast is scored.
    pub is_scored: bool,
    /// Whether places that name the same places of the indicator split them.
    pub is_shared: bool,
    /// What a reader should know.
    pub note: String,
    /// Places of the tables, and places of the indicator that answer each.
    pub places: Vec<(String, Vec<String>)>,
}

/// A table of another shape than `series,place,year,value,unit`.
#[derive(Clone, Debug, PartialEq)]
pub struct TableDefinition {
    /// Name of the file, without its ending.
    pub file: String,
    /// Column of the values.
    pub column: String,
    /// Series.
    pub series: String,
    /// Place, where all rows have one.
    pub place: Option<String>,
    /// Column of the places.
    pub place_column: Option<String>,
}

impl History {
    /// The definitions of a data source.
    ///
    /// # Errors
    /// No file of them, or one with faults.
    pub fn load(source: &DataSource) -> Result<Self, Problems> {
        let files = source.files(Folder::History)?;
        let named = |file: &&SourceFile| file.name.rsplit(['/', '\\']).next() == Some(SERIES_FILE);
        match files.iter().find(named) {
            Some(file) => Self::parse(file),
            None => Err(Problem::new("E1203", "the data have no history")
                .expect(format!("a folder history/ with {SERIES_FILE} (`counterflow data` writes the one built in)"))
                .into()),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Every fault of it.
    pub fn parse(file: &SourceFile) -> Result<Self, Problems> {
        let sink = ProblemSink::default();
        let history = {
            let toml = Toml::parse(file)?;
            let root = toml.root(&sink);
            let head = root.table("history");
            let text = |key: &str| head.as_ref().map_or_else(String::new, |head| head.required_string(key));
            let year = |key: &str| head.as_ref().map_or(0, |head| year(head, key));
            let history = Self {
                world: text("world"),
                conditional: text("conditional"),
                unconditional: text("unconditional"),
                cut: year("cut"),
                last: year("last"),
                prices: root.table("prices").map_or_else(Prices::constant, |table| Prices::read(&table)),
                series: root.tables("series").iter().filter_map(series).collect(),
                tables: root.tables("table").iter().map(table).collect(),
            };
            match head {
                Some(head) => head.finish(&[]),
                None => root.report(root.problem("history", "E0103", "the table `history` is missing")),
            }
            twice(&history, &root);
            root.finish(&[]);
            history
        };
        sink.into_result(history)
    }

    /// A series by its identifier.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.series.iter().position(|series| series.id == id)
    }
}

impl Prices {
    fn constant() -> Self {
        Self { growth_after: 0.0, first_year: 0, index: vec![1.0] }
    }

    fn read(table: &TableReader<'_>) -> Self {
        let _ = table.required_string("source");
        let growth_after = table.required_float("growth_after");
        let first_year = year(table, "first_year");
        let index = table.floats("index").unwrap_or_default();
        if index.is_empty() || index.iter().any(|level| *level <= 0.0) {
            let problem = table.problem("index", "E1201", "`index` holds no levels above 0");
            table.report(problem.expect("a level above 0 for each year"));
        }
        table.finish(&[]);
        Self { growth_after, first_year, index }
    }
}

fn year(table: &TableReader<'_>, key: &str) -> i32 {
    match table.integer(key) {
        Some(year) if (1900..=2200).contains(&year) => i32::try_from(year).unwrap_or(0),
        Some(other) => {
            table.report(table.problem(key, "E1201", format!("`{key}` is {other}")).expect("a year"));
            0
        }
        None => {
            if !table.has(key) {
                table.report(table.problem(key, "E0103", format!("`{key}` is missing")).expect("a year"));
            }
            0
        }
    }
}

/// A number above 0, or from 0 below an end.
fn number(table: &TableReader<'_>, key: &str, default: Option<f64>, range: (f64, f64)) -> f64 {
    let value = match default {
        Some(default) => table.float(key).unwrap_or(default),
        None => table.required_float(key),
    };
    if table.has(key) && !(value >= range.0 && value < range.1) {
        let problem = table.problem(key, "E1201", format!("`{key}` is {value}"));
        table.report(problem.expect(format!("a number from {} to below {}", range.0, range.1)));
    }
    value
}

fn indicator(table: &TableReader<'_>, key: &str) -> Option<&'static Indicator> {
    let id = table.string(key)?;
    let found = find_indicator(&id);
    if found.is_none() {
        let problem = table.problem(key, "E1202", format!("unknown indicator `{id}`"));
        let near = nearest(&id, INDICATORS.iter().map(|known| known.id));
        table.report(problem.expect("an indicator (`counterflow schema indicators`)").suggest(near));
    }
    found
}

fn series(table: &TableReader<'_>) -> Option<SeriesDefinition> {
    const MOST: f64 = 10.0;
    let reading = match table.choice("reading", &["sum", "mean", "december"]).as_deref() {
        Some("sum") => Reading::Sum,
        Some("december") => Reading::December,
        _ => Reading::Mean,
    };
    let over = match table.choice("over", &["parameter", "survey", "population"]).as_deref() {
        Some("parameter") => Over::Parameter(table.required_string("parameter")),
        Some("survey") => Over::Survey,
        Some("population") => Over::Population,
        _ => Over::Nothing,
    };
    let flag = |key: &str, default: bool| table.boolean(key).unwrap_or(default);
    let found = indicator(table, "indicator");
    if !table.has("indicator") {
        table.report(table.problem("indicator", "E0103", "`indicator` is missing").expect("an indicator"));
    }
    let places = table.table("places").map_or_else(Vec::new, |places| {
        let one = |key: &str| (key.to_owned(), places.strings(key).unwrap_or_default());
        let found = places.keys().into_iter().map(one).collect();
        places.finish(&[]);
        found
    });
    let read = (
        table.required_string("id"),
        table.required_string("title"),
        table.required_string("unit"),
        indicator(table, "times"),
        number(table, "factor", Some(1.0), (f64::MIN_POSITIVE, f64::MAX)),
        number(table, "log_sd", None, (f64::MIN_POSITIVE, MOST)),
        number(table, "discrepancy_log_sd", None, (0.0, MOST)),
        number(table, "yearly_correlation", None, (0.0, 1.0)),
        number(table, "level_log_sd", Some(0.0), (0.0, MOST)),
    );
    let (is_nominal, is_fitted) = (flag("nominal", false), flag("fitted", true));
    let (is_scored, is_shared) = (flag("scored", true), flag("shared", false));
    let note = table.string("note").unwrap_or_default();
    table.finish(&[]);
    let (id, title, unit, times, factor, log_sd, discrepancy_log_sd, yearly_correlation, level_log_sd) = read;
    Some(SeriesDefinition {
        id,
        title,
        unit,
        indicator: found?,
        times,
        reading,
        factor,
        over,
        is_nominal,
        log_sd,
        discrepancy_log_sd,
        yearly_correlation,
        level_log_sd,
        is_fitted,
        is_scored,
        is_shared,
        note,
        places,
    })
}

fn table(table: &TableReader<'_>) -> TableDefinition {
    let found = TableDefinition {
        file: table.required_string("file"),
        column: table.required_string("column"),
        series: table.required_string("series"),
        place: table.string("place"),
        place_column: table.string("place_column"),
    };
    if found.place.is_none() == found.place_column.is_none() {
        table.report(
            table.problem("place", "E0103", "neither `place` nor `place_column`, or both").expect("one of them"),
        );
    }
    table.finish(&[]);
    found
}

fn twice(history: &History, root: &TableReader<'_>) {
    for (at, series) in history.series.iter().enumerate() {
        if history.find(&series.id) != Some(at) {
            root.report(root.problem("series", "E1203", format!("the series `{}` appears twice", series.id)));
        }
    }
    for table in history.tables.iter().filter(|table| history.find(&table.series).is_none()) {
        let near = nearest(&table.series, history.series.iter().map(|series| series.id.as_str()));
        let problem = root.problem("table", "E1203", format!("unknown series `{}`", table.series));
        root.report(problem.expect("a series of this file").suggest(near));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "[history]\nworld = \"w\"\nconditional = \"a\"\nunconditional = \"b\"\ncut = 2012\nlast = 2023\n";
    const SERIES: &str = "[[series]]\nid = \"s\"\ntitle = \"S\"\nunit = \"ha\"\nindicator = \"coca_area\"\n\
        reading = \"december\"\nlog_sd = 0.1\ndiscrepancy_log_sd = 0.1\nyearly_correlation = 0.6\n";

    fn faults(text: &str) -> Vec<(&'static str, usize)> {
        let file = SourceFile::new("series.toml", text);
        History::parse(&file).err().unwrap_or_default().0.iter().map(|problem| (problem.code, problem.line)).collect()
    }

    #[test]
    fn every_fault_has_its_line() {
        assert_eq!(faults(&format!("{HEAD}{SERIES}")), []);
        let with = |from: &str, to: &str| faults(&format!("{HEAD}{SERIES}").replace(from, to));
        assert_eq!(with("coca_area", "coca_aera"), [("E1202", 11)]);
        assert_eq!(with("log_sd = 0.1\ndisc", "log_sd = -0.1\ndisc"), [("E1201", 13)]);
        assert_eq!(with("0.6", "1.0"), [("E1201", 15)]);
        assert_eq!(with("december", "may"), [("E0110", 12)]);
        assert_eq!(with("cut = 2012", "cut = 12"), [("E1201", 5)]);
        assert_eq!(with("unit = \"ha\"", "unti = \"ha\"").len(), 2);
        assert_eq!(faults(&format!("{HEAD}{SERIES}{SERIES}"))[0].0, "E1203");
    }

    #[test]
    fn prices_grow_at_the_stated_rate_after_the_index() {
        let prices = Prices { growth_after: 0.02, first_year: 2006, index: vec![200.0, 210.0] };
        assert!((prices.ratio(2007, 2006) - 1.05).abs() < 1e-12);
        assert!((prices.ratio(2009, 2007) - 1.0404).abs() < 1e-12);
        assert!((prices.ratio(2000, 2006) - 1.0).abs() < 1e-12);
    }
}
