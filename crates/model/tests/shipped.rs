//! The shipped world: it stands still, keeps its kilograms, and depends on nothing but its inputs.

#![allow(clippy::panic, reason = "a test fails with the loader's own words")]

mod common;

use counterflow_model::indicators::{INDICATORS, Series, Total};
use counterflow_model::month::observation::{Observation, Sums};
use counterflow_model::month::record::Recorder;
use counterflow_model::month::{self, Inputs, MonthContext, Outputs, State};
use counterflow_model::policy::{LEVERS, Lever, Policy, Scenario};
use counterflow_model::random::Stream;
use counterflow_model::{Calibration, Course, Hold, Model, Parameters, Run, RunOptions, Runner, run};

const DRAWN: RunOptions = RunOptions {
    stream: Some(Stream { seed: 1, member: 0 }),
    hold: Hold { users: false, groups: false },
    routes_from: 0,
};

fn scenario(model: &Model, name: &str) -> Scenario {
    Scenario::parse(&common::scenario_files(), name, &model.world).unwrap_or_else(|problems| panic!("{problems}"))
}

fn at(model: &Model, run: &Run, month: usize, indicator: &str, place: &str) -> f64 {
    run.value(month, model.layout.find(indicator, place).expect(indicator))
}

/// Every record of the levers' evidence belongs to a lever, and what a lever moves has evidence.
#[test]
fn prop_levers_and_their_evidence_agree() {
    let evidence = common::evidence();
    let moved: Vec<String> = LEVERS.iter().flat_map(Lever::moves).collect();
    for id in &moved {
        assert!(evidence.get(id).is_some(), "{id} has no evidence");
    }
    for record in evidence.records().iter().filter(|record| record.module == "levers") {
        let owners = LEVERS.iter().filter(|lever| lever.parameters.iter().any(|own| own.name == record.name));
        assert_eq!(owners.count(), 1, "{}", record.id());
    }
}

/// Patrols act on a corridor that had none: the share lost there rises.
#[test]
fn effort_acts_where_the_base_year_had_none() {
    let mut world = common::world();
    let corridor = (0..world.corridors.len())
        .max_by(|&a, &b| world.corridors[a].patrol_days_per_year.total_cmp(&world.corridors[b].patrol_days_per_year))
        .expect("corridors");
    world.corridors[corridor].patrol_days_per_year = 0.0;
    let (model, p) = (Model::new(world).expect("no loop"), common::central());
    let id = model.world.corridors[corridor].id.clone();
    let text = format!(
        "name = \"Patrols\"\n[[lever]]\nid = \"vessel_patrols\"\ncorridor = \"{id}\"\neffort = \"500 days/year\"\n"
    );
    let file = counterflow_evidence::diagnostics::SourceFile::new("patrols.toml", text);
    let patrols = Scenario::parse(&[file], "patrols", &model.world).unwrap_or_else(|problems| panic!("{problems}"));
    let actionable = |scenario: &Scenario| {
        let run = run(&model, &p, scenario, RunOptions::default());
        at(&model, &run, 0, "disrupted_share_of_known", &id)
    };
    assert!(actionable(&patrols) > actionable(&Scenario::baseline(model.world.start)));
}

/// DESIGN invariant and coupling notes: with users and groups held, nothing moves for 20 years.
#[test]
fn prop_the_undisturbed_market_block_stands_still() {
    let (model, p) = (common::model(), common::central());
    common::assert_stands_still(&model, &p, Hold { users: true, groups: true }, 240);
}

/// With users held and groups free nothing moves either at the central parameters: groups rest at the size of the
/// start. The published equations would let Mexico's grow by half.
#[test]
fn prop_free_groups_stand_still_without_policy() {
    let (model, p) = (common::model(), common::central());
    common::assert_stands_still(&model, &p, Hold { users: true, groups: false }, 240);
}

/// Invariant 1: produced = consumed + seized + lost + change of stocks, every month, every scenario.
#[test]
fn prop_every_kilogram_is_accounted_for() {
    let (model, p) = (common::model(), common::central());
    for file in common::scenario_files() {
        let result = run(&model, &p, &scenario(&model, file.stem()), DRAWN);
        for month in 0..result.months {
            let error = at(&model, &result, month, "mass_balance_error", "world");
            assert!(error.abs() < 1e-9, "{} month {month}: {error}", file.name);
        }
        assert!(result.values.iter().all(|value| value.is_finite()), "{}", file.name);
    }
}

/// Invariant 2: same inputs, same bits.
#[test]
fn prop_a_run_is_a_pure_function() {
    let (model, p) = (common::model(), common::central());
    let military = scenario(&model, "military");
    let one = run(&model, &p, &military, DRAWN);
    let other = std::thread::scope(|scope| scope.spawn(|| run(&model, &p, &military, DRAWN)).join().expect("joins"));
    assert_eq!(one.values, other.values);
}

