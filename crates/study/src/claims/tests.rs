//! The reader of claims files, stop dates, and which claims apply to which scenario.

use super::*;
use crate::study_file::shipped::Shipped;

const CLAIM: &str = "\
side_effects = [\"-consumption\"]

[[claim]]
id        = \"one\"
lever     = \"vessel_patrols\"
scenario  = \"military\"
statement = \"Less is consumed.\"
indicator = \"consumption@united_states\"
promised  = \"fall\"
kind      = \"benefit\"
welcome   = \"fall\"
follows   = \"emergent\"
matters   = \"2 t/year\"
needs     = [\"surveillance\"]
stops     = \"2026-12\"
from      = \"2027-01\"
until     = \"2028-12\"
side_effects = [\"+seized\"]
";

fn read(shipped: &Shipped, text: &str) -> Result<Vec<Claim>, Problems> {
    let scenarios: Vec<&Scenario> = shipped.scenarios.iter().map(|known| &known.scenario).collect();
    parse(&SourceFile::new("test.toml", text), &shipped.model, &scenarios)
}

fn month(text: &str) -> YearMonth {
    text.parse().expect("a month")
}

fn scenario<'a>(shipped: &'a Shipped, id: &str) -> &'a Scenario {
    &shipped.scenarios.iter().find(|known| known.scenario.id == id).expect("a scenario").scenario
}

#[test]
fn every_key_of_a_claim_is_read() {
    let shipped = Shipped::load();
    let claims = read(&shipped, CLAIM).expect("a sound file");
    let [claim] = claims.as_slice() else { panic!("one claim") };
    assert_eq!((claim.id.as_str(), claim.scenario.as_str()), ("one", "military"));
    assert_eq!((claim.lever, claim.outcome.as_deref()), (Some(LeverId::VesselPatrols), None));
    assert_eq!((claim.statement.as_str(), claim.series.place.as_str()), ("Less is consumed.", "united_states"));
    assert_eq!((claim.promised, claim.welcome, claim.kind), (Direction::Fall, Direction::Fall, Kind::Benefit));
    assert_eq!((claim.follows, claim.matters), (Follows::Emergent, Size::Amount(2000.0)));
    assert_eq!((claim.from, claim.until, claim.stops), (month("2027-01"), month("2028-12"), Some(month("2026-12"))));
    let needs: Vec<(LeverId, Option<bool>)> = claim.needs.iter().map(|need| (need.lever, need.lethal_force)).collect();
    assert_eq!(needs, [(LeverId::Surveillance, None), (LeverId::VesselPatrols, Some(true))]);
    let sides: Vec<(&str, Direction)> =
        claim.side_effects.iter().map(|(series, welcome)| (series.indicator.id, *welcome)).collect();
    assert_eq!(sides, [("seized", Direction::Rise), ("consumption", Direction::Fall)]);
}

#[test]
fn what_a_file_leaves_out_follows_from_the_rest() {
    let shipped = Shipped::load();
    let bare = "[[claim]]\nid = \"a\"\noutcome = \"o\"\nscenario = \"military\"\nstatement = \"s\"\n\
                indicator = \"relation@united_states:venezuela\"\npromised = \"fall\"\n";
    let of = |more: &str| read(&shipped, &format!("{bare}{more}")).expect("a sound file").remove(0);
    let claim = of("");
    assert_eq!((claim.kind, claim.welcome, claim.matters), (Kind::Benefit, Direction::Fall, Size::DEFAULT));
    assert_eq!((claim.follows, claim.stops, claim.needs.len()), (Follows::Derived, None, 4));
    assert_eq!((of("kind = \"harm\"\n").welcome, of("welcome = \"rise\"\n").kind), (Direction::Rise, Kind::Harm));
    assert_eq!(of("follows = \"input\"\n").follows, Follows::Input);
    assert_eq!(of("matters = \"3 %\"\n").matters, Size::PercentOfBaseline(3.0));
}

