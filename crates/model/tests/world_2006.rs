//! The world of 2006: it stands still like that of 2024, and what it is forced with is what was published.

#![allow(clippy::panic, reason = "a test fails with the loader's own words")]

#[path = "common/mod.rs"]
mod common;

use counterflow_evidence::diagnostics::SourceFile;
use counterflow_evidence::reader::YearMonth;
use counterflow_model::policy::{Amount, LeverId, Scenario, ShockKind};
use counterflow_model::world::World;
use counterflow_model::{Hold, Model, Parameters, Run, RunOptions, run};

const FOLDER: &str = "data/worlds/2006";

fn world() -> World {
    World::parse(&common::files_on_2024("2006")).unwrap_or_else(|problems| panic!("{problems}"))
}

fn central() -> Parameters {
    let evidence = common::evidence_of(FOLDER);
    Parameters::of(&evidence, &evidence.central())
}

fn scenario(model: &Model, name: &str) -> Scenario {
    let files = common::files("scenarios", &["toml"]);
    Scenario::parse(&files, name, &model.world).unwrap_or_else(|problems| panic!("{problems}"))
}

fn of_text(model: &Model, text: &str) -> Scenario {
    let file = SourceFile::new("test.toml", format!("name = \"Test\"\nuntil = \"2015-12\"\n{text}"));
    Scenario::parse(&[file], "test", &model.world).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Mean over the twelve months of a year, summed over Colombia's regions.
fn yearly(model: &Model, run: &Run, year: i32, indicator: &str) -> f64 {
    let regions = model.world.regions.iter().filter(|region| model.world.countries[region.country].id == "colombia");
    let find = |place: &str| model.layout.find(indicator, place).unwrap_or_else(|| panic!("{indicator}@{place}"));
    let positions: Vec<usize> = regions.map(|region| find(&region.id)).collect();
    let first = usize::try_from(YearMonth { year, month: 1 }.months_since(model.world.start)).expect("a month");
    let total = |month: usize| positions.iter().map(|&series| run.value(month, series)).sum::<f64>();
    (first..first + 12).map(total).sum::<f64>() / 12.0
}

/// With users held nothing moves for 18 years, under the eradication of the base year and without a policy.
#[test]
fn prop_the_world_of_2006_stands_still() {
    let (model, p) = (Model::new(world()).expect("no loop"), central());
    for groups in [true, false] {
        common::assert_stands_still(&model, &p, Hold { users: true, groups }, 216);
    }
}

/// The world's own records count before those of their modules; the others are the same.
#[test]
fn what_the_world_says_of_its_year_replaces_the_evidence() {
    let (then, now) = (common::evidence_of(FOLDER), common::evidence());
    let value = |id: &str| (then.get(id).map(|record| record.value), now.get(id).map(|record| record.value));
    assert_eq!(value("world.realised_share_of_potential"), (Some(1.05), Some(0.75)));
    assert_eq!(value("world.seizure_purity").0, value("world.seizure_purity").1);
    let ids = |evidence: &counterflow_evidence::Evidence| {
        evidence.records().iter().map(counterflow_evidence::record::Record::id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&then), ids(&now));
}

/// Every year's eradication of `history.toml` is the sum of the rows of `data/history/forcing.csv`.
#[test]
fn val_history_is_forced_with_the_published_eradication() {
    let model = Model::new(world()).expect("no loop");
    let forcing = std::fs::read_to_string(common::root().join("data/history/forcing.csv")).expect("the table");
    let published = |country: &str, year: i32| -> Option<f64> {
        let cells = forcing.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let rows = cells.filter(|row| {
            row[0].starts_with("eradication_") && row[1].eq_ignore_ascii_case(country) && row[2] == year.to_string()
        });
        rows.map(|row| row[3].parse::<f64>().expect("a number")).reduce(|sum, more| sum + more)
    };
    let mut compared = 0;
    for name in ["history", "frozen-2012"] {
        for shock in scenario(&model, name).shocks.iter().filter(|shock| shock.kind == ShockKind::EradicationLevel) {
            let country = model.world.countries[shock.targets[0]].id.as_str();
            assert_eq!(Some(shock.size), published(country, shock.from.year), "{name}, {country} {}", shock.from);
            compared += 1;
        }
    }
    assert_eq!(compared, 18 + 13 + 13 + 3 * 7);
}

/// Policy that stands still from 2012 on knows nothing of what came later, and is history until then.
#[test]
fn history_and_frozen_policy_part_in_2013() {
    let (model, p) = (Model::new(world()).expect("no loop"), central());
    let [history, frozen] =
        ["history", "frozen-2012"].map(|name| run(&model, &p, &scenario(&model, name), RunOptions::default()));
    let parting = usize::try_from(YearMonth { year: 2013, month: 1 }.months_since(model.world.start)).expect("a month");
    for month in 0..parting {
        for series in 0..model.layout.series().count() {
            assert_eq!(history.value(month, series).to_bits(), frozen.value(month, series).to_bits(), "{month}");
        }
    }
    assert_eq!(history.months, 216);
    let area = |run: &Run| yearly(&model, run, 2017, "coca_area");
    assert!(area(&history) > area(&frozen), "less spraying, more coca: {} and {}", area(&history), area(&frozen));
}

/// Ending the base year's spraying lets fields bear what it cost them (Rozo 2012: about half a sprayed field's yield,
/// recovered in one to two years), and the published level of eradication is no change at all.
#[test]
fn val_fields_recover_when_spraying_ends() {
    let (model, p) = (Model::new(world()).expect("no loop"), central());
    let at = |ha: &str| {
        let text = format!(
            "[[shock]]\nkind = \"eradication_level\"\ncountry = \"colombia\"\nsize = {ha}\nfrom = \"2007-01\"\n"
        );
        run(&model, &p, &of_text(&model, &text), RunOptions::default())
    };
    let none = run(&model, &p, &of_text(&model, ""), RunOptions::default());
    let output = |run: &Run, year: i32| yearly(&model, run, year, "potential_output");
    let ended = at("0");
    assert!((output(&at("171481"), 2009) / output(&none, 2009) - 1.0).abs() < 1e-3);
    let rise = output(&ended, 2008) / output(&none, 2008);
    assert!((1.15..1.9).contains(&rise), "output rises by {rise}");
    assert!(output(&at("210746"), 2008) < output(&none, 2008));
}

/// A path by year is a use of the lever for each year; the last goes on.
#[test]
fn amounts_by_year_hold_until_the_next() {
    let model = Model::new(world()).expect("no loop");
    let path = of_text(
        &model,
        "[[lever]]\nid = \"vessel_patrols\"\neffort = { 2013 = \"1,346 days/year\", 2008 = \"2000 days/year\" }\n\
         [[shock]]\nkind = \"demand\"\nsize = { 2006 = 1.0, 2009 = 1.5 }\nuntil = \"2012-06\"\n",
    );
    let month = |year, month| YearMonth { year, month };
    let uses: Vec<_> = path.levers.iter().map(|used| (used.amount, used.from, used.until)).collect();
    assert_eq!(
        uses,
        [
            (Amount::Effort(2000.0), month(2008, 1), Some(month(2012, 12))),
            (Amount::Effort(1346.0), month(2013, 1), None)
        ]
    );
    assert!(path.levers.iter().all(|used| used.id == LeverId::VesselPatrols));
    let shocks: Vec<_> = path.shocks.iter().map(|shock| (shock.size, shock.from, shock.until)).collect();
    assert_eq!(shocks, [(1.0, month(2006, 1), Some(month(2008, 12))), (1.5, month(2009, 1), Some(month(2012, 6)))]);
}

#[test]
fn faulty_paths_name_their_place() {
    let model = Model::new(world()).expect("no loop");
    let faults = |text: &str| {
        let file = SourceFile::new("test.toml", format!("name = \"Test\"\nuntil = \"2015-12\"\n{text}"));
        let problems = Scenario::parse(&[file], "test", &model.world).err().unwrap_or_default();
        problems.into_iter().map(|problem| (problem.code, problem.line)).collect::<Vec<_>>()
    };
    let lever = |line: &str| format!("[[lever]]\nid = \"diplomacy\"\n{line}\n");
    for (line, expected) in [
        ("effort = { 1999 = \"50 missions/year\" }", ("E0512", 5)),
        ("effort = { soon = \"50 missions/year\" }", ("E0512", 5)),
        ("effort = { }", ("E0512", 5)),
        ("effort = { 2008 = \"50 missions/year\" }\nfrom = \"2009-01\"", ("E0512", 6)),
        ("effort = { 2008 = \"50 missions/year\" }\nramp = \"6 months\"", ("E0512", 6)),
        ("effort = { 2008 = \"50 missions/year\" }\nuntil = \"2007-06\"", ("E0512", 6)),
        ("effort = { 2008 = \"50 cutters/year\" }", ("E0502", 5)),
        ("effort = { 2008 = \"1 missions/year\" }\nbudget = \"1 USD/year\"", ("E0504", 6)),
    ] {
        assert_eq!(faults(&lever(line)), [expected], "{line}");
    }
    assert_eq!(faults("[[shock]]\nkind = \"output\"\nsize = { 2008 = -1 }\n"), [("E0510", 5)]);
}
