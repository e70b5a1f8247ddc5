//! Who may depend on whom: the layers of ARCHITECTURE.md, read from the manifests and the sources.

mod circles;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Crates of this workspace that each crate may use.
fn allowed() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        ("evidence", &[][..]),
        ("model", &["evidence"][..]),
        ("report", &[][..]),
        ("reader", &["evidence"][..]),
        ("study", &["evidence", "model", "report"][..]),
        ("validation", &["evidence", "model"][..]),
        ("planner", &["evidence", "model"][..]),
        ("app", &["evidence", "model", "reader", "report", "study", "planner", "validation"][..]),
        ("server", &["app"][..]),
        ("cli", &["evidence", "model", "reader", "report", "study", "planner", "validation", "app", "server"][..]),
    ])
}

/// Keys of the `[dependencies]` table that name a crate of the workspace.
fn used(manifest: &str) -> BTreeSet<String> {
    let table: toml::Table = manifest.parse().expect("a manifest is TOML");
    let dependencies = table.get("dependencies").and_then(toml::Value::as_table);
    dependencies
        .into_iter()
        .flat_map(|table| table.keys())
        .filter_map(|key| Some(key.strip_prefix("counterflow-")?.to_owned()))
        .collect()
}

#[test]
fn dependencies_point_down() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let allowed = allowed();
    for entry in std::fs::read_dir(crates).expect("crates/") {
        let folder = entry.expect("entry").path();
        let Ok(manifest) = std::fs::read_to_string(folder.join("Cargo.toml")) else { continue };
        let name = folder.file_name().and_then(|name| name.to_str()).expect("a name");
        let permitted: BTreeSet<String> = allowed
            .get(name)
            .unwrap_or_else(|| panic!("{name} has no layer in this test"))
            .iter()
            .map(|s| (*s).to_owned())
            .collect();
        let used = used(&manifest);
        assert!(used.is_subset(&permitted), "{name} uses {:?}", used.difference(&permitted).collect::<Vec<_>>());
    }
}

/// The application has no terminal: it parses no command line, prints nothing and ends no process.
#[test]
fn the_application_knows_no_terminal() {
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/Cargo.toml"));
    for dependency in ["clap", "indicatif", "terminal_size", "axum", "tokio"] {
        assert!(!manifest.as_ref().expect("a manifest").contains(dependency), "{dependency}");
    }
    for (_, path) in circles::modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src")) {
        let text = std::fs::read_to_string(&path).expect("source");
        for forbidden in ["println!", "eprintln!", "std::process", "std::env", "stdout()", "stderr()"] {
            assert!(!text.contains(forbidden), "{} uses {forbidden}", path.display());
        }
    }
}

/// The modules of a folder, each with what lies in it, can be put in order; a module and those in its own folder may
/// use each other. What stands in [`circles::ALLOWED`] is to go.
#[test]
fn no_files_use_each_other_in_a_circle() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(crates).expect("crates/") {
        let folder = entry.expect("entry").path();
        if folder.join("src").is_dir() {
            let name = folder.file_name().and_then(|name| name.to_str()).expect("a name");
            found.extend(circles::circles(name, &folder.join("src")));
        }
    }
    found.sort();
    let is_allowed = |circle: &circles::Circle| circles::ALLOWED.iter().any(|allowed| circle.is_within(allowed));
    let new: Vec<&circles::Circle> = found.iter().filter(|circle| !is_allowed(circle)).collect();
    assert!(new.is_empty(), "new circles: {new:#?}");
    for allowed in circles::ALLOWED {
        assert!(
            found.iter().any(|circle| circle.is_within(allowed)),
            "{} {} is a circle no more: take it off the list",
            allowed.0,
            allowed.1
        );
    }
}

/// Invariant 4: the model reads no file, no clock and no environment.
#[test]
fn the_model_does_no_input_or_output() {
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/src")];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).expect("sources") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("source");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let is_test = path.to_string_lossy().contains("test");
            for forbidden in ["std::fs", "std::time", "std::env", "std::net", "std::thread", "println!", "rand::"] {
                assert!(is_test || !code.contains(forbidden), "{} uses {forbidden}", path.display());
            }
        }
    }
}