#[test]
fn every_bad_value_is_refused_with_its_code_and_line() {
    let shipped = Shipped::load();
    for (from, to, code, line, expected) in [
        ("\"vessel_patrols\"", "\"patrols\"", "E0703", 5, "one of the levers"),
        ("\"military\"", "\"militray\"", "E0701", 6, "the name of a scenario (`counterflow scenarios`), or the path"),
        ("consumption@united", "consumtion@united", "E0702", 8, "indicator or indicator@place"),
        ("welcome   = \"fall\"", "welcome   = \"rise\"", "E0710", 11, "of a benefit the promised direction"),
        ("consumption@united_states", "seized", "E0707", 12, "follows = \"derived\""),
        ("consumption@united_states", "cost", "E0708", 13, "or an amount in USD/year"),
        ("\"2 t/year\"", "\"2 t\"", "E0708", 13, "or an amount in kg/year"),
        ("[\"surveillance\"]", "[\"surveilance\"]", "E0703", 14, "one of the levers"),
        (
            "stops     = \"2026-12\"",
            "stops     = \"2027-01\"",
            "E0709",
            15,
            "before the window, which starts in 2027-01",
        ),
        ("stops     = \"2026-12\"", "stops     = \"2023-12\"", "E0709", 15, "a month from 2024-01 on"),
        ("until     = \"2028-12\"", "until     = \"2038-12\"", "E0704", 17, "a month up to 2035-12"),
    ] {
        assert!(CLAIM.contains(from), "{from}");
        let text = CLAIM.replacen(from, to, 1);
        // `cost` is an input too, which is refused beside its unit.
        let problems = read(&shipped, &text).expect_err(to).0;
        let problem = problems.iter().find(|problem| problem.code == code);
        let told = format!("{problems:?}");
        let problem = problem.unwrap_or_else(|| panic!("{to}: {told}"));
        assert_eq!(problem.line, line, "{to}: {told}");
        assert!(problem.expected.as_deref().is_some_and(|words| words.contains(expected)), "{to}: {told}");
    }
    for (from, to) in [
        ("kind      = \"benefit\"", "kind      = \"benefits\""),
        ("follows   = \"emergent\"", "follows   = \"emergence\""),
        ("promised  = \"fall\"", "promised  = \"falls\""),
        ("matters   = \"2 t/year\"", "matters   = \"-2 t/year\""),
        ("stops     = \"2026-12\"", "stops     = \"2026\""),
        ("needs ", "need "),
    ] {
        assert!(CLAIM.contains(from), "{from}");
        assert!(read(&shipped, &CLAIM.replacen(from, to, 1)).is_err(), "{to}");
    }
}

#[test]
fn a_stopped_scenario_ends_every_lever_and_drops_those_to_come() {
    let shipped = Shipped::load();
    let mut mix = scenario(&shipped, "military").clone();
    mix.levers[0].until = Some(month("2026-01"));
    mix.levers[1].from = month("2028-01");
    let stopped = stopped(&mix, month("2026-12"));
    assert_eq!(stopped.id, "military-until-2026-12");
    assert_eq!((stopped.until, stopped.switches, &stopped.shocks), (mix.until, mix.switches, &mix.shocks));
    let ends: Vec<Option<YearMonth>> = stopped.levers.iter().map(|used| used.until).collect();
    assert_eq!(ends, [Some(month("2026-01")), Some(month("2026-12")), Some(month("2026-12"))]);
    let kept: Vec<LeverId> = stopped.levers.iter().map(|used| used.id).collect();
    assert_eq!(kept, [LeverId::Surveillance, LeverId::VesselPatrols, LeverId::ProductionStrikes]);
}

/// A claim on one shipped scenario.
fn claim(shipped: &Shipped, lever: &str, scenario: &str, indicator: &str, window: &str) -> Claim {
    let text = format!(
        "[[claim]]\nid = \"a\"\n{lever}\nscenario = \"{scenario}\"\nstatement = \"s\"\n\
         indicator = \"{indicator}\"\npromised = \"fall\"\n{window}"
    );
    read(shipped, &text).expect("a sound file").remove(0)
}

