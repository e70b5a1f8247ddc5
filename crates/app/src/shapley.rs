//! What each member of a group contributes to what the group is worth: the mean of its marginal
//! contribution over every order of arrival. Shapley, L. S. (1953), A value for n-person games, in
//! Contributions to the Theory of Games II, 307-317.

/// Number of sets of so many members.
pub fn sets(members: usize) -> usize {
    1 << members
}

/// Whether a set, whose bits say who is in, holds a member.
pub fn holds(set: usize, member: usize) -> bool {
    set >> member & 1 == 1
}

/// The value of each member; `worth` is indexed by set.
pub fn values(worth: &[f64]) -> Vec<f64> {
    let members = worth.len().ilog2() as usize;
    let value = |member: usize| {
        let without = (0..worth.len()).filter(|set| !holds(*set, member));
        without.map(|set| weight(set.count_ones() as usize, members) * (worth[set | 1 << member] - worth[set])).sum()
    };
    (0..members).map(value).collect()
}

/// Share of the orders in which exactly a given set of `before` members comes before a given other:
/// before! (members - before - 1)! / members!
fn weight(before: usize, members: usize) -> f64 {
    let factorial = |number: usize| (1..=number).map(|factor| factor as f64).product::<f64>();
    factorial(before) * factorial(members - before - 1) / factorial(members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Two own a left glove, one a right one, and only a pair is worth something: 1/6, 1/6, 4/6 (textbook
    /// example; Osborne and Rubinstein 1994, A Course in Game Theory, ch. 14).
    #[test]
    fn val_the_glove_game() {
        let worth: Vec<f64> =
            (0..8).map(|set| f64::from(u8::from(holds(set, 2) && (holds(set, 0) || holds(set, 1))))).collect();
        for (ours, published) in values(&worth).iter().zip([1.0 / 6.0, 1.0 / 6.0, 4.0 / 6.0]) {
            assert!((ours - published).abs() < 1e-12);
        }
    }

    proptest! {
        #[test]
        fn prop_contributions_add_up_and_equal_brute_force(worth in prop::collection::vec(-10.0_f64..10.0, 16)) {
            let ours = values(&worth);
            prop_assert!((ours.iter().sum::<f64>() - (worth[15] - worth[0])).abs() < 1e-9);
            let mut sums = [0.0; 4];
            let mut count = 0.0;
            for order in orders(4) {
                let mut arrived = 0;
                for member in order {
                    sums[member] += worth[arrived | 1 << member] - worth[arrived];
                    arrived |= 1 << member;
                }
                count += 1.0;
            }
            for (ours, sum) in ours.iter().zip(sums) {
                prop_assert!((ours - sum / count).abs() < 1e-9);
            }
        }
    }

    /// Every order of arrival.
    fn orders(members: usize) -> Vec<Vec<usize>> {
        if members == 0 {
            return vec![Vec::new()];
        }
        let put = |order: Vec<usize>| {
            (0..members).map(move |place| [&order[..place], &[members - 1], &order[place..]].concat())
        };
        orders(members - 1).into_iter().flat_map(put).collect()
    }
}
