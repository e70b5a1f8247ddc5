//! `counterflow plan`: answers against brute force through `counterflow run`, and refusals.

use crate::bad_input::refused;
use crate::common::{Folder, root};

/// Patrol days a year by corridor, as the shipped world has them; corridors without any left out.
fn patrolled_corridors() -> Vec<(String, f64)> {
    let text = std::fs::read_to_string(root().join("data/worlds/2024/corridors.csv")).expect("corridors");
    let mut rows = text.lines().filter(|line| !line.starts_with('#'));
    let columns: Vec<&str> = rows.next().expect("a heading").split(',').collect();
    let days = columns.iter().rev().position(|name| *name == "patrol_days_per_year").expect("a column");
    let corridor = |row: &str| {
        // Titles hold commas; counted from the end, the numbers stand still.
        let id = row.split(',').next().expect("an id").to_owned();
        let days: f64 = row.rsplit(',').nth(days).expect("a cell").parse().expect("a number");
        (id, days)
    };
    rows.map(corridor).filter(|(_, days)| *days > 0.0).collect()
}

/// Arrivals in the United States over the last 36 months, kg a year, by `counterflow run`.
fn arrivals(folder: &Folder, scenario: &str) -> f64 {
    let outcome = folder.run(&["run", scenario, "--expected", "--series", "arrivals@united_states", "--csv"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let values: Vec<f64> =
        outcome.stdout.lines().skip(1).filter_map(|line| line.rsplit(',').next()?.parse().ok()).collect();
    values[values.len() - 36..].iter().sum::<f64>() / 3.0
}

fn answer(folder: &Folder, arguments: &[&str]) -> serde_json::Value {
    let outcome = folder.run(&[arguments, &["--members", "2", "--quiet", "--json"]].concat());
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).expect("JSON")
}

/// A scenario file with more patrols on some corridors.
fn more_patrols(folder: &Folder, name: &str, corridors: &[(String, f64)], head: &str) -> String {
    let lever = |(id, days): &(String, f64)| {
        format!(
            "\n[[lever]]\nid = \"vessel_patrols\"\ncorridor = \"{id}\"\neffort = \"{days} patrol days/year\"\nfrom = \
             \"2025-01\"\n"
        )
    };
    let levers: String = corridors.iter().map(lever).collect();
    folder
        .write(&format!("{name}.toml"), format!("name = \"Test\"\nbase = \"baseline\"\n{head}{levers}"))
        .display()
        .to_string()
}

/// Arrivals with more days on each choice of `count` corridors, the least first.
fn every_choice(folder: &Folder, count: usize, more_days: f64) -> Vec<(Vec<String>, f64)> {
    let corridors = patrolled_corridors();
    let choices: Vec<Vec<usize>> = match count {
        1 => (0..corridors.len()).map(|one| vec![one]).collect(),
        _ => {
            (0..corridors.len()).flat_map(|one| (one + 1..corridors.len()).map(move |other| vec![one, other])).collect()
        }
    };
    let mut found: Vec<(Vec<String>, f64)> = choices
        .iter()
        .map(|choice| {
            let chosen: Vec<(String, f64)> =
                choice.iter().map(|&one| (corridors[one].0.clone(), corridors[one].1 + more_days)).collect();
            let names: Vec<String> = chosen.iter().map(|(id, _)| id.clone()).collect();
            (names.clone(), arrivals(folder, &more_patrols(folder, &names.join("-"), &chosen, "")))
        })
        .collect();
    found.sort_by(|one, other| one.1.total_cmp(&other.1));
    found
}

fn chosen(placement: &serde_json::Value) -> Vec<String> {
    placement
        .as_array()
        .expect("a placement")
        .iter()
        .map(|place| place["id"].as_str().expect("an id").to_owned())
        .collect()
}

fn value<'v>(plan: &'v serde_json::Value, reaction: &str, enforcement: &str) -> &'v serde_json::Value {
    let is_wanted = |row: &&serde_json::Value| row["reaction"] == reaction && row["enforcement"] == enforcement;
    plan.as_array().expect("values").iter().find(is_wanted).expect("a row")
}

/// Scenario files with the same effort on each corridor in turn: none beats the plan, and the plan's
/// value is that of its file.
#[test]
fn val_the_place_of_one_step_is_the_best_of_all_scenario_files() {
    let folder = Folder::new("plan_brute_force");
    let plan = answer(&folder, &["plan", "place", "--amount", "1000 patrol days/year", "--steps", "1"]);
    let tried = every_choice(&folder, 1, 1000.0);
    let (best, least) = &tried[0];
    assert_eq!(chosen(&plan["placement"]), *best, "{tried:?}");
    let found = plan["search"]["value"].as_f64().expect("a value");
    assert!((found / least - 1.0).abs() < 1e-9, "{found} {least}");
    let change = value(&plan["values"], "full", "adaptive")["change"].as_f64().expect("a change");
    let without = arrivals(&folder, "baseline");
    assert!((change / (least - without) - 1.0).abs() < 1e-6, "{change} {least} {without}");
}

