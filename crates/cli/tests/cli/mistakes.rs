//! A hundred mistakes: each is refused before anything runs, with exit status 2, the file or option that it stands in,
//! what was expected and, where there is one, the nearest valid thing.

use crate::common::Folder;

/// A scenario with one lever, of which a case replaces a part.
const SCENARIO: &str = "name  = \"Test\"\nabout = \"One lever\"\nuntil = \"2026-12\"\n\n[[lever]]\nid       = \
    \"vessel_patrols\"\ncorridor = \"eastern_pacific\"\neffort   = \"+100 patrol days/year\"\nfrom     = \
        \"2025-01\"\nramp     = \"6 months\"\n";
const CLAIMS: &str = "side_effects = [\"-violent_deaths\"]\n\n[[claim]]\nid        = \"own\"\nscenario  = \
    \"only-vessel-patrols\"\nlever     = \"vessel_patrols\"\nstatement = \"More is seized.\"\nindicator = \
        \"seized\"\npromised  = \"rise\"\nfrom      = \"2026-01\"\nuntil     = \"2026-12\"\n";
const STUDY: &str = "name      = \"Test\"\nscenarios = [\"only-treatment\"]\n\n[design]\nmethod = \"sobol\"\npoints = \
    4\n\n[[outcome]]\nname   = \"seized\"\nseries = \"seized\"\nfrom   = \"2025-01\"\nuntil  = \"2025-12\"\n";

/// Part of the scenario, what stands there instead, and what the message must hold.
const IN_SCENARIOS: [(&str, &str, &[&str]); 40] = [
    ("name  = \"Test\"", "", &["`name`"]),
    ("name  = \"Test\"", "name = 5", &[":1:", "text in quotes"]),
    ("name  = \"Test\"", "name = \"\"", &[":1:", "empty"]),
    ("name  = \"Test\"", "name = \"Test", &[":1:"]),
    ("name ", "nmae", &[":1:", "did you mean: `name`"]),
    ("about", "abuot", &[":2:", "did you mean: `about`"]),
    ("until", "untill", &[":3:", "did you mean: `until`"]),
    ("\"2026-12\"", "\"2026\"", &[":3:", "month such as"]),
    ("\"2026-12\"", "\"2026-13\"", &[":3:", "month such as"]),
    ("\"2026-12\"", "\"December 2026\"", &[":3:", "month such as"]),
    ("\"2026-12\"", "\"2020-12\"", &[":3:", "a month from 2024-01 on"]),
    ("\"2026-12\"", "\"2326-12\"", &[":3:", "at most 100 years"]),
    ("\"2026-12\"", "2026", &[":3:", "text in quotes"]),
    ("[[lever]]", "[lever]", &["[[", "list of tables"]),
    ("[[lever]]", "[[levers]]", &["did you mean: `lever`"]),
    ("id       = \"vessel_patrols\"", "", &["`id`"]),
    ("vessel_patrols", "vessel_patrol", &[":6:", "did you mean: `vessel_patrols`"]),
    ("vessel_patrols", "Vessel Patrols", &[":6:", "schema levers"]),
    ("corridor", "coridor", &[":7:", "did you mean: `corridor`"]),
    ("corridor", "country", &[":7:", "corridor = "]),
    ("eastern_pacific", "eastern_pacfic", &[":7:", "did you mean: `eastern_pacific`"]),
    ("\"eastern_pacific\"", "7", &[":7:", "a text or a list of texts"]),
    ("+100 patrol days/year", "100 patrol days", &[":8:", "patrol days/year"]),
    ("+100 patrol days/year", "100", &[":8:", "patrol days/year"]),
    ("+100 patrol days/year", "100 patrol days/week", &[":8:", "patrol days/year"]),
    ("+100 patrol days/year", "100 tonnes/year", &[":8:", "patrol days/year"]),
    ("+100 patrol days/year", "-100 patrol days/year", &[":8:", "negative", "level"]),
    ("+100 patrol days/year", "50 %", &[":8:", "+50 %"]),
    ("+100 patrol days/year", "-150 %", &[":8:", "more than there is"]),
    ("+100 patrol days/year", "doubled", &[":8:", "double"]),
    ("+100 patrol days/year", "many patrol days/year", &[":8:", "a number and a unit"]),
    ("+100 patrol days/year", "1.000,5 patrol days/year", &[":8:", "separator"]),
    ("effort   = \"+100 patrol days/year\"", "", &["either effort or budget"]),
    ("ramp ", "budget = \"1 million USD/year\"\nramp ", &["either effort or budget, and not both"]),
    ("effort   = \"+100 patrol days/year\"", "budget = \"5 million EUR/year\"", &[":8:", "USD/year"]),
    ("effort   = \"+100 patrol days/year\"", "budget = \"5 million\"", &[":8:", "USD/year"]),
    ("\"2025-01\"", "\"2027-01\"", &[":9:", "a month from 2024-01 to 2026-12"]),
    ("ramp     = \"6 months\"", "until = \"2024-12\"", &[":10:", "a month from 2025-01 on"]),
    ("\"6 months\"", "\"6\"", &[":10:", "12 months"]),
    ("\"6 months\"", "\"6 months\"\nconsent = \"no\"", &[":11:", "true or false"]),
];

