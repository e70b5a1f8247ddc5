//! Ours against HiGHS on the best plain formulation, one thread each.
//!
//! `cargo bench -p counterflow-planner --bench planner -- [class ...] [--data FOLDER] [--seconds S] [--only TEXT]
//! [--ours]`
//!
//! Classes: search, games, flow, paths, roads, evasion; all when none is named. `--data` adds the public
//! instances of the folder (a full path: the benchmark does not run where it is called). A plain programme that has not
//! ended after S seconds (default 120) counts with S,
//! so that its ratio is a lower bound, marked `>`. `--only` keeps the cases whose name holds the text,
//! `--ours` leaves out the plain programmes.
#![allow(missing_docs, clippy::panic, reason = "a benchmark reports to the terminal and may stop")]

mod instances;
mod plain;
mod table;

use std::path::PathBuf;

/// Measures one class and prints its rows.
type Measure = fn(&table::Run);

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut classes, mut data, mut only, mut seconds, mut ours_alone) = (Vec::new(), None, None, 120.0, false);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--data" => data = arguments.next().map(PathBuf::from),
            "--seconds" => {
                seconds = arguments.next().and_then(|text| text.parse().ok()).expect("--seconds takes a number")
            }
            "--only" => only = arguments.next(),
            "--ours" => ours_alone = true,
            "--bench" => {}
            class => classes.push(class.to_owned()),
        }
    }
    let run = table::Run { data, seconds, only, ours_alone };
    let all: [(&str, Measure); 6] = [
        ("search", table::search),
        ("games", table::games),
        ("flow", table::flow),
        ("paths", table::paths),
        ("roads", table::roads),
        ("evasion", table::evasion),
    ];
    println!("{:<34} {:>10} {:>10} {:>8}  answers", "case", "ours s", "plain s", "ratio");
    for (class, measure) in all {
        if classes.is_empty() || classes.iter().any(|wanted| wanted == class) {
            measure(&run);
        }
    }
}