/// No pair of corridors does better than the pair that `cover` chooses.
#[test]
fn val_the_corridors_covered_are_the_best_of_all_pairs() {
    let folder = Folder::new("plan_pairs");
    let plan = answer(&folder, &["plan", "cover", "--amount", "1000 patrol days/year", "--places", "2"]);
    let tried = every_choice(&folder, 2, 500.0);
    assert_eq!(chosen(&plan["placement"]), tried[0].0, "{tried:?}");
    let found = plan["search"]["value"].as_f64().expect("a value");
    assert!((found / tried[0].1 - 1.0).abs() < 1e-9, "{found} {tried:?}");
}

/// The values without reaction and with enforcement at its posts are those of scenarios with these switches.
#[test]
fn val_reactions_are_switches_of_a_scenario() {
    let folder = Folder::new("plan_switches");
    let plan = answer(&folder, &["plan", "place", "--amount", "1000 patrol days/year", "--steps", "1"]);
    let place = &chosen(&plan["placement"])[0];
    let days = patrolled_corridors().into_iter().find(|(id, _)| id == place).expect("a corridor").1;
    for (reaction, enforcement, switches) in [
        ("none", "fixed", "route_choice = \"fixed\"\nenforcement = \"fixed\"\n"),
        ("none", "adaptive", "route_choice = \"fixed\"\n"),
        ("full", "fixed", "enforcement = \"fixed\"\n"),
    ] {
        let head = format!("\n[switches]\n{switches}");
        let with = arrivals(&folder, &more_patrols(&folder, "with", &[(place.clone(), days + 1000.0)], &head));
        let without = arrivals(&folder, &more_patrols(&folder, "without", &[], &head));
        let row = value(&plan["values"], reaction, enforcement);
        assert!(
            (row["change"].as_f64().expect("a change") / (with - without) - 1.0).abs() < 1e-6,
            "{row} {with} {without}"
        );
        assert!((row["without"].as_f64().expect("a level") / without - 1.0).abs() < 1e-9, "{row} {without}");
    }
}

/// Traffickers who may move lose less than those who may not, at the plan's own placement: of what reaches all markets
/// together, because those who may move also turn to other markets, so that the one in front gets less.
#[test]
fn prop_reacting_helps_traffickers_and_more_effort_never_hurts_the_planner() {
    let folder = Folder::new("plan_frontier");
    let asked = ["--amount", "1000 patrol days/year", "--steps", "3", "--objective", "arrivals@world"];
    let plan = answer(&folder, &[&["plan", "frontier"], &asked[..]].concat());
    let rows = plan["frontier"].as_array().expect("a frontier");
    // Enforcement held, so that reactions alone differ; the median of members, because one drawn run is noise beside
    // it.
    let change = |row: &serde_json::Value, reaction: &str| {
        value(&row["values"], reaction, "fixed")["median"].as_f64().expect("a change")
    };
    assert_eq!(rows.len(), 3);
    // The whole amount, where the difference is more than what two members leave to chance.
    assert!(change(&rows[2], "none") < change(&rows[2], "full"), "{}", rows[2]);
    assert!(rows.windows(2).all(|pair| change(&pair[1], "full") < change(&pair[0], "full")), "{rows:?}");
    let single = answer(&folder, &[&["plan", "place"], &asked[..]].concat());
    assert_eq!(single["placement"], rows[2]["placement"]);
    assert_eq!(single["values"], rows[2]["values"]);
}

#[test]
fn prop_a_schedule_has_the_mean_of_its_odds_and_keeps_its_bound() {
    let folder = Folder::new("plan_schedule");
    for against in ["learners", "worst"] {
        let plan = answer(
            &folder,
            &[
                "plan",
                "schedule",
                "--amount",
                "900 patrol days/year",
                "--parts",
                "3",
                "--teams",
                "2",
                "--weeks",
                "3",
                "--against",
                against,
            ],
        );
        let (value, bound) =
            (plan["search"]["value"].as_f64().expect("a value"), plan["search"]["bound"].as_f64().expect("a bound"));
        assert!(bound <= value * (1.0 + 1e-12), "{bound} {value}");
        let mixture = plan["mixture"].as_array().expect("a mixture");
        let effort = |placement: &serde_json::Value, id: &serde_json::Value| -> f64 {
            placement
                .as_array()
                .expect("places")
                .iter()
                .filter(|place| place["id"] == *id)
                .filter_map(|place| place["effort"].as_f64())
                .sum()
        };
        for place in plan["mean_placement"].as_array().expect("a placement") {
            let mean: f64 = mixture
                .iter()
                .map(|odds| odds["probability"].as_f64().expect("odds") * effort(&odds["placement"], &place["id"]))
                .sum();
            assert!((mean / place["effort"].as_f64().expect("effort") - 1.0).abs() < 1e-9, "{plan}");
        }
        let weeks = plan["weeks"].as_array().expect("weeks");
        assert_eq!(weeks.len(), 3);
        assert!(weeks.iter().all(|week| mixture.iter().any(|odds| odds["placement"] == week["placement"])), "{plan}");
    }
}

