//! Help pages, the version and completions.

use crate::common::{Folder, command};

const PAGES: [&[&str]; 51] = [
    &[],
    &["assess"],
    &["run"],
    &["compare"],
    &["new"],
    &["claims"],
    &["sensitivity"],
    &["discover"],
    &["read"],
    &["record"],
    &["robust"],
    &["scenarios"],
    &["serve"],
    &["validate"],
    &["completions"],
    &["calibrate"],
    &["hindcast"],
    &["evidence"],
    &["evidence", "list"],
    &["evidence", "show"],
    &["evidence", "check"],
    &["world"],
    &["world", "list"],
    &["world", "check"],
    &["world", "show"],
    &["schema"],
    &["schema", "scenario"],
    &["schema", "claims"],
    &["schema", "study"],
    &["schema", "question"],
    &["data"],
    &["data", "export"],
    &["schema", "levers"],
    &["schema", "indicators"],
    &["study"],
    &["study", "run"],
    &["study", "resume"],
    &["study", "status"],
    &["study", "export"],
    &["study", "merge"],
    &["module"],
    &["module", "list"],
    &["module", "show"],
    &["module", "run"],
    &["plan"],
    &["plan", "place"],
    &["plan", "cover"],
    &["plan", "frontier"],
    &["plan", "schedule"],
    &["plan", "portfolio"],
    &["plan", "solve"],
];

/// The global options stand on every page; the golden texts hold them once.
fn without_global_options(page: &str) -> String {
    let start = page.find("Global options:").unwrap_or(page.len());
    let end = page[start..].find("\nExample").map_or(page.len(), |offset| start + offset + 1);
    format!("{}{}", &page[..start], &page[end..])
}

#[test]
fn golden_help_of_every_command() {
    let folder = Folder::new("help");
    for words in PAGES {
        let arguments: Vec<&str> = words.iter().copied().chain(["--help"]).collect();
        let outcome = folder.run(&arguments);
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""), "{words:?}");
        let page = if words.is_empty() { outcome.stdout } else { without_global_options(&outcome.stdout) };
        let name = if words.is_empty() { "help".to_owned() } else { format!("help_{}", words.join("_")) };
        insta::assert_snapshot!(name, page);
    }
}

#[test]
fn the_version_goes_to_standard_output() {
    let outcome = Folder::new("version").run(&["--version"]);
    let version = outcome.stdout.strip_prefix(concat!("counterflow ", env!("CARGO_PKG_VERSION"))).expect("a version");
    // A build from a checkout names its commit.
    let commit = version.trim_end().strip_prefix(" (").and_then(|rest| rest.strip_suffix(')'));
    let is_commit = |word: &str| word.len() >= 7 && word.chars().all(|letter| letter.is_ascii_hexdigit());
    assert_eq!((outcome.status, version == "\n" || commit.is_some_and(is_commit)), (0, true), "{version}");
}

/// Every command has a page, the hidden one that writes them excepted.
#[test]
fn a_manual_page_is_written_for_every_command() {
    let folder = Folder::new("manual");
    let outcome = folder.run(&["manual", "--out", "man"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    for words in PAGES {
        let name = [&["counterflow"], words].concat().join("-");
        let page = std::fs::read_to_string(folder.0.join("man").join(format!("{name}.1"))).expect("a page");
        assert!(page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"), "{name}");
    }
    assert!(!folder.0.join("man/counterflow-manual.1").exists());
}

#[test]
fn no_command_shows_help_and_fails() {
    let outcome = Folder::new("nothing").run(&[]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.contains("Commands:"), "{}", outcome.stderr);
}

#[test]
fn completions_exist_for_five_shells() {
    let folder = Folder::new("completions");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let outcome = folder.run(&["completions", shell]);
        assert_eq!(outcome.status, 0, "{shell}");
        assert!(outcome.stdout.contains("counterflow") && outcome.stdout.contains("evidence"), "{shell}");
    }
}

#[test]
fn colour_is_off_in_pipes_and_on_where_asked() {
    let folder = Folder::new("colour");
    let plain = folder.run(&["schema", "switches"]);
    assert!(!plain.stdout.contains('\x1b'));
    let coloured = folder.run(&["schema", "switches", "--color", "always"]);
    assert!(coloured.stdout.contains("\x1b[1m"));
    let output = command(&["run", "nowhere", "--color", "never"]).output().expect("the binary runs");
    assert!(!output.stderr.contains(&0x1b));
}