#[test]
fn levers_targets_consent_and_dates_decide_what_applies() {
    let shipped = Shipped::load();
    let strikes = |indicator: &str| {
        let window = "from = \"2026-01\"\nuntil = \"2028-12\"\n";
        claim(&shipped, "lever = \"production_strikes\"", "only-production-strikes", indicator, window)
    };
    let struck = strikes("processed_output@venezuela_west");
    let own = scenario(&shipped, "only-production-strikes");
    let reason = |claim: &Claim, scenario: &Scenario| match applies(claim, scenario) {
        Applies::Applies => String::new(),
        Applies::NotApplicable(reason) => reason,
    };
    assert_eq!(applies(&struck, own), Applies::Applies);
    assert_eq!(applies(&struck, scenario(&shipped, "military")), Applies::Applies);
    assert!(reason(&struck, scenario(&shipped, "only-treatment")).ends_with("is not used"));
    let consented = scenario(&shipped, "only-production-strikes-consented");
    assert!(reason(&struck, consented).ends_with("has the consent of the states concerned"));
    let edited = |edit: &dyn Fn(&mut LeverUse)| {
        let mut scenario = own.clone();
        edit(&mut scenario.levers[0]);
        scenario
    };
    let colombia = shipped.model.world.countries.iter().position(|state| state.id == "colombia").expect("a state");
    let elsewhere = edited(&|used| used.targets = vec![colombia]);
    assert!(reason(&struck, &elsewhere).ends_with("is not aimed at Venezuela"));
    // What is said of the world, or of a neighbour, is said wherever force is used.
    assert_eq!(applies(&strikes("processed_output"), &elsewhere), Applies::Applies);
    assert_eq!(applies(&strikes("relation@united_states:brazil"), &elsewhere), Applies::Applies);
    assert!(reason(&strikes("relation@united_states:venezuela"), &elsewhere).contains("Venezuela"));
    assert!(reason(&struck, &edited(&|used| used.from = month("2026-02"))).contains("starts in 2026-02"));
    assert!(reason(&struck, &edited(&|used| used.until = Some(month("2025-12")))).contains("ends in 2025-12"));
    let short = Scenario { until: month("2027-12"), ..own.clone() };
    assert!(reason(&struck, &short).contains("the run ends in 2027-12"));
}

#[test]
fn a_stop_date_needs_a_lever_that_has_begun() {
    let shipped = Shipped::load();
    let window = "stops = \"2027-06\"\nfrom = \"2029-01\"\nuntil = \"2030-12\"\n";
    let lasting = claim(&shipped, "lever = \"vessel_patrols\"", "only-vessel-patrols", "consumption", window);
    let mut own = scenario(&shipped, "only-vessel-patrols").clone();
    assert_eq!(applies(&lasting, &own), Applies::Applies);
    own.levers[0].until = Some(month("2026-06"));
    assert_eq!(applies(&lasting, &own), Applies::Applies);
    own.levers[0].from = month("2027-07");
    assert!(matches!(applies(&lasting, &own), Applies::NotApplicable(reason) if reason.contains("2027-06")));
    let lethal = Scenario { levers: scenario(&shipped, "military").levers.clone(), ..own };
    assert!(matches!(applies(&lasting, &lethal), Applies::NotApplicable(reason) if reason.ends_with("is lethal")));
}

#[test]
fn a_scenario_that_no_claim_names_gets_those_of_its_levers_once() {
    let shipped = Shipped::load();
    let patrols = |id: &str, scenario: &str| Claim {
        id: id.to_owned(),
        ..claim(
            &shipped,
            "lever = \"vessel_patrols\"",
            scenario,
            "consumption",
            "from = \"2026-01\"\nuntil = \"2028-12\"\n",
        )
    };
    let claims = [
        patrols("lethal", "military"),
        patrols("lawful", "only-vessel-patrols"),
        patrols("again", "maritime-law-enforcement"),
    ];
    let own = |id: &str| Scenario { id: id.to_owned(), ..scenario(&shipped, "only-vessel-patrols").clone() };
    let (mine, yours) = (own("mine"), own("yours"));
    let found = AtHand::of(&claims, &[&mine, &yours, scenario(&shipped, "military")]);
    let told: Vec<(&str, &str)> =
        found.claims.iter().map(|claim| (claim.id.as_str(), claim.scenario.as_str())).collect();
    assert_eq!(told, [("lethal", "military"), ("lawful", "mine"), ("lawful@yours", "yours")]);
    let rejected: Vec<(&str, &str)> =
        found.not_applicable.iter().map(|one| (one.claim.as_str(), one.scenario.as_str())).collect();
    assert_eq!(rejected, [("lethal", "mine"), ("lethal", "yours")]);
    let combined = AtHand::of(&claims[..2], &[scenario(&shipped, "maritime-law-enforcement")]);
    assert_eq!(combined.claims.iter().map(|claim| claim.id.as_str()).collect::<Vec<_>>(), ["lawful"]);
    assert_eq!(AtHand::of(&claims, &[scenario(&shipped, "only-treatment")]), AtHand::default());
}
