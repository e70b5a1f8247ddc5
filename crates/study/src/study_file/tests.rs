//! Study files: what is read, and one message with its line for each fault.

use super::shipped::Shipped;
use super::*;

const GOOD: &str = "name = \"Test\"
scenarios = [\"military\", \"multilateral\"]
replicates = 2

[design]
method = \"latin_hypercube\"
points = 8
parameters = [\"market.*\", \"demand.light_to_heavy_per_year\"]

[[correlation]]
parameters = [\"market.stock_cover_months\", \"demand.light_to_heavy_per_year\"]
rank = 0.5

[switches]
pass_through = [\"mixed\", \"additive\"]

[[outcome]]
name = \"arrivals_late\"
series = \"arrivals\"
from = \"2030-01\"
until = \"2034-12\"
";

#[test]
fn a_study_file_is_read() {
    let shipped = Shipped::load();
    let plan = parse(&SourceFile::new("study.toml", GOOD), shipped.known()).expect("a sound file");
    assert_eq!((plan.members(), plan.seed, plan.events), (16, 1, Events::Own));
    let arms: Vec<(&str, &str, usize)> =
        plan.arms.iter().map(|arm| (arm.scenario.id.as_str(), arm.switches[0].1, arm.baseline)).collect();
    assert_eq!(
        arms,
        [
            ("baseline", "mixed", 0),
            ("military", "mixed", 0),
            ("multilateral", "mixed", 0),
            ("baseline", "additive", 3),
            ("military", "additive", 3),
            ("multilateral", "additive", 3)
        ]
    );
    let records = shipped.evidence.records();
    let market = records.iter().filter(|record| record.module == "market" && record.is_uncertain()).count();
    assert_eq!(plan.parameters.len(), market + 1);
    assert_eq!(plan.outcomes[0].months, 72..132, "the world starts in January 2024");
    assert_eq!(plan.outcomes[0].unit(), "kg/year");
}

/// Text replaced, by what, code of the one problem, its line, and the nearest name where there is one.
const FAULTS: [(&str, &str, &str, usize, Option<&str>); 32] = [
    ("name = \"Test\"", "nam = \"Test\"", "E0103", 1, None),
    ("\"military\"", "\"militray\"", "E0901", 2, Some("military")),
    ("\"military\"", "\"multilateral\"", "E0901", 2, None),
    ("replicates = 2", "baseline = \"basline\"", "E0901", 3, Some("baseline")),
    ("replicates = 2", "replicates = 0", "E0903", 3, None),
    ("replicates = 2", "replicate = 2", "E0102", 3, Some("replicates")),
    ("replicates = 2", "events = \"commen\"", "E0110", 3, Some("common")),
    ("replicates = 2", "rows_per_part = 1.5", "E0104", 3, None),
    ("replicates = 2", "seed = -1", "E0903", 3, None),
    ("latin_hypercube", "latin_hypercubes", "E0110", 6, Some("latin_hypercube")),
    ("latin_hypercube", "sobol", "E0000", 0, None),
    ("\"latin_hypercube\"\npoints = 8", "\"sobol\"\npoints = 9", "E0903", 7, None),
    ("points = 8", "points = -8", "E0903", 7, None),
    ("points = 8", "levels = [0.5]", "E0908", 7, None),
    ("points = 8\n", "", "E0103", 5, None),
    ("parameters = [\"market.*\", \"demand", "parameter = [\"market.*\", \"demand", "E0102", 8, Some("parameters")),
    ("points = 8", "points = 2000000000", "E0910", 3, None),
    ("market.*", "markets.*", "E0902", 8, Some("market.*")),
    (
        "\"market.*\"",
        "\"market.*\", \"pass_through_inside_market\"",
        "E0902",
        8,
        Some("market.pass_through_inside_market"),
    ),
    ("\"market.*\", \"demand.light_to_heavy_per_year\"", "\"market\"", "E0902", 8, Some("market.*")),
    ("rank = 0.5", "rank = 1.5", "E0907", 12, None),
    ("[\"market.stock_cover_months\", ", "[", "E0907", 11, None),
    ("\"market.stock_cover_months\", \"demand.", "\"justice.x\", \"demand.", "E0902", 11, None),
    ("pass_through", "pass_trough", "E0102", 15, Some("pass_through")),
    ("\"additive\"", "\"aditive\"", "E0906", 15, Some("additive")),
    ("\"additive\"", "\"mixed\"", "E0906", 15, None),
    ("series = \"arrivals\"", "series = \"arivals\"", "E0904", 19, Some("arrivals")),
    ("series = \"arrivals\"", "series = \"arrivals@united_state\"", "E0904", 19, Some("arrivals@united_states")),
    ("name = \"arrivals_late\"", "name = \"failure\"", "E0909", 18, None),
    ("from = \"2030-01\"", "from = \"2020-01\"", "E0905", 20, None),
    ("until = \"2034-12\"", "until = \"2036-01\"", "E0905", 21, None),
    ("until = \"2034-12\"", "over = \"medium\"", "E0110", 21, None),
];

#[test]
fn every_fault_is_told_once_with_its_line_and_the_nearest_name() {
    let shipped = Shipped::load();
    for (from, to, code, line, suggestion) in FAULTS {
        assert!(GOOD.contains(from), "{from}");
        let found = parse(&SourceFile::new("study.toml", GOOD.replacen(from, to, 1)), shipped.known());
        if line == 0 {
            assert!(found.is_ok(), "{to} is sound");
            continue;
        }
        let problems = found.expect_err(to).0;
        let first = &problems[0];
        assert_eq!((first.code, first.line), (code, line), "{to}: {problems:?}");
        assert!(first.expected.is_some(), "{to}");
        if suggestion.is_some() {
            assert_eq!(first.suggestion.as_deref(), suggestion, "{to}");
        }
        let of_name = usize::from(to.starts_with("nam ="));
        assert_eq!(problems.len(), 1 + of_name, "{to}: {problems:?}");
    }
}

#[test]
fn faults_that_need_another_method_or_table() {
    let shipped = Shipped::load();
    let start = "name = \"Test\"\nscenarios = \"military\"\n";
    let end = "[[outcome]]\nseries = \"arrivals\"\n";
    let sampled = format!("{start}[design]\nmethod = \"monte_carlo\"\npoints = 4\n{end}");
    let grid = |own: &str| {
        format!(
            "{start}[design]\nmethod = \"full_factorial\"\nparameters = \"market.*\"\n[design.levels_of]\n{own}\n{end}"
        )
    };
    let cases = [
        (format!("{start}{end}"), "E0103"),
        (format!("{start}[design]\nmethod = \"monte_carlo\"\npoints = 4\n"), "E0911"),
        (format!("{start}[design]\nmethod = \"full_factorial\"\n{end}"), "E0103"),
        (format!("{start}[design]\nmethod = \"full_factorial\"\nlevels = [0, 2]\n{end}"), "E0903"),
        (format!("{start}[design]\nmethod = \"full_factorial\"\nlevels = [0, 1]\n{end}"), "E0910"),
        (format!("{start}[design]\nmethod = \"one_at_a_time\"\npoints = 3\n{end}"), "E0908"),
        (
            format!(
                "{start}[design]\nmethod = \"monte_carlo\"\npoints = 4\n{end}over = \"sum\"\n[[outcome]]\nseries = \
                    \"stock\"\nover = \"sum\"\n"
            ),
            "E0908",
        ),
        (format!("{start}[design]\nmethod = \"monte_carlo\"\npoints = 4\n{end}{end}"), "E0909"),
        (
            format!(
                "{start}[design]\nmethod = \"monte_carlo\"\npoints = \
                    4\n[design.levels_of]\n\"market.stock_cover_months\" = [0.5]\n{end}"
            ),
            "E0908",
        ),
        (grid("\"market.stock_cover_month\" = [0.5]"), "E0902"),
        (grid("\"demand.light_to_heavy_per_year\" = [0.5]"), "E0902"),
        (grid("\"market.stock_cover_months\" = [1.5]"), "E0903"),
        (grid("\"market.stock_cover_months\" = []"), "E0903"),
        (grid("\"market.stock_cover_months\" = [0.5]"), "E0103"),
        (format!("{sampled}[paths]\n"), "E0103"),
        (format!("{sampled}[paths]\nseries = [\"arrivals\", \"arrivls\"]\n"), "E0904"),
        (format!("{sampled}[paths]\nseries = [\"arrivals\", \"arrivals\"]\n"), "E0909"),
        (format!("{sampled}[paths]\nseries = \"arrivals\"\nuntil = \"2050-01\"\n"), "E0905"),
        (format!("{sampled}[paths]\nseries = \"arrivals\"\nform = \"2030-01\"\n"), "E0102"),
        ("name = \"x".to_owned(), "E0101"),
    ];
    for (text, code) in cases {
        let problems = parse(&SourceFile::new("study.toml", text.as_str()), shipped.known()).expect_err(&text).0;
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [code], "{text}");
    }
}

#[test]
fn prop_no_damaged_file_panics_or_fails_without_a_reason() {
    let shipped = Shipped::load();
    for cut in (0..GOOD.len()).filter(|cut| GOOD.is_char_boundary(*cut)) {
        for text in [GOOD[..cut].to_owned(), format!("{}{}", &GOOD[..cut], &GOOD[cut + 1..])] {
            if let Err(problems) = parse(&SourceFile::new("study.toml", text.as_str()), shipped.known()) {
                assert!(!problems.is_empty(), "no reason given for:\n{text}");
            }
        }
    }
}

/// Levels of single parameters before those of all.
#[test]
fn levels_may_differ_by_parameter() {
    let shipped = Shipped::load();
    let text = "name = \"Test\"\nscenarios = \"military\"\n[design]\nmethod = \"full_factorial\"\nlevels = \
     [0.5]\nparameters = \"market.*\"\n\
                [design.levels_of]\n\"market.stock_cover_months\" = [0.1, 0.5, 0.9]\n[[outcome]]\nseries \
                = \"arrivals\"\n";
    let plan = parse(&SourceFile::new("study.toml", text), shipped.known()).expect("a sound file");
    assert_eq!(plan.members(), 3);
    let varied = shipped.evidence.index("market.stock_cover_months").expect("a parameter");
    let mut shares = vec![None; plan.parameters.len()];
    let found: Vec<Vec<Option<f64>>> = (0..3)
        .map(|point| {
            plan.design.point(point, &mut shares);
            shares.clone()
        })
        .collect();
    for (place, position) in plan.parameters.iter().enumerate() {
        let expected = if *position == varied { [0.1, 0.5, 0.9] } else { [0.5; 3] };
        assert_eq!([found[0][place], found[1][place], found[2][place]], expected.map(Some));
    }
}
