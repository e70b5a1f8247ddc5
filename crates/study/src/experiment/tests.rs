//! A study's rows against runs made one by one.

use super::*;
use crate::ensemble::{Ensemble, Keep};
use crate::store::Rows;
use crate::study_file::parse;
use crate::study_file::shipped::Shipped;
use counterflow_evidence::diagnostics::SourceFile;

fn rows(shipped: &Shipped, text: &str, members: std::ops::Range<u32>) -> (Rows, Layout) {
    let plan = parse(&SourceFile::new("study.toml", text), shipped.known()).expect("a sound study file");
    let study = ModelStudy::new(&shipped.model, &shipped.evidence, &plan);
    let (mut block, mut scratch) = (Block::default(), study.scratch());
    members.for_each(|member| study.evaluate(member, &mut scratch, &mut block));
    (block.rows, study.layout().clone())
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
    let ensemble = Ensemble { model: &shipped.model, evidence: &shipped.evidence, members: 3, seed: 5, draws: None };
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
    let text = "name = \"x\"\nscenarios = \"military\"\nreplicates = 2\n[design]\nmethod \
     = \"one_at_a_time\"\nparameters = \"market.*\"\n\
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
        format!(
            "name = \"x\"\nscenarios = \"military\"\nevents = \"{events}\"\nreplicates = 2\n[design]\nmethod = \
                \"full_factorial\"\nlevels = [0.5, 0.5]\nparameters = \
                \"market.stock_cover_months\"\n[[outcome]]\nseries = \"seized\"\n"
        )
    };
    let seized = |events: &str| -> Vec<f64> {
        rows(&shipped, &text(events), 0..4).0.outcomes.chunks(4).map(|member| member[0]).collect()
    };
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
    let text = "name = \"x\"\nscenarios = \"military\"\n[design]\nmethod = \"monte_carlo\"\npoints = \
        3\n[[outcome]]\nseries = \"arrivals\"\n";
    let plan = parse(&SourceFile::new("study.toml", text), shipped.known()).expect("a sound study file");
    let study = ModelStudy::new(&shipped.model, &shipped.evidence, &plan);
    let of = |value: f64| Result {
        inputs: vec![0.0; plan.parameters.len()],
        found: study.finite(Found { outcomes: vec![value], paths: Vec::new() }),
    };
    let mut block = Block::default();
    study.push(1, 1, &of(f64::NAN), &of(1.0), &mut block);
    study.push(1, 1, &of(1.0), &of(f64::INFINITY), &mut block);
    study.push(1, 1, &of(3.0), &of(1.0), &mut block);
    let rows = block.rows;
    let reasons: Vec<(usize, &str)> = rows.failures.iter().map(|(row, reason)| (*row, reason.as_str())).collect();
    assert_eq!(
        reasons,
        [
            (0, "`arrivals` is not a finite number"),
            (1, "nothing to compare with, the baseline failed: `arrivals` is not a finite number")
        ]
    );
    assert!(rows.outcomes[..4].iter().all(|value| value.is_nan()));
    assert_eq!(rows.outcomes[4..], [3.0, 2.0]);
}

/// Every path of every row is the run's own, month by month, made here without the study.
#[test]
fn prop_paths_are_the_runs_month_by_month() {
    let shipped = Shipped::load();
    let text = "name = \"x\"\nscenarios = \"military\"\nseed = 5\n[design]\nmethod = \"monte_carlo\"\npoints = 2\n\
                [[outcome]]\nseries = \"arrivals\"\n[paths]\nseries = \
                [\"seized\", \"retail_price@united_states\"]\nfrom = \"2030-01\"\nuntil = \"2030-03\"\n";
    let plan = parse(&SourceFile::new("study.toml", text), shipped.known()).expect("a sound study file");
    let study = ModelStudy::new(&shipped.model, &shipped.evidence, &plan);
    let (mut block, mut scratch) = (Block::default(), study.scratch());
    (0..2).for_each(|member| study.evaluate(member, &mut scratch, &mut block));
    let layout = study.paths_layout().expect("paths");
    assert_eq!((block.paths.len(), layout.rows_per_member), (2 * 2 * 2 * 3, 12));
    let places = [("seized", "world"), ("retail_price", "united_states")]
        .map(|(indicator, place)| shipped.model.layout.find(indicator, place).expect("a series"));
    let ensemble = Ensemble { model: &shipped.model, evidence: &shipped.evidence, members: 2, seed: 5, draws: None };
    let samples = ["baseline", "military"].map(|id| {
        let scenario = &shipped.scenarios.iter().find(|known| known.asked == id).expect("shipped").scenario;
        ensemble.sample(scenario, &Keep { series: places.to_vec(), routes_from: 0 }, &|| ()).expect("a sample")
    });
    const JANUARY_2030: usize = 72;
    let mut expected = Vec::new();
    for member in 0..2 {
        for sample in &samples {
            (0..2).for_each(|series| {
                expected.extend_from_slice(&sample.series(member, series)[JANUARY_2030..JANUARY_2030 + 3])
            });
        }
    }
    assert_eq!(block.paths.outcomes, expected);
    let words = |row: usize| -> Vec<&str> {
        layout
            .labels
            .iter()
            .zip(&block.paths.labels[4 * row..])
            .map(|(label, word)| label.words[usize::from(*word)].as_str())
            .collect()
    };
    assert_eq!(words(0), ["baseline", "seized", "kg/month", "2030-01"]);
    assert_eq!(words(23), ["military", "retail_price@united_states", "USD/kg", "2030-03"]);
}

/// A run that is not finite in one month is told by series and month, and its path is empty.
#[test]
fn a_path_that_is_not_finite_is_a_row_with_a_reason() {
    let shipped = Shipped::load();
    let text = "name = \"x\"\nscenarios = \"military\"\n[design]\nmethod = \"monte_carlo\"\npoints = 2\n\
                [[outcome]]\nseries = \"arrivals\"\n[paths]\nseries = [\"arrivals\", \"seized\"]\nfrom \
                = \"2030-01\"\nuntil = \"2030-02\"\n";
    let plan = parse(&SourceFile::new("study.toml", text), shipped.known()).expect("a sound study file");
    let study = ModelStudy::new(&shipped.model, &shipped.evidence, &plan);
    let found = study.finite(Found { outcomes: vec![1.0], paths: vec![1.0, 2.0, 3.0, f64::NAN] });
    let failed = Result { inputs: vec![0.0; plan.parameters.len()], found };
    let mut block = Block::default();
    study.push(0, 1, &failed, &failed, &mut block);
    assert_eq!(block.rows.failures, [(0, "`seized` in 2030-02 is not a finite number".to_owned())]);
    assert_eq!((block.paths.len(), block.paths.failed()), (4, 4));
    assert!(block.paths.outcomes.iter().all(|value| value.is_nan()));
}
