//! The qualitative record of the field, at the shipped defaults: what studies found must come out of
//! the whole model, not only of the module that holds the mechanism. The source stands beside each test.
//! Runs start in January 2024; months count from 0.

#[path = "common/mod.rs"]
mod common;
#[path = "common/experiment.rs"]
mod experiment;

use counterflow_model::market::price_chain::price_chain;
use counterflow_model::random::{Purpose, Stream};
use counterflow_model::{Parameters, RunOptions, run};
use experiment::{Shipped, shipped};

/// GAO-06-200, UNODC: pressure on the Western Caribbean moved flow to the Eastern Pacific, whose share rose
/// to 68-72 % by 2015. Most of what leaves one corridor appears in others, most of that next door.
#[test]
fn val_a_squeezed_corridor_shifts_flow_to_the_eastern_pacific() {
    let shipped = shipped();
    let squeeze = shipped.expected(
        r#"
        [[lever]]
        id = "vessel_patrols"
        corridor = "western_caribbean"
        effort = "2000 patrol days/year"
        from = "2025-01"
        [[lever]]
        id = "surveillance"
        corridor = "western_caribbean"
        effort = "6000 flight hours/year"
        from = "2025-01"
        "#,
    );
    let change = |corridor| squeeze.change("flow", corridor, 24..72);
    let left = -change("western_caribbean");
    assert!(left > 0.0);
    assert!(change("eastern_pacific") > 0.3 * left, "{} of {left}", change("eastern_pacific"));
    for corridor in ["eastern_caribbean", "venezuela_atlantic"] {
        assert!(change(corridor) > 0.0 && change(corridor) < change("eastern_pacific"), "{corridor}");
    }
}

const ERADICATION: &str = r#"
    [[shock]]
    kind = "eradication"
    size = 100000
    from = "2025-01"
    until = "2028-12"
    country = "colombia"
"#;

/// Mejia & Restrepo 2016, sign tests: eradication makes the remaining land yield more and moves planting
/// to other countries. Rozo 2012: sprayed fields lose yield at first and recover within two years.
#[test]
fn val_eradication_raises_yields_and_other_countries_area() {
    let shipped = shipped();
    let eradication = shipped.expected(ERADICATION);
    let colombia = shipped.model.world.countries.iter().position(|country| country.id == "colombia");
    for region in shipped.model.world.regions.iter().filter(|region| region.coca_area_ha > 0.0) {
        let yields = |months| eradication.relative("yield_per_hectare", &region.id, months);
        if Some(region.country) == colombia {
            assert!(yields(36..60) < 0.0, "{}: sprayed fields yield less", region.id);
        } else {
            assert!(yields(36..60) > 0.0, "{}", region.id);
            assert!(eradication.relative("coca_area", &region.id, 36..60) > 0.0, "{}", region.id);
        }
    }
}

/// Mejia, Restrepo & Rozo 2017: a sprayed hectare takes 0.022 to 0.030 hectares away for good, so most of
/// what is sprayed stands again: the national area moves by far less than the hectares sprayed.
#[test]
fn val_most_of_what_is_sprayed_stands_again() {
    let shipped = shipped();
    let eradication = shipped.expected(ERADICATION);
    let change = eradication.change("coca_area", "world", 48..60).abs();
    assert!(change < 0.1 * 100_000.0, "{change}");
}

/// Basu 2014, Caulkins & Hao 2008 (price chain of 2007): under additive pass-through a doubled farm-gate
/// price moves the retail price by about 1 %. Farm-gate and border prices of the shipped world's chain.
#[test]
fn val_a_doubled_farm_gate_price_moves_retail_by_about_one_per_cent() {
    let shipped = shipped();
    let market = &shipped.model.world.markets[shipped.model.world.market("united_states").expect("market")];
    let farm_gate_usd_per_kg = 800.0; // UNODC 2007: leaf for a kilogram, 650 to 1,000 dollars
    let chain = [farm_gate_usd_per_kg, market.wholesale_usd_per_kg, market.retail_usd_per_kg];
    let after = price_chain(&chain, &[0.0, 0.0], 0, 2.0);
    let rise = after[2] / chain[2] - 1.0;
    assert!((0.004..=0.015).contains(&rise), "{rise}");
}

