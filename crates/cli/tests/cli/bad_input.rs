//! Bad input: exit status 2, a message with the place, what was expected and the nearest name, nothing
//! on standard output and nothing written.

use crate::common::{Folder, Outcome};

const LEVER: &str = "name = \"Test\"\nuntil = \"2030-12\"\n\n[[lever]]\nid = \"task_forces\"\neffort = \"40 joint \
    operations/year\"\nfrom = \"2025-07\"\n";

/// Runs, and checks what every refusal has in common.
pub fn refused(folder: &Folder, arguments: &[&str], parts: &[&str]) -> Outcome {
    let before = folder.names();
    let outcome = folder.run(arguments);
    assert_eq!(outcome.status, 2, "{}{}", outcome.stdout, outcome.stderr);
    assert_eq!(outcome.stdout, "", "{}", outcome.stderr);
    assert_eq!(folder.names(), before, "something was written");
    for part in parts {
        assert!(outcome.stderr.contains(part), "`{part}` is missing in:\n{}", outcome.stderr);
    }
    outcome
}

/// Refuses the lever scenario with one text replaced, and keeps the message.
fn refused_scenario(name: &str, from: &str, to: &str, parts: &[&str]) {
    let folder = Folder::new(name);
    assert!(LEVER.contains(from), "{from}");
    let path = folder.write("test.toml", LEVER.replace(from, to));
    let path = path.display().to_string();
    let outcome = refused(&folder, &["run", &path, "--json", "--out", "result.json"], parts);
    assert_eq!(outcome.stderr.matches("error[").count(), 1, "one message a fault:\n{}", outcome.stderr);
    insta::assert_snapshot!(name, outcome.stderr);
}

#[test]
fn golden_unknown_lever() {
    refused_scenario(
        "unknown_lever",
        "task_forces",
        "taskforces",
        &["test.toml:5:", "expected", "did you mean: `task_forces`?"],
    );
}

#[test]
fn golden_unit_mismatch() {
    refused_scenario(
        "unit_mismatch",
        "40 joint operations/year",
        "40 tonnes/year",
        &["test.toml:6:", "expected: joint operations/year"],
    );
}

#[test]
fn golden_negative_effort() {
    refused_scenario("negative_effort", "40 joint", "-40 joint", &["test.toml:6:", "negative", "expected"]);
}

#[test]
fn golden_dates_out_of_order() {
    refused_scenario(
        "dates_out_of_order",
        "from = \"2025-07\"",
        "from = \"2027-01\"\nuntil = \"2026-01\"",
        &["test.toml:8:", "expected: a month from 2027-01 on"],
    );
}

#[test]
fn golden_unknown_key() {
    refused_scenario("unknown_key", "from = ", "form = ", &["test.toml:7:", "did you mean: `from`?"]);
}

#[test]
fn golden_not_a_number_in_toml() {
    refused_scenario(
        "nan_in_toml",
        "from = \"2025-07\"",
        "\n[parameters]\n\"market.stock_cover_months\" = nan",
        &["test.toml:9:", "not a finite number"],
    );
}

#[test]
fn golden_unknown_parameter_in_a_scenario() {
    refused_scenario(
        "unknown_parameter_in_scenario",
        "from = \"2025-07\"",
        "\n[parameters]\n\"market.stock_cover_month\" = 3.0",
        &["test.toml:9:", "did you mean: `market.stock_cover_months`?"],
    );
}

#[test]
fn golden_truncated_file() {
    refused_scenario("truncated_file", "/year\"\nfrom = \"2025-07\"\n", "", &["test.toml:6:", "E0101"]);
}

#[test]
fn golden_cyclic_base() {
    let folder = Folder::new("cyclic_base");
    let path = folder.write("a.toml", "name = \"A\"\nbase = \"b\"\n").display().to_string();
    folder.write("b.toml", "name = \"B\"\nbase = \"a\"\n");
    let outcome = refused(&folder, &["run", &path, "--out", "result.txt"], &["b.toml:2:", "a -> b -> a", "expected"]);
    insta::assert_snapshot!("cyclic_base", outcome.stderr);
}

#[test]
fn golden_file_that_is_no_text() {
    let folder = Folder::new("no_text");
    let path = folder.write("test.toml", b"name = \"\xff\xfe\"\n").display().to_string();
    let outcome = refused(&folder, &["run", &path], &["test.toml:1:", "UTF-8"]);
    insta::assert_snapshot!("no_text", outcome.stderr);
}