/// What follows the scenario, and what the message must hold.
const AFTER_SCENARIOS: [(&str, &[&str]); 12] = [
    ("[[lever]]\nid = \"treatment\"\nbudget = \"1bn USD\"\nlethal_force = true\n", &["no option `lethal_force`"]),
    ("[[lever]]\nid = \"treatment\"\nbudget = \"1bn USD\"\nconsent = false\n", &["no option `consent`"]),
    ("[[lever]]\nid = \"production_strikes\"\nbudget = \"1bn USD\"\n", &["country = "]),
    ("[[lever]]\nid = \"diplomacy\"\nbudget = \"1bn USD\"\nmarket = \"united_states\"\n", &["market"]),
    ("[switches]\nsuply = \"limited\"\n", &["did you mean: `supply`"]),
    ("[switches]\nsupply = \"limitd\"\n", &["did you mean: `limited`"]),
    ("[parameters]\n\"market.stock_cover_month\" = 7\n", &["did you mean: `market.stock_cover_months`"]),
    ("[parameters]\n\"stock_cover_months\" = 7\n", &["did you mean: `market.stock_cover_months`"]),
    ("[parameters]\n\"market.stock_cover_months\" = 70\n", &["outside its range", "6 to 12", "--beyond"]),
    ("[parameters]\n\"market.stock_cover_months\" = \"many\"\n", &["a number"]),
    ("[[shock]]\nkind = \"demnad\"\nsize = 0.8\n", &["did you mean: `demand`"]),
    ("[[shock]]\nkind = \"demand\"\nsize = -1\n", &["cannot be negative"]),
];

/// Part of the claims, what stands there instead, and what the message must hold.
const IN_CLAIMS: [(&str, &str, &[&str]); 12] = [
    ("only-vessel-patrols", "only-vessel-patrol", &["did you mean: `only-vessel-patrols`"]),
    ("only-vessel-patrols", "nowhere.toml", &["nowhere.toml"]),
    ("lever     = \"vessel_patrols\"", "", &["lever = ", "outcome = "]),
    ("\"vessel_patrols\"", "\"vessel_patrol\"", &["did you mean: `vessel_patrols`"]),
    ("\"seized\"", "\"siezed\"", &["did you mean: `seized`"]),
    ("\"seized\"", "\"seized@pacific\"", &["no place `pacific`"]),
    ("\"rise\"", "\"up\"", &["rise", "fall"]),
    ("promised  = \"rise\"", "", &["`promised`"]),
    ("statement = \"More is seized.\"", "", &["`statement`"]),
    ("from      = \"2026-01\"", "from = \"2036-06\"", &["a month from 2036-06 on"]),
    ("-violent_deaths", "-violent_death", &["did you mean"]),
    ("until ", "matters = \"some\"\nuntil ", &["matters"]),
];

/// Part of the study, what stands there instead, and what the message must hold.
const IN_STUDIES: [(&str, &str, &[&str]); 8] = [
    ("only-treatment", "only-treatmnt", &["did you mean: `only-treatment`"]),
    ("\"sobol\"", "\"sobel\"", &["did you mean: `sobol`"]),
    ("points = 4", "points = 0", &["points"]),
    ("points = 4", "points = \"4\"", &["whole number"]),
    ("[design]", "[desing]", &["`design` is missing", "unknown key `desing`"]),
    ("series = \"seized\"", "series = \"siezed\"", &["did you mean: `seized`"]),
    ("from   = \"2025-01\"", "from = \"2026-01\"", &["2025-12"]),
    ("[[outcome]]", "[[outcomes]]", &["did you mean: `outcome`"]),
];