/// GAO-06-200 and SOUTHCOM 2014: intelligence grew, assets did not; more known flow means that less of it is
/// disrupted.
#[test]
fn val_more_known_flow_lowers_the_disrupted_share() {
    let shipped = shipped();
    let watched = shipped.expected(
        r#"
        [[lever]]
        id = "surveillance"
        corridor = "western_caribbean"
        effort = "6000 flight hours/year"
        from = "2025-01"
        "#,
    );
    assert!(watched.relative("detection_probability", "western_caribbean", 24..48) > 0.05);
    assert!(watched.relative("disrupted_share_of_known", "western_caribbean", 24..48) < -0.01);
    assert!(watched.relative("false_cue_share", "western_caribbean", 24..48) > 0.0);
}

/// Ruptures of cooperation 2008-2025 (DEA in Bolivia and Venezuela, British and Colombian intelligence in
/// 2025): suspended within two months; rebuilding took 20 to 38 months and more.
#[test]
fn val_an_unconsented_strike_suspends_cooperation_at_once_and_for_years() {
    let shipped = shipped();
    let strike = shipped.expected(
        r#"
        [[lever]]
        id = "production_strikes"
        country = "colombia"
        consent = false
        effort = "24 strikes/year"
        from = "2025-07"
        until = "2025-07"
        "#,
    );
    let cooperation = |month: usize| strike.change("cooperation", "colombia", month..month + 1);
    let deepest = (18..60).map(cooperation).fold(0.0, f64::min);
    assert!(cooperation(20) < 0.5 * deepest, "two months later: {} of {deepest}", cooperation(20));
    let rebuilt = (24..239).find(|&month| cooperation(month) > 0.5 * deepest).map(|month| month - 18);
    assert!(rebuilt.is_some_and(|months| (20..=72).contains(&months)), "{rebuilt:?}");
}

/// Calderon et al. 2015; Lindo & Padilla-Romo 2018; Phillips 2015: the removal of leaders raises violence for
/// six to twelve months. The same operations with and without captures, so that only captures differ.
#[test]
fn val_captures_raise_violence_first() {
    let shipped = shipped();
    let operations = |captures: f64| {
        shipped.expected(&format!(
            r#"
            [[lever]]
            id = "task_forces"
            country = "mexico"
            effort = "150 joint operations/year"
            from = "2025-07"
            until = "2026-06"
            [parameters]
            "levers.captures_per_joint_operation" = {captures}
            "#
        ))
    };
    let (with, without) = (operations(0.04), operations(0.0));
    let deaths = |months: std::ops::Range<usize>| {
        with.total_change("violent_deaths", "mexico", months.clone())
            - without.total_change("violent_deaths", "mexico", months)
    };
    let captured = with.total_change("captures", "mexico", 18..30);
    assert!(captured > 1.0);
    // Published: 16.6 extra deaths in 26 weeks per leader removed (415 for 25 leaders), range 5 to 28.
    let per_leader = deaths(18..36) / captured;
    assert!((5.0..=40.0).contains(&per_leader), "{per_leader}");
}

/// Cost of a consumption cut of 1 % of a year's use: one year of the lever, effects over 15 years at 4 %.
fn usd_per_percent(shipped: &Shipped, lever: &str) -> f64 {
    let year = shipped.expected(&format!(
        r#"
        [[lever]]
        id = "{lever}"
        budget = "200 million USD/year"
        from = "2025-01"
        until = "2025-12"
        "#
    ));
    let discounted = |month: usize| 1.04_f64.powf(-((month - 12) as f64) / 12.0);
    let saved_kg: f64 = (12..12 + 15 * 12)
        .map(|month| -year.change("consumption", "united_states", month..month + 1) * discounted(month))
        .sum();
    let yearly_kg = year.means("consumption", "united_states", 12..24).1 * 12.0;
    year.total_change("cost", "world", 12..24) / (100.0 * saved_kg / yearly_kg)
}

