//! Balance of power: how concentrated a country's armed power is.
//!
//! ```text
//! H_c = sum_i C_i^2 / (n_i C_c^2),   n_i = groups that the row stands for + fragments
//! ```
//!
//! The Herfindahl-Hirschman index of members over groups, where a row's members are spread evenly over the
//! groups that it stands for (a block has as many as its sum of squared size shares says) and over the
//! fragments into which captures have split it. One: a single group; 0.01: a hundred equal ones. It falls
//! where force breaks groups up and rises as fragments consolidate. A row cut into identical halves gives
//! the same value.

/// A group's country, the groups it stands for, its fragments, and its members.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Index of the country.
    pub country: usize,
    /// Groups of equal size that it stands for, without fragments.
    pub effective_groups: f64,
    /// Groups into which it has split and that have not consolidated.
    pub fragments: f64,
    /// Members.
    pub members: f64,
}

/// Writes the concentration of each country, nil where nobody is a member; `members` holds each country's.
pub fn concentration(shares: impl Iterator<Item = Share>, members: &[f64], concentration: &mut [f64]) {
    concentration.fill(0.0);
    for share in shares {
        let country_members = members[share.country];
        if country_members > 0.0 {
            let part = share.members / country_members;
            concentration[share.country] += part * part / (share.effective_groups + share.fragments);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(shares: &[(f64, f64, f64)]) -> f64 {
        let members = [shares.iter().map(|share| share.2).sum()];
        let shares = shares.iter().map(|&(effective_groups, fragments, members)| Share {
            country: 0,
            effective_groups,
            fragments,
            members,
        });
        let mut out = [f64::NAN];
        concentration(shares, &members, &mut out);
        out[0]
    }

    /// Values worked out by hand: shares 0.6 and 0.4; a block of four beside one; a group in three parts.
    #[test]
    fn concentration_is_the_sum_of_squared_shares() {
        for (shares, expected) in [
            (&[(1.0, 0.0, 60.0), (1.0, 0.0, 40.0)][..], 0.52),
            (&[(4.0, 0.0, 50.0), (1.0, 0.0, 50.0)], 0.3125),
            (&[(1.0, 2.0, 30.0)], 1.0 / 3.0),
            (&[(1.0, 0.0, 0.0)], 0.0),
        ] {
            assert!((of(shares) - expected).abs() < 1e-12, "{shares:?}: {}", of(shares));
        }
    }

    #[test]
    fn halves_of_a_group_are_the_group() {
        let whole = of(&[(5.0, 1.0, 80.0), (1.0, 0.0, 20.0)]);
        let halves = of(&[(2.5, 0.5, 40.0), (2.5, 0.5, 40.0), (1.0, 0.0, 20.0)]);
        assert!((whole - halves).abs() < 1e-12);
    }
}
