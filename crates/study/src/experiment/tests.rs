//! A study's rows against runs made one by one.

use super::*;
use crate::ensemble::{Ensemble, Keep};
use crate::study_file::parse;
use crate::study_file::shipped::Shipped;
use counterflow_evidence::diagnostics::SourceFile;

fn rows(shipped: &Shipped, text: &str, members: std::ops::Range<u32>) -> (Rows, Layout) {
    let plan = parse(&SourceFile::new("study.toml", text), shipped.known()).expect("a sound study file");
    let study = ModelStudy::new(&shipped.model, &shipped.evidence, &plan);
    let (mut rows, mut scratch) = (Rows::default(), study.scratch());
    members.for_each(|member| study.evaluate(member, &mut scratch, &mut rows));
    (rows, study.layout().clone())
}

/// A Monte Carlo study is the ensemble of `assess` and `compare`: the same draws, events and numbers.
#[test]
fn prop_a_monte_carlo_study_is_the_ensemble() {
    let shipped = Shipped::load();
    let text = "name = \"x\"\nscenarios = \"military\"\nseed = 5\n[design]\nmethod = \"monte_carlo\"\npoints = 3\n\
                [[outcome]]\nseries = \"retail_price@united_states\"\nover = \"last\"\n";
    let (found, _) = rows(&shipped, text, 0..3);
    let position = shipped.model.layout.find("retail_price", "united_states").expect("a series");
    let keep = Keep { series: vec![position], routes_from: 0 };
    let ensemble = Ensemble { model: &shipped.model, evidence: &shipped.evidence, members: 3, seed: 5 };
    let scenario = |id: &str| &shipped.scenarios.iter().find(|known| known.asked == id).expect("shipped").scenario;
    let sample = |id: &str| ensemble.sample(scenario(id), &keep, &|| ()).expect("a sample");
    let (before, after) = (sample("baseline"), sample("military"));
    for member in 0..3 {
        let [before, after] = [&before, &after].map(|sample| *sample.series(member, 0).last().expect("months"));
        assert_eq!(found.outcomes[4 * member..4 * member + 4], [before, 0.0, after, after - before], "member {member}");
    }
    assert_eq!(found.keys, [0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 2, 2, 0, 2, 2, 0]);
    assert_eq!(found.labels, [0, 1, 0, 1, 0, 1]);
}

/// A member alone gives the rows that it gives after others: nothing is carried over in scratch memory.
#[test]
fn prop_a_member_does_not_depend_on_the_members_before_it() {
    let shipped = Shipped::load();
    let text = "name = \"x\"\nscenarios = \"military\"\nreplicates = 2\n[design]\nmethod = \"one_at_a_time\"\nparameters = \"market.*\"\n\
                [switches]\npass_through = [\"additive\", \"mixed\"]\n[[outcome]]\nseries = \"arrivals\"\n";
    let (all, _) = rows(&shipped, text, 0..7);
    let (last, layout) = rows(&shipped, text, 6..7);
    let width = layout.outcomes.len() * layout.rows_per_member;
    assert_eq!(all.outcomes[6 * width..], last.outcomes);
    let inputs = layout.inputs.len() * layout.rows_per_member;
    assert_eq!(all.inputs[6 * inputs..], last.inputs);
}

/// With common events, points that do not differ in a parameter do not differ at all.
#[test]
fn events_are_shared_as_asked() {
    let shipped = Shipped::load();
    let text = |events: &str| {
        format!("name = \"x\"\nscenarios = \"military\"\nevents = \"{events}\"\nreplicates = 2\n[design]\nmethod = \"full_factorial\"\nlevels = [0.5, 0.5]\nparameters = \"market.stock_cover_months\"\n[[outcome]]\nseries = \"seized\"\n")
    };
    let seized = |events: &str| -> Vec<f64> { rows(&shipped, &text(events), 0..4).0.outcomes.chunks(4).map(|member| member[0]).collect() };
    let own = seized("own");
    assert!((1..4).all(|member| own[member] != own[0]), "{own:?}");
    let common = seized("common");
    assert_eq!((common[0], common[1]), (common[2], common[3]));
    assert_ne!(common[0], common[1]);
    let expected = seized("expected");
    assert!(expected.iter().all(|value| *value == expected[0]));
}

#[test]
fn a_run_that_is_not_finite_is_a_row_with_a_reason() {
    let shipped = Shipped::load();
    let text = "name = \"x\"\nscenarios = \"military\"\n[design]\nmethod = \"monte_carlo\"\npoints = 3\n[[outcome]]\nseries = \"arrivals\"\n";
    let plan = parse(&SourceFile::new("study.toml", text), shipped.known()).expect("a sound study file");
    let study = ModelStudy::new(&shipped.model, &shipped.evidence, &plan);
    let of = |value: f64| Result { inputs: vec![0.0; plan.parameters.len()], outcomes: study.finite(vec![value]) };
    let mut rows = Rows::default();
    study.push(1, 1, &of(f64::NAN), &of(1.0), &mut rows);
    study.push(1, 1, &of(1.0), &of(f64::INFINITY), &mut rows);
    study.push(1, 1, &of(3.0), &of(1.0), &mut rows);
    let reasons: Vec<(usize, &str)> = rows.failures.iter().map(|(row, reason)| (*row, reason.as_str())).collect();
    assert_eq!(reasons, [(0, "`arrivals` is not a finite number"), (1, "nothing to compare with, the baseline failed: `arrivals` is not a finite number")]);
    assert!(rows.outcomes[..4].iter().all(|value| value.is_nan()));
    assert_eq!(rows.outcomes[4..], [3.0, 2.0]);
}
