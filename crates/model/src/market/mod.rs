//! One consumer market: a stock, a wholesale price that follows its level, a retail price, a purity.
//!
//! What it represents: all product that has reached a consumer market and has not been used yet,
//! as one stock of pure kilograms, and the prices at which it changes hands. Equations (subscript 0
//! is the calibrated baseline; at the baseline everything stands still exactly):
//!
//! ```text
//! consumption = min(desired, stock + arrivals)
//! stock'      = stock + arrivals - consumption
//! cover       = stock' / desired
//! p           = p0 (cover0 / cover)^gamma            bounded to p0 / limit .. p0 limit
//! P           = p + (P0 - p0) (p / p0)^m             retail, see `price_chain`
//! purity      = purity0 (P / P0)^-e availability^f   at most 1
//! ```
//!
//! The price follows the *level* of the stock. A price that integrates the gap between demand and
//! supply oscillates without end in the closed loop.
//!
//! Sources: stock rule, coupling prototype of this project (grade D); pass-through, Caulkins 1994
//! (multiplicative) and Rydell & Everingham 1994 (additive); purity, Cunningham, Callaghan & Liu
//! 2015. Domain: monthly steps, cover from about one month upwards, gamma at most 1. Known failure:
//! one stock for a market hides local shortages, and stocks have never been measured.

pub mod price_chain;
#[cfg(test)]
pub(crate) mod shipped;
#[cfg(test)]
mod tests;

pub use price_chain::{Link, downstream_price, price_chain, value_shares};

parameters! {
    /// Parameters of the market module.
    MarketParameters in "market" {
        /// Stock held in a market, as months of consumption.
        stock_cover_months: "month",
        /// Wholesale price response to the stock's cover, gamma.
        price_response_to_cover: "1",
        /// Pass-through of wholesale price changes to retail, m.
        pass_through_inside_market: "share",
        /// Fall of purity when the price per pure gram rises, e.
        purity_price_elasticity: "1",
        /// Fall of purity with precursor shortage beyond what the price shows, f.
        purity_precursor_elasticity: "1",
        /// Largest ratio of the wholesale price to its baseline, and of the baseline to it.
        price_ratio_limit: "1",
        /// Consumption of the reference market, used when the module runs alone.
        reference_consumption_kg_per_month: "kg/month",
        /// Wholesale price of the reference market, per pure kg.
        reference_wholesale_usd_per_kg: "USD/kg",
        /// Retail price of the reference market, per pure kg.
        reference_retail_usd_per_kg: "USD/kg",
        /// Retail purity of the reference market.
        reference_purity: "share",
        /// Price elasticity of consumption when the market runs alone.
        reference_price_elasticity: "1",
    }
}

/// How a wholesale price change reaches the retail price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PassThrough {
    /// The share `pass_through_inside_market`.
    #[default]
    Mixed,
    /// Dollar for dollar (share 0).
    Additive,
    /// Percent for percent (share 1).
    Multiplicative,
}

impl PassThrough {
    /// The pass-through share m that this rule stands for.
    pub fn share(self, mixed_share: f64) -> f64 {
        match self {
            Self::Mixed => mixed_share,
            Self::Additive => 0.0,
            Self::Multiplicative => 1.0,
        }
    }
}

/// What sets the wholesale price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PriceRule {
    /// The level of the stock against what is consumed.
    #[default]
    StockCover,
    /// The cost of supply (Rydell & Everingham 1994).
    CostOfSupply,
}

/// What the world and the structural switches fix for a whole run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarketBaseline {
    /// Consumption, equal to arrivals at the baseline, pure kg.
    pub consumption_kg_per_month: f64,
    /// Wholesale price per pure kg.
    pub wholesale_price_usd_per_kg: f64,
    /// Retail price per pure kg.
    pub retail_price_usd_per_kg: f64,
    /// Retail purity.
    pub purity_share: f64,
    /// Rule by which retail follows wholesale.
    pub pass_through: PassThrough,
    /// What sets the wholesale price.
    pub price_rule: PriceRule,
}

impl MarketBaseline {
    /// Stock at the baseline.
    pub fn stock_kg(&self, p: &MarketParameters) -> f64 {
        p.stock_cover_months * self.consumption_kg_per_month
    }
}

/// What a market carries from month to month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarketState {
    /// Stock at the end of the month, pure kg.
    pub stock_kg: f64,
    /// Wholesale price per pure kg.
    pub wholesale_price_usd_per_kg: f64,
    /// Retail price per pure kg.
    pub retail_price_usd_per_kg: f64,
    /// Retail purity.
    pub purity_share: f64,
}

impl MarketState {
    /// The state in which nothing moves.
    pub fn at_baseline(p: &MarketParameters, baseline: &MarketBaseline) -> Self {
        Self {
            stock_kg: baseline.stock_kg(p),
            wholesale_price_usd_per_kg: baseline.wholesale_price_usd_per_kg,
            retail_price_usd_per_kg: baseline.retail_price_usd_per_kg,
            purity_share: baseline.purity_share,
        }
    }
}