/// Rydell & Everingham 1994: treatment 34 and interdiction 366 million dollars of 1992 per 1 % of consumption.
/// In prices of 2024 (CPI 2.24) 76 and 820. The order must hold, and each figure within an order of magnitude.
/// The gap is smaller here because supply is not perfectly elastic: part of what treatment frees is used by
/// others, and part of what is seized is not replaced.
#[test]
fn val_treatment_beats_interdiction_per_dollar() {
    let shipped = shipped();
    let (treatment, interdiction) =
        (usd_per_percent(&shipped, "treatment"), usd_per_percent(&shipped, "vessel_patrols"));
    assert!(treatment < interdiction, "{treatment:e} {interdiction:e}");
    for (name, ours, rand) in [("treatment", treatment, 34e6 * 2.24), ("interdiction", interdiction, 366e6 * 2.24)] {
        assert!((0.1..=10.0).contains(&(ours / rand)), "{name}: {ours:e} against {rand:e}");
    }
}

/// Prieto-Curiel, Campedelli & Hope 2023: halving recruitment lowers violence by more than doubling arrests does.
/// That doubled arrests leave violence above today's belongs to their growing path, which the validation of the
/// paper keeps; the coupled model's undisturbed path is flat, so there both lower it (arXiv 2310.05975 says so too).
#[test]
fn val_preventing_recruitment_lowers_violence_by_more_than_doubling_arrests() {
    let shipped = shipped();
    let mexico = shipped.model.world.countries.iter().position(|country| country.id == "mexico").expect("country");
    let groups = shipped.model.world.groups.iter().filter(|group| group.country == mexico);
    let arrests_per_year: f64 = groups.map(|group| group.arrests_per_week).sum::<f64>() * 52.0;
    let doubled_arrests = shipped.expected(&format!(
        r#"
        [[lever]]
        id = "task_forces"
        country = "mexico"
        effort = "120 joint operations/year"
        from = "2025-01"
        [parameters]
        "levers.arrests_per_joint_operation" = {}
        "levers.captures_per_joint_operation" = 0.0
        "#,
        arrests_per_year / 120.0
    ));
    let halved_recruitment = shipped.expected(
        r#"
        [[lever]]
        id = "community_engagement"
        country = "mexico"
        budget = "3000 million USD/year"
        from = "2025-01"
        [parameters]
        "groups.engagement_effect_strong_state" = 0.5
        "groups.engagement_effect_weak_state" = 0.5
        "#,
    );
    let recruits = halved_recruitment.relative("recruits", "mexico_group_large", 48..60);
    assert!((-0.7..=-0.4).contains(&recruits), "recruitment is about halved: {recruits}");
    let violence = |pair: &experiment::Pair<'_>| pair.relative("violent_deaths", "mexico", 48..60);
    let (prevention, arrests) = (violence(&halved_recruitment), violence(&doubled_arrests));
    assert!(prevention < arrests && arrests < 0.0, "{prevention} {arrests}");
}

/// Sums over the baseline's last twelve months, over 40 members.
fn last_year(shipped: &Shipped, indicator: &str, place: &str, until: u16) -> Vec<f64> {
    over_members(shipped, indicator, place, until, |series| series[series.len() - 12..].iter().sum())
}

/// What `read` makes of the baseline's series, over 40 members in rising order.
fn over_members(shipped: &Shipped, indicator: &str, place: &str, until: u16, read: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let mut values: Vec<f64> = (0..40)
        .map(|member| {
            let stream = Stream { seed: 1, member };
            let draw = shipped.evidence.sample(&mut |entity| stream.uniform(0, Purpose::Parameter, entity));
            let p = Parameters::of(&shipped.evidence, &draw);
            let options = RunOptions { stream: Some(stream), ..RunOptions::default() };
            let undisturbed = run(&shipped.model, &p, &shipped.scenario(""), options);
            let series = shipped.model.layout.find(indicator, place).expect(indicator);
            let months = usize::from(until - 2024) * 12 + 12;
            read(&undisturbed.series(series).take(months).collect::<Vec<f64>>())
        })
        .collect();
    values.sort_by(f64::total_cmp);
    values
}

