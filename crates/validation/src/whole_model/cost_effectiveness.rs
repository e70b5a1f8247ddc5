//! What a one per cent cut of consumption costs: RAND's table (Rydell & Everingham 1994) by the coupled model under
//! RAND's costs, market and elasticities, and under ours; and the marginal costs of Mejia & Restrepo beside ours.
//!
//! One year of a programme, its effects discounted over RAND's horizon. A supply programme is what it costs suppliers
//! for each dollar spent (a calibration of RAND's sums), put on what it costs to supply the market; what that does to
//! prices, use, planting and routes is the coupled model's. Treatment is the lever.

use counterflow_model::demand::DemandParameters;
use counterflow_model::market::PassThrough;
use counterflow_model::policy::{Amount, LeverId, LeverUse, Scenario, Shock, ShockKind, Switches};
use counterflow_model::production::Supply;
use counterflow_model::{Calibration, Hold, MONTHS_PER_YEAR, Model, Parameters, RunOptions, run};
use schemars::JsonSchema;
use serde::Serialize;

const YEAR: usize = MONTHS_PER_YEAR as usize;
/// Money for a programme in its year: small against every market, so that costs are marginal.
const BUDGET_USD: f64 = 100e6;
/// Hectares of eradication in its year: small against every producer.
const HECTARES: f64 = 5_000.0;

/// Costs of programmes, RAND's beside the coupled model's.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CostEffectiveness {
    /// RAND's four programmes, and levers of ours that RAND has none of.
    pub programmes: Vec<ProgrammeCost>,
    /// What interdiction costs over what treatment costs, with one element of RAND's in the place of ours.
    pub drivers: Vec<Driver>,
    /// Marginal costs of programmes in the source country.
    pub source_country: Vec<KilogramCost>,
}

/// Cost of cutting consumption by 1 % of a year's, in the lead state's market, million USD.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ProgrammeCost {
    /// Programme.
    pub programme: &'static str,
    /// RAND's published figure, 1992 dollars.
    pub rand: Option<f64>,
    /// The coupled model under RAND's setting, 1992 dollars.
    pub with_rand_setting: Option<f64>,
    /// The coupled model under ours; negative where consumption rises.
    pub with_ours: f64,
}

/// How many times as much interdiction costs as treatment.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Driver {
    /// What is RAND's, all else being ours.
    pub element: &'static str,
    /// Ratio.
    pub interdiction_over_treatment: f64,
}

/// Cost of a kilogram less in retail markets, USD.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct KilogramCost {
    /// Programme.
    pub programme: &'static str,
    /// Mejia & Restrepo 2016.
    pub published: f64,
    /// The coupled model under ours; negative where consumption rises.
    pub with_ours: f64,
}

/// A model, its parameters and its structure.
#[derive(Clone, Debug)]
struct Setting {
    model: Model,
    p: Parameters,
    switches: Switches,
    market: usize,
}

/// All costs; none where the lead state is no market or a changed world does not hold together.
#[must_use]
pub fn cost_effectiveness(model: &Model, p: &Parameters) -> Option<CostEffectiveness> {
    let ours = Setting::ours(model, p)?;
    let rand = ours.with_rand_market()?.with_rand_elasticities().with_rand_structure().with_rand_treatment();
    let d = &p.demand;
    let supply = [
        ("source-country control", d.rand_source_country_cost_ratio, d.rand_source_country_usd_per_percent),
        ("interdiction", d.rand_interdiction_cost_ratio, d.rand_interdiction_usd_per_percent),
        ("domestic enforcement", d.rand_domestic_cost_ratio, d.rand_domestic_usd_per_percent),
    ];
    let mut programmes: Vec<ProgrammeCost> = supply
        .iter()
        .map(|&(programme, cost_ratio, published)| ProgrammeCost {
            programme,
            rand: Some(millions(published)),
            with_rand_setting: Some(millions(rand.supply_usd_per_percent(cost_ratio))),
            with_ours: millions(ours.supply_usd_per_percent(cost_ratio)),
        })
        .collect();
    programmes.push(ProgrammeCost {
        programme: "treatment",
        rand: Some(millions(d.rand_treatment_usd_per_percent)),
        with_rand_setting: Some(millions(rand.lever_usd_per_percent(LeverId::Treatment))),
        with_ours: millions(ours.lever_usd_per_percent(LeverId::Treatment)),
    });
    for (programme, lever) in [
        ("vessel patrols (lever)", LeverId::VesselPatrols),
        ("port control (lever)", LeverId::PortControl),
        ("raids (lever)", LeverId::StrikeForce),
    ] {
        let with_ours = millions(ours.lever_usd_per_percent(lever));
        programmes.push(ProgrammeCost { programme, rand: None, with_rand_setting: None, with_ours });
    }
    let drivers = vec![
        driver("all ours", &ours),
        driver("price is the cost of supply, dollars pass through", &ours.clone().with_rand_structure()),
        driver("elasticities, no habit", &ours.clone().with_rand_elasticities()),
        driver("market of 1992", &ours.with_rand_market()?),
        driver("cost of treatment, no relapse", &ours.clone().with_rand_treatment()),
        driver("all RAND's", &rand),
    ];
    Some(CostEffectiveness { programmes, drivers, source_country: ours.source_country() })
}

