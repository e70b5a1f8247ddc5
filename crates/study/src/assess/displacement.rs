//! Displacement: what left one corridor, mode, region or market and appeared in another.
//!
//! Of the mean change d of each place, losses are L_i = max(-d_i, 0) and gains G_j = max(d_j, 0). The
//! kilograms that moved are M = min(sum L, sum G), allocated in proportion: m_ij = M L_i/sum L G_j/sum G.
//! Losses beyond M stand in a last column, gains beyond M in a last row, so that row i adds up to L_i and
//! column j to G_j. Means over members are used because only means add up.

use super::Pair;
use super::kept_series::{DISPLACED, places};
use super::paired::mean;
use super::rules::LAST_MONTHS;
use crate::series::MONTHS_PER_YEAR;
use counterflow_model::indicators::Series;
use counterflow_model::world::{Mode, World};
use counterflow_report::Displacement;

/// Column of losses that no gain makes up for.
const GONE: &str = "nowhere: less in all";
/// Row of gains that no loss explains.
const ADDED: &str = "nowhere: more in all";
/// Kilograms a year below which a change is rounding.
const ROUNDING_KG_PER_YEAR: f64 = 1e-6;

/// The matrices of a scenario, one per dimension in which something moved.
pub(super) fn of(pair: &Pair<'_>) -> Vec<Displacement> {
    DISPLACED.iter().filter_map(|(dimension, series)| matrix(pair, dimension, *series)).collect()
}

fn matrix(pair: &Pair<'_>, dimension: &str, series: Series) -> Option<Displacement> {
    let months = pair.after.months.min(pair.before.months);
    let window = months.saturating_sub(LAST_MONTHS)..months;
    let changes: Vec<f64> = places(pair.model, series)
        .map(|place| {
            super::paired::Changes::of(pair, place.position, window.clone(), MONTHS_PER_YEAR)
                .map_or(0.0, |changes| mean(&changes.change))
        })
        .collect();
    let allocation = allocate(&names(&pair.model.world, series), &changes);
    let (from, to, kg_per_year) = allocation?;
    Some(Displacement { scenario: pair.scenario.id.clone(), dimension: dimension.to_owned(), from, to, kg_per_year })
}

/// Names of the places of a displaced indicator, in the order of its series.
fn names(world: &World, series: Series) -> Vec<String> {
    match series {
        Series::Flow => world.corridors.iter().map(|corridor| corridor.name.clone()).collect(),
        Series::ProcessedOutput => world.regions.iter().map(|region| region.name.clone()).collect(),
        Series::Arrivals => world.markets.iter().map(|market| market.name.clone()).collect(),
        _ => Mode::ALL.iter().map(|mode| mode.id().replace('_', " ")).collect(),
    }
}

type Matrix = (Vec<String>, Vec<String>, Vec<Vec<f64>>);

/// Allocates losses to gains in proportion; none if nothing moved.
fn allocate(names: &[String], changes: &[f64]) -> Option<Matrix> {
    let side = |sign: f64| -> Vec<(String, f64)> {
        names
            .iter()
            .zip(changes)
            .filter(|(_, change)| **change * sign > ROUNDING_KG_PER_YEAR)
            .map(|(name, change)| (name.clone(), change * sign))
            .collect()
    };
    let (mut losses, mut gains) = (side(-1.0), side(1.0));
    let sum = |side: &[(String, f64)]| side.iter().map(|(_, kg)| kg).sum::<f64>();
    let (lost, gained) = (sum(&losses), sum(&gains));
    if lost > gained {
        gains.push((GONE.to_owned(), lost - gained));
    } else if gained > lost {
        losses.push((ADDED.to_owned(), gained - lost));
    }
    let total = lost.max(gained);
    if total <= 0.0 {
        return None;
    }
    let rows = losses.iter().map(|(_, loss)| gains.iter().map(|(_, gain)| loss * gain / total).collect()).collect();
    let names = |side: Vec<(String, f64)>| side.into_iter().map(|(name, _)| name).collect();
    Some((names(losses), names(gains), rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|place| format!("place {place}")).collect()
    }

    #[test]
    fn rows_add_up_to_what_left_and_columns_to_what_appeared() {
        let (from, to, rows) = allocate(&names(5), &[-30.0, 10.0, 0.0, -10.0, 15.0]).expect("a matrix");
        assert_eq!(from, ["place 0", "place 3"]);
        assert_eq!(to, ["place 1", "place 4", GONE]);
        let row_sums: Vec<f64> = rows.iter().map(|row| row.iter().sum()).collect();
        let column_sums: Vec<f64> = (0..to.len()).map(|column| rows.iter().map(|row| row[column]).sum()).collect();
        assert_eq!((row_sums, column_sums), (vec![30.0, 10.0], vec![10.0, 15.0, 15.0]));
        assert_eq!(rows[0][0], 7.5);
    }

    #[test]
    fn gains_without_losses_stand_in_a_row_of_their_own() {
        let (from, to, rows) = allocate(&names(2), &[4.0, 0.0]).expect("a matrix");
        assert_eq!((from, to, rows), (vec![ADDED.to_owned()], vec!["place 0".to_owned()], vec![vec![4.0]]));
        assert_eq!(allocate(&names(2), &[0.0, 0.0]), None);
    }
}
