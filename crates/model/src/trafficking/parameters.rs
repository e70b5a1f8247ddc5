//! The numbers that the trafficking module needs; values, ranges and sources stand in
//! `data/evidence/trafficking.toml`.

parameters! {
    /// Parameters of the trafficking module.
    TraffickingParameters in "trafficking" {
        /// Exponent of relative value in route shares.
        route_choice_exponent: "1",
        /// Exponent that stands for all-or-nothing choice of the best route.
        shortest_path_exponent: "1",
        /// Share of last month's route shares that stays.
        share_inertia_per_month: "share",
        /// Memory for losses.
        loss_memory_months: "month",
        /// Weight of the prior, in months of baseline volume.
        prior_months: "month",
        /// Share of a route's cost that is compensation for risk.
        risk_compensation_share: "share",
        /// Share of a route's cost that rises with its losses in what a kilogram is worth upstream.
        priced_risk_share: "share",
        /// Where between its price at departure (0) and at arrival (1) a lost kilogram is replaced.
        loss_valuation_point: "share",
        /// Rise of cost per lethal strike on vessels and 100 consignments in a corridor.
        lethal_deterrence: "1",
        /// Speed at which an organisation spreads or narrows its routes.
        openness_adjustment_per_month: "1",
        /// How far full spreading flattens shares towards capacity, as an exponent.
        openness_strength: "1",
        /// Congestion cost at full capacity.
        congestion_cost_share: "1",
        /// Exponent of the congestion cost.
        congestion_exponent: "1",
    }
}
