use super::*;
use crate::random::Stream;
use crate::world::Mode;
use proptest::prelude::*;

/// Central values of `data/evidence/interdiction.toml`, typed again so that this crate reads no file.
fn central() -> InterdictionParameters {
    InterdictionParameters {
        actionable_share: 0.26,
        success_share: 0.77,
        asset_elasticity: 0.43,
        jurisdiction_loss_share: 0.2,
        response_hours: 18.0,
        hub_response_cut: 0.25,
        hub_scale: 40.0,
        task_force_response_cut: 0.1,
        task_force_scale_per_year: 300.0,
        task_force_productivity_gain: 0.12,
        coordination_delay_cut: 0.1,
        coordination_scale: 40.0,
        coordination_jurisdiction_gain: 0.1,
        hub_actionable_gain: 0.1,
        highest_detection_share: 0.9,
        inspection_shared_intelligence_share: 0.3,
        port_inspection_elasticity: 0.2,
        port_departure_find_share: 0.35,
        port_integrity_leak_cut: 0.5,
        false_cue_share: 0.15,
        false_cue_elasticity: 0.3,
        leak_share: 0.15,
        highest_loss_share: 0.95,
        sea_air_search_weight: 0.3,
        river_search_weight: 0.1,
        land_search_weight: 0.01,
        land_consignment_kg: 60.0,
        river_consignment_kg: 200.0,
        go_fast_consignment_kg: 780.0,
        low_profile_consignment_kg: 1800.0,
        air_consignment_kg: 500.0,
        container_consignment_kg: 350.0,
        enforcement_swing_log_sd: 0.45,
        enforcement_swing_autocorrelation: 0.31,
        enforcement_learning_per_month: 0.05,
        arrests_per_consignment: 2.5,
    }
}

fn pool(mode: Mode, loss_share: f64) -> Pool {
    Pool { entity: 1, ..Pool::alone(mode, loss_share) }
}

/// Loss shares of one pool per mode, all with the same baseline loss share.
fn shares(p: &InterdictionParameters, loss_share: f64, inputs: &InterdictionInputs) -> (Vec<f64>, Funnel) {
    let pools = Pools {
        pools: Mode::ALL.iter().map(|&mode| pool(mode, loss_share)).collect(),
        of_layer: Vec::new(),
        of_route: Vec::new(),
    };
    let mut outputs = InterdictionOutputs::new(pools.pools.len(), 1, 1);
    let baseline = InterdictionBaseline::new(p, &pools, vec![loss_share]);
    loss_shares(p, &baseline, &InterdictionState::new(1), inputs, &mut outputs);
    (outputs.loss_share, outputs.funnel[0])
}

fn neutral() -> InterdictionInputs {
    InterdictionInputs::neutral(1, 1)
}

#[test]
fn prop_the_baseline_is_kept_to_the_bit() {
    for loss_share in [0.0, 0.012, 0.116, 0.1999, 0.2002, 0.354, 0.499] {
        let (kept, _) = shares(&central(), loss_share, &neutral());
        assert!(kept.iter().all(|share| *share == loss_share), "{loss_share}: {kept:?}");
    }
}

/// JIATF-South disrupted about 20 % of known flow in 2012; 74 % of known events had no asset to respond
/// (Kelly 2014). The product of the two shares must give the third.
#[test]
fn val_the_funnel_multiplies_to_the_disrupted_share_of_known_flow() {
    let (_, funnel) = shares(&central(), 0.12, &neutral());
    assert!((funnel.disrupted_of_known - 0.20).abs() < 0.005, "{}", funnel.disrupted_of_known);
    assert!((funnel.actionable - (1.0 - 0.74)).abs() < 1e-12);
    assert!((funnel.detection * funnel.disrupted_of_known - 0.12).abs() < 1e-12);
}

/// GAO-14-527: planning elasticity of removals to cutter days 0.43. Thirty percent fewer days, all else equal.
#[test]
fn val_removals_follow_patrol_days_with_the_planning_elasticity() {
    let mut inputs = neutral();
    inputs.asset_ratio[0] = 1346.0 / 1947.0;
    let (after, _) = shares(&central(), 0.12, &inputs);
    let at_sea = after[Mode::GoFast as usize] / 0.12;
    let elasticity = at_sea.ln() / (1346.0_f64 / 1947.0).ln();
    assert!((elasticity - 0.43).abs() < 1e-9, "{elasticity}");
    for mode in [Mode::Land, Mode::River, Mode::Air, Mode::Container] {
        assert_eq!(after[mode as usize], 0.12, "{mode:?} is not patrolled by vessels");
    }
}