/// Invariant 5: no number of the domain hides in the month's code. What may stand there: small mathematical constants,
/// the halves of index definitions, and conversions of units. Readers' limits, the coefficients of published
/// approximations in `random.rs`, and `narcologic` (a port of a published program) are not the month's.
#[test]
fn no_number_of_the_domain_lives_in_the_months_code() {
    const ALLOWED: [f64; 18] =
        [0.0, 0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 10.0, 12.0, 50.0, 52.0, 90.0, 100.0, 180.0, 1000.0, 0.01, 1e-300];
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/src");
    let mut waiting = vec![sources];
    while let Some(path) = waiting.pop() {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        if path.is_dir() {
            if !["narcologic", "tests", "alone"].contains(&name.as_str()) {
                waiting.extend(std::fs::read_dir(path).expect("sources").map(|entry| entry.expect("entry").path()));
            }
            continue;
        }
        if name.contains("test")
            || ["parse.rs", "check.rs", "random.rs", "shipped.rs", "stylised.rs"].contains(&name.as_str())
        {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("source");
        for (number, line) in text.split("#[cfg(test)]").next().unwrap_or_default().lines().enumerate() {
            for value in floats(line) {
                assert!(ALLOWED.contains(&value), "{}:{} holds {value}", path.display(), number + 1);
            }
        }
    }
}

/// Numbers with a decimal point in a line of code, outside comments and strings.
fn floats(line: &str) -> Vec<f64> {
    let code = line.split("//").next().unwrap_or_default();
    let outside: String = code.split('"').step_by(2).collect::<Vec<_>>().join(" ");
    outside
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '_'))
        .flat_map(|word| word.split(".."))
        .filter(|word| word.contains('.') && word.starts_with(|c: char| c.is_ascii_digit()))
        .filter_map(|word| word.replace('_', "").trim_end_matches("f64").parse().ok())
        .collect()
}

#[test]
fn numbers_are_seen() {
    assert_eq!(floats("let x = 0.43 * p.y + (1_000.5..=2.0) // 7.0"), [0.43, 1000.5, 2.0]);
    assert!(floats("a.0.max(b) + \"3.5\"").is_empty());
}

/// Identifiers of countries, corridors and markets of the shipped worlds.
fn shipped_places() -> BTreeSet<String> {
    let worlds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/worlds");
    let folders = std::fs::read_dir(worlds).expect("worlds").map(|entry| entry.expect("entry").path());
    let tables = folders.filter(|folder| folder.is_dir()).flat_map(|folder| {
        ["countries.csv", "corridors.csv", "markets.csv"].map(|table| std::fs::read_to_string(folder.join(table)))
    });
    let first_cells = |text: String| {
        let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
        rows.filter_map(|line| Some(line.split(',').next()?.to_owned())).collect::<Vec<_>>()
    };
    tables.filter_map(Result::ok).flat_map(first_cells).collect()
}

/// A text in quotes that is a place of a shipped world, or a series there.
fn named_place(line: &str, places: &BTreeSet<String>) -> Option<String> {
    let quoted = line.split(['"', '\'', '`']).skip(1).step_by(2);
    quoted.map(|text| text.rsplit('@').next().unwrap_or(text)).find(|text| places.contains(*text)).map(str::to_owned)
}

/// Worlds are data: no place of one stands in code or in the web app. Help pages and comments may show examples;
/// `validation` compares with papers on named places.
#[test]
fn no_place_of_a_shipped_world_lives_in_code() {
    let places = shipped_places();
    assert!(places.len() > 40 && named_place("let x = \"arrivals@mexico\";", &places).is_some(), "{places:?}");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let crates = std::fs::read_dir(root.join("crates")).expect("crates").map(|entry| entry.expect("entry").path());
    let mut waiting: Vec<_> =
        crates.filter(|path| !path.ends_with("validation")).map(|path| path.join("src")).collect();
    waiting.push(root.join("web/src"));
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(path).expect("sources").map(|entry| entry.expect("entry").path()));
            continue;
        }
        let is_test = path.components().any(|part| part.as_os_str().to_string_lossy().contains("test"));
        let is_code =
            path.extension().is_some_and(|ending| ["rs", "ts", "svelte"].iter().any(|known| ending == *known));
        if is_test || !is_code {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("source");
        for (number, line) in text.split("#[cfg(test)]").next().unwrap_or_default().lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let found = named_place(code, &places);
            assert!(found.is_none(), "{}:{} names {found:?}", path.display(), number + 1);
        }
    }
}