/// Invariant 6: levers at their baseline effort give the baseline bit for bit.
#[test]
fn prop_a_budget_of_nothing_is_the_baseline() {
    let (model, p) = (common::model(), common::central());
    let baseline = scenario(&model, "baseline");
    let mut idle = scenario(&model, "combined");
    for lever in &mut idle.levers {
        lever.amount = counterflow_model::policy::scenario::Amount::BudgetUsdPerYear(0.0);
    }
    assert_eq!(run(&model, &p, &baseline, DRAWN).values, run(&model, &p, &idle, DRAWN).values);
}

fn difference(
    model: &Model,
    p: &Parameters,
    name: &str,
    indicator: &str,
    place: &str,
    months: std::ops::Range<usize>,
) -> f64 {
    let expected = RunOptions::default();
    let with = run(model, p, &scenario(model, name), expected);
    let without = run(model, p, &scenario(model, "baseline"), expected);
    let count = months.len() as f64;
    months.map(|m| at(model, &with, m, indicator, place) - at(model, &without, m, indicator, place)).sum::<f64>()
        / count
}

/// Ruptures and repairs 2008-2025 (states evidence, section 3): tension at once, years to rebuild.
/// Policy starts in July 2025, month 18.
#[test]
fn val_an_unconsented_strike_raises_tension_at_once_and_for_years() {
    let (model, p) = (common::model(), common::central());
    let relation =
        |months| difference(&model, &p, "only-strike-force-unconsented", "diplomatic_tension", "venezuela", months);
    assert!(relation(19..21) > 0.0);
    assert!(relation(60..72) > 0.0);
}

/// Root causes move, over years and not at once, where reform and development act, and nowhere under force.
#[test]
fn slow_causes_follow_reform_and_development() {
    let (model, p) = (common::model(), common::central());
    let moved = |name, indicator, months| difference(&model, &p, name, indicator, "colombia", months);
    for (indicator, sign) in [("state_capacity", 1.0), ("poverty_index", -1.0)] {
        let (first, later) = (moved("root-causes", indicator, 24..36), moved("root-causes", indicator, 120..144));
        assert!(sign * later > 3.0 * sign * first && sign * first > 0.0, "{indicator}: {first}, then {later}");
        assert_eq!(moved("military", indicator, 120..144), 0.0, "{indicator}");
    }
}

/// Prem, Vargas & Mejia 2023; Gelvez & Angarita 2024: announcement raises planting before delivery lowers it.
#[test]
fn val_announced_alternative_development_raises_planting_first() {
    let (model, p) = (common::model(), common::central());
    let area = |months| difference(&model, &p, "only-alternative-development", "coca_area", "world", months);
    assert!(area(24..36) > 0.0);
    assert!(area(120..144) < 0.0);
}

/// Rydell & Everingham 1994: more treatment means fewer heavy users and less consumption.
#[test]
fn val_treatment_lowers_heavy_use() {
    let (model, p) = (common::model(), common::central());
    assert!(difference(&model, &p, "only-treatment", "heavy_users", "united_states", 60..72) < 0.0);
}

/// Side effects of force are bounded by what the literature calls large: revenge and conflict may
/// raise violence in the struck state, not multiply the region's.
#[test]
fn prop_no_scenario_multiplies_regional_violence() {
    let (model, p) = (common::model(), common::central());
    for file in common::scenario_files() {
        let change = difference(&model, &p, file.stem(), "violent_deaths", "world", 60..72);
        let base = run(&model, &p, &scenario(&model, "baseline"), RunOptions::default());
        assert!(change.abs() < 0.5 * at(&model, &base, 66, "violent_deaths", "world"), "{}: {change}", file.stem());
    }
}

/// Invariant 3: scenarios of one member share their draws, so that a difference between them is policy and not
/// chance. Until a lever is used nothing differs; afterwards pairs differ far less than strangers do.
#[test]
fn prop_scenarios_of_a_member_share_their_draws() {
    let (model, p) = (common::model(), common::central());
    let (treatment, baseline) = (scenario(&model, "only-treatment"), scenario(&model, "baseline"));
    let consumption = model.layout.find("consumption", "united_states").expect("series");
    let mean = |result: &Run| (60..72).map(|month| result.value(month, consumption)).sum::<f64>() / 12.0;
    let (mut paired, mut unpaired) = (Vec::new(), Vec::new());
    for member in 0..40 {
        let options = |member| RunOptions { stream: Some(Stream { seed: 3, member }), ..RunOptions::default() };
        let with = run(&model, &p, &treatment, options(member));
        let without = run(&model, &p, &baseline, options(member));
        let stranger = run(&model, &p, &baseline, options(member + 1000));
        let before_policy = 18 * with.width;
        assert_eq!(with.values[..before_policy], without.values[..before_policy]);
        paired.push(mean(&with) - mean(&without));
        unpaired.push(mean(&with) - mean(&stranger));
    }
    let variance = |values: &[f64]| {
        let centre = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| (value - centre).powi(2)).sum::<f64>()
    };
    assert!(variance(&paired) < 0.02 * variance(&unpaired), "{} {}", variance(&paired), variance(&unpaired));
}