/// GAO-06-200: disruptions rose 68 % from 2000 to 2004 with interagency work, intelligence, helicopters and
/// regional cooperation together. All joint levers at full effect stay near that bound at sea, and touch
/// ports far less.
#[test]
fn val_joint_levers_together_stay_near_the_rise_of_2000_to_2004() {
    let mut inputs = neutral();
    inputs.hubs = 1e6;
    inputs.agreements = 1e6;
    inputs.task_force_operations_per_year = 1e6;
    let (after, _) = shares(&central(), 0.12, &inputs);
    let rise_at_sea = after[Mode::GoFast as usize] / 0.12 - 1.0;
    let rise_in_ports = after[Mode::Container as usize] / 0.12 - 1.0;
    assert!((0.4..=0.8).contains(&rise_at_sea), "{rise_at_sea}");
    assert!(rise_in_ports > 0.0 && rise_in_ports < 0.15, "{rise_in_ports}");
}

/// Effort in the baseline meets the load that it finds: more known flow leaves less of it disrupted.
#[test]
fn val_more_known_flow_lowers_the_disrupted_share() {
    let p = central();
    let pools = Pools { pools: vec![pool(Mode::GoFast, 0.12)], of_layer: Vec::new(), of_route: Vec::new() };
    let mut outputs = InterdictionOutputs::new(1, 1, 1);
    let mut state = InterdictionState::new(1);
    state.known_flow_ratio[0] = 1.5;
    let baseline = InterdictionBaseline::new(&p, &pools, vec![0.12]);
    loss_shares(&p, &baseline, &state, &neutral(), &mut outputs);
    assert!(outputs.funnel[0].disrupted_of_known < 0.2 * 0.9);
    assert!(outputs.loss_share[0] < 0.12);
}

/// Where 4 % of containers are opened and 32 % of the cocaine in them is found, opening another 8 % at random among
/// the rest finds 8/96 of what is left: the hazard rises by a fifth. The elasticity stands near it.
#[test]
fn val_extra_inspections_find_about_what_chance_would() {
    let p = InterdictionParameters { port_integrity_leak_cut: 0.0, ..central() };
    let found = 0.32 + (1.0 - 0.32) * 0.08 / 0.96;
    let by_chance = (1.0_f64 - found).ln() / (1.0_f64 - 0.32).ln();
    let ours = port_find_ratio(&p, 3.0);
    assert!((ours / by_chance - 1.0).abs() < 0.05, "{ours} {by_chance}");
}

/// Control where containers are loaded and landed raises losses in containers alone; none changes nothing.
#[test]
fn prop_port_control_acts_on_containers_alone() {
    let p = central();
    let leg = Pool { loaded_in: Some(0), jurisdiction: Some(0), ..pool(Mode::Container, 0.3) };
    let boat = Pool { jurisdiction: Some(0), ..pool(Mode::GoFast, 0.3) };
    let pools = Pools { pools: vec![leg, boat], of_layer: Vec::new(), of_route: Vec::new() };
    let baseline = InterdictionBaseline::new(&p, &pools, vec![0.3]);
    let lost = |inspections: f64| {
        let mut outputs = InterdictionOutputs::new(2, 1, 1);
        let mut inputs = neutral();
        inputs.port_find_ratio[0] = port_find_ratio(&p, inspections);
        loss_shares(&p, &baseline, &InterdictionState::new(1), &inputs, &mut outputs);
        outputs.loss_share
    };
    assert_eq!(lost(1.0), [0.3, 0.3]);
    assert!(lost(3.0)[0] > 0.3 && lost(3.0)[1] == 0.3 && lost(0.5)[0] < 0.3 && lost(0.0)[0] == 0.0);
}

