//! Who fights whom: the conflict matrix, stored by row.
//!
//! The exposure of group i is `X_i = sum_j S_ij C_j`; its losses are `theta_i C_i X_i` a week.
//! S need not be symmetric: a group with many allies loses fewer people (Prieto-Curiel, Campedelli
//! & Hope 2023). The published matrix of 150 groups, `S_ij = (Rival_ij + 1) / (Ally_i + 1)` with
//! `S_ii = 0`, has no zero off the diagonal, but is a sparse matrix plus one number per row:
//! `X_i = b_i (sum_j C_j - C_i) + sum_sparse`, with `b_i = 1 / (Ally_i + 1)`.

/// A conflict matrix in rows, with an optional base that every other group adds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conflict {
    row_starts: Vec<usize>,
    opponents: Vec<usize>,
    weights: Vec<f64>,
    row_base: Vec<f64>,
}

impl Conflict {
    /// From ordered pairs (group, opponent, weight), the diagonal included where a group is itself
    /// many that fight. Pairs that name a group outside `0..groups` are left out.
    pub fn from_pairs(groups: usize, pairs: &[(usize, usize, f64)]) -> Self {
        let mut rows: Vec<Vec<(usize, f64)>> = vec![Vec::new(); groups];
        for &(group, opponent, weight) in pairs {
            if group < groups && opponent < groups {
                rows[group].push((opponent, weight));
            }
        }
        Self::from_rows(rows, vec![0.0; groups])
    }

    /// The published form from undirected lists (group, group, number of states); pairs that name a
    /// group outside `0..groups` are left out.
    pub fn from_rivals_and_allies(
        groups: usize,
        rivals: &[(usize, usize, f64)],
        allies: &[(usize, usize, f64)],
    ) -> Self {
        let inside = |&&(a, b, _): &&(usize, usize, f64)| a < groups && b < groups;
        let mut ally_strength = vec![0.0; groups];
        for &(a, b, states) in allies.iter().filter(inside) {
            ally_strength[a] += states;
            ally_strength[b] += states;
        }
        let row_base: Vec<f64> = ally_strength.iter().map(|strength| 1.0 / (strength + 1.0)).collect();
        let mut rows: Vec<Vec<(usize, f64)>> = vec![Vec::new(); groups];
        for &(a, b, states) in rivals.iter().filter(inside) {
            rows[a].push((b, states * row_base[a]));
            rows[b].push((a, states * row_base[b]));
        }
        Self::from_rows(rows, row_base)
    }

    fn from_rows(rows: Vec<Vec<(usize, f64)>>, row_base: Vec<f64>) -> Self {
        let mut conflict = Self { row_starts: vec![0], row_base, ..Self::default() };
        for mut row in rows {
            row.sort_by_key(|&(opponent, _)| opponent);
            conflict.opponents.extend(row.iter().map(|&(opponent, _)| opponent));
            conflict.weights.extend(row.iter().map(|&(_, weight)| weight));
            conflict.row_starts.push(conflict.opponents.len());
        }
        conflict
    }

    /// Number of groups.
    pub fn groups(&self) -> usize {
        self.row_base.len()
    }

    /// Lets each group without any opponent fight within itself, so that its deaths at the start
    /// have a place to come from.
    pub fn with_inner_conflict_where_alone(self) -> Self {
        let groups = self.groups();
        let mut rows: Vec<Vec<(usize, f64)>> = vec![Vec::new(); groups];
        for (group, row) in rows.iter_mut().enumerate() {
            row.extend(self.row(group));
            if row.is_empty() && self.row_base[group] == 0.0 {
                row.push((group, 1.0));
            }
        }
        Self::from_rows(rows, self.row_base)
    }

    fn row(&self, group: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.row_starts[group]..self.row_starts[group + 1];
        self.opponents[range.clone()].iter().copied().zip(self.weights[range].iter().copied())
    }

    /// Writes the exposure of every group into `exposure`.
    pub fn exposure(&self, members: &[f64], exposure: &mut [f64]) {
        let total: f64 = members.iter().sum();
        for (group, out) in exposure.iter_mut().enumerate() {
            let others = self.row_base[group] * (total - members[group]);
            *out = self.row(group).fold(others, |sum, (opponent, weight)| sum + weight * members[opponent]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_form_equals_the_dense_matrix() {
        let rivals = [(0, 1, 3.0), (1, 2, 1.0)];
        let allies = [(0, 2, 2.0)];
        let members = [5.0, 7.0, 11.0, 13.0];
        let mut exposure = [0.0; 4];
        Conflict::from_rivals_and_allies(4, &rivals, &allies).exposure(&members, &mut exposure);
        let ally = [2.0, 0.0, 2.0, 0.0];
        let rival = |i: usize, j: usize| {
            rivals.iter().filter(|&&(a, b, _)| (a, b) == (i, j) || (b, a) == (i, j)).map(|r| r.2).sum::<f64>()
        };
        for i in 0..4 {
            let dense: f64 =
                (0..4).filter(|&j| j != i).map(|j| (rival(i, j) + 1.0) / (ally[i] + 1.0) * members[j]).sum();
            assert!((exposure[i] - dense).abs() < 1e-12);
        }
    }

    #[test]
    fn pairs_outside_the_groups_are_left_out_and_lonely_groups_fight_within() {
        let conflict = Conflict::from_pairs(2, &[(0, 5, 1.0), (0, 0, 2.0)]).with_inner_conflict_where_alone();
        let mut exposure = [0.0; 2];
        conflict.exposure(&[3.0, 4.0], &mut exposure);
        assert_eq!(exposure, [6.0, 4.0]);
    }
}
