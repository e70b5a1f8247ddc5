//! Labelled sentences: how many claims are read, and how many of those read are right.

use counterflow_evidence::diagnostics::SourceFile;
use counterflow_reader::lexicon::Lexicons;
use counterflow_reader::{Format, Outcome, Statement, read};
use std::path::{Path, PathBuf};

fn lexicons() -> Lexicons {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/lexicon");
    let files: Vec<SourceFile> = ["common.toml", "en.toml", "es.toml"]
        .iter()
        .filter_map(|name| SourceFile::read(&folder.join(name)).ok())
        .collect();
    Lexicons::parse(&files).expect("sound lexicons")
}

/// A sentence with the readings that are right.
#[derive(Debug)]
struct Row {
    id: String,
    text: String,
    levers: Vec<String>,
    indicators: Vec<String>,
    directions: Vec<String>,
    is_claim: bool,
}

fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).expect("a sound file");
    let several = |cell: &str| cell.split('|').filter(|one| !one.is_empty()).map(str::to_owned).collect();
    let row = |record: csv::StringRecord| Row {
        id: record[0].to_owned(),
        text: record[2].to_owned(),
        levers: several(&record[3]),
        // A place is the application's to find.
        indicators: several(&record[4])
            .iter()
            .map(|one: &String| one.split('@').next().expect("a sound file").to_owned())
            .collect(),
        directions: several(&record[5]),
        is_claim: &record[6] == "claim",
    };
    reader.records().map(|record| row(record.expect("a sound file"))).collect()
}

/// What came out for a set of sentences.
#[derive(Debug, Default)]
struct Score {
    claims: usize,
    read: usize,
    right: usize,
    statements: usize,
    right_statements: usize,
    false_alarms: usize,
    others: usize,
}

impl Score {
    fn of(rows: &[Row], lexicons: &Lexicons, speak: bool) -> Self {
        let mut score = Self::default();
        for row in rows {
            let all = read(&row.text, Format::Plain, lexicons).statements;
            let found: Vec<&Statement> = all.iter().filter(|one| one.outcome == Outcome::Read).collect();
            let contains =
                |list: &[String], value: Option<&str>| value.is_some_and(|value| list.iter().any(|one| one == value));
            let is_right = |one: &&Statement| {
                contains(&row.levers, one.lever.as_deref())
                    && contains(&row.indicators, one.indicator.as_deref())
                    && contains(&row.directions, one.direction.map(|direction| direction.word()))
            };
            let right = found.iter().filter(|one| is_right(one)).count();
            if row.is_claim {
                score.claims += 1;
                score.read += usize::from(!found.is_empty());
                score.right += usize::from(!found.is_empty() && right == found.len());
                score.statements += found.len();
                score.right_statements += right;
            } else {
                score.others += 1;
                score.false_alarms += usize::from(!found.is_empty());
            }
            let is_bad = if row.is_claim { right == 0 || right != found.len() } else { !found.is_empty() };
            if speak && is_bad {
                println!(
                    "{} {}\n   wanted {:?} {:?} {:?}",
                    row.id, row.text, row.levers, row.indicators, row.directions
                );
                for one in &all {
                    println!("   found {:?} {:?} {:?} {:?}", one.outcome, one.lever, one.indicator, one.direction);
                }
            }
        }
        score
    }

    fn precision(&self) -> f64 {
        self.right_statements as f64 / self.statements.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.read as f64 / self.claims.max(1) as f64
    }
}

/// Prints what goes wrong where `COUNTERFLOW_READER_SPEAK` names the set.
fn check(name: &str, rows: &[Row], precision: f64, recall: f64, false_alarms: usize) {
    let speak = std::env::var("COUNTERFLOW_READER_SPEAK").is_ok_and(|wanted| wanted.contains(name));
    let score = Score::of(rows, &lexicons(), speak);
    println!("{name}: {score:?} precision {:.3} recall {:.3}", score.precision(), score.recall());
    assert!(score.precision() >= precision, "{name}: {score:?}");
    assert!(score.recall() >= recall, "{name}: {score:?}");
    assert!(score.false_alarms <= false_alarms, "{name}: {score:?}");
}

fn own(name: &str) -> Vec<Row> {
    rows(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sentences").join(name))
}

fn fixtures() -> Option<PathBuf> {
    let folder = std::env::var_os("COUNTERFLOW_FIXTURES").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: COUNTERFLOW_FIXTURES is not set");
    }
    folder.map(|folder| folder.join("articles"))
}

/// The rows whose number is even (0) or odd (1).
fn of_number(rows: Vec<Row>, rest: usize) -> Vec<Row> {
    let number = |row: &Row| row.id.trim_start_matches(char::is_alphabetic).parse::<usize>().unwrap_or(0);
    rows.into_iter().filter(|row| number(row) % 2 == rest).collect()
}

#[test]
fn val_labelled_sentences_of_the_first_half_are_read() {
    let Some(folder) = fixtures() else { return };
    let path = folder.join("sentences.csv");
    check("even", &of_number(rows(&path), 0), 0.9, 0.6, 0);
}

#[test]
fn val_labelled_sentences_of_the_second_half_are_read() {
    let Some(folder) = fixtures() else { return };
    let path = folder.join("sentences.csv");
    check("odd", &of_number(rows(&path), 1), 0.9, 0.6, 0);
}

#[test]
fn sentences_of_our_own_are_read() {
    check("tuning", &own("tuning.csv"), 0.9, 0.6, 0);
}

#[test]
fn held_out_sentences_are_read() {
    check("held_out", &own("held_out.csv"), 0.9, 0.6, 0);
}