#[test]
fn prop_a_plan_is_the_same_on_one_thread_and_two() {
    let folder = Folder::new("plan_threads");
    let ask = |threads: &str| {
        let mut plan = answer(
            &folder,
            &[
                "plan",
                "place",
                "--amount",
                "1000 patrol days/year",
                "--steps",
                "2",
                "--html",
                "plan.html",
                "--threads",
                threads,
            ],
        );
        plan["run"]["command"] = serde_json::Value::Null;
        (plan, std::fs::read_to_string(folder.0.join("plan.html")).expect("a page"))
    };
    assert_eq!(ask("1"), ask("2"));
}

#[test]
fn prop_one_review_at_the_start_is_a_placement_for_good() {
    let folder = Folder::new("plan_review");
    let ask = |more: &[&str]| {
        answer(&folder, &[&["plan", "place", "--amount", "1000 patrol days/year", "--steps", "1"], more].concat())
    };
    let (once, rolling) = (ask(&[]), ask(&["--review-months", "1000"]));
    assert_eq!(once["placement"], rolling["stages"][0]["placement"]);
    assert_eq!(once["search"], rolling["stages"][0]["search"]);
    assert_eq!(once["values"], rolling["values"]);
}

/// Each question as a reader sees it, with a page that loads nothing and names its scope.
#[test]
fn golden_answers() {
    let folder = Folder::new("plan_golden");
    let days = ["--amount", "1000 patrol days/year"];
    let questions: [(&str, &[&str]); 5] = [
        ("place", &["--steps", "2"]),
        ("place", &["--steps", "1", "--review-months", "60"]),
        ("cover", &["--places", "2"]),
        ("frontier", &["--steps", "2"]),
        ("schedule", &["--parts", "4", "--weeks", "3"]),
    ];
    for (number, (question, more)) in questions.into_iter().enumerate() {
        let arguments =
            [&["plan", question], days.as_slice(), more, &["--members", "3", "--html", "plan.html"]].concat();
        let outcome = folder.run(&arguments);
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""), "{arguments:?}");
        insta::assert_snapshot!(format!("plan_{question}_{number}"), outcome.stdout);
        let page = std::fs::read_to_string(folder.0.join("plan.html")).expect("a page");
        assert!(page.contains("<svg") && page.contains("nothing of sites, vessels or persons"), "{question}");
        assert!(!["<script", "src=", "@import", "url("].iter().any(|part| page.contains(part)), "{question}");
    }
}