/// The odds of a false cue rise with search, but a share stays a share.
#[test]
fn prop_false_cues_stay_a_share() {
    let mut inputs = neutral();
    inputs.search_ratio[0] = 1000.0;
    let (_, funnel) = shares(&central(), 0.12, &inputs);
    assert!(funnel.false_cues > 0.15 && funnel.false_cues < 1.0);
    let odds = |share: f64| share / (1.0 - share);
    let ratio = odds(funnel.false_cues) / odds(0.15);
    assert!((ratio - 1000.0_f64.powf(0.3)).abs() < 1e-9 * ratio);
}

#[test]
fn prop_the_expected_share_is_the_mean_of_the_draws() {
    let p = central();
    let pools = Pools { pools: vec![pool(Mode::GoFast, 0.2)], of_layer: Vec::new(), of_route: Vec::new() };
    let baseline = InterdictionBaseline::new(&p, &pools, vec![0.2]);
    let mut seizures = Seizures::new(1);
    let mut drawn = |member| {
        baseline.roll((Stream { seed: 5, member }, 3), &[0.2], &[1.0], &mut seizures);
        baseline.draw(0..1, &[10_000.0], &mut seizures);
        seizures.share[0]
    };
    let count = 20_000_u32;
    let mean = (0..count).map(&mut drawn).sum::<f64>() / f64::from(count);
    // Standard error: 0.2 x 0.8 over 12.8 consignments and 20,000 draws is 0.0008.
    assert!((mean - 0.2).abs() < 0.004, "{mean}");
}

/// A parameter may be set to anything: shares stay shares where a consignment weighs nothing, or nothing sets out.
#[test]
fn prop_weightless_consignments_and_empty_pools_give_shares() {
    for (consignment_kg, volume_kg) in
        [(0.0, 0.0), (0.0, 10_000.0), (1e-300, 10_000.0), (780.0, 0.0), (780.0, 1e-300), (780.0, 1e300)]
    {
        let p = InterdictionParameters { go_fast_consignment_kg: consignment_kg, ..central() };
        let pools = Pools { pools: vec![pool(Mode::GoFast, 0.2)], of_layer: Vec::new(), of_route: Vec::new() };
        let baseline = InterdictionBaseline::new(&p, &pools, vec![0.2]);
        let mut seizures = Seizures::new(1);
        baseline.roll((Stream { seed: 5, member: 1 }, 3), &[0.2], &[1.0], &mut seizures);
        baseline.draw(0..1, &[volume_kg], &mut seizures);
        let (share, consignments) = (seizures.share[0], seizures.consignments[0]);
        assert!(
            (0.0..=1.0).contains(&share) && consignments.is_finite(),
            "{consignment_kg} {volume_kg}: {share} {consignments}"
        );
        assert!(volume_kg > 0.0 || (share, consignments) == (0.0, 0.0));
    }
}

proptest! {
    /// Whatever policy does, a loss share is a share, and more of a helping hand never seizes less.
    #[test]
    fn prop_loss_shares_are_shares_and_rise_with_help(
        loss_share in 0.0..0.6f64, search in 0.0..20.0f64, assets in 0.0..20.0f64, hubs in 0.0..100.0f64,
        agreements in 0.0..100.0f64, operations in 0.0..500.0f64, partner in 0.0..2.0f64, gain in 0.0..1.0f64,
    ) {
        let mut inputs = neutral();
        inputs.search_ratio[0] = search;
        inputs.asset_ratio[0] = assets;
        inputs.hubs = hubs;
        inputs.agreements = agreements;
        inputs.task_force_operations_per_year = operations;
        inputs.corridor_partner_multiplier[0] = partner;
        inputs.corridor_cooperation_gain[0] = gain;
        let (before, _) = shares(&central(), loss_share, &inputs);
        prop_assert!(before.iter().all(|share| (0.0..=1.0).contains(share)), "{:?}", before);
        inputs.hubs += 5.0;
        inputs.asset_ratio[0] += 1.0;
        inputs.agreements += 3.0;
        inputs.task_force_operations_per_year += 10.0;
        let (after, _) = shares(&central(), loss_share, &inputs);
        for (mode, (before, after)) in Mode::ALL.iter().zip(before.iter().zip(&after)) {
            prop_assert!(*after >= before - 1e-12, "{mode:?}: {before} -> {after}");
        }
    }
}