/// What reaches a market in one month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarketInputs {
    /// Product that arrived, pure kg.
    pub arrivals_kg_per_month: f64,
    /// What users would consume at last month's price, pure kg.
    pub desired_consumption_kg_per_month: f64,
    /// Precursor availability at the source, 1 at the baseline.
    pub precursor_availability_ratio: f64,
    /// Cost of supply against the baseline.
    pub supply_cost_ratio: f64,
}

/// What a market reports for one month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarketOutputs {
    /// Product consumed, pure kg.
    pub consumption_kg_per_month: f64,
    /// Desired consumption that the stock could not serve, pure kg.
    pub unmet_demand_kg_per_month: f64,
    /// Stock at the end of the month less stock at its beginning, pure kg.
    pub stock_change_kg: f64,
    /// Stock at the end of the month as months of desired consumption.
    pub cover_months: f64,
    /// Wholesale price against the baseline; the value index that the network carries upstream.
    pub wholesale_price_ratio: f64,
    /// Retail price per pure unit against the baseline; the price that users answer.
    pub retail_price_ratio: f64,
    /// Retail price per unit as sold, that is at street purity.
    pub street_price_usd_per_kg: f64,
    /// Retail revenue.
    pub revenue_usd_per_month: f64,
}

/// One month of one market. Prices in `state` at entry are last month's.
pub fn step(
    p: &MarketParameters,
    baseline: &MarketBaseline,
    state: &mut MarketState,
    inputs: &MarketInputs,
) -> MarketOutputs {
    let stock_before_kg = state.stock_kg;
    let desired = inputs.desired_consumption_kg_per_month;
    let consumption = desired.min(stock_before_kg + inputs.arrivals_kg_per_month);
    // The difference is taken first so that a market in balance keeps its stock to the last bit.
    state.stock_kg = (stock_before_kg + (inputs.arrivals_kg_per_month - consumption)).max(0.0);

    let cover_ratio = cover_ratio(p, baseline, state.stock_kg, desired);
    reprice(p, baseline, state, cover_ratio, inputs);
    MarketOutputs {
        consumption_kg_per_month: consumption,
        unmet_demand_kg_per_month: desired - consumption,
        stock_change_kg: state.stock_kg - stock_before_kg,
        cover_months: p.stock_cover_months * cover_ratio,
        wholesale_price_ratio: state.wholesale_price_usd_per_kg / baseline.wholesale_price_usd_per_kg,
        retail_price_ratio: state.retail_price_usd_per_kg / baseline.retail_price_usd_per_kg,
        street_price_usd_per_kg: state.retail_price_usd_per_kg * state.purity_share,
        revenue_usd_per_month: state.retail_price_usd_per_kg * consumption,
    }
}

/// Cover against its baseline; with no demand at all every stock is ample.
fn cover_ratio(p: &MarketParameters, baseline: &MarketBaseline, stock_kg: f64, desired: f64) -> f64 {
    let demand_ratio = desired / baseline.consumption_kg_per_month;
    if demand_ratio > 0.0 { stock_kg / baseline.stock_kg(p) / demand_ratio } else { f64::INFINITY }
}

/// Sets both prices and the purity from the cover.
fn reprice(
    p: &MarketParameters,
    baseline: &MarketBaseline,
    state: &mut MarketState,
    cover_ratio: f64,
    inputs: &MarketInputs,
) {
    let limit = p.price_ratio_limit;
    let price_ratio = match baseline.price_rule {
        PriceRule::StockCover => cover_ratio.powf(-p.price_response_to_cover),
        PriceRule::CostOfSupply => inputs.supply_cost_ratio,
    };
    let price_ratio = price_ratio.clamp(limit.recip(), limit);
    let link = Link {
        upstream_usd_per_kg: baseline.wholesale_price_usd_per_kg,
        downstream_usd_per_kg: baseline.retail_price_usd_per_kg,
        pass_through_share: baseline.pass_through.share(p.pass_through_inside_market),
    };
    state.wholesale_price_usd_per_kg = baseline.wholesale_price_usd_per_kg * price_ratio;
    state.retail_price_usd_per_kg = downstream_price(link, price_ratio);
    let retail_ratio = state.retail_price_usd_per_kg / baseline.retail_price_usd_per_kg;
    state.purity_share = purity(p, baseline.purity_share, retail_ratio, inputs.precursor_availability_ratio);
}

/// Purity at a retail price ratio (per pure gram) and a precursor availability.
pub fn purity(
    p: &MarketParameters,
    baseline_purity_share: f64,
    retail_price_ratio: f64,
    precursor_availability_ratio: f64,
) -> f64 {
    let availability = precursor_availability_ratio.max(p.price_ratio_limit.recip());
    let scarcity = retail_price_ratio.powf(-p.purity_price_elasticity);
    (baseline_purity_share * scarcity * availability.powf(p.purity_precursor_elasticity)).min(1.0)
}