/// Invariant 8: every series says what it is, in what unit, and where its numbers come from.
#[test]
fn prop_every_series_has_unit_definition_and_source() {
    let evidence: Vec<String> =
        common::files("data/evidence", &["toml"]).iter().map(|file| file.name.clone()).collect();
    for indicator in INDICATORS {
        let all = [indicator.title, indicator.unit, indicator.definition];
        assert!(all.iter().all(|text| !text.trim().is_empty()), "{}", indicator.id);
        let source = indicator.source();
        assert!(
            evidence.iter().any(|file| source.ends_with(file.rsplit("/").next().expect("a name"))),
            "{}: {source}",
            indicator.id
        );
    }
}

/// Invariant 10: areas, not sites; ranks, not names.
#[test]
fn prop_nothing_locates_a_site_or_names_a_group() {
    let world = common::world();
    for place in &world.places {
        for degrees in [place.latitude, place.longitude] {
            // A tenth of a degree is eleven kilometres: enough for a centroid on a schematic map.
            assert!(((degrees * 10.0).round() - degrees * 10.0).abs() < 1e-9, "{} lies too exactly", place.id);
        }
    }
    let words =
        ["group", "groups", "ranked", "other", "all", "ten", "140", "largest", "smaller", "1", "2", "3", "4", "5"];
    for group in &world.groups {
        let (country, rank) = group.name.split_once(": ").expect("`Country: rank`");
        assert_eq!(country, world.countries[group.country].name);
        assert!(rank.split(' ').all(|word| words.contains(&word)), "{rank}");
    }
}

/// Everything about the shipped world after some months of the combined scenario.
struct Month {
    model: Model,
    p: Parameters,
    scenario: Scenario,
    baseline: Calibration,
    state: State,
    inputs: Inputs,
    outputs: Outputs,
}

impl Month {
    fn after(months: usize) -> Self {
        let (model, p) = (common::model(), common::central());
        let scenario = scenario(&model, "combined");
        let baseline = Calibration::new(&model, &p, &scenario.switches, Hold::default());
        let mut state = State::new(&model, &p, &baseline);
        let mut inputs = Inputs::new(&model, &baseline);
        let mut outputs = Outputs::new(&model, &p, &baseline, &state);
        let policy = Policy::new(&model.world, &p.levers, &scenario);
        let context = MonthContext {
            model: &model,
            p: &p,
            baseline: &baseline,
            switches: &scenario.switches,
            stream: DRAWN.stream,
        };
        (0..months).for_each(|month| month::step(context, &policy, month, &mut state, &mut inputs, &mut outputs));
        Self { model, p, scenario, baseline, state, inputs, outputs }
    }

    fn record(&self, recorder: &mut Recorder) -> Vec<f64> {
        let (model, p, baseline, switches) = (&self.model, &self.p, &self.baseline, &self.scenario.switches);
        let context = MonthContext { model, p, baseline, switches, stream: DRAWN.stream };
        let mut row = vec![f64::NAN; recorder.width(model)];
        recorder.record(context, &self.state, &self.inputs, &self.outputs, &mut row);
        row
    }
}

