//! Who may depend on whom: the layers of ARCHITECTURE.md, read from the manifests.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Crates of this workspace that each crate may use.
fn allowed() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        ("evidence", &[][..]),
        ("model", &["evidence"][..]),
        ("report", &[][..]),
        ("study", &["evidence", "model", "report"][..]),
        ("validation", &["evidence", "model"][..]),
        ("planner", &["evidence", "model"][..]),
        ("server", &["evidence", "model", "report", "study", "planner", "validation"][..]),
        ("cli", &["evidence", "model", "report", "study", "planner", "validation", "server"][..]),
    ])
}

/// Keys of the `[dependencies]` table that name a crate of the workspace.
fn used(manifest: &str) -> BTreeSet<String> {
    let table: toml::Table = manifest.parse().expect("a manifest is TOML");
    let dependencies = table.get("dependencies").and_then(toml::Value::as_table);
    dependencies.into_iter().flat_map(|table| table.keys()).filter_map(|key| Some(key.strip_prefix("counterflow-")?.to_owned())).collect()
}

#[test]
fn dependencies_point_down() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let allowed = allowed();
    for entry in std::fs::read_dir(crates).expect("crates/") {
        let folder = entry.expect("entry").path();
        let Ok(manifest) = std::fs::read_to_string(folder.join("Cargo.toml")) else { continue };
        let name = folder.file_name().and_then(|name| name.to_str()).expect("a name");
        let permitted: BTreeSet<String> = allowed.get(name).unwrap_or_else(|| panic!("{name} has no layer in this test")).iter().map(|s| (*s).to_owned()).collect();
        let used = used(&manifest);
        assert!(used.is_subset(&permitted), "{name} uses {:?}", used.difference(&permitted).collect::<Vec<_>>());
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
