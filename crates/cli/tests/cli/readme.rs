//! Every example of the README runs as it is written, in the order in which a reader meets it.

use crate::common::{Folder, root};

/// What an example gets besides, so that it takes seconds: fewer runs, never another question.
const LESS: [(&str, &[&str]); 7] = [
    ("counterflow assess", &["--members", "2", "--scenarios", "military"]),
    ("counterflow claims", &["--members", "2"]),
    ("counterflow compare", &["--members", "2"]),
    ("counterflow sensitivity", &["--samples", "2"]),
    ("counterflow hindcast", &["--members", "20"]),
    ("counterflow read", &["--members", "11"]),
    ("counterflow plan ", &["--members", "2", "--seconds", "1"]),
];
/// Examples that are only read, since they do not end by themselves, take minutes (`--seconds` bounds a portfolio's
/// search, not its trials), or do what other tests check at length.
const ONLY_READ: [&str; 4] =
    ["counterflow serve", "counterflow validate", "counterflow record", "counterflow plan portfolio"];
/// Options of `plan` that `plan solve` does not have.
const NO_ENSEMBLE: &str = "counterflow plan solve";

/// Examples in fenced blocks, without remarks.
fn examples(text: &str) -> Vec<String> {
    let blocks = text.split("```").skip(1).step_by(2);
    let lines = blocks.flat_map(str::lines).filter(|line| line.starts_with("counterflow "));
    lines
        .map(|line| line.split("  ").next().unwrap_or(line).split(" #").next().unwrap_or(line).trim().to_owned())
        .collect()
}

/// The words of an example; what stands in quotes is one word.
fn words(example: &str) -> Vec<&str> {
    let pieces = example.split('"').enumerate();
    let words = pieces
        .flat_map(|(number, piece)| if number % 2 == 1 { vec![piece] } else { piece.split_whitespace().collect() });
    words.skip(1).collect()
}

/// What the examples take for granted: the shipped studies with few points, and tables of the reader's own.
fn prepared() -> Folder {
    let folder = Folder::new("readme");
    std::fs::create_dir_all(folder.0.join("studies")).expect("a folder");
    for name in ["coordination.toml", "ten-thousand.toml"] {
        let study = std::fs::read_to_string(root().join("studies").join(name)).expect("a shipped study");
        let few = study.replace("points = 10_000", "points = 24").replace("points = 256", "points = 4");
        folder.write(&format!("studies/{name}"), few);
    }
    let row = |case: usize| format!("{},{},{}\n", (case * 37) % 101, (case * 53) % 97, (case * 37) % 101 / 40);
    folder.write("runs.csv", format!("price,demand,outcome\n{}", (0..200).map(row).collect::<String>()));
    let value = |case: usize| format!("{},s{},{}\n", ["a", "b"][case % 2], case / 2, (case * 7) % 11);
    folder.write("values.csv", format!("scenario,state,value\n{}", (0..20).map(value).collect::<String>()));
    folder.write("article.txt", "More patrols will raise seizures of cocaine.\n");
    folder.write(
        "question.toml",
        "kind = \"uncertain_flow_interdiction\"\nsource = \"north\"\ntarget = \"south\"\nbudget = 1\n",
    );
    folder.write(
        "arcs.csv",
        "from,to,capacity,interdiction_cost,success_probability\nnorth,south,5,1,0.5\nnorth,south,4,1,0.9\n",
    );
    folder
}

#[test]
fn every_example_of_the_readme_runs_as_written() {
    let text = std::fs::read_to_string(root().join("README.md")).expect("the README");
    let examples = examples(&text);
    assert!(examples.len() > 25, "{}", examples.len());
    let folder = prepared();
    let mut faults = Vec::new();
    for example in &examples {
        let mut arguments = words(example);
        if ONLY_READ.iter().any(|start| example.starts_with(start)) {
            arguments.push("--help");
        } else if !example.starts_with(NO_ENSEMBLE)
            && let Some((_, less)) = LESS.iter().find(|(start, _)| example.starts_with(start))
        {
            arguments.extend(less.iter().filter(|word| **word != "--scenarios" || !example.contains("--scenarios")));
        }
        let outcome = folder.run(&arguments);
        // 1 is a result that fell short, which is an answer too.
        if !(0..=1).contains(&outcome.status) {
            faults.push(format!("{example}: {}", outcome.stderr));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}