/// A series over the last 36 months, as a year's flow or a mean level, by `counterflow run`.
fn level(folder: &Folder, scenario: &str, series: &str, per_year: f64) -> f64 {
    let outcome = folder.run(&["run", scenario, "--expected", "--series", series, "--csv"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let values: Vec<f64> =
        outcome.stdout.lines().skip(1).filter_map(|line| line.rsplit(',').next()?.parse().ok()).collect();
    values[values.len() - 36..].iter().sum::<f64>() / 36.0 * per_year
}

/// Two levers in two steps are six portfolios: the undominated ones are those of six scenario files.
#[test]
fn val_portfolios_are_undominated_among_scenario_files() {
    let folder = Folder::new("plan_portfolio");
    let arguments = [
        "plan",
        "portfolio",
        "--budget",
        "200 million USD/year",
        "--levers",
        "vessel_patrols",
        "justice_reform",
        "--steps",
        "2",
        "--states",
        "1",
        "--members",
        "2",
        "--quiet",
        "--json",
    ];
    let outcome = folder.run(&[arguments.as_slice(), &["--html", "portfolio.html"]].concat());
    assert!([0, 1].contains(&outcome.status), "{}", outcome.stderr);
    let plan: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let values = |spent: [u32; 2]| {
        let lever = |(id, millions): (&str, u32)| {
            if millions == 0 {
                String::new()
            } else {
                format!("\n[[lever]]\nid = \"{id}\"\nbudget = \"{millions} million USD/year\"\nfrom = \"2025-01\"\n")
            }
        };
        let levers: String = ["vessel_patrols", "justice_reform"].into_iter().zip(spent).map(lever).collect();
        let path = folder
            .write("portfolio.toml", format!("name = \"Test\"\nbase = \"baseline\"\n{levers}"))
            .display()
            .to_string();
        [
            level(&folder, &path, "consumption@world", 12.0),
            level(&folder, &path, "violent_deaths@world", 12.0),
            -level(&folder, &path, "mean_cooperation@world", 1.0),
            f64::from(spent[0] + spent[1]),
        ]
    };
    let all: Vec<([u32; 2], [f64; 4])> = [[0, 0], [100, 0], [0, 100], [200, 0], [100, 100], [0, 200]]
        .into_iter()
        .map(|spent| (spent, values(spent)))
        .collect();
    let dominates =
        |one: &[f64; 4], other: &[f64; 4]| one.iter().zip(other).all(|(one, other)| one <= other) && one != other;
    let mut expected: Vec<[u32; 2]> =
        all.iter().filter(|one| !all.iter().any(|other| dominates(&other.1, &one.1))).map(|one| one.0).collect();
    let spent = |portfolio: &serde_json::Value, lever: &str| {
        let on_it =
            portfolio["spending"].as_array().expect("spending").iter().find(|spending| spending["lever"] == lever);
        on_it.map_or(0, |spending| (spending["usd_per_year"].as_f64().expect("money") / 1e6).round() as u32)
    };
    let mut found: Vec<[u32; 2]> = plan["portfolios"]
        .as_array()
        .expect("portfolios")
        .iter()
        .map(|one| ["vessel_patrols", "justice_reform"].map(|lever| spent(one, lever)))
        .collect();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected, "{all:?}");
    assert_eq!((&plan["search"]["tried"], &plan["search"]["exact"]), (&6.into(), &true.into()));
    let page = std::fs::read_to_string(folder.0.join("portfolio.html")).expect("a page");
    assert!(page.contains("<svg") && page.contains("nothing of sites, vessels or persons"));
}

/// All levers that need no country, over more portfolios than are tried.
#[test]
fn a_portfolio_of_all_levers_stays_within_the_budget() {
    let folder = Folder::new("plan_portfolio_all");
    let outcome = folder.run(&[
        "plan",
        "portfolio",
        "--budget",
        "500 million USD/year",
        "--population",
        "6",
        "--generations",
        "2",
        "--states",
        "2",
        "--members",
        "2",
        "--quiet",
        "--json",
    ]);
    assert!([0, 1].contains(&outcome.status), "{}", outcome.stderr);
    let plan: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let portfolios = plan["portfolios"].as_array().expect("portfolios");
    assert!(
        !portfolios.is_empty()
            && portfolios.iter().all(|one| one["cost_usd_per_year"].as_f64().is_some_and(|usd| usd <= 5e8)),
        "{portfolios:?}"
    );
}

/// A search without any time ends with a placement of the whole amount, and says in words and fields
/// that it was stopped, what was tried, and that there is no bound.
#[test]
fn a_search_without_time_answers_and_says_so() {
    let folder = Folder::new("plan_seconds");
    let amount = ["--amount", "1000 patrol days/year", "--seconds", "0"];
    let placed = |placement: &serde_json::Value| {
        placement.as_array().expect("places").iter().filter_map(|place| place["effort"].as_f64()).sum::<f64>()
    };
    for (question, more) in [
        ("place", ["--steps", "3"]),
        ("cover", ["--places", "2"]),
        ("schedule", ["--parts", "3"]),
        ("schedule", ["--against", "worst"]),
    ] {
        let plan = answer(&folder, &[&["plan", question], amount.as_slice(), &more].concat());
        let search = &plan["search"];
        assert_eq!(
            (&search["stopped"], &search["bound"], &search["gap"]),
            (&true.into(), &serde_json::Value::Null, &serde_json::Value::Null),
            "{search}"
        );
        assert!(search["tried"].as_u64().is_some_and(|tried| tried <= 2), "{search}");
        assert!(
            search["explanation"]
                .as_str()
                .is_some_and(|words| words.contains("topped after 0 seconds") && words.contains("faster machine")),
            "{search}"
        );
        let placement = if question == "schedule" { &plan["mean_placement"] } else { &plan["placement"] };
        assert!((placed(placement) - 1000.0).abs() < 1e-6, "{placement}");
    }
    let frontier = answer(&folder, &[&["plan", "frontier"], amount.as_slice(), &["--steps", "3"]].concat());
    assert_eq!(
        (frontier["frontier"].as_array().map(Vec::len), &frontier["amounts_left_out"]),
        (Some(1), &2.into()),
        "{frontier}"
    );
    let rolling =
        answer(&folder, &[&["plan", "place"], amount.as_slice(), &["--steps", "2", "--review-months", "36"]].concat());
    assert_eq!((rolling["stages"].as_array().map(Vec::len), &rolling["stopped"]), (Some(1), &true.into()), "{rolling}");
    let portfolio = [
        "plan",
        "portfolio",
        "--budget",
        "500 million USD/year",
        "--population",
        "4",
        "--generations",
        "5",
        "--states",
        "1",
        "--members",
        "2",
        "--seconds",
        "0",
    ];
    let outcome = folder.run(&[portfolio.as_slice(), &["--quiet", "--json"]].concat());
    let plan: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert_eq!(
        (&plan["search"]["stopped"], &plan["search"]["exact"], &plan["search"]["tried"]),
        (&true.into(), &false.into(), &4.into()),
        "{plan}"
    );
    assert!(!plan["portfolios"].as_array().expect("portfolios").is_empty(), "{plan}");
    refused(
        &folder,
        &["plan", "place", "--amount", "1000 patrol days/year", "--seconds=-1"],
        &["a number of seconds of at least zero"],
    );
}

/// Time enough changes nothing.
#[test]
fn prop_a_search_with_time_enough_is_the_search_without_limit() {
    let folder = Folder::new("plan_time_enough");
    let ask = |more: &[&str]| {
        answer(&folder, &[&["plan", "place", "--amount", "1000 patrol days/year", "--steps", "2"], more].concat())
    };
    let (free, limited) = (ask(&[]), ask(&["--seconds", "3600"]));
    assert_eq!(
        (&free["placement"], &free["search"], &free["values"]),
        (&limited["placement"], &limited["search"], &limited["values"])
    );
}

const PATHS: &str =
    "from,to,length,delay,interdiction_cost\nnorth,middle,1,2,1\nmiddle,south,1,2,\nnorth,south,3,9,2\n";
const FLOWS: &str = "from,to,capacity,interdiction_cost\nnorth,middle,5,1\nmiddle,south,3,1\nnorth,south,2,1\n";

fn network(folder: &Folder, kind: &str, budget: &str, arcs: &str) {
    folder.write("question.toml", format!("kind = \"{kind}\"\nsource = \"north\"\ntarget = \"south\"\n{budget}\n"));
    folder.write("arcs.csv", arcs);
}

/// By hand: with the first arc delayed the way through the middle takes 4, so that 3 remains; flow
/// loses its largest arc of the cut (3), then the other (2).
#[test]
fn val_networks_of_a_user_are_solved() {
    let folder = Folder::new("plan_solve");
    let ask = || {
        let outcome = folder.run(&["plan", "solve", "question.toml", "arcs.csv", "--json", "--quiet"]);
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        serde_json::from_str::<serde_json::Value>(&outcome.stdout).expect("JSON")["answers"].clone()
    };
    network(&folder, "path_interdiction", "budget = 1", PATHS);
    let paths = ask();
    assert_eq!(
        (&paths[0]["value"], &paths[0]["gap"], &paths[0]["path"][0]),
        (&3.0.into(), &0.0.into(), &"north -> south".into()),
        "{paths}"
    );
    network(&folder, "flow_interdiction", "budget = 2", FLOWS);
    let flows = ask();
    let values: Vec<f64> =
        flows.as_array().expect("a frontier").iter().filter_map(|point| point["value"].as_f64()).collect();
    assert_eq!(values, [5.0, 2.0, 0.0], "{flows}");
    // One arc in series: the inspector stands there always.
    network(&folder, "inspection", "", "from,to,detection_probability\nnorth,south,0.4\n");
    assert!((ask()[0]["value"].as_f64().expect("a value") - 0.4).abs() < 1e-12);
}

const MOVES: &str = "from,to\nbase,port\nbase,border\n";
const VALUES: &str = "node,value\nport,6\nborder,3\n";

/// By hand: one move reaches one of two targets of values 6 and 3; with 2/3 on the port both leave 2.
#[test]
fn val_patrols_of_a_user_are_scheduled() {
    let folder = Folder::new("plan_solve_patrol");
    folder.write("targets.csv", VALUES);
    let answer =
        ask_table(&folder, "kind = \"patrol\"\nbase = \"base\"\nperiods = 1\n", MOVES, &["--targets", "targets.csv"]);
    assert!((optimum(&answer) - 2.0).abs() < 1e-9 && answer["proven"] == true, "{answer}");
    let mut schedules: Vec<&str> =
        answer["schedules"].as_array().expect("schedules").iter().filter_map(serde_json::Value::as_str).collect();
    schedules.sort_unstable();
    assert_eq!(schedules, ["base -> border (33.3 %)", "base -> port (66.7 %)"]);
    assert_eq!(answer["attacked"], serde_json::json!(["port (33.3 %)", "border (66.7 %)"]));
}

const CHANCES: &str =
    "from,to,capacity,interdiction_cost,success_probability\nnorth,south,5,1,0.5\nnorth,south,4,1,0.9\n";

/// By hand: an attempt on the first corridor leaves 9 - 2.5 on average, one on the second 9 - 3.6.
/// Likewise delays: paths of 3 and 4, an attempt with 0.5 on a delay of 10 leads to (3 + 4) / 2.
#[cfg(feature = "highs")]
#[test]
fn val_uncertain_attempts_of_a_user_are_placed() {
    let folder = Folder::new("plan_solve_uncertain");
    let head = "source = \"north\"\ntarget = \"south\"\nbudget = 1\n";
    let flow = ask_table(&folder, &format!("kind = \"uncertain_flow_interdiction\"\n{head}"), CHANCES, &[]);
    assert!((optimum(&flow) - 5.4).abs() < 1e-9, "{flow}");
    assert_eq!(
        (&flow["exact"], &flow["proven"], &flow["value_standard_error"]),
        (&true.into(), &true.into(), &0.0.into()),
        "{flow}"
    );
    let delays =
        "from,to,length,delay,interdiction_cost,success_probability\nnorth,south,3,10,1,0.5\nnorth,south,4,10,,\n";
    let path = ask_table(&folder, &format!("kind = \"uncertain_path_interdiction\"\n{head}"), delays, &[]);
    assert!((optimum(&path) - 3.5).abs() < 1e-9, "{path}");
    assert_eq!(path["attempted"], serde_json::json!(["north -> south (no. 1)"]));
    assert_eq!(flow["attempted"], serde_json::json!(["north -> south (no. 2)"]));
}

/// Three outcomes of two uncertain attempts are drawn and not weighed: estimates, which prove nothing.
#[cfg(feature = "highs")]
#[test]
fn sampled_answers_are_estimates() {
    let folder = Folder::new("plan_solve_sampled");
    folder.write(
        "question.toml",
        "kind = \"uncertain_flow_interdiction\"\nsource = \"north\"\ntarget = \"south\"\nbudget = 2\noutcomes = \
        3\nevaluation_outcomes = 3\n",
    );
    folder.write("arcs.csv", CHANCES);
    let outcome = folder.run(&["plan", "solve", "question.toml", "arcs.csv", "--json", "--quiet"]);
    let plan: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let answer = &plan["answers"][0];
    assert_eq!((&answer["exact"], &answer["proven"]), (&false.into(), &false.into()), "{plan}");
    assert!(answer["bound_standard_error"].as_f64().is_some_and(|error| error > 0.0), "{plan}");
    assert!(plan["explanation"].as_str().is_some_and(|words| words.contains("sampled")), "{plan}");
}

/// The schema names every kind once, and its page every key.
#[test]
fn golden_schema_of_questions() {
    let folder = Folder::new("plan_schema");
    let page = folder.run(&["schema", "question"]).stdout;
    // A build without the solver says of each kind that needs it that it is left out.
    insta::assert_snapshot!("schema_question", page.replace("\nThis program was built without its solver.\n", ""));
    let left_out = page.matches("This program was built without its solver.").count();
    assert_eq!(left_out, if cfg!(feature = "highs") { 0 } else { 3 });
    let schema: serde_json::Value =
        serde_json::from_str(&folder.run(&["schema", "question", "--json"]).stdout).expect("JSON");
    let kinds: Vec<&str> = schema["oneOf"]
        .as_array()
        .expect("kinds")
        .iter()
        .filter_map(|kind| kind["properties"]["kind"]["const"].as_str())
        .collect();
    assert_eq!(kinds.len(), kinds.iter().collect::<std::collections::BTreeSet<_>>().len());
    assert!(
        ["patrol", "uncertain_flow_interdiction", "uncertain_path_interdiction"]
            .iter()
            .all(|kind| kinds.contains(kind)),
        "{kinds:?}"
    );
}

/// Each kind of question as a reader sees its answer.
#[test]
fn golden_solved_questions() {
    let folder = Folder::new("plan_solve_golden");
    folder.write("targets.csv", VALUES);
    folder.write("evaders.csv", EVADERS);
    let ends = "source = \"north\"\ntarget = \"south\"\n";
    let question = |kind: &str, keys: &str| format!("kind = \"{kind}\"\n{keys}\n");
    let cases: [(&str, String, &str, &[&str]); 7] = [
        ("path", question("path_interdiction", &format!("{ends}budget = 1")), PATHS, &[]),
        ("flow", question("flow_interdiction", &format!("{ends}budget = 9")), FLOWS, &[]),
        ("uncertain_flow", question("uncertain_flow_interdiction", &format!("{ends}budget = 1")), CHANCES, &[]),
        (
            "sampled_flow",
            question(
                "uncertain_flow_interdiction",
                &format!("{ends}budget = 2\noutcomes = 3\nevaluation_outcomes = 3"),
            ),
            CHANCES,
            &[],
        ),
        ("patrol", question("patrol", "base = \"base\"\nperiods = 1"), MOVES, &["--targets", "targets.csv"]),
        ("evasion", question("evasion", "budget = 1"), WATCHED, &["--evaders", "evaders.csv"]),
        ("covering", question("covering", "sites = 2"), PAIRS, &[]),
    ];
    let with_solver = ["uncertain_flow", "sampled_flow", "evasion", "covering"];
    for (name, question, table, more) in
        cases.into_iter().filter(|case| cfg!(feature = "highs") || !with_solver.contains(&case.0))
    {
        folder.write("question.toml", question);
        folder.write("table.csv", table);
        let outcome = folder.run(&[&["plan", "solve", "question.toml", "table.csv"], more].concat());
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""), "{name}");
        insta::assert_snapshot!(format!("plan_solve_{name}"), outcome.stdout);
    }
}

