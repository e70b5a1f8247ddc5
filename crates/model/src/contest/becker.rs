//! Price from risk: the rule of Becker, Murphy & Grossman.
//!
//! With theta = s / (1 - s) the odds that a unit is seized, c its cost, F the money value of the
//! penalty, the competitive price covers what is lost:
//!
//! ```text
//! P = c (1 + theta) + theta F
//! ```
//!
//! Sellers may spend A per unit on evasion, which lowers the odds to theta / (1 + k A). The cheapest
//! A solves (1 + k A)^2 = theta [k (c + F) - 1]. The form of the evasion technology is assumed here;
//! the paper leaves theta(A, E) general.
//!
//! Whether to push supply below the free-market quantity: only if a unit's marginal social value is
//! below the marginal revenue P (1 - 1/|e|), which is negative when |e| < 1.
//!
//! Source: Becker, Murphy & Grossman 2006, JPE 114(1):38-60, standard form recalled, paper not
//! opened. Domain: competitive sellers, seizure probability below 1, positive evasion productivity.

/// A seller's situation per unit sold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SellerRisk {
    /// Cost of producing or buying one unit, c.
    pub unit_cost_usd: f64,
    /// Money value of the penalty when a unit is seized, F.
    pub penalty_usd: f64,
    /// Odds that a unit is seized when nothing is spent on evasion, theta.
    pub seizure_odds: f64,
}

/// Odds from a seizure probability below 1.
pub fn seizure_odds(probability: f64) -> f64 {
    probability / (1.0 - probability)
}

/// Price at which a seller who spends nothing on evasion breaks even.
pub fn break_even_price_usd(risk: SellerRisk) -> f64 {
    risk.unit_cost_usd * (1.0 + risk.seizure_odds) + risk.seizure_odds * risk.penalty_usd
}

/// Evasion spending per unit that makes the break-even price lowest; `productivity_per_usd` is k.
pub fn cheapest_evasion_usd(risk: SellerRisk, productivity_per_usd: f64) -> f64 {
    let k = productivity_per_usd;
    let square = risk.seizure_odds * (k * (risk.unit_cost_usd + risk.penalty_usd) - 1.0);
    if square > 1.0 { (square.sqrt() - 1.0) / k } else { 0.0 }
}

/// Break-even price when evasion spending is chosen best.
pub fn break_even_price_with_evasion_usd(risk: SellerRisk, productivity_per_usd: f64) -> f64 {
    let evasion = cheapest_evasion_usd(risk, productivity_per_usd);
    price_at_evasion_usd(risk, productivity_per_usd, evasion)
}

/// Break-even price at a given evasion spending.
pub fn price_at_evasion_usd(risk: SellerRisk, productivity_per_usd: f64, evasion_usd: f64) -> f64 {
    break_even_price_usd(SellerRisk {
        unit_cost_usd: risk.unit_cost_usd + evasion_usd,
        seizure_odds: risk.seizure_odds / (1.0 + productivity_per_usd * evasion_usd),
        ..risk
    })
}

/// Marginal revenue of a market with own-price elasticity of size `elasticity_size`.
pub fn marginal_revenue_usd(price_usd: f64, elasticity_size: f64) -> f64 {
    price_usd * (1.0 - elasticity_size.recip())
}

/// Whether pushing supply below the free-market quantity raises welfare.
pub fn suppression_pays(marginal_social_value_usd: f64, price_usd: f64, elasticity_size: f64) -> bool {
    marginal_social_value_usd < marginal_revenue_usd(price_usd, elasticity_size)
}
