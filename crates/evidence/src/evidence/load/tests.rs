use super::*;
use proptest::prelude::*;

const DECLARED: [Declaration; 2] = [
    Declaration { module: "m", name: "speed", unit: "kg/month" },
    Declaration { module: "m", name: "share", unit: "1" },
];
const BIB: &str = "@misc{a_1999, author = {A}, title = {T}, year = {1999}}\n";
const SHARE: &str = "[share]\ntitle = \"Share\"\nvalue = 0.3\nunit = \"share\"\ngrade = \"A\"\nsource = [\"a_1999\"]\n";
/// The record under test: line 1 is its header, each key stands on its own line.
const SPEED: &str = "[speed]\ntitle = \"Speed\"\nvalue = 12\nunit = \"t/year\"\nlow = 6\nhigh = 24\ngrade = \
    \"D\"\nsource = \"a_1999\"\nnote = \"n\"\n";

fn load_text(text: &str) -> Result<Evidence, Problems> {
    load(&[SourceFile::new("data/m.toml", text)], &SourceFile::new("s.bib", BIB), &DECLARED)
}

/// Problems as (code, line, message), the message with its suggestion.
fn faults(text: &str) -> Vec<(&'static str, usize, String)> {
    let problems = load_text(text).err().unwrap_or_default();
    let said = |problem: Problem| {
        let help = problem.suggestion.map_or_else(String::new, |near| format!(" ~ {near}"));
        (problem.code, problem.line, problem.message + &help)
    };
    problems.into_iter().map(said).collect()
}

#[test]
fn values_ranges_and_spreads_are_converted_to_what_the_model_reads() {
    let normal = SPEED.replace("high = 24\n", "high = 24\ndistribution = \"normal\"\nsd = 3\n");
    let evidence = load_text(&format!("{normal}{SHARE}")).expect("loads");
    let speed = evidence.get("m.speed").expect("a record");
    assert_eq!((speed.unit.as_str(), speed.line, speed.grade), ("kg/month", 1, Grade::D));
    let close = |left: f64, right: f64| (left - right).abs() < 1e-9;
    assert!(close(speed.value, 1000.0) && close(speed.low, 500.0) && close(speed.high, 2000.0));
    assert!(matches!(speed.distribution, Distribution::Normal { sd } if close(sd, 250.0)));
    let share = evidence.get("m.share").expect("a record");
    assert_eq!((share.distribution, share.low, share.high), (Distribution::Fixed, 0.3, 0.3));
    assert_eq!(evidence.source("a_1999").and_then(|entry| entry.field("year")), Some("1999"));
}

#[test]
fn every_distribution_is_read() {
    let with = |lines: &str| load_text(&format!("{}{SHARE}", SPEED.replace("note = \"n\"\n", lines)));
    let cases = [
        ("", Distribution::Triangular),
        ("distribution = \"triangular\"\n", Distribution::Triangular),
        ("distribution = \"uniform\"\n", Distribution::Uniform),
        ("distribution = \"loguniform\"\n", Distribution::LogUniform),
        ("distribution = \"lognormal\"\nlog_sd = 0.2\n", Distribution::LogNormal { log_sd: 0.2 }),
    ];
    for (lines, expected) in cases {
        let evidence = with(lines).expect(lines);
        assert_eq!(evidence.get("m.speed").map(|record| record.distribution), Some(expected));
    }
}

