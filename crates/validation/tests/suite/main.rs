//! The whole suite on the shipped data, and what every page owes its readers.
//!
//! Checks that need reference data read them from the folder named by COUNTERFLOW_FIXTURES; without
//! it they are skipped, and the test says so.
#![allow(clippy::panic, reason = "a test fails with the loader's own words")]

mod published_users;

use counterflow_evidence::diagnostics::SourceFile;
use counterflow_evidence::{Evidence, Grade};
use counterflow_model::world::{EFFORTS_FILE, World};
use counterflow_model::{Model, Parameters};
use counterflow_validation::{CheckInputs, CheckStatus, ReferenceFolder, Suite, SuiteError, html};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &str) -> Vec<SourceFile> {
    let entries = std::fs::read_dir(root().join(folder)).expect("a folder of data");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml" || ending == "csv"));
    paths.sort();
    paths.iter().map(|path| SourceFile::read(path).expect("a readable file")).collect()
}

fn inputs(reference: ReferenceFolder) -> CheckInputs {
    let bibliography = SourceFile::read(&root().join("data/sources.bib")).expect("a bibliography");
    let world_files = files("data/worlds/2024");
    let efforts = world_files.iter().filter(|file| file.name.ends_with(EFFORTS_FILE)).cloned();
    let evidence_files: Vec<SourceFile> = files("data/evidence").into_iter().chain(efforts).collect();
    let evidence = Evidence::load(&evidence_files, &bibliography, &Parameters::declarations());
    let world = World::parse(&world_files).unwrap_or_else(|problems| panic!("{problems}"));
    let model = Model::new(world).expect("routes without circle");
    CheckInputs::new(evidence.unwrap_or_else(|problems| panic!("{problems}")), model, reference)
}

fn suite() -> Suite {
    Suite::load().unwrap_or_else(|error| panic!("{error}"))
}

/// Every check holds, is a known failure with its reason, or needs data that are not at hand.
#[test]
fn val_every_check() {
    let folder = std::env::var_os("COUNTERFLOW_FIXTURES");
    if folder.is_none() {
        eprintln!("COUNTERFLOW_FIXTURES names no folder: checks that need reference data are skipped");
    }
    let reference = folder.as_ref().map_or_else(ReferenceFolder::none, |folder| ReferenceFolder::at(Path::new(folder)));
    let (suite, inputs) = (suite(), inputs(reference));
    let results = suite.run(&inputs, None).expect("all checks");
    let failing: Vec<String> = results
        .iter()
        .filter(|result| result.status == CheckStatus::Fails)
        .map(|result| {
            format!(
                "{}: {} instead of {} ({})",
                result.id(),
                html::ours(result),
                result.check.published,
                result.remark()
            )
        })
        .collect();
    assert!(failing.is_empty(), "{}", failing.join("\n"));
    let skipped = results.iter().filter(|result| result.status == CheckStatus::NeedsData).count();
    assert!(folder.is_none() || skipped == 0, "{skipped} checks lack data although a folder is named");
}

#[test]
fn the_suite_is_broad() {
    let suite = suite();
    let mut sources: Vec<&str> = suite
        .pages()
        .flat_map(|(_, page)| page.checks.iter().flat_map(|check| &check.sources))
        .map(String::as_str)
        .collect();
    sources.sort_unstable();
    sources.dedup();
    assert!(suite.ids().len() >= 60, "{}", suite.ids().len());
    assert!(sources.len() >= 15, "{}", sources.len());
}

#[test]
fn every_wide_tolerance_has_its_reason() {
    let suite = suite();
    for (paper, page) in suite.pages() {
        for check in &page.checks {
            assert!(!check.lacks_reason(), "{paper}.{}: a tolerance above 5 % without a reason", check.id);
        }
    }
}

#[test]
fn every_source_stands_in_the_bibliography() {
    let evidence = inputs(ReferenceFolder::none()).evidence;
    let suite = suite();
    for (paper, page) in suite.pages() {
        for key in page.sources() {
            assert!(evidence.sources().iter().any(|entry| entry.key == key), "{paper}: no source `{key}`");
        }
    }
}

/// A page says which of its inputs are assumptions, and says it rightly.
#[test]
fn grades_of_inputs_are_those_of_the_evidence() {
    let evidence = inputs(ReferenceFolder::none()).evidence;
    let suite = suite();
    let grade = |paper: &str, id: &str| evidence.get(id).unwrap_or_else(|| panic!("{paper}: no record `{id}`")).grade;
    for (paper, page) in suite.pages() {
        for id in &page.assumed_inputs {
            assert_eq!(grade(paper, id), Grade::D, "{paper}: {id}");
        }
        for id in &page.other_inputs {
            assert_ne!(grade(paper, id), Grade::D, "{paper}: {id}");
        }
    }
}

#[test]
fn pages_and_folders_are_the_same() {
    let suite = suite();
    let mut named: Vec<&str> = suite.pages().map(|(paper, _)| paper).collect();
    named.sort_unstable();
    let entries = std::fs::read_dir(root().join("validation")).expect("the pages");
    let folders = entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir());
    let mut folders: Vec<String> =
        folders.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect();
    folders.sort_unstable();
    assert_eq!(named, folders);
}

#[test]
fn missing_data_are_named_with_where_to_get_them() {
    let (suite, inputs) = (suite(), inputs(ReferenceFolder::none()));
    let results = suite.run(&inputs, Some("cartels.members-2022")).expect("a known check");
    assert!(!results.is_empty());
    for result in &results {
        assert_eq!(result.status, CheckStatus::NeedsData);
        assert!(
            result.remark().contains("cartels/rivals.csv") && result.remark().contains("zw3r228d7"),
            "{}",
            result.remark()
        );
    }
}

#[test]
fn an_unknown_name_gets_the_nearest() {
    let (suite, inputs) = (suite(), inputs(ReferenceFolder::none()));
    let error = suite.run(&inputs, Some("cartel-folow-ups")).expect_err("no such paper");
    assert_eq!(
        error,
        SuiteError::Unknown { asked: "cartel-folow-ups".to_owned(), nearest: Some("cartel-follow-ups".to_owned()) }
    );
}

#[test]
fn the_page_is_self_contained_and_shows_every_check() {
    let (suite, inputs) = (suite(), inputs(ReferenceFolder::none()));
    let results = suite.run(&inputs, Some("lhy")).expect("a known paper");
    let page = html::render(&results, &inputs);
    assert!(results.iter().all(|result| page.contains(&format!("id=\"{}\"", result.id()))));
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"));
}
