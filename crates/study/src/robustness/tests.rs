//! Measures against worked examples and symmetries.

use super::{Better, Criteria, RobustnessError, Values, measures};
use proptest::prelude::*;

/// The first three acts of Milnor's example, in four states.
fn table() -> Values {
    Values::new(3, 4, vec![2.0, 2.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 4.0, 0.0, 0.0]).expect("a table")
}

/// Milnor's (1954) example: Laplace picks the first act, Wald the second, Hurwicz (below one half
/// pessimism) the third, and Savage the fourth.
#[test]
fn val_milnors_example_each_rule_picks_its_act() {
    let acts = Values::new(4, 4, vec![2.0, 2.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 4.0, 0.0, 0.0, 1.0, 3.0, 0.0, 0.0])
        .expect("a table");
    let criteria = Criteria { pessimism: 0.4, ..Criteria::new(Better::More) };
    let found = measures(&acts, &criteria).expect("measures");
    let top =
        |score: &dyn Fn(usize) -> f64| (0..4).reduce(|best, next| if score(next) > score(best) { next } else { best });
    assert_eq!(top(&|act| found[act].mean), Some(0));
    assert_eq!(top(&|act| found[act].worst), Some(1));
    assert_eq!(top(&|act| found[act].hurwicz), Some(2));
    assert_eq!(top(&|act| -found[act].largest_regret), Some(3));
}

#[test]
fn val_measures_of_a_small_table() {
    let criteria = Criteria { threshold: Some(1.0), percentile: 0.5, pessimism: 0.25, ..Criteria::new(Better::More) };
    let found = measures(&table(), &criteria).expect("measures");
    assert_eq!(
        (found[0].worst, found[0].best, found[0].mean, found[0].hurwicz, found[0].percentile),
        (0.0, 2.0, 1.25, 1.5, 1.5)
    );
    assert_eq!(table().regrets(Better::More), [0.0, 2.0, 1.0, 0.0, 1.0, 3.0, 0.0, 0.0, 2.0, 0.0, 1.0, 1.0]);
    assert_eq!((found[1].largest_regret, found[1].mean_regret, found[1].percentile_regret), (3.0, 1.0, 0.5));
    assert_eq!((found[0].satisficing, found[1].satisficing, found[2].satisficing), (Some(0.75), Some(1.0), Some(0.25)));
    assert_eq!((found[0].share_best, found[1].share_best, found[2].share_best), (0.5, 0.5, 0.25));
}

proptest! {
    /// Turning all signs and the direction turns all values and keeps all regrets and shares.
    #[test]
    fn prop_less_is_better_mirrors_more_is_better(cells in prop::collection::vec(-1e6f64..1e6, 12),
        threshold in -1e6f64..1e6) {
        let table = Values::new(3, 4, cells.clone()).expect("a table");
        let mirror = Values::new(3, 4, cells.iter().map(|value| -value).collect()).expect("a table");
        let of = |table, better, threshold| measures(table, &Criteria { threshold: Some(threshold),
            ..Criteria::new(better) }).expect("measures");
        for (left, right) in of(&table, Better::More, threshold).iter().zip(of(&mirror, Better::Less, -threshold)) {
            prop_assert_eq!(left.worst, -right.worst);
            prop_assert_eq!(left.hurwicz, -right.hurwicz);
            prop_assert_eq!(left.percentile, -right.percentile);
            prop_assert_eq!(left.largest_regret, right.largest_regret);
            prop_assert_eq!(left.satisficing, right.satisficing);
        }
    }

    #[test]
    fn prop_some_policy_is_best_in_every_state(cells in prop::collection::vec(-1e3f64..1e3, 20)) {
        let table = Values::new(4, 5, cells).expect("a table");
        let regrets = table.regrets(Better::Less);
        prop_assert!(regrets.iter().all(|regret| *regret >= 0.0));
        prop_assert!((0..5).all(|state| (0..4).any(|policy| regrets[policy * 5 + state] == 0.0)));
    }

    /// A level that all policies share in a state moves no regret.
    #[test]
    fn prop_regret_does_not_depend_on_the_level_of_a_state(level in -64i32..64) {
        let moved = table().row(0).iter().chain(table().row(1)).chain(table().row(2)).enumerate().map(|(cell,
            value)| value + if cell % 4 == 1 { f64::from(level) } else { 0.0 }).collect();
        prop_assert_eq!(Values::new(3, 4, moved).expect("a table").regrets(Better::More),
            table().regrets(Better::More));
    }
}

#[test]
fn faults_are_named() {
    assert_eq!(Values::new(0, 4, Vec::new()), Err(RobustnessError::Empty));
    assert!(matches!(Values::new(2, 2, vec![0.0; 3]), Err(RobustnessError::Size { given: 3, .. })));
    assert!(matches!(
        Values::new(1, 2, vec![0.0, f64::INFINITY]),
        Err(RobustnessError::NotFinite { policy: 0, state: 1, .. })
    ));
    let wrong =
        measures(&table(), &Criteria { pessimism: 1.5, ..Criteria::new(Better::More) }).expect_err("more than certain");
    assert_eq!(wrong.to_string(), "the pessimism is 1.5; expected a share from 0 to 1");
}