fn millions(usd: f64) -> f64 {
    const USD_PER_MILLION: f64 = 1e6;
    usd / USD_PER_MILLION
}

fn driver(element: &'static str, setting: &Setting) -> Driver {
    let interdiction = setting.supply_usd_per_percent(setting.p.demand.rand_interdiction_cost_ratio);
    let treatment = setting.lever_usd_per_percent(LeverId::Treatment);
    Driver { element, interdiction_over_treatment: interdiction / treatment }
}

impl Setting {
    fn ours(model: &Model, p: &Parameters) -> Option<Self> {
        let market = model.world.market(&model.world.countries[model.world.lead_state].id)?;
        Some(Self { model: model.clone(), p: p.clone(), switches: Switches::default(), market })
    }

    /// RAND's market: users, use, price and consumption of 1992, supplied by a world of the size for it.
    fn with_rand_market(&self) -> Option<Self> {
        let d = &self.p.demand;
        let baseline = Calibration::new(&self.model, &self.p, &self.switches, Hold::default());
        let arrivals_kg_per_year = baseline.trafficking.arrivals_kg[self.market] * MONTHS_PER_YEAR;
        let scale = d.rand_consumption_kg_per_year / arrivals_kg_per_year;
        let mut world = self.model.world.clone();
        for region in &mut world.regions {
            region.coca_area_ha *= scale;
            region.households *= scale;
        }
        for route in &mut world.routes {
            route.capacity_kg_per_month *= scale;
        }
        let market = &mut world.markets[self.market];
        market.light_users = d.reference_light_users;
        market.heavy_users = d.reference_heavy_users;
        market.grams_per_light_user_year = d.light_use_g_per_year;
        market.grams_per_heavy_user_year = d.heavy_use_g_per_year;
        market.treatment_episodes_per_year = d.reference_treatment_episodes_per_year;
        market.retail_usd_per_kg = d.rand_retail_price_usd_per_kg;
        market.user_growth_per_year = 0.0;
        Some(Self { model: Model::new(world).ok()?, ..self.clone() })
    }

    /// One elasticity, of use, at once; initiation does not answer.
    fn with_rand_elasticities(mut self) -> Self {
        let d = &self.p.demand;
        self.p.demand = DemandParameters {
            light_short_run_elasticity: d.rand_demand_elasticity,
            heavy_short_run_elasticity: d.rand_demand_elasticity,
            long_run_to_short_run_ratio: 1.0,
            initiation_price_elasticity: 0.0,
            ..d.clone()
        };
        self
    }

    /// Price is the cost of supply, and a dollar upstream is a dollar at retail.
    fn with_rand_structure(mut self) -> Self {
        self.switches.supply = Supply::CostBased;
        self.switches.pass_through = PassThrough::Additive;
        self
    }

    /// Episodes at RAND's cost, and what it counts as leaving stays away.
    fn with_rand_treatment(mut self) -> Self {
        self.p.levers.treatment.treatment_unit_cost_usd = self.p.demand.rand_treatment_cost_usd;
        self.p.demand.relapse_per_year = 0.0;
        self
    }

