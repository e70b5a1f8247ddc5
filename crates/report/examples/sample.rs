//! Writes a report with invented numbers, to look at the page:
//! `cargo run -p counterflow-report --example sample -- FOLDER [COPIES]`.

#[path = "../tests/sample_data/mod.rs"]
mod sample_data;

use std::path::PathBuf;

fn main() -> Result<(), counterflow_report::ReportError> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().map_or_else(|| PathBuf::from("target/sample-report"), PathBuf::from);
    let copies = arguments.next().and_then(|copies| copies.parse().ok()).unwrap_or(1);
    for path in counterflow_report::write_folder(&sample_data::report(copies), &folder)? {
        println!("{}", path.display());
    }
    Ok(())
}