#[test]
fn faulty_networks_are_refused() {
    let folder = Folder::new("plan_solve_faults");
    let cases = [
        ("budget = -1", FLOWS.to_owned(), "E1002"),
        ("budget = 1", FLOWS.replace("middle,5", "middle,-5"), "arcs.csv:2:"),
        ("budget = 1", FLOWS.replace("south", "sout"), "did you mean: `sout`?"),
        ("budget = 1", "from,to,capacity,interdiction_cost\nsouth,north,5,1\n".to_owned(), "no path leads"),
        ("budget = 1", FLOWS.replace("middle,5", "middle,9007199254740993000"), "2^53"),
    ];
    for (budget, arcs, part) in cases {
        network(&folder, "flow_interdiction", budget, &arcs);
        refused(&folder, &["plan", "solve", "question.toml", "arcs.csv", "--quiet"], &[part]);
    }
}

/// Answers one question of a table, in JSON.
fn ask_table(folder: &Folder, question: &str, table: &str, more: &[&str]) -> serde_json::Value {
    folder.write("question.toml", question);
    folder.write("table.csv", table);
    let words = [&["plan", "solve", "question.toml", "table.csv", "--json", "--quiet"], more].concat();
    let outcome = folder.run(&words);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let answer: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let one = answer["answers"][0].clone();
    assert!(one["gap"].as_f64().is_some_and(|gap| gap < 1e-6), "{answer}");
    assert!(answer["certificate"].as_str().is_some_and(|text| text.starts_with("re-checked by")), "{answer}");
    one
}