    /// Monthly series over a year before the programme and the horizon from its first month on.
    fn series(&self, indicator: &str, place: &str, change: impl FnOnce(&mut Scenario)) -> Vec<f64> {
        let months = YEAR + (self.p.demand.rand_horizon_years * MONTHS_PER_YEAR) as usize;
        let mut scenario = Scenario::baseline(self.model.world.start.plus_months(months as i64 - 1));
        scenario.switches = self.switches;
        change(&mut scenario);
        let hold = Hold { users: false, groups: true };
        let run = run(&self.model, &self.p, &scenario, RunOptions { hold, ..RunOptions::default() });
        self.model.layout.find(indicator, place).map_or_else(Vec::new, |series| run.series(series).collect())
    }

    /// Kilograms that a change saves over the horizon, discounted, and what is usual in a year.
    fn saved_kg(&self, place: &str, change: impl FnOnce(&mut Scenario)) -> (f64, f64) {
        let usual = self.series("consumption", place, |_| {});
        let changed = self.series("consumption", place, change);
        let discount = 1.0 + self.p.demand.rand_discount_per_year;
        let saved = usual.iter().zip(&changed).enumerate().skip(YEAR).map(|(month, (usual, changed))| {
            let years = (month - YEAR) as f64 / MONTHS_PER_YEAR;
            (usual - changed) * discount.powf(-years)
        });
        (saved.sum(), usual.iter().skip(YEAR).take(YEAR).sum())
    }

    fn usd_per_percent(&self, change: impl FnOnce(&mut Scenario)) -> f64 {
        const PER_CENT: f64 = 100.0;
        let (saved_kg, usual_kg) = self.saved_kg(&self.model.world.markets[self.market].id, change);
        BUDGET_USD / (PER_CENT * saved_kg / usual_kg)
    }

    /// A year in which suppliers bear so many dollars for each that is spent.
    fn supply_usd_per_percent(&self, cost_ratio: f64) -> f64 {
        let market = &self.model.world.markets[self.market];
        let usual: f64 = self.series("consumption", &market.id, |_| {}).iter().skip(YEAR).take(YEAR).sum();
        let factor = 1.0 + cost_ratio * BUDGET_USD / (usual * market.wholesale_usd_per_kg);
        let shock = self.shock(ShockKind::SupplyCost, factor, vec![self.market]);
        self.usd_per_percent(|scenario| scenario.shocks.push(shock))
    }

    fn lever_usd_per_percent(&self, id: LeverId) -> f64 {
        let used = self.lever(id, Vec::new());
        self.usd_per_percent(|scenario| scenario.levers.push(used))
    }

    fn shock(&self, kind: ShockKind, size: f64, targets: Vec<usize>) -> Shock {
        let from = self.model.world.start.plus_months(YEAR as i64);
        Shock { kind, size, from, until: Some(from.plus_months(YEAR as i64 - 1)), targets }
    }

    fn lever(&self, id: LeverId, targets: Vec<usize>) -> LeverUse {
        let from = self.model.world.start.plus_months(YEAR as i64);
        LeverUse {
            id,
            amount: Amount::BudgetUsdPerYear(BUDGET_USD),
            from,
            until: Some(from.plus_months(YEAR as i64 - 1)),
            ramp_months: 0.0,
            targets,
            consent: true,
            lethal_force: false,
        }
    }

    /// Eradication and interdiction in the largest producer, by kilograms less in all markets.
    fn source_country(&self) -> Vec<KilogramCost> {
        let world = &self.model.world;
        let area_ha = |country: usize| -> f64 {
            world.regions.iter().filter(|region| region.country == country).map(|region| region.coca_area_ha).sum()
        };
        let largest = (0..world.countries.len()).max_by(|&a, &b| area_ha(a).total_cmp(&area_ha(b))).unwrap_or(0);
        let shock = self.shock(ShockKind::Eradication, HECTARES, vec![largest]);
        let (eradication_kg, _) = self.saved_kg("world", |scenario| scenario.shocks.push(shock));
        let raids = self.lever(LeverId::StrikeForce, vec![largest]);
        let (interdiction_kg, _) = self.saved_kg("world", |scenario| scenario.levers.push(raids));
        let p = &self.p.production;
        vec![
            KilogramCost {
                programme: "eradication in the largest producer",
                published: p.mejia_restrepo_eradication_usd_per_kg,
                with_ours: HECTARES * p.eradication_cost_usd_per_ha / eradication_kg,
            },
            KilogramCost {
                programme: "interdiction there (raids)",
                published: p.mejia_restrepo_interdiction_usd_per_kg,
                with_ours: BUDGET_USD / interdiction_kg,
            },
        ]
    }
}