/// What is typed, and what the message must hold.
const ON_THE_LINE: [(&[&str], &[&str]); 34] = [
    (&["rnu", "military"], &["rnu"]),
    (&["run"], &["SCENARIO"]),
    (&["run", "militry"], &["did you mean: `military`"]),
    (&["run", "nowhere.toml"], &["nowhere.toml"]),
    (&["run", "military", "--sereis", "seized"], &["--series"]),
    (&["run", "military", "--series", "siezed"], &["--series siezed", "did you mean: `seized`"]),
    (&["run", "military", "--series", "seized@pacific"], &["--series", "no place `pacific`"]),
    (&["run", "military", "--until", "2030"], &["--until", "2030-12"]),
    (&["run", "military", "--until", "2020-01"], &["--until", "a month from 2024-01"]),
    (&["run", "military", "--members", "1"], &["--members"]),
    (&["run", "military", "--members", "5", "--random"], &["--members", "--random"]),
    (&["run", "military", "--random", "--expected"], &["--random", "--expected"]),
    (&["run", "military", "--json", "--csv"], &["--json", "--csv"]),
    (&["run", "military", "--json", "--out", "x.csv"], &["x.csv", ".json"]),
    (&["run", "military", "--csv", "--out", "x.svg"], &["x.svg", ".csv"]),
    (&["run", "military", "--out", "x.xlsx"], &["x.xlsx", ".csv"]),
    (&["run", "military", "--set", "market.stock_cover_months"], &["--set", "KEY=VALUE"]),
    (&["run", "military", "--set", "market.stock_cover_months=70"], &["6 to 12", "--beyond"]),
    (&["run", "military", "--set", "market.stock_cover_month=7"], &["did you mean: `market.stock_cover_months`"]),
    (&["run", "military", "--world", "2042"], &["unknown world `2042`", "2024"]),
    (&["run", "military", "--data", "nowhere"], &["nowhere"]),
    (&["compare", "baseline"], &["SCENARIO"]),
    (&["compare", "baseline", "militry"], &["did you mean: `military`"]),
    (&["compare", "baseline", "military", "--from", "2040-01"], &["--from 2040-01", "a month from 2024-01"]),
    (&["compare", "baseline", "military", "--from", "2030-01", "--until", "2029-01"], &["--until 2029-01", "2030-01"]),
    (&["compare", "baseline", "military", "--assume", "market.stock_cover_months"], &["KEY=VALUE"]),
    (&["compare", "baseline", "military", "--worlds", "2042"], &["unknown world `2042`"]),
    (&["compare", "baseline", "military", "--out", "x.gif"], &["x.gif", ".svg"]),
    (&["new", "scenarios"], &["scenario"]),
    (&["new", "scenario", "--out", "x.yaml"], &["x.yaml", ".toml"]),
    (&["claims", "--only", "surveillance-detecton"], &["did you mean: `surveillance-detection`"]),
    (&["assess", "--scenarios", "baseline"], &["nothing to assess", "expected"]),
    (&["evidence", "show", "demand.light_to_heavy_per_yaer"], &["did you mean: `demand.light_to_heavy_per_year`"]),
    (&["sensitivity", "military", "--of", "seized", "--out", "x.gif"], &["--out", ".svg"]),
];

fn check(folder: &Folder, what: &str, arguments: &[&str], parts: &[&str], faults: &mut Vec<String>) {
    let outcome = folder.run(arguments);
    let missing: Vec<&&str> = parts.iter().filter(|part| !outcome.stderr.contains(**part)).collect();
    if outcome.status != 2 || !outcome.stdout.is_empty() || !missing.is_empty() {
        faults.push(format!(
            "{what}: exit status {}, {missing:?} missing\n{}{}",
            outcome.status,
            outcome.stdout.lines().take(3).collect::<Vec<&str>>().join("\n"),
            outcome.stderr
        ));
    }
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "nothing to replace: {from}");
    text.replacen(from, to, 1)
}

#[test]
fn a_hundred_mistakes_are_refused_with_what_was_expected() {
    let folder = Folder::new("mistakes");
    let mut faults = Vec::new();
    for (from, to, parts) in IN_SCENARIOS {
        folder.write("test.toml", replaced(SCENARIO, from, to));
        let parts = [&["test.toml"], parts].concat();
        check(&folder, &format!("{from} -> {to}"), &["run", "test.toml", "--expected"], &parts, &mut faults);
    }
    for (more, parts) in AFTER_SCENARIOS {
        folder.write("test.toml", format!("{SCENARIO}\n{more}"));
        let parts = [&["test.toml"], parts].concat();
        check(&folder, more, &["run", "test.toml", "--expected"], &parts, &mut faults);
    }
    for (from, to, parts) in IN_CLAIMS {
        folder.write("claims.toml", replaced(CLAIMS, from, to));
        check(
            &folder,
            &format!("{from} -> {to}"),
            &["claims", "--claims", "claims.toml", "--members", "2"],
            parts,
            &mut faults,
        );
    }
    for (from, to, parts) in IN_STUDIES {
        folder.write("study.toml", replaced(STUDY, from, to));
        check(&folder, &format!("{from} -> {to}"), &["study", "run", "study.toml", "--out", "out"], parts, &mut faults);
    }
    for (arguments, parts) in ON_THE_LINE {
        check(&folder, &arguments.join(" "), arguments, parts, &mut faults);
    }
    let count = IN_SCENARIOS.len() + AFTER_SCENARIOS.len() + IN_CLAIMS.len() + IN_STUDIES.len() + ON_THE_LINE.len();
    assert!(count >= 100, "{count}");
    assert!(faults.is_empty(), "{} of {count}:\n\n{}", faults.len(), faults.join("\n\n"));
    // Nothing was written beside the files of the mistakes.
    assert_eq!(folder.names(), ["claims.toml", "study.toml", "test.toml"]);
}
