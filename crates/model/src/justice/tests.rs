//! Tests of the justice module.

use super::*;
use crate::alone::InputValues;
use crate::alone::justice::{INPUTS, run as run_alone};
use crate::groups::tests::values_from;
use proptest::prelude::*;

fn shipped() -> JusticeParameters {
    JusticeParameters::from_values(&values_from(include_str!("../../../../data/evidence/justice.toml")))
}

/// Parameters under which capacity is what the test says at once.
fn immediate(penalty_ratio: f64) -> JusticeParameters {
    JusticeParameters { penalty_ratio, reform_lag_months: 1.0, perception_per_month: 0.2, ..shipped() }
}

fn country(conviction_rate: f64) -> Vec<CountryJustice> {
    vec![CountryJustice { conviction_rate, corruption_index: 0.5 }]
}

struct Run<'a> {
    p: &'a JusticeParameters,
    baseline: &'a JusticeBaseline,
    state: JusticeState,
    inputs: JusticeInputs,
    outputs: JusticeOutputs,
}

impl<'a> Run<'a> {
    fn new(p: &'a JusticeParameters, baseline: &'a JusticeBaseline) -> Self {
        Self {
            p,
            baseline,
            state: JusticeState::new(baseline),
            inputs: JusticeInputs::at_rest(baseline),
            outputs: JusticeOutputs::new(baseline),
        }
    }

    fn months(&mut self, months: usize) {
        for _ in 0..months {
            step(self.p, self.baseline, &mut self.state, &self.inputs, &mut self.outputs);
        }
    }

    fn violation_share(&self) -> f64 {
        self.outputs.violation_share[0]
    }
}

/// Closed form of the branches: at k = 0.10 the dynamics rest at v = 0.8873 for R = 1 and 0.8162 for R = 1.5.
#[test]
fn val_start_lies_on_the_high_branch() {
    for (ratio, high) in [(1.0, 0.8873), (1.5, 0.8162)] {
        let p = immediate(ratio);
        let baseline = JusticeBaseline::new(&p, country((1.0 - high) / ratio));
        assert!((baseline.capacity[0] - 0.10).abs() < 1e-4);
        let mut run = Run::new(&p, &baseline);
        run.months(240);
        assert!((run.violation_share() - high).abs() < 5e-4);
    }
}

/// Closed form: the high branch ends at k* = 1/(4R), from both sides, within 1 %.
#[test]
fn val_tipping_threshold() {
    for ratio in [1.0, 1.5] {
        let p = immediate(ratio);
        let baseline = JusticeBaseline::new(&p, country(0.1));
        let at = |factor: f64| {
            let mut run = Run::new(&p, &baseline);
            run.inputs.capacity_target_ratio.fill(factor * baseline.tipping_capacity_ratio(0));
            run.months(1200);
            run.violation_share()
        };
        assert!(at(0.99) > 0.5);
        assert!(at(1.01) < 0.1);
    }
}

/// Kleiman & Kilmer 2009 (a temporary surge can last): after a surge that passed the unstable branch
/// violation stays low; after a shorter one it returns.
#[test]
fn val_hysteresis_after_a_surge() {
    let p = immediate(1.0);
    let baseline = JusticeBaseline::new(&p, country(0.2));
    let after_surge = |months: usize| {
        let mut run = Run::new(&p, &baseline);
        run.inputs.capacity_target_ratio.fill(1.5 * baseline.tipping_capacity_ratio(0));
        run.months(months);
        run.inputs.capacity_target_ratio.fill(1.0);
        run.months(600);
        run.violation_share()
    };
    assert!((after_surge(1) - baseline.violation_share[0]).abs() < 1e-6);
    assert!(after_surge(18) < 0.01);
}

#[test]
fn rest_is_exact_for_every_rate() {
    let p = shipped();
    for rate in [0.0, 0.02, 0.07, 0.15, 0.28, 0.4, 0.49, 0.8] {
        let baseline = JusticeBaseline::new(&p, country(rate));
        let mut run = Run::new(&p, &baseline);
        run.months(480);
        for (series, start) in [
            (&run.outputs.certainty_ratio, 1.0),
            (&run.outputs.deterrence_ratio, 1.0),
            (&run.outputs.incapacitation_ratio, 1.0),
            (&run.outputs.leak_ratio, 1.0),
            (&run.outputs.violation_ratio, 1.0),
            (&run.outputs.corruption_index, 0.5),
            (&run.outputs.convictions_per_offence, rate),
        ] {
            assert!((series[0] - start).abs() < 1e-12, "rate {rate}: {} instead of {start}", series[0]);
        }
    }
}

