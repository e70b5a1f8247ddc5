//! Production of one parameter draw at rest: input, capacity and waiting base at which nothing moves.

use super::ProductionParameters;
use super::fields::{spray_loss, sprayed_share};
use super::laboratories::{destroyed_capacity, laboratory_output, rebuilt_share};
use crate::MONTHS_PER_YEAR;
use crate::elementary::wide;
use crate::world::World;

/// Calibrated starting point of production for one parameter draw.
#[derive(Clone, Debug)]
pub struct ProductionBaseline {
    pub(super) area_ha: Vec<f64>,
    pub(super) potential_kg_per_ha_month: Vec<f64>,
    pub(super) realised_share: f64,
    pub(super) base_seizure_share: Vec<f64>,
    pub(super) households: Vec<f64>,
    /// Hectares sprayed or uprooted a month in the base year, by region.
    pub(super) eradication_ha_per_month: Vec<f64>,
    /// Yield that fields under this eradication lose at rest.
    pub(super) spray_loss_share: Vec<f64>,
    pub(super) base_flows: Vec<(usize, usize, f64)>,
    pub(super) laboratory_input_kg: Vec<f64>,
    pub(super) capacity_kg_per_month: Vec<f64>,
    pub(super) capacity_target_kg_per_month: Vec<f64>,
    pub(super) waiting_base_kg: Vec<f64>,
    pub(super) processed_kg: Vec<f64>,
    pub(super) raids_per_month: Vec<f64>,
    pub(super) door_price_usd_per_kg: Vec<f64>,
}

impl ProductionBaseline {
    /// Calibrates production so that, undisturbed, it stands still; `raids_per_year` are the base year's.
    #[must_use]
    pub fn new(p: &ProductionParameters, world: &World, realised_share: f64, raids_per_year: f64) -> Self {
        let regions = &world.regions;
        let count = regions.len();
        let area_ha: Vec<f64> = regions.iter().map(|r| r.coca_area_ha).collect();
        let potential: Vec<f64> = regions.iter().map(|r| r.potential_kg_per_ha_year / MONTHS_PER_YEAR).collect();
        let seizure: Vec<f64> = regions.iter().map(|r| r.base_seizure_share).collect();
        let base_flows: Vec<_> = world.base_flows.iter().map(|f| (f.from, f.to, f.share)).collect();
        let mut input = vec![0.0; count];
        for &(from, to, share) in &base_flows {
            input[to] += area_ha[from] * potential[from] * realised_share * (1.0 - seizure[from]) * share;
        }
        let capacity: Vec<f64> = (0..count).map(|j| input[j] * regions[j].lab_capacity_ratio).collect();
        let total_capacity: f64 = capacity.iter().sum();
        let mut baseline = Self {
            area_ha,
            potential_kg_per_ha_month: potential,
            realised_share,
            base_seizure_share: seizure,
            households: regions.iter().map(|r| r.households).collect(),
            eradication_ha_per_month: regions.iter().map(|r| r.eradication_ha_per_year / MONTHS_PER_YEAR).collect(),
            spray_loss_share: vec![0.0; count],
            base_flows,
            door_price_usd_per_kg: regions.iter().map(|r| world.places[r.place].price_usd_per_kg).collect(),
            capacity_target_kg_per_month: capacity.clone(),
            waiting_base_kg: vec![0.0; count],
            processed_kg: vec![0.0; count],
            raids_per_month: capacity.iter().map(|k| raids_per_year / MONTHS_PER_YEAR * k / total_capacity).collect(),
            capacity_kg_per_month: capacity,
            laboratory_input_kg: input,
        };
        baseline.settle(p);
        baseline
    }

    /// Waiting base and rebuilding targets at which nothing moves.
    fn settle(&mut self, p: &ProductionParameters) {
        const ITERATIONS: usize = 400;
        let (slack, survival, sharpness) =
            (p.precursor_slack_ratio, p.waiting_base_survival_per_month, p.smooth_minimum_sharpness);
        let count = self.capacity_kg_per_month.len();
        let (fresh, capacity) = (&self.laboratory_input_kg[..count], &self.capacity_kg_per_month[..count]);
        let (waiting, processed) = (&mut self.waiting_base_kg[..count], &mut self.processed_kg[..count]);
        for _ in 0..ITERATIONS {
            let (waiting, processed) = (&mut waiting[..count], &mut processed[..count]);
            let moved = wide(
                #[inline(always)]
                move || {
                    let mut moved = false;
                    for j in 0..count {
                        processed[j] =
                            laboratory_output(fresh[j] + waiting[j], capacity[j], slack * fresh[j], sharpness);
                        let settled = survival * (fresh[j] + waiting[j] - processed[j]);
                        moved |= settled != waiting[j];
                        waiting[j] = settled;
                    }
                    moved
                },
            );
            if !moved {
                break;
            }
        }
        for (region, loss) in self.spray_loss_share.iter_mut().enumerate() {
            let sprayed = sprayed_share(self.eradication_ha_per_month[region], self.area_ha[region]);
            for _ in 0..ITERATIONS {
                *loss = spray_loss(p, *loss, sprayed);
            }
        }
        for j in 0..count {
            let capacity = self.capacity_kg_per_month[j];
            let destroyed = destroyed_capacity(capacity, self.raids_per_month[j] * p.capacity_per_raid_kg_per_month);
            self.capacity_target_kg_per_month[j] = capacity + destroyed * (rebuilt_share(p).recip() - 1.0);
        }
    }

    /// Product leaving each region's laboratories in the baseline.
    #[must_use]
    pub fn processed_kg(&self) -> &[f64] {
        &self.processed_kg
    }

    /// Laboratory capacity in the baseline.
    #[must_use]
    pub fn capacity_kg_per_month(&self) -> &[f64] {
        &self.capacity_kg_per_month
    }
}
