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