/// Guatemala 2006-2013 (Crisis Group 2018): conviction rate 7 -> 28 %. The model needs a capacity
/// about three times that of the start, and stays on the high branch.
#[test]
fn val_guatemala_conviction_rate() {
    let p = shipped();
    let baseline = JusticeBaseline::new(&p, country(0.07));
    let mut run = Run::new(&p, &baseline);
    run.inputs.capacity_target_ratio.fill(3.5);
    run.months(84);
    let rate = run.outputs.convictions_per_offence[0];
    assert!((0.2..0.4).contains(&rate), "{rate}");
}

#[test]
fn levers_and_pressures_have_their_signs() {
    let p = shipped();
    let baseline = JusticeBaseline::new(&p, country(0.15));
    let after = |set: &dyn Fn(&mut JusticeInputs)| {
        let mut run = Run::new(&p, &baseline);
        set(&mut run.inputs);
        run.months(120);
        run.outputs
    };
    let reform = after(&|inputs| inputs.capacity_target_ratio.fill(1.5));
    assert!(reform.convictions_per_offence[0] > 0.15 && reform.deterrence_ratio[0] < 1.0);
    assert!(reform.incapacitation_ratio[0] > 1.0 && reform.violation_ratio[0] < 1.0);
    let honest = after(&|inputs| inputs.anti_corruption.fill(0.3));
    assert!(honest.corruption_index[0] < 0.5 && honest.leak_ratio[0] < 1.0);
    assert!(honest.convictions_per_offence[0] > 0.15);
    let rich = after(&|inputs| inputs.revenue_ratio.fill(2.0));
    assert!(rich.corruption_index[0] > 0.5 && rich.convictions_per_offence[0] < 0.15);
    let larger = after(&|inputs| inputs.group_size_ratio.fill(1.5));
    assert!(larger.convictions_per_offence[0] < 0.15 && larger.violation_ratio[0] > 1.0);
    let severe = after(&|inputs| inputs.severity_ratio.fill(2.0));
    assert!(severe.deterrence_ratio[0] < 1.0 && severe.deterrence_ratio[0] > reform.deterrence_ratio[0]);
}

#[test]
fn alone_runs_with_defaults() {
    let inputs = InputValues::new(INPUTS, &[]).expect("defaults");
    let series = run_alone(&shipped(), &inputs, 12);
    assert!(series.iter().all(|one| one.values.len() == 12));
    assert!((series[0].values[11] - 0.15).abs() < 1e-12);
}

proptest! {
    /// Shares stay shares and ratios stay finite whatever comes in.
    #[test]
    fn prop_bounds(
        rate in 0.0..1.0f64, corruption in 0.0..1.0f64, capacity in 0.0..20.0f64, honest in -1.0..2.0f64,
        revenue in 0.0..100.0f64, size in 0.0..100.0f64, severity in 0.1..10.0f64,
    ) {
        let p = shipped();
        let start = vec![CountryJustice { conviction_rate: rate, corruption_index: corruption }];
        let baseline = JusticeBaseline::new(&p, start);
        let mut run = Run::new(&p, &baseline);
        run.inputs.capacity_target_ratio.fill(capacity);
        run.inputs.anti_corruption.fill(honest);
        run.inputs.revenue_ratio.fill(revenue);
        run.inputs.group_size_ratio.fill(size);
        run.inputs.severity_ratio.fill(severity);
        for _ in 0..120 {
            run.months(1);
            let out = &run.outputs;
            for share in [&out.convictions_per_offence, &out.violation_share, &out.corruption_index] {
                prop_assert!((0.0..=1.0).contains(&share[0]), "{}", share[0]);
            }
            for ratio in [&out.certainty_ratio, &out.incapacitation_ratio, &out.leak_ratio] {
                prop_assert!(ratio[0].is_finite() && ratio[0] >= 0.0);
            }
        }
    }
}
