//! `counterflow validate`: verdicts, exit status, names, the page.

use crate::common::Folder;

#[test]
fn one_paper_holds_and_says_so() {
    let outcome = Folder::new("validate-one").run(&["validate", "--only", "rand"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    assert!(outcome.stdout.contains("treatment-per-percent-of-consumption") && outcome.stdout.contains("holds"));
    assert!(outcome.stdout.contains("Caution: The National Research Council"), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains('\x1b'));
}

#[test]
fn verdicts_are_coloured_where_asked() {
    let outcome = Folder::new("validate-colour").run(&["validate", "--only", "contest", "--color", "always"]);
    assert!(outcome.stdout.contains("\x1b[32mholds\x1b[0m") && outcome.stdout.contains("\x1b[33mknown failure\x1b[0m"));
}

#[test]
fn missing_data_are_no_failure_and_are_explained() {
    let outcome = Folder::new("validate-data").run(&["validate", "--only", "cartels.members-2022"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert!(outcome.stdout.contains("needs data") && outcome.stdout.contains("zw3r228d7"), "{}", outcome.stdout);
}

/// A folder without evidence holds reference data only; the shipped evidence serves.
#[test]
fn a_folder_of_reference_data_needs_no_evidence() {
    let folder = Folder::new("validate-reference");
    std::fs::create_dir_all(folder.0.join("reference/baseline")).expect("a folder");
    std::fs::write(folder.0.join("reference/baseline/cameo_goldstein.csv"), "code,event,weight\n").expect("a file");
    let outcome = folder.run(&["validate", "--only", "states.goldstein-file", "--data", "reference"]);
    // The table lacks every event, so every weight differs.
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    assert!(outcome.stdout.contains("FAILS"), "{}", outcome.stdout);
}

#[test]
fn a_changed_parameter_fails_the_checks_that_rest_on_it() {
    let folder = Folder::new("validate-changed");
    assert_eq!(folder.run(&["data", "export", "data"]).status, 0);
    let demand = folder.0.join("data/evidence/demand.toml");
    let text = std::fs::read_to_string(&demand).expect("the evidence of demand");
    std::fs::write(&demand, text.replacen("value  = 0.15", "value  = 0.16", 1)).expect("a changed file");
    let outcome = folder.run(&["validate", "--only", "everingham-rydell", "--data", "data"]);
    assert_eq!(outcome.status, 1, "{}{}", outcome.stdout, outcome.stderr);
    assert!(outcome.stdout.contains("FAILS"));
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest() {
    let outcome = Folder::new("validate-unknown").run(&["validate", "--only", "narcologik"]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.contains("narcologic"), "{}", outcome.stderr);
}

#[test]
fn the_page_is_written_beside_the_table() {
    let folder = Folder::new("validate-page");
    let outcome = folder.run(&["validate", "--only", "lhy", "--html", "page.html"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let page = std::fs::read_to_string(folder.0.join("page.html")).expect("the page");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("id=\"lhy.integrator\""));
    assert_eq!(folder.names(), ["page.html"]);
}

#[test]
fn several_pages_end_with_a_summary_that_says_what_is_missing() {
    let outcome = Folder::new("validate-summary").run(&["validate", "--only", "cartel"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let (_, summary) = outcome.stdout.split_once("\nPage ").expect("a summary");
    assert!(summary.contains("cartel-follow-ups") && summary.contains("missing for cartels."), "{summary}");
    let one = Folder::new("validate-no-summary").run(&["validate", "--only", "lhy"]);
    assert!(!one.stdout.contains("\nPage "), "{}", one.stdout);
}