#[test]
fn every_fault_is_named_with_its_line() {
    let cases = [
        ("title = \"Speed\"", "", code::MISSING_KEY, 1, "`title` is missing"),
        ("title = \"Speed\"", "title = \"\"", code::WRONG_TYPE, 2, "`title` is empty"),
        ("value = 12", "value = \"x\"", code::WRONG_TYPE, 3, "wrong type"),
        ("value = 12", "value = nan", code::NOT_FINITE, 3, "finite"),
        ("value = 12", "valeu = 12", code::UNKNOWN_KEY, 3, "unknown key `valeu` ~ value"),
        ("t/year", "t per (year)", code::BAD_UNIT, 4, "cannot stand in a unit"),
        ("t/year", "ha/year", code::UNIT_MISMATCH, 4, "measures km2/month, the model reads kg/month"),
        ("low = 6", "low = 13", code::BAD_RANGE, 5, "12 does not lie"),
        ("high = 24", "high = 11", code::BAD_RANGE, 5, "12 does not lie"),
        ("low = 6\n", "", code::BAD_RANGE, 5, "`high` stands without `low`"),
        ("low = 6\nhigh = 24", "low = 12\nhigh = 12", code::BAD_RANGE, 5, "12 does not lie"),
        ("low = 6\nhigh = 24", "sd = 2", code::BAD_RANGE, 5, "`sd` stands without a range"),
        ("low = 6\nhigh = 24\n", "", code::ASSUMPTION_WITHOUT_RANGE, 5, "needs a range"),
        ("grade = \"D\"", "grade = \"E\"", code::BAD_GRADE, 7, "unknown grade `E`"),
        ("source = \"a_1999\"", "source = []", code::NO_SOURCE, 8, "no source"),
        ("source = \"a_1999\"", "", code::NO_SOURCE, 1, "no source"),
        ("\"a_1999\"", "[\"a_1999\", \"a_1998\"]", code::UNKNOWN_SOURCE, 8, "unknown source `a_1998` ~ a_1999"),
        ("[speed]", "[sped]", code::UNUSED_RECORD, 1, "no module reads `m.sped` ~ speed"),
        ("[speed]", "[sped]", code::MISSING_RECORD, 0, "needs `m.speed`"),
        ("[speed]", "[speed", code::SYNTAX, 1, "invalid TOML"),
        ("note = \"n\"", "distribution = \"gauss\"", code::UNKNOWN_CHOICE, 9, "unknown distribution `gauss`"),
        ("note = \"n\"", "distribution = \"normal\"", code::BAD_DISTRIBUTION, 9, "normal needs `sd`"),
        (
            "note = \"n\"",
            "distribution = \"uniform\"\nsd = 1",
            code::BAD_DISTRIBUTION,
            10,
            "does not belong to a uniform",
        ),
        ("note = \"n\"", "distribution = \"normal\"\nsd = 0", code::BAD_DISTRIBUTION, 10, "must be positive"),
        ("low = 6", "low = 0\ndistribution = \"loguniform\"", code::BAD_DISTRIBUTION, 5, "needs a range above 0"),
    ];
    for (from, to, code, line, message) in cases {
        let found = faults(&format!("{}{SHARE}", SPEED.replace(from, to)));
        let hit = found.iter().any(|fault| (fault.0, fault.1) == (code, line) && fault.2.contains(message));
        assert!(hit, "{from} -> {to}: {found:?}");
    }
}

#[test]
fn one_fault_gives_one_problem() {
    for (from, to) in [
        ("\"D\"", "\"E\""),
        ("t/year", "ha"),
        ("value = 12", "value = inf"),
        ("low = 6", "low = 13"),
        ("[speed]", "[speed"),
    ] {
        let found = faults(&format!("{}{SHARE}", SPEED.replace(from, to)));
        assert_eq!(found.len(), 1, "{from} -> {to}: {found:?}");
    }
}

#[test]
fn all_faults_come_at_once_in_order() {
    let text = format!("{}{}", SPEED.replace("\"D\"", "\"E\"").replace("t/year", "ha"), SHARE.replace("a_1999", "b"));
    let lines: Vec<usize> = faults(&text).into_iter().map(|(_, line, _)| line).collect();
    assert_eq!(lines, [4, 7, 15]);
}

#[test]
fn files_and_declarations_are_checked_as_a_whole() {
    let bib = SourceFile::new("s.bib", BIB);
    let good = format!("{SPEED}{SHARE}");
    let twice = [SourceFile::new("a/m.toml", good.as_str()), SourceFile::new("b/m.toml", good.as_str())];
    let problems = load(&twice, &bib, &DECLARED).expect_err("two files");
    assert_eq!(
        (problems.len(), problems.0[0].code, problems.0[0].file.as_str()),
        (1, code::DUPLICATE_MODULE, "b/m.toml")
    );

    let problems = load(&[], &bib, &DECLARED).expect_err("no file");
    assert_eq!(
        (problems.len(), problems.0[0].code, problems.0[0].file.as_str()),
        (2, code::MISSING_RECORD, "data/evidence/m.toml")
    );

    let conflict = [DECLARED[0], DECLARED[1], Declaration { unit: "kg", ..DECLARED[0] }];
    let problems = load(&twice[..1], &bib, &conflict).expect_err("two units");
    assert_eq!((problems.len(), problems.0[0].code), (1, code::CONFLICTING_DECLARATION));
    assert!(load(&twice[..1], &bib, &[DECLARED[0], DECLARED[1], DECLARED[0]]).is_ok());
}

