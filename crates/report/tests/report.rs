//! The report as a reader and as a machine sees it.
#![allow(clippy::unwrap_used)]

mod sample_data;

use std::io::Cursor;
use std::sync::{Arc, Mutex};

use counterflow_report::tables::{COLUMNS, INDICATORS_KEY, RUN_KEY, TidyCsvWriter, TidyMetadata, TidyRow, TidyWriter};
use counterflow_report::text::{self, Style};
use counterflow_report::{Follows, Report, html, write_folder};
use parquet::file::reader::{FileReader, SerializedFileReader};

/// Elements that HTML closes by itself.
const VOID: [&str; 1] = ["!DOCTYPE"];

fn page() -> String {
    html::render(&sample_data::report(1)).unwrap()
}

#[test]
fn golden_claims_table() {
    insta::assert_snapshot!(text::claims_table(&sample_data::report(1), Style { width: 120, color: false }));
}

#[test]
fn terminal_tables_keep_to_their_width() {
    let report = sample_data::report(1);
    for width in [100, 120, 160] {
        let table = text::claims_table(&report, Style { width, color: false });
        assert!(table.lines().all(|line| line.chars().count() <= width), "{width}");
    }
    assert!(text::claims_table(&report, Style { width: 100, color: true }).contains("\x1b[32mHolds\x1b[0m"));
}

#[test]
fn page_loads_nothing_from_elsewhere() {
    // Sources are links that a reader may follow; the page itself needs none of them.
    let page = page().replace("<a href=\"https://", "");
    for forbidden in ["<script", "<link", "@import", "url(", "src=", "http://", "https://"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn page_shows_no_number_that_is_not_one() {
    let mut report = sample_data::report(1);
    report.claims[0].median = f64::NAN;
    report.claims[1].p95 = f64::INFINITY;
    report.scenarios[0].charts[0].p95[7] = f64::NAN;
    report.scenarios[1].charts[0].median.fill(f64::NAN);
    report.displacement[0].kg_per_year[0][1] = f64::NAN;
    report.map.routes[0].kg_per_year_after[0].1 = f64::NAN;
    report.assumptions[0].high = f64::INFINITY;
    report.responses[0].series[0].values_relative[4] = f64::NAN;
    let page = html::render(&report).unwrap();
    let (_, body) = page.split_once("</style>").unwrap();
    let words = body.split(|c: char| !c.is_alphanumeric());
    let wrong: Vec<&str> = words.filter(|word| ["NaN", "inf"].contains(word)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(body.contains("not available"));
}

#[test]
fn page_tells_how_claims_follow_and_where_they_do_not_hold() {
    let page = page();
    for words in [
        "Promised benefits</h3>",
        "Predicted harms</h3>",
        "Claims that do not apply</h3>",
        "is not aimed at that country",
        "The claim is derived.",
        "Does not hold under: route_choice = fixed",
        "vanishes without: arrests and captures",
        "route_choice = fixed: 50 runs",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let mut report = sample_data::report(1);
    let emergent = report.emergent().count();
    assert!(emergent < report.claims.len());
    assert!(page.contains(&format!("Of {emergent} claims about what follows through the coupled model")));
    report.claims.iter_mut().for_each(|claim| claim.follows = Follows::Input);
    let page = html::render(&report).unwrap();
    assert!(page.contains("What the levers are</h3>") && page.contains("Of 0 claims about what follows"));
}

#[test]
fn page_is_well_formed_and_links_lead_somewhere() {
    let page = page();
    assert_eq!(unbalanced(&page), None);
    for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert_eq!(page.matches(&format!(" id=\"{target}\"")).count(), 1, "anchor {target}");
    }
}

/// The first tag that closes another than the last one opened, or is never closed.
fn unbalanced(page: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    for tag in page.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let name = tag.split(|c: char| c.is_whitespace() || c == '/').find(|word| !word.is_empty()).unwrap_or("");
        if tag.starts_with('/') {
            if open.pop() != Some(name) {
                return Some(format!("</{name}>"));
            }
        } else if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
    }
    open.pop().map(str::to_owned)
}

#[test]
fn hostile_text_stays_text() {
    let mut report = sample_data::report(1);
    let hostile = "<script>alert(\"x\")</script>";
    report.title = hostile.into();
    report.scenarios[0].id = hostile.into();
    report.scenarios[0].title = hostile.into();
    report.claims[0].statement = hostile.into();
    report.claims[0].unit = hostile.into();
    report.map.places[0].name = hostile.into();
    report.indicators[0].title = hostile.into();
    report.indicators[0].unit = hostile.into();
    let page = html::render(&report).unwrap();
    assert!(!page.contains("<script"));
    assert_eq!(unbalanced(&page), None);
}

#[test]
fn empty_report_is_a_page_too() {
    let mut report = sample_data::report(0);
    report.indicators.clear();
    report.assumptions.clear();
    report.responses.clear();
    report.notes.clear();
    report.map = Default::default();
    let page = html::render(&report).unwrap();
    assert_eq!(unbalanced(&page), None);
    assert!(page.contains("No claims were tested"));
}

#[test]
fn every_verdict_is_told_in_words() {
    let page = page();
    for words in ["\u{2713} Holds", "\u{00b1} Mixed", "\u{25cb} No effect", "\u{2715} Fails"] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn full_assessment_stays_small() {
    // 25 scenarios with six charts and a map each: somewhat more than the shipped assessment.
    const LARGEST_BYTES: usize = 6_000_000;
    let page = html::render(&sample_data::report(5)).unwrap();
    assert!(page.len() < LARGEST_BYTES, "{} bytes", page.len());
}

#[test]
fn json_reads_back_as_the_same_report() {
    let report = sample_data::report(1);
    let text = serde_json::to_string(&report).unwrap();
    let again: Report = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), text);
}

#[test]
fn folder_holds_page_json_and_every_linked_table() {
    let folder = std::env::temp_dir().join(format!("counterflow-report-{}", std::process::id()));
    let written = write_folder(&sample_data::report(1), &folder).unwrap();
    let page = std::fs::read_to_string(folder.join("report.html")).unwrap();
    for link in page.split("href=\"tables/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(written.contains(&folder.join("tables").join(link)), "{link}");
    }
    let claims = std::fs::read_to_string(folder.join("tables/claims.csv")).unwrap();
    assert_eq!(claims.lines().count(), 1 + sample_data::report(1).claims.len());
    std::fs::remove_dir_all(&folder).unwrap();
}

fn metadata() -> TidyMetadata {
    let report = sample_data::report(1);
    TidyMetadata { indicators: report.indicators, run: report.run }
}

fn rows() -> Vec<TidyRow<'static>> {
    let row = |index: u32| TidyRow {
        scenario: if index.is_multiple_of(2) { "baseline" } else { "military" },
        member: index,
        month: "2025-07",
        indicator: "retail_price",
        place: "United States",
        value: f64::from(index) / 3.0,
    };
    (0..25).map(row).collect()
}