/// Each indicator has one value for each of its places: one place less or more does not pass unseen.
#[test]
fn every_indicator_has_a_value_for_each_place() {
    let month = Month::after(40);
    let world = &month.model.world;
    let mut sums = Sums::new(world);
    sums.add_up(world, &month.model.pools, &month.state, &month.outputs);
    let Month { p, baseline, state, inputs, outputs, .. } = &month;
    let seen = Observation { world, p, tables: &baseline.tables, state, inputs, outputs, sums: &sums };
    let row = month.record(&mut Recorder::of_all(&month.model));
    assert!(row.iter().all(|value| value.is_finite()));
    for (indicator, series) in INDICATORS.iter().zip(0..) {
        let places = month.model.layout.places(indicator.id).expect("places");
        let own = places.len() - usize::from(indicator.total == Total::Sum);
        for room in [own.saturating_sub(1), own, own + 1] {
            let mut values = vec![f64::NAN; room];
            assert_eq!(indicator.read(&seen, &mut values), own, "{}", indicator.id);
            let recorded: Vec<f64> = places[..own.min(room)]
                .iter()
                .map(|place| row[month.model.layout.find(indicator.id, place).expect("series")])
                .collect();
            assert_eq!(values[..recorded.len()], recorded, "{}", indicator.id);
            assert!(values[recorded.len()..].iter().all(|value| value.is_nan()), "{}", indicator.id);
        }
        if indicator.total == Total::Sum {
            let mut values = vec![0.0; own];
            indicator.read(&seen, &mut values);
            let beyond =
                if series == Series::CivilianDeaths as usize { outputs.force.civilian_deaths_at_sea } else { 0.0 };
            let total = row[month.model.layout.find(indicator.id, "world").expect("a total")];
            assert_eq!(total, values.iter().sum::<f64>() + beyond, "{}", indicator.id);
        }
    }
}

#[test]
#[should_panic(expected = "`arrivals` has 3 values for 4 places")]
fn a_missing_value_ends_the_run() {
    let mut month = Month::after(1);
    month.outputs.trafficking.arrivals_kg.pop();
    month.record(&mut Recorder::of_all(&month.model));
}

#[test]
fn series_are_named_once() {
    let model = common::model();
    let mut names: Vec<(&str, &str)> = model.layout.series().map(|(indicator, place)| (indicator.id, place)).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), model.layout.width());
}

/// A run kept in any month before the first lever goes on to the bits of a whole one, with the series that are wanted.
#[test]
fn prop_a_run_goes_on_from_the_month_in_which_it_was_kept() {
    let (model, p) = (common::model(), common::central());
    let combined = scenario(&model, "combined");
    let bare = Scenario { levers: Vec::new(), ..combined.clone() };
    let first = combined.levers.iter().map(|used| used.from.months_since(model.world.start)).min().expect("levers");
    let options = RunOptions { routes_from: 7, ..DRAWN };
    let whole = run(&model, &p, &combined, options);
    let baseline = Calibration::new(&model, &p, &combined.switches, Hold::default());
    let wanted = [model.layout.width() - 1, 0, 71, 72, 400];
    let course = |scenario| Course::new(&model, &p, &baseline, scenario, options.stream);
    for months in [0, 1, first as usize] {
        let mut kept = Runner::start(&course(&bare), Recorder::of(&model, &wanted), options.routes_from);
        kept.advance(&course(&bare), months);
        let ended = kept.clone().finish(&course(&combined));
        assert_eq!((ended.months, ended.width), (whole.months, wanted.len()));
        assert_eq!(ended.route_flow_kg, whole.route_flow_kg);
        for (series, position) in wanted.iter().enumerate() {
            assert!(ended.series(series).eq(whole.series(*position)), "series {position} kept at {months}");
        }
    }
}

/// A draw of the tables moves them, and totals still close: shares out of a place add up to one, markets keep their
/// parts of arrivals, and what is seized in all stays near the published sum.
#[test]
fn prop_drawn_tables_close() {
    let model = common::model();
    let switches = counterflow_model::policy::Switches::default();
    let calibrated = |draw: f64| {
        let mut p = common::central();
        p.world.table_draw = draw;
        Calibration::new(&model, &p, &switches, Hold::default())
    };
    let given = calibrated(0.0);
    assert_eq!(given.tables, counterflow_model::tables::Tables::as_given(&model.world));
    let sum = |values: &[f64]| values.iter().sum::<f64>();
    for number in 1..=40 {
        let drawn = calibrated(f64::from(number) / 41.0);
        assert!(drawn.tables.group_size_ratio.iter().all(|ratio| (0.2..5.0).contains(ratio) && *ratio != 1.0));
        let mut leaving = vec![0.0; model.world.places.len()];
        for (route, share) in model.world.routes.iter().zip(&drawn.tables.route_share) {
            leaving[route.from] += share;
        }
        assert!(leaving.iter().all(|sum| *sum == 0.0 || (sum - 1.0).abs() < 1e-9));
        let (before, after) = (&given.trafficking.arrivals_kg, &drawn.trafficking.arrivals_kg);
        for (before_kg, after_kg) in before.iter().zip(after) {
            let (part_before, part_after) = (before_kg / sum(before), after_kg / sum(after));
            // In-transit losses are left out while shares are closed.
            assert!((part_after / part_before - 1.0).abs() < 0.02, "{part_before} {part_after}");
        }
        let seized = sum(&drawn.trafficking.seized_kg) / sum(&given.trafficking.seized_kg);
        assert!((0.9..1.1).contains(&seized), "{seized}");
    }
}
