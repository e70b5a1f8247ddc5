//! How a price change at one stage of the chain reaches the stages below it.
//!
//! Per link, with p the upstream and P the downstream price and m the pass-through share:
//!
//! ```text
//! dln P = [ m + (1 - m) p / P ] dln p
//! ```
//!
//! m = 0 adds dollar for dollar, m = 1 multiplies. Multiplying by P gives the linear equation
//! `dP/dp = m P/p + (1 - m)`, whose solutions are `P = p + C p^m`; with P = P0 at p = p0,
//!
//! ```text
//! P = p + (P0 - p0) (p / p0)^m
//! ```
//!
//! Sources: additive chain, Rydell & Everingham 1994; constant ratios between quantity levels,
//! Caulkins 1994 (MR-317); prices of 2007, Kilmer & Reuter 2009. Domain: prices per pure kg, one
//! price per stage; costs and risks of a stage unchanged.

/// One link of the chain at base prices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Price above the link.
    pub upstream_usd_per_kg: f64,
    /// Price below the link.
    pub downstream_usd_per_kg: f64,
    /// Pass-through m, 0 additive to 1 multiplicative.
    pub pass_through_share: f64,
}

/// Downstream price when the upstream price is `upstream_ratio` times its base.
pub fn downstream_price(link: Link, upstream_ratio: f64) -> f64 {
    let margin = link.downstream_usd_per_kg - link.upstream_usd_per_kg;
    // At the base the base is returned to the last bit, so that a market at rest stays at rest.
    link.downstream_usd_per_kg
        + link.upstream_usd_per_kg * (upstream_ratio - 1.0)
        + margin * (upstream_ratio.powf(link.pass_through_share) - 1.0)
}

/// Prices of the whole chain after the price of stage `shocked` is multiplied by `ratio`.
///
/// `base_usd_per_kg` runs from farm gate to retail; `pass_through_share[i]` belongs to the link
/// from stage i to stage i + 1. Stages above the shocked one keep their price.
///
/// ```
/// use counterflow_model::market::price_chain;
/// let base = [800.0, 2_400.0, 19_000.0, 27_000.0, 122_000.0];
/// let additive = price_chain(&base, &[0.0; 4], 0, 2.0);
/// assert_eq!(additive[4], 122_800.0);
/// ```
pub fn price_chain(base_usd_per_kg: &[f64], pass_through_share: &[f64], shocked: usize, ratio: f64) -> Vec<f64> {
    let mut upstream_ratio = ratio;
    let mut prices = base_usd_per_kg.to_vec();
    for (stage, price) in prices.iter_mut().enumerate().skip(shocked) {
        if stage == shocked {
            *price *= ratio;
            continue;
        }
        let link = Link {
            upstream_usd_per_kg: base_usd_per_kg[stage - 1],
            downstream_usd_per_kg: base_usd_per_kg[stage],
            pass_through_share: pass_through_share.get(stage - 1).copied().unwrap_or_default(),
        };
        *price = downstream_price(link, upstream_ratio);
        upstream_ratio = *price / base_usd_per_kg[stage];
    }
    prices
}

/// Share of the retail price that is earned at each stage: its price less the stage above.
pub fn value_shares(usd_per_kg: &[f64]) -> Vec<f64> {
    let retail = usd_per_kg.last().copied().unwrap_or(f64::NAN);
    let above = std::iter::once(0.0).chain(usd_per_kg.iter().copied());
    usd_per_kg.iter().zip(above).map(|(price, upstream)| (price - upstream) / retail).collect()
}