/// A sink that can be looked at after the writer is gone.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn parquet_reads_back_with_its_metadata() {
    let sink = Shared::default();
    let mut writer = TidyWriter::with_rows_per_group(sink.clone(), &metadata(), 10).unwrap();
    rows().chunks(7).for_each(|chunk| writer.append(chunk).unwrap());
    writer.close().unwrap();
    let bytes = sink.0.lock().unwrap().clone();
    let reader = SerializedFileReader::new(bytes_of(bytes)).unwrap();
    assert_eq!(reader.metadata().num_row_groups(), 3);
    let keys = reader.metadata().file_metadata().key_value_metadata().unwrap();
    let value = |key: &str| keys.iter().find(|pair| pair.key == key).and_then(|pair| pair.value.clone()).unwrap();
    assert_eq!(value(INDICATORS_KEY), serde_json::to_string(&metadata().indicators).unwrap());
    assert_eq!(value(RUN_KEY), serde_json::to_string(&metadata().run).unwrap());
    let read: Vec<String> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_json_value_text()).collect();
    let expected: Vec<String> = rows().iter().map(text_of).collect();
    assert_eq!(read, expected);
}

fn bytes_of(bytes: Vec<u8>) -> impl parquet::file::reader::ChunkReader {
    let path = std::env::temp_dir().join(format!("counterflow-tidy-{}.parquet", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let file = std::fs::File::open(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    file
}

/// A Parquet row in the words of [`text_of`].
trait RowText {
    fn to_json_value_text(&self) -> String;
}

impl RowText for parquet::record::Row {
    fn to_json_value_text(&self) -> String {
        let columns: Vec<(&String, &parquet::record::Field)> = self.get_column_iter().collect();
        assert!(columns.iter().map(|(name, _)| name.as_str()).eq(COLUMNS));
        let words = |field: &parquet::record::Field| match field {
            parquet::record::Field::Str(text) => text.clone(),
            parquet::record::Field::Int(number) => number.to_string(),
            parquet::record::Field::Double(number) => number.to_string(),
            other => format!("{other:?}"),
        };
        columns.iter().map(|(_, field)| words(field)).collect::<Vec<_>>().join("|")
    }
}

fn text_of(row: &TidyRow<'_>) -> String {
    [row.scenario, &row.member.to_string(), row.month, row.indicator, row.place, &row.value.to_string()].join("|")
}

#[test]
fn csv_holds_the_same_rows() {
    let mut bytes = Cursor::new(Vec::new());
    let mut writer = TidyCsvWriter::create(&mut bytes).unwrap();
    writer.append(&rows()).unwrap();
    writer.close().unwrap();
    let mut reader = csv::Reader::from_reader(bytes.get_ref().as_slice());
    assert!(reader.headers().unwrap().iter().eq(COLUMNS));
    let read: Vec<String> =
        reader.records().map(|record| record.unwrap().iter().collect::<Vec<_>>().join("|")).collect();
    assert_eq!(read, rows().iter().map(text_of).collect::<Vec<_>>());
}