fn optimum(answer: &serde_json::Value) -> f64 {
    answer["value"].as_f64().expect("a value")
}

const WATCHED: &str = "from,to,evasion_probability,evasion_with_sensor,sensor_cost\nnorth,middle,0.9,0.1,1\n\
    middle,south,0.8,0.2,1\nnorth,south,0.5,,\n";
const EVADERS: &str = "origin,destination,probability\nnorth,south,0.5\nmiddle,south,0.5\n";

/// By hand: without sensors the two evaders pass with 0.72 and 0.8. A sensor on the first arc leaves
/// 0.5 (the direct way) and 0.8, one on the second 0.5 and 0.2, that is 0.35 on average.
#[cfg(feature = "highs")]
#[test]
fn val_sensors_of_a_user_are_placed() {
    let folder = Folder::new("plan_solve_evasion");
    folder.write("evaders.csv", EVADERS);
    let answer = ask_table(&folder, "kind = \"evasion\"\nbudget = 1\n", WATCHED, &["--evaders", "evaders.csv"]);
    assert!((optimum(&answer) - 0.35).abs() < 1e-9, "{answer}");
    assert_eq!(answer["sensors"], serde_json::json!(["middle -> south"]));
}

const TARGETS: &str =
    "target,defender_covered,defender_uncovered,attacker_uncovered,attacker_covered\nport,0,-6,6,0\nborder,0,-3,3,0\n";

