//! Reference directions: points spread evenly over the simplex of weights (Das and Dennis 1998).

/// Directions for a population: the finest grid with no more points than candidates. A grid with fewer divisions
/// than objectives has no point inside the simplex, so that a second one, at half its size around the centre,
/// takes what is left of the population (Deb and Jain 2014, section V-A). Each direction has a weight of at least
/// zero per objective; weights sum to one. There are never fewer directions than objectives.
#[must_use]
pub fn reference_directions(objectives: usize, population: usize) -> Vec<Vec<f64>> {
    let divisions = finest(objectives, population).max(1);
    let mut directions = grid(objectives, divisions);
    if divisions < objectives {
        let inner = finest(objectives, population.saturating_sub(directions.len()));
        if inner > 0 {
            let centre = 1.0 / objectives as f64;
            let halved = |direction: Vec<f64>| direction.iter().map(|weight| (weight + centre) / 2.0).collect();
            directions.extend(grid(objectives, inner).into_iter().map(halved));
        }
    }
    directions
}

/// The most divisions whose grid has no more than so many points; zero where one division has more.
fn finest(objectives: usize, points: usize) -> usize {
    let (mut divisions, mut next) = (0, objectives);
    while next <= points {
        divisions += 1;
        // C(objectives + d, d + 1) from C(objectives + d - 1, d).
        next = next * (objectives + divisions) / (divisions + 1);
    }
    divisions
}

/// All weights that are multiples of one part in `divisions`.
fn grid(objectives: usize, divisions: usize) -> Vec<Vec<f64>> {
    let mut begun = vec![(Vec::new(), divisions)];
    for objective in 0..objectives {
        let is_last = objective + 1 == objectives;
        let longer = |(parts, left): (Vec<usize>, usize)| {
            let least = if is_last { left } else { 0 };
            (least..=left).map(move |part| ([parts.as_slice(), &[part]].concat(), left - part))
        };
        begun = begun.into_iter().flat_map(longer).collect();
    }
    begun.into_iter().map(|(parts, _)| parts.iter().map(|&part| part as f64 / divisions as f64).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Deb and Jain (2014), table I: 91 directions for 3 objectives (12 divisions), 210 for 5 (6 divisions), 156
    /// for 8 (3 outside and 2 inside) and 275 for 10 (3 and 2).
    #[test]
    fn val_numbers_of_directions_are_the_published_ones() {
        for (objectives, population, expected) in [(3, 92, 91), (5, 212, 210), (8, 156, 156), (10, 276, 275)] {
            assert_eq!(reference_directions(objectives, population).len(), expected, "{objectives}");
        }
    }

    #[test]
    fn prop_weights_sum_to_one_and_no_direction_comes_twice() {
        for (objectives, population) in [(2, 2), (2, 50), (3, 2), (4, 56), (7, 40), (9, 300)] {
            let directions = reference_directions(objectives, population);
            assert!(directions.len() >= objectives.min(population), "{objectives} {population}");
            assert!(directions.iter().all(|weights| (weights.iter().sum::<f64>() - 1.0).abs() < 1e-12));
            let mut distinct = directions.clone();
            distinct.sort_by(|one, other| one.partial_cmp(other).expect("finite weights"));
            distinct.dedup();
            assert_eq!(distinct.len(), directions.len(), "{objectives} {population}");
        }
    }
}