#[test]
fn golden_missing_file() {
    let folder = Folder::new("missing_file");
    let outcome = refused(&folder, &["run", "./nowhere.toml"], &["nowhere.toml", "expected"]);
    insta::assert_snapshot!("missing_file", outcome.stderr);
}

#[test]
fn golden_unknown_scenario() {
    let folder = Folder::new("unknown_scenario");
    let outcome =
        refused(&folder, &["run", "militray", "--out", "result.txt"], &["did you mean: `military`?", "expected"]);
    insta::assert_snapshot!("unknown_scenario", outcome.stderr);
}

#[test]
fn golden_route_to_a_missing_place() {
    let folder = Folder::new("missing_place");
    let (line, from, to) = a_route();
    let world = folder.world_with("routes.csv", &from, &to).display().to_string();
    let outcome = refused(
        &folder,
        &["world", "check", &world],
        &[&format!("routes.csv:{line}:"), "unknown to `united_states_markt`", "did you mean: `united_states_market`?"],
    );
    insta::assert_snapshot!("missing_place", without_column(&outcome.stderr));
}

/// The message with file and line only: where a cell starts is the reader's business.
fn without_column(message: &str) -> String {
    let cut = |line: &str| match line.strip_prefix("  --> ").and_then(|place| place.rsplit_once(':')) {
        Some((place, _)) => format!("  --> {place}"),
        None => line.to_owned(),
    };
    message.lines().map(cut).collect::<Vec<String>>().join("\n")
}

/// Line of the first route to the market of the United States, its text, and the text with a typo.
fn a_route() -> (usize, String, String) {
    let text = std::fs::read_to_string(crate::common::root().join("data/worlds/2024/routes.csv")).expect("routes");
    let markets = std::fs::read_to_string(crate::common::root().join("data/worlds/2024/markets.csv")).expect("markets");
    let market = markets
        .lines()
        .find(|line| line.starts_with("united_states,"))
        .and_then(|line| line.split(',').nth(2))
        .expect("a market");
    let into_market = |line: &&str| line.split(',').nth(2) == Some(market);
    let (number, line) = text.lines().enumerate().find(|(_, line)| into_market(line)).expect("a route");
    (number + 1, line.to_owned(), line.replacen(&format!(",{market},"), ",united_states_markt,", 1))
}

#[test]
fn not_a_number_in_csv() {
    let folder = Folder::new("nan_in_csv");
    let world = folder.world_with("published.csv", "2023,31000,31000", "2023,NaN,31000").display().to_string();
    let outcome = refused(
        &folder,
        &["world", "check", &world, "--json"],
        &["published.csv:6:", "E0208", "`NaN`", "expected: a number"],
    );
    assert_eq!(outcome.stderr.matches("error[").count(), 1, "{}", outcome.stderr);
}

/// What was lost with the end of a file is not reported again wherever its names are used.
#[test]
fn a_truncated_table_is_one_message() {
    for file in ["countries.csv", "places.csv", "corridors.csv", "groups.csv", "routes.csv", "relations.csv"] {
        let folder = Folder::new(&format!("truncated_{file}"));
        let world = folder.world_with("world.toml", "name", "name");
        let text = std::fs::read_to_string(world.join(file)).expect("a table");
        let heading = text.lines().take_while(|line| line.starts_with('#')).map(|line| line.len() + 1).sum::<usize>();
        // In the middle of the first cell of a row in the second half.
        let row = heading
            + text[heading..]
                .match_indices('\n')
                .map(|(at, _)| at)
                .find(|at| *at > (text.len() - heading) / 2)
                .expect("rows");
        std::fs::write(world.join(file), &text[..row + 4]).expect("written");
        let outcome =
            refused(&folder, &["run", "baseline", "--world", &world.display().to_string()], &[&format!("{file}:")]);
        assert_eq!(outcome.stderr.matches("error[").count(), 1, "{}", outcome.stderr);
    }
}

#[test]
fn golden_world_without_a_file() {
    let folder = Folder::new("world_without_file");
    let world = folder.world_with("regions.csv", "id,", "id,");
    std::fs::remove_file(world.join("regions.csv")).expect("removed");
    let outcome =
        refused(&folder, &["run", "baseline", "--world", &world.display().to_string()], &["E0601", "regions.csv"]);
    insta::assert_snapshot!("world_without_file", outcome.stderr);
}