/// By hand: one resource holds both targets to u when (6 - u) / 6 + (3 - u) / 3 = 1, so that u = 2 and
/// the defender, whose loss is the attacker's gain, gets -2. An attacker of rationality zero picks
/// at random: the resource goes to the dearer port, which leaves half of -3.
#[test]
fn val_targets_of_a_user_are_covered() {
    let folder = Folder::new("plan_solve_games");
    let rational = ask_table(&folder, "kind = \"security_game\"\nresources = 1\n", TARGETS, &[]);
    assert!((optimum(&rational) + 2.0).abs() < 1e-9, "{rational}");
    assert_eq!(rational["covered"], serde_json::json!(["port (66.7 %)", "border (33.3 %)"]));
    let random = ask_table(&folder, "kind = \"security_game\"\nresources = 1\nrationality = 0\n", TARGETS, &[]);
    assert!((optimum(&random) + 1.5).abs() < 1e-9, "{random}");
    assert_eq!(random["covered"], serde_json::json!(["port (100 %)"]));
}

/// By hand: of two cells with equal odds and rates an hour each is searched: 1 - exp(-1).
#[test]
fn val_search_effort_of_a_user_is_split() {
    let cells = "cell,probability,detection_rate_per_hour\nwest,0.5,1\neast,0.5,1\nnorth,0,1\n";
    let answer =
        ask_table(&Folder::new("plan_solve_search"), "kind = \"search_effort\"\neffort_hours = 2\n", cells, &[]);
    assert!((optimum(&answer) - (1.0 - (-1.0_f64).exp())).abs() < 1e-12, "{answer}");
    assert_eq!(answer["searched"].as_array().map(Vec::len), Some(2), "{answer}");
}

const PAIRS: &str = "site,point,weight\nhill,a,3\nhill,b,3\nhill,c,2\ncoast,a,3\ncoast,d,3\nplain,b,3\nplain,e,3\n";

/// By hand: hill reaches most alone (8), but coast and plain together reach 12, hill and another 11.
#[cfg(feature = "highs")]
#[test]
fn val_sites_of_a_user_are_opened() {
    let answer = ask_table(&Folder::new("plan_solve_covering"), "kind = \"covering\"\nsites = 2\n", PAIRS, &[]);
    assert_eq!((optimum(&answer), &answer["sites"]), (12.0, &serde_json::json!(["coast", "plain"])), "{answer}");
}

