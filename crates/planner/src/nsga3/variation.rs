//! Children of two parents: simulated binary crossover and polynomial mutation within bounds.

use crate::random::RandomStream;

/// Deb and Jain (2014), table II: crossover always, its distribution index, that of mutation, and one gene of a
/// candidate mutated on average.
const CROSSOVER_INDEX: f64 = 30.0;
const MUTATION_INDEX: f64 = 20.0;
/// Chance that a gene is recombined, and that the two children swap it (Deb and Agrawal 1995).
const HALF: f64 = 0.5;
/// Genes closer than this are the same: the spread of their children would be a division by nothing.
const SAME_GENE: f64 = 1e-14;

/// Two children, every gene within 0 and 1.
pub(super) fn children(parents: [&[f64]; 2], random: &mut RandomStream) -> [Vec<f64>; 2] {
    let mut children = parents.map(<[f64]>::to_vec);
    for gene in 0..parents[0].len() {
        let pair = [parents[0][gene], parents[1][gene]];
        if random.uniform() < HALF && (pair[0] - pair[1]).abs() > SAME_GENE {
            let [low, high] = recombined(pair[0].min(pair[1]), pair[0].max(pair[1]), random.uniform());
            let swapped = random.uniform() < HALF;
            (children[0][gene], children[1][gene]) = if swapped { (high, low) } else { (low, high) };
        }
    }
    for child in &mut children {
        let chance = 1.0 / child.len() as f64;
        for gene in child {
            if random.uniform() < chance {
                *gene = mutated(*gene, random.uniform());
            }
        }
    }
    children
}

/// A gene of two children from those of the parents, `low < high`: spread about the parents' mean by a factor
/// whose density falls from one as a power, cut off where a child would leave its bound.
fn recombined(low: f64, high: f64, draw: f64) -> [f64; 2] {
    let (mean, distance) = ((low + high) / 2.0, high - low);
    let exponent = 1.0 / (CROSSOVER_INDEX + 1.0);
    let spread = |room: f64| {
        let reach = 1.0 + 2.0 * room / distance;
        let alpha = 2.0 - reach.powf(-(CROSSOVER_INDEX + 1.0));
        if draw * alpha <= 1.0 { (draw * alpha).powf(exponent) } else { (2.0 - draw * alpha).recip().powf(exponent) }
    };
    [mean - spread(low) * distance / 2.0, mean + spread(1.0 - high) * distance / 2.0].map(|gene| gene.clamp(0.0, 1.0))
}

/// A gene moved by a draw whose density falls with distance as a power and ends at both bounds.
fn mutated(gene: f64, draw: f64) -> f64 {
    let exponent = 1.0 / (MUTATION_INDEX + 1.0);
    let tail = |room: f64| (1.0 - room).powf(MUTATION_INDEX + 1.0);
    let moved = if draw <= HALF {
        gene + (2.0 * draw + (1.0 - 2.0 * draw) * tail(gene)).powf(exponent) - 1.0
    } else {
        gene + 1.0 - (2.0 * (1.0 - draw) + (2.0 * draw - 1.0) * tail(1.0 - gene)).powf(exponent)
    };
    moved.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At the ends of a draw a mutated gene meets its bounds, and the middle leaves it where it is.
    #[test]
    fn val_mutation_spans_the_range_and_has_its_median_at_the_gene() {
        for gene in [0.0, 0.03, 0.5, 0.81, 1.0] {
            let ends = [mutated(gene, 0.0), mutated(gene, 0.5), mutated(gene, 1.0)];
            assert!((ends[0]).abs() < 1e-12 && (ends[1] - gene).abs() < 1e-12 && (ends[2] - 1.0).abs() < 1e-12);
        }
    }

    /// Far from the bounds half of all children lie between their parents (spread below one), and the mean of
    /// the two children is that of the parents.
    #[test]
    fn val_crossover_keeps_the_mean_and_half_of_the_children_between() {
        let (low, high) = (0.45, 0.55);
        for draw in [0.01, 0.3, 0.7, 0.99] {
            let [one, other] = recombined(low, high, draw);
            assert!((one + other - (low + high)).abs() < 1e-9, "{draw}");
            assert_eq!(one > low, draw < 0.5, "{draw}: {one}");
        }
    }

    #[test]
    fn prop_genes_stay_within_bounds() {
        let mut random = RandomStream::new(7);
        for _ in 0..20_000 {
            // Genes at the bounds are as common as those between.
            let mut gene = || (3.0 * random.uniform() - 1.0).clamp(0.0, 1.0);
            let parents: [Vec<f64>; 2] = std::array::from_fn(|_| (0..4).map(|_| gene()).collect());
            let children = children([&parents[0], &parents[1]], &mut random);
            assert!(children.iter().flatten().all(|gene| (0.0..=1.0).contains(gene)), "{parents:?} {children:?}");
        }
    }
}