#[test]
fn golden_unknown_command_and_option() {
    let folder = Folder::new("unknown_command");
    let outcome = refused(&folder, &["rum", "military"], &["'run'"]);
    insta::assert_snapshot!("unknown_command", outcome.stderr);
    let outcome = refused(&folder, &["run", "military", "--sed", "3"], &["'--seed'"]);
    insta::assert_snapshot!("unknown_option", outcome.stderr);
}

#[test]
fn golden_unknown_names_on_the_command_line() {
    let folder = Folder::new("unknown_names");
    let cases: [(&str, &[&str], &str); 8] = [
        (
            "unknown_parameter",
            &["run", "baseline", "--set", "market.stock_cover_month=3"],
            "did you mean: `market.stock_cover_months`?",
        ),
        ("malformed_set", &["run", "baseline", "--set", "market.stock_cover_months=many"], "expected: KEY=VALUE"),
        (
            "unknown_series",
            &["run", "baseline", "--series", "siezed", "--series", "seized@pacific"],
            "did you mean: `seized`?",
        ),
        ("month_outside", &["run", "baseline", "--until", "2020-01"], "expected: a month from 2024-01"),
        ("unknown_module", &["module", "run", "markte"], "did you mean: `market`?"),
        (
            "unknown_input",
            &["module", "run", "market", "--set", "arrival_ratio=0.8"],
            "did you mean: `arrivals_ratio`?",
        ),
        (
            "unknown_evidence",
            &["evidence", "show", "light_to_heavy_per_yaer"],
            "did you mean: `demand.light_to_heavy_per_year`?",
        ),
        ("unknown_evidence_module", &["evidence", "list", "--module", "demnad"], "did you mean: `demand`?"),
    ];
    for (name, arguments, part) in cases {
        let outcome = refused(&folder, arguments, &[part]);
        insta::assert_snapshot!(name, outcome.stderr);
    }
}

#[test]
fn golden_data_folder_without_evidence() {
    let folder = Folder::new("no_evidence");
    let outcome = refused(&folder, &["evidence", "list", "--data", "nowhere"], &["nowhere/evidence", "E0100"]);
    insta::assert_snapshot!("no_evidence", outcome.stderr);
}

#[test]
fn all_problems_of_all_files_come_at_once() {
    let folder = Folder::new("all_problems");
    let path = folder
        .write(
            "test.toml",
            LEVER.replace("task_forces", "taskforces").replace("until = ", "untill = ")
                + "\n[[lever]]\nid = \"diplomacy\"\n",
        )
        .display()
        .to_string();
    let outcome = refused(&folder, &["run", &path], &["test.toml:2:", "test.toml:5:", "test.toml:10:", "3 problems"]);
    assert_eq!(outcome.stderr.matches("error[").count(), 3, "{}", outcome.stderr);
}

#[test]
fn a_result_that_cannot_be_written_is_told() {
    let folder = Folder::new("unwritable");
    refused(
        &folder,
        &["run", "baseline", "--until", "2024-03", "--out", "no/such/folder.txt"],
        &["E0803", "no/such/folder.txt", "expected"],
    );
}

#[test]
fn broken_evidence_is_listed_as_json_with_exit_status_2() {
    let folder = Folder::new("broken_evidence");
    let data = folder.0.join("data");
    std::fs::create_dir_all(data.join("evidence")).expect("folders");
    std::fs::copy(crate::common::root().join("data/sources.bib"), data.join("sources.bib")).expect("a copy");
    std::fs::write(data.join("data.toml"), "base = \"built-in\"\n").expect("written");
    for entry in std::fs::read_dir(crate::common::root().join("data/evidence")).expect("evidence") {
        let path = entry.expect("an entry").path();
        std::fs::copy(&path, data.join("evidence").join(path.file_name().expect("a name"))).expect("a copy");
    }
    let market = data.join("evidence/market.toml");
    let text = std::fs::read_to_string(&market).expect("market");
    std::fs::write(&market, text.replacen("grade  = \"D\"", "grade  = \"E\"", 1)).expect("written");
    let outcome = folder.run(&["evidence", "check", "--json"]);
    assert_eq!(outcome.status, 2, "{}", outcome.stderr);
    for part in ["\"counterflow\"", "\"code\": \"E0304\"", "data/evidence/market.toml"] {
        assert!(outcome.stdout.contains(part), "`{part}` is missing in:\n{}", outcome.stdout);
    }
    refused(&folder, &["evidence", "check"], &["E0304", "market.toml:", "expected: A, B, C or D"]);
}