/// Deaths by violence without new policy stay in the median inside what 2012-2023 shows. UNODC, rate per 100,000:
/// Mexico 16.6 (2014, from INEGI's 20,013 deaths) to 29.4 (2018), 24.9 in 2023; Colombia 36.0 (2012) to 22.6 (2020).
#[test]
fn val_violence_without_new_policy_stays_inside_the_record() {
    let shipped = shipped();
    for (country, least, most) in [("mexico", 16.6, 29.4), ("colombia", 22.6, 36.0)] {
        let home = shipped.model.world.countries.iter().find(|state| state.id == country).expect("country");
        let per_100_000 = home.population_million * 10.0;
        for year in [2030, 2035] {
            let rates: Vec<f64> = last_year(&shipped, "violent_deaths", country, year)
                .into_iter()
                .map(|deaths| deaths / per_100_000)
                .collect();
            let median = rates[rates.len() / 2];
            assert!((least..=most).contains(&median), "{country} {year}: {median}");
        }
    }
}

/// Members without new policy: the band of 5 to 95 % holds decline and growth, and Colombia's the 27,121 of December
/// 2025 by 2035 (Accam: 21,958 in December 2024).
#[test]
fn val_groups_without_new_policy_may_grow_or_decline() {
    let shipped = shipped();
    for country in ["mexico", "colombia", "ecuador"] {
        // Sizes at the start are drawn too, so that growth is told from each member's own.
        let growth = over_members(&shipped, "group_members_by_country", country, 2035, |members| {
            members[members.len() - 12..].iter().sum::<f64>() / 12.0 / members[0]
        });
        assert!(growth[2] < 0.9 && growth[37] > 1.1, "{country}: {} to {}", growth[2], growth[37]);
        assert!(growth[39] < 3.0, "{country} is bounded: {}", growth[39]);
        if country == "colombia" {
            let members = last_year(&shipped, "group_members_by_country", country, 2035);
            assert!(members[37] / 12.0 > 27_121.0, "{}", members[37] / 12.0);
        }
    }
}

/// UNAMA/OHCHR 2019; row 11 of the record: those found at laboratories are labourers. Raids move output by what they
/// do to laboratories; less than a tenth of it comes through members arrested.
#[test]
fn val_raids_act_on_laboratories_and_not_through_arrests() {
    let shipped = shipped();
    let raids = |members_per_arrest: f64| {
        let pair = shipped.expected(&format!(
            r#"
            [[lever]]
            id = "strike_force"
            country = "colombia"
            budget = "200 million USD/year"
            from = "2025-01"
            [parameters]
            "groups.raid_arrest_member_share" = {members_per_arrest}
            "#
        ));
        (
            pair.relative("processed_output", "world", 36..60),
            pair.relative("group_members_by_country", "colombia", 59..60),
        )
    };
    let ((output, members), (output_without_arrests, _)) = (raids(0.05), raids(0.01));
    assert!(output < 0.0, "{output}");
    assert!((-0.05..=0.0).contains(&members), "{members}");
    assert!((output / output_without_arrests - 1.0).abs() < 0.1, "{output} against {output_without_arrests}");
}

/// Calderon et al. 2015: removals break groups up. Concentration falls with captures and comes back as fragments
/// consolidate; without captures nothing moves it.
#[test]
fn val_captures_break_up_armed_power() {
    let shipped = shipped();
    let captures = shipped.expected(
        r#"
        [[lever]]
        id = "task_forces"
        country = "colombia"
        effort = "150 joint operations/year"
        from = "2025-07"
        until = "2026-06"
        "#,
    );
    let concentration = |months| captures.relative("group_concentration", "colombia", months);
    assert!(concentration(29..30) < -0.05, "{}", concentration(29..30));
    assert!(concentration(120..132) > 0.5 * concentration(29..30));
    assert!(concentration(29..30) < captures.relative("group_concentration", "peru", 29..30));
}

/// Deaths by violence are those of producer and transit states: no series, and no part of the sum, counts the
/// homicides of consumers, the lead state or outside powers.
#[test]
fn violent_deaths_are_those_of_the_states_of_the_trade() {
    let shipped = shipped();
    let baseline = shipped.expected("");
    let countries = &shipped.model.world.countries;
    for outside in ["united_states", "china", "russia", "western_central_europe"] {
        assert!(shipped.model.layout.find("violent_deaths", outside).is_none(), "{outside}");
    }
    let homicides: f64 = shipped.model.world.trade_states().map(|country| countries[country].homicides_per_year).sum();
    let deaths = baseline.means("violent_deaths", "world", 0..12).1 * 12.0;
    assert!((deaths / homicides - 1.0).abs() < 0.01, "{deaths} of {homicides}");
}
