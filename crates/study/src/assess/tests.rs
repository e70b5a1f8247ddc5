//! Baselines and their grouping; assessments of the shipped world are tested with the command.

use super::*;
use counterflow_evidence::reader::YearMonth;

#[test]
fn scenarios_share_a_baseline_only_in_the_same_world() {
    let until = |year| YearMonth { year, month: 12 };
    let plain = Scenario::baseline(until(2030));
    let longer = Scenario::baseline(until(2031));
    let changed = Scenario { parameters: vec![("market.stock_cover_months".to_owned(), 4.0)], ..plain.clone() };
    let groups = baselines(&[&plain, &longer, &plain, &changed]);
    let members: Vec<Vec<usize>> = groups.iter().map(|(_, members)| members.clone()).collect();
    assert_eq!(members, [vec![0, 2], vec![1], vec![3]]);
    assert_eq!(groups[2].0.parameters, changed.parameters);
}

#[test]
fn a_shock_belongs_to_the_world_of_a_policy_but_is_itself_assessed_without_one() {
    use counterflow_model::policy::scenario::{Shock, ShockKind};
    use counterflow_model::policy::{LeverId, LeverUse};
    let month = YearMonth { year: 2025, month: 1 };
    let shock = Shock { kind: ShockKind::Output, size: 0.5, from: month, until: None, targets: Vec::new() };
    let amount = counterflow_model::policy::scenario::Amount::Effort(1.0);
    let lever = LeverUse {
        id: LeverId::Diplomacy,
        amount,
        from: month,
        until: None,
        ramp_months: 0.0,
        targets: Vec::new(),
        consent: true,
        lethal_force: false,
    };
    let plain = Scenario::baseline(YearMonth { year: 2030, month: 12 });
    let shocked = Scenario { shocks: vec![shock.clone()], ..plain.clone() };
    let policy = Scenario { levers: vec![lever], ..shocked.clone() };
    assert_eq!((baseline_of(&shocked).shocks, baseline_of(&policy).shocks), (Vec::new(), vec![shock]));
    let all = [plain, shocked, policy];
    assert_eq!(assessed(&all, &[]), [&all[1], &all[2]]);
}