#[test]
fn faulty_tables_are_refused() {
    let folder = Folder::new("plan_solve_tables");
    folder.write("evaders.csv", EVADERS.replace("middle", "midle"));
    folder.write("targets.csv", VALUES);
    let (evaders, targets): (&[&str], &[&str]) = (&["--evaders", "evaders.csv"], &["--targets", "targets.csv"]);
    let cases = [
        ("kind = \"evasion\"\nbudget = 1", WATCHED.to_owned(), &[][..], "E1005"),
        ("kind = \"evasion\"\nbudget = 1", WATCHED.to_owned(), evaders, "did you mean: `middle`?"),
        ("kind = \"covering\"\nsites = 1", PAIRS.to_owned(), evaders, "E1005"),
        ("kind = \"patrol\"\nbase = \"base\"\nperiods = 1", MOVES.to_owned(), &[], "`patrol` needs a file of targets"),
        ("kind = \"patrol\"\nbase = \"bsae\"\nperiods = 1", MOVES.to_owned(), targets, "did you mean: `base`?"),
        ("kind = \"patrol\"\nbase = \"base\"\nperiods = -1", MOVES.to_owned(), targets, "E1002"),
        (
            "kind = \"patrol\"\nbase = \"base\"\nperiods = 1",
            MOVES.replace("border", "coast"),
            targets,
            "no arc names the node `border`",
        ),
        (
            "kind = \"uncertain_flow_interdiction\"\nsource = \"north\"\ntarget = \"south\"\nbudget = 1",
            CHANCES.replace("0.9", "1.9"),
            &[],
            "a number from 0 to 1",
        ),
        (
            "kind = \"uncertain_flow_interdiction\"\nsource = \"north\"\ntarget = \"south\"\nbudget = -1",
            CHANCES.to_owned(),
            &[],
            "E1002",
        ),
        (
            "kind = \"uncertain_flow_interdiction\"\nsource = \"south\"\ntarget = \"north\"\nbudget = 1",
            CHANCES.to_owned(),
            &[],
            "no path leads",
        ),
        (
            "kind = \"uncertain_flow_interdiction\"\nsource = \"north\"\ntarget = \"sotuh\"\nbudget = 1",
            CHANCES.to_owned(),
            &[],
            "did you mean: `south`?",
        ),
        (
            "kind = \"uncertain_flow_interdiction\"\nsource = \"north\"\ntarget = \"south\"\nbudget = 1",
            CHANCES.replace("south,5", "south,-5"),
            &[],
            "table.csv:2:",
        ),
        ("kind = \"covering\"\nsites = 1", PAIRS.to_owned(), targets, "only `patrol` takes a file of targets"),
        ("kind = \"covering\"\nsites = 1.5", PAIRS.to_owned(), &[], "E1002"),
        ("kind = \"covering\"\nsites = 1", PAIRS.replace("coast,a,3", "coast,a,4"), &[], "E1004"),
        ("kind = \"security_game\"\nresources = -1", TARGETS.to_owned(), &[], "E1002"),
        ("kind = \"security_game\"\nresources = 1\nbudget = 1", TARGETS.to_owned(), &[], "E0102"),
        (
            "kind = \"security_game\"\nresources = 1",
            TARGETS.replace("border,0", "border,-5"),
            &[],
            "covering a target must not hurt",
        ),
        (
            "kind = \"search_effort\"\neffort_hours = 1",
            "cell,probability,detection_rate_per_hour\nwest,1.5,1\n".to_owned(),
            &[],
            "table.csv:2:",
        ),
    ];
    for (question, table, more, part) in cases {
        folder.write("question.toml", question);
        folder.write("table.csv", table);
        let needs_solver = ["\"evasion\"", "\"uncertain_"].iter().any(|kind| question.contains(kind));
        // A build without the solver has one complaint about these, whatever else is wrong with them.
        let parts: &[&str] = if needs_solver && !cfg!(feature = "highs") {
            &["E1006", "`evasion`", "`uncertain_path_interdiction`", "`uncertain_flow_interdiction`"]
        } else {
            &[part]
        };
        refused(&folder, &[&["plan", "solve", "question.toml", "table.csv", "--quiet"], more].concat(), parts);
    }
}

#[test]
fn questions_that_cannot_be_answered_are_refused() {
    let folder = Folder::new("plan_refusals");
    let days = "1000 patrol days/year";
    refused(&folder, &["plan", "place", "--amount", "1000 hectares"], &["E0502", "expected: patrol days/year"]);
    refused(
        &folder,
        &["plan", "place", "--amount", "100000 patrol days/year"],
        &["E0816", "more than history has seen"],
    );
    refused(&folder, &["plan", "place", "--amount", "0 patrol days/year"], &["E0816", "above zero"]);
    refused(
        &folder,
        &["plan", "place", "--lever", "vesel_patrols", "--amount", days],
        &["E0501", "did you mean: `vessel_patrols`?"],
    );
    refused(
        &folder,
        &["plan", "place", "--amount", days, "--objective", "arivals@world"],
        &["E0801", "did you mean: `arrivals`?"],
    );
    refused(
        &folder,
        &["plan", "place", "--amount", days, "--objective", "arrivals@united_state"],
        &["did you mean: `arrivals@united_states`?"],
    );
    refused(&folder, &["plan", "place", "--amount", days, "--from", "2090-01"], &["E0503"]);
    refused(
        &folder,
        &["plan", "place", "--lever", "precursor_control", "--amount", "10 operations/year"],
        &["E0816", "no places"],
    );
    refused(
        &folder,
        &["plan", "cover", "--amount", days, "--places", "50"],
        &["E0816", "no more than the places can hold"],
    );
    refused(&folder, &["plan", "portfolio", "--budget", "500 patrol days/year"], &["E05", "budget"]);
    refused(
        &folder,
        &["plan", "portfolio", "--budget", "5 million USD/year", "--levers", "tratment"],
        &["did you mean: `treatment`?"],
    );
    refused(
        &folder,
        &["plan", "place", "--amount", days, "--steps", "1", "--members", "1", "--html", "nowhere/plan.html"],
        &["E0803", "nowhere/plan.html"],
    );
}
