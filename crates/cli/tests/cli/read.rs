//! `counterflow read`: statements of a text, with and without their tests.

use crate::common::Folder;
use serde_json::Value;

const TEXT: &str = "Patrols will reduce the maritime flow. Señor X asked: could treatment lower consumption?\n\n\
    Legalisation would cut violence. Community programmes in Colombia bring down homicides.\n\n\
    | Measure | Outcome |\n|---|---|\n| Precursor control | Reduced chemical availability |\n";

fn json(folder: &Folder, arguments: &[&str]) -> Value {
    let outcome = folder.run(arguments);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).expect("JSON")
}

fn statements(answer: &Value) -> &[Value] {
    answer["statements"].as_array().expect("statements")
}

#[test]
fn a_dry_run_finds_statements_with_their_places_and_tests_none() {
    let folder = Folder::new("read_dry");
    folder.write("article.txt", TEXT);
    let answer = json(&folder, &["read", "article.txt", "--dry-run", "--json"]);
    let letters: Vec<char> = TEXT.chars().collect();
    for one in statements(&answer) {
        let place = |key: &str| usize::try_from(one[key].as_u64().expect("a number")).expect("a place");
        let text: String = letters[place("start")..place("end")].iter().collect();
        assert_eq!(one["text"], text);
        assert!(["read", "outside", "not_read"].contains(&one["status"].as_str().expect("a word")), "{one}");
        assert!(one["verdict"].is_null());
    }
    let read: Vec<(&str, &str, &str)> = statements(&answer)
        .iter()
        .filter(|one| one["status"] == "read")
        .map(|one| {
            let word = |key: &str| one[key].as_str().expect("a word");
            (word("lever"), word("indicator"), word("direction"))
        })
        .collect();
    assert_eq!(
        read,
        [
            ("vessel_patrols", "maritime_flow@world", "fall"),
            ("community_engagement", "violent_deaths@colombia", "fall"),
            ("precursor_control", "precursor_availability@world", "fall"),
        ]
    );
    assert_eq!(answer["tally"]["read"], 3);
}

#[test]
fn statements_are_tested_and_written_as_pages() {
    let folder = Folder::new("read_tested");
    folder.write("article.txt", TEXT);
    let answer = json(&folder, &["read", "article.txt", "--json", "--members", "11", "--out", "page.html"]);
    let tested: Vec<&Value> = statements(&answer).iter().filter(|one| one["status"] == "tested").collect();
    assert_eq!(tested.len(), 3, "{answer:#}");
    for one in tested {
        assert!(one["verdict"].is_string() && one["result"]["p05"].is_number(), "{one:#}");
        assert!(one["result"]["structures"].as_array().is_some_and(|all| all.len() > 1), "{one:#}");
    }
    let page = std::fs::read_to_string(folder.0.join("page.html")).expect("a page");
    assert!(page.contains("<mark class=\"lever\" title=\"lever\">Patrols</mark>"), "{page}");
    assert!(!page.contains("http://") && !page.contains("<script"), "{page}");
    let markdown = folder.run(&["read", "article.txt", "--dry-run", "--out", "page.md"]);
    assert_eq!(markdown.status, 0, "{}", markdown.stderr);
    assert!(std::fs::read_to_string(folder.0.join("page.md")).is_ok_and(|page| page.contains("| Statement |")));
}

#[test]
fn what_cannot_be_read_or_written_is_refused() {
    let folder = Folder::new("read_refused");
    folder.write("article.txt", TEXT);
    for (arguments, expected) in [
        (&["read", "absent.txt"][..], "absent.txt"),
        (&["read", "article.txt", "--out", "page.docx"][..], ".html or .md"),
    ] {
        let outcome = folder.run(arguments);
        assert_eq!(outcome.status, 2, "{}", outcome.stderr);
        assert!(outcome.stderr.contains(expected), "{}", outcome.stderr);
    }
}
