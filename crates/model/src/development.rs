//! Development: state capacity and poverty, the slow causes that reform and development move.
//!
//! Per country and month:
//!
//! ```text
//! capacity  q <- q + (q0 + g (J - 1) - q)/T_q            J: capacity of justice that reform has built, over the start
//! poverty   y <- y + (1 - e_D D - e_E E - y)/T_y         D: share of growing households with delivered development
//!                                                        E: share of the youth at risk whom programmes reach
//! income    w = G (1 - y)                                legal income a year above that at the start
//! ```
//!
//! `q` lies between 0 and 1 as in the world's table; `y` is poverty among the households that grow and the people whom
//! groups recruit, 1 in the base year. Capacity decides what community programmes achieve, legal income what a
//! group must pay to be joined (`groups.rs`).
//!
//! Sources: the scale of capacity is that of the World Bank's indicator of government effectiveness; time constants and
//! effects are assumptions over ranges (`data/evidence/development.toml`).
//!
//! Domain of validity: years to decades, country means. Known failures: nothing else moves either variable, neither
//! growth nor war nor the trade's own money; national poverty is not modelled.

parameters! {
    /// Parameters of the slow causes.
    DevelopmentParameters in "development" {
        /// Rise of state capacity per unit of justice capacity above the start (g).
        capacity_per_justice: "1",
        /// Time in which state capacity follows (T_q).
        capacity_lag_months: "month",
        /// Fall of poverty where development has reached every growing household (e_D).
        poverty_cut_by_development: "share",
        /// Fall of poverty where programmes reach all youth at risk (e_E).
        poverty_cut_by_engagement: "share",
        /// Time in which poverty follows (T_y).
        poverty_lag_months: "month",
        /// Legal income above the start where poverty is gone (G).
        income_without_poverty_usd_per_year: "USD/year",
    }
}

/// What a month needs, per country.
#[derive(Clone, Debug, PartialEq)]
pub struct DevelopmentInputs {
    /// Capacity of justice that reform has built, over the start.
    pub justice_capacity_ratio: Vec<f64>,
    /// Share of growing households with delivered development above the start.
    pub delivered_share: Vec<f64>,
    /// Share of the youth at risk reached by programmes above the start.
    pub engaged_share: Vec<f64>,
}

impl DevelopmentInputs {
    /// Inputs under which nothing moves.
    #[must_use]
    pub fn at_rest(countries: usize) -> Self {
        Self {
            justice_capacity_ratio: vec![1.0; countries],
            delivered_share: vec![0.0; countries],
            engaged_share: vec![0.0; countries],
        }
    }
}

/// What changes from month to month, per country.
#[derive(Clone, Debug, PartialEq)]
pub struct DevelopmentState {
    /// State capacity, 0 to 1.
    pub capacity: Vec<f64>,
    /// Poverty over the start.
    pub poverty: Vec<f64>,
    capacity_at_start: Vec<f64>,
}

impl DevelopmentState {
    /// The state at the start, from the world's state capacities.
    #[must_use]
    pub fn new(capacity: Vec<f64>) -> Self {
        Self { poverty: vec![1.0; capacity.len()], capacity_at_start: capacity.clone(), capacity }
    }

    /// State capacity above the start.
    #[must_use]
    pub fn capacity_gain(&self, country: usize) -> f64 {
        self.capacity[country] - self.capacity_at_start[country]
    }

    /// Legal income above the start.
    #[must_use]
    pub fn legal_income_usd_per_year(&self, p: &DevelopmentParameters, country: usize) -> f64 {
        p.income_without_poverty_usd_per_year * (1.0 - self.poverty[country])
    }
}

/// One month of every country.
pub fn step(p: &DevelopmentParameters, state: &mut DevelopmentState, inputs: &DevelopmentInputs) {
    for country in 0..state.capacity.len() {
        let (capacity, poverty) = (&mut state.capacity[country], &mut state.poverty[country]);
        let reformed =
            state.capacity_at_start[country] + p.capacity_per_justice * (inputs.justice_capacity_ratio[country] - 1.0);
        let relieved = p.poverty_cut_by_development * inputs.delivered_share[country]
            + p.poverty_cut_by_engagement * inputs.engaged_share[country];
        *capacity += (reformed.clamp(0.0, 1.0) - *capacity) / p.capacity_lag_months.max(1.0);
        *poverty += ((1.0 - relieved).max(0.0) - *poverty) / p.poverty_lag_months.max(1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::groups::tests::values_from;

    fn shipped() -> DevelopmentParameters {
        DevelopmentParameters::from_values(&values_from(include_str!("../../../data/evidence/development.toml")))
    }

    /// Nothing moves without reform and development.
    #[test]
    fn rest_is_exact() {
        let mut state = DevelopmentState::new(vec![0.514, 0.168]);
        let start = state.clone();
        (0..240).for_each(|_| step(&shipped(), &mut state, &DevelopmentInputs::at_rest(2)));
        assert_eq!(state, start);
    }

    /// A lasting reform reaches 63 % of its effect after the time constant, and passes when it ends.
    #[test]
    fn causes_move_over_years() {
        let p = shipped();
        let mut state = DevelopmentState::new(vec![0.4, 0.4]);
        let mut inputs = DevelopmentInputs::at_rest(2);
        (inputs.justice_capacity_ratio[0], inputs.delivered_share[0], inputs.engaged_share[0]) = (1.5, 0.5, 0.2);
        (0..p.capacity_lag_months as usize).for_each(|_| step(&p, &mut state, &inputs));
        let reached = state.capacity_gain(0) / (0.5 * p.capacity_per_justice);
        assert!((reached - 0.63).abs() < 0.01, "{reached}");
        let cut = 0.5 * p.poverty_cut_by_development + 0.2 * p.poverty_cut_by_engagement;
        assert!(state.poverty[0] < 1.0 - 0.5 * cut && state.poverty[0] > 1.0 - cut);
        assert!(state.legal_income_usd_per_year(&p, 0) > 0.0);
        assert_eq!((state.capacity_gain(1), state.poverty[1]), (0.0, 1.0));
        (0..480).for_each(|_| step(&p, &mut state, &DevelopmentInputs::at_rest(2)));
        assert!(state.capacity_gain(0) < 1e-3 && state.poverty[0] > 0.999);
    }
}