#[test]
fn top_level_keys_that_are_no_tables_are_refused() {
    let found = faults(&format!("stray = 1\n{SPEED}{SHARE}"));
    assert!(found.iter().any(|(code, line, _)| (*code, *line) == (code::WRONG_TYPE, 1)), "{found:?}");
}

/// A file that is no module's holds records of several; each stands where the model declares it.
#[test]
fn records_of_a_module_may_stand_in_a_file_of_several() {
    let apart = SHARE.replace("[share]", "[m.share]");
    let load_two = |text: &str, other: &str| {
        let files = [SourceFile::new("world/apart.toml", other), SourceFile::new("data/m.toml", text)];
        load(&files, &SourceFile::new("s.bib", BIB), &DECLARED)
    };
    let names = |evidence: &Evidence| evidence.records().iter().map(Record::id).collect::<Vec<_>>();
    let evidence = load_two(SPEED, &apart).expect("loads");
    assert_eq!(names(&evidence), ["m.speed", "m.share"]);
    assert_eq!(evidence.get("m.share").map(|share| share.file.as_str()), Some("world/apart.toml"));
    let faults = |text: &str, other: &str| {
        let problems = load_two(text, other).err().unwrap_or_default();
        problems.into_iter().map(|problem| (problem.code, problem.file, problem.line)).collect::<Vec<_>>()
    };
    // What stands apart replaces the module's own record, in its place; two that stand apart contradict each other.
    let replaced = load_two(&format!("{SHARE}{SPEED}"), &apart).expect("loads");
    assert_eq!(names(&replaced), ["m.share", "m.speed"]);
    assert_eq!(replaced.get("m.share").map(|share| share.file.as_str()), Some("world/apart.toml"));
    let files = ["world/apart.toml", "world/again.toml"].map(|name| SourceFile::new(name, apart.as_str()));
    let problems = load(&files, &SourceFile::new("s.bib", BIB), &DECLARED).err().unwrap_or_default();
    let twice = problems.into_iter().find(|problem| problem.code == code::DUPLICATE_RECORD);
    assert_eq!(twice.map(|problem| problem.file), Some("world/again.toml".to_owned()));
    let unknown = faults(&format!("{SPEED}{SHARE}"), &SHARE.replace("[share]", "[n.share]"));
    assert_eq!(unknown, [(code::UNUSED_RECORD, "world/apart.toml".to_owned(), 1)]);
}

proptest! {
    #[test]
    fn prop_no_text_panics(text in any::<String>()) {
        let _ = load_text(&text);
        let _ = load_text(&format!("{SPEED}{text}"));
        let _ = load(&[], &SourceFile::new("s.bib", text.as_str()), &DECLARED);
    }

    #[test]
    fn prop_no_near_record_panics(
        key in "(title|value|unit|low|high|sd|log_sd|distribution|grade|source)",
        value in "[-0-9.e\"\\[\\]a-z/{}=,]{0,12}",
    ) {
        let _ = load_text(&format!("[speed]\n{key} = {value}\n{SHARE}"));
        let _ = load_text(&format!("{SPEED}{key} = {value}\n"));
    }

    #[test]
    fn prop_every_draw_stays_in_its_range(u in 0.0f64..=1.0) {
        let evidence = load_text(&format!("{SPEED}{SHARE}")).expect("loads");
        let draw = evidence.sample(&mut |_| u);
        for (record, value) in evidence.records().iter().zip(&draw.values) {
            prop_assert!(record.low <= *value && *value <= record.high);
        }
    }
}
