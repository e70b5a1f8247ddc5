//! The best path of prevention and treatment through an epidemic (Behrens et al. 2000).
//!
//! Light users L, heavy users H, prevention w and treatment u in dollars a year:
//!
//! ```text
//! L' = I psi(w) - (a + b) L,   I = tau + s L exp(-q H / L),   psi = h + (1 - h) exp(-m w)
//! H' = b L - g H - c (u / (1000 H))^d H
//! minimise the integral of  exp(-r t) [ cost per gram x (k_L L + k_H H) + u + w ]
//! ```
//!
//! Solved by sweeps: forward for the users, backward for their shadow prices x_L and x_H, then a small
//! step of both controls towards what minimises the Hamiltonian, until they stay. Domain: a horizon
//! after which the epidemic is over; the last shadow prices are taken from the sweep before.

/// Years of a step.
const STEP_YEARS: f64 = 0.25;
/// Part of the way to the best controls that a sweep goes; larger steps overshoot and diverge.
const SWEEP_STEP: f64 = 0.01;
/// Most sweeps; about 800 are needed.
const SWEEPS: usize = 5_000;
/// Relative change of the controls at which the sweeps end.
const SETTLED: f64 = 1e-3;
/// First shadow prices of a light and a heavy user, in dollars; any positive ones of their order do.
const FIRST_SHADOWS: [f64; 2] = [1e3, 1e4];
const DOLLARS_PER_UNIT_OF_TREATMENT: f64 = 1_000.0;

/// Constants of the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LightHeavyModel {
    /// People who start by themselves in a year, tau.
    pub innovators: f64,
    /// Initiation per light user, s.
    pub contact: f64,
    /// Weight of heavy per light user against initiation, q.
    pub deterrence: f64,
    /// Light users who quit, a; who become heavy, b; heavy users who quit, g; a year.
    pub rates: [f64; 3],
    /// Grams of a light and a heavy user, a year.
    pub use_g: [f64; 2],
    /// Share of initiation beyond the reach of prevention, h, and its effect per dollar, m.
    pub prevention: [f64; 2],
    /// Effect of treatment, c, and its exponent, d.
    pub treatment: [f64; 2],
    /// Social cost of a gram, in dollars.
    pub cost_per_gram_usd: f64,
    /// Discount rate, r.
    pub discount: f64,
}

/// The best path from a start.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Prevention by steps, in dollars a year.
    pub prevention_usd: Vec<f64>,
    /// Treatment by steps, in dollars a year.
    pub treatment_usd: Vec<f64>,
    /// Discounted social cost and spending, in dollars.
    pub cost_usd: f64,
    /// Whether the sweeps settled.
    pub is_settled: bool,
}

type Pair = [f64; 2];

impl LightHeavyModel {
    /// Share of initiation that a budget of prevention leaves.
    pub fn initiation_left(&self, prevention_usd: f64) -> f64 {
        let [least, effect] = self.prevention;
        least + (1.0 - least) * (-effect * prevention_usd).exp()
    }

    fn initiation(&self, [light, heavy]: Pair) -> f64 {
        self.innovators + self.contact * light * (-self.deterrence * heavy / light).exp()
    }

    /// Share of heavy users whom treatment makes quit in a year.
    fn treated(&self, heavy: f64, treatment_usd: f64) -> f64 {
        let [effect, exponent] = self.treatment;
        effect * (treatment_usd / DOLLARS_PER_UNIT_OF_TREATMENT / heavy).powf(exponent)
    }

    fn growth(&self, users: Pair, [prevention, treatment]: Pair) -> Pair {
        let [light, heavy] = users;
        let [quit, escalate, heavy_quit] = self.rates;
        [
            self.initiation(users) * self.initiation_left(prevention) - (quit + escalate) * light,
            escalate * light - (heavy_quit + self.treated(heavy, treatment)) * heavy,
        ]
    }

    /// Speed of the shadow prices.
    fn shadow_growth(&self, [light, heavy]: Pair, [prevention, treatment]: Pair, shadows: Pair) -> Pair {
        let [quit, escalate, heavy_quit] = self.rates;
        let left = self.initiation_left(prevention);
        let (pull, ratio) = (self.contact * (-self.deterrence * heavy / light).exp(), self.deterrence * heavy / light);
        let by_light = left * pull * (1.0 + ratio) - (quit + escalate);
        let by_heavy = -left * pull * self.deterrence;
        let leaving = heavy_quit + self.treated(heavy, treatment) * (1.0 - self.treatment[1]);
        let [of_light, of_heavy] = self.use_g.map(|grams| self.cost_per_gram_usd * grams);
        [
            self.discount * shadows[0] - (of_light + shadows[0] * by_light + shadows[1] * escalate),
            self.discount * shadows[1] - (of_heavy + shadows[0] * by_heavy - shadows[1] * leaving),
        ]
    }

    /// Controls that minimise the Hamiltonian.
    fn best(&self, users: Pair, shadows: Pair) -> Pair {
        let [least, effect] = self.prevention;
        let worth = shadows[0] * self.initiation(users) * (1.0 - least) * effect;
        let prevention = worth.max(1.0).ln() / effect;
        let [scale, exponent] = self.treatment;
        let per_user =
            (shadows[1].max(0.0) * scale * exponent / DOLLARS_PER_UNIT_OF_TREATMENT).powf((1.0 - exponent).recip());
        [prevention, DOLLARS_PER_UNIT_OF_TREATMENT * users[1] * per_user]
    }

    /// Users by steps under given controls (Heun's method).
    fn users(&self, start: Pair, controls: &[Pair]) -> Vec<Pair> {
        let mut path = vec![start];
        for control in &controls[..controls.len() - 1] {
            let now = path[path.len() - 1];
            let first = self.growth(now, *control);
            let ahead = std::array::from_fn(|k| now[k] + STEP_YEARS * first[k]);
            let second = self.growth(ahead, *control);
            path.push(std::array::from_fn(|k| now[k] + 0.5 * STEP_YEARS * (first[k] + second[k])));
        }
        path
    }

    /// Discounted social cost and spending, in dollars.
    fn cost_usd(&self, users: &[Pair], controls: &[Pair]) -> f64 {
        let of_step = |(index, (users, controls)): (usize, (&Pair, &Pair))| {
            let grams = self.use_g[0] * users[0] + self.use_g[1] * users[1];
            let discount = (-self.discount * STEP_YEARS * index as f64).exp();
            discount * STEP_YEARS * (self.cost_per_gram_usd * grams + controls[0] + controls[1])
        };
        users.iter().zip(controls).enumerate().map(of_step).sum()
    }

    /// The best path when controls may start after `delay_years`.
    pub fn best_path(&self, start: Pair, horizon_years: f64, delay_years: f64) -> Path {
        let steps = (horizon_years / STEP_YEARS) as usize;
        let mut controls = vec![[0.0; 2]; steps + 1];
        let mut shadows = vec![FIRST_SHADOWS; steps + 1];
        let mut is_settled = false;
        for _ in 0..SWEEPS {
            let users = self.users(start, &controls);
            for step in (0..steps).rev() {
                let later = step + 1;
                let speed = self.shadow_growth(users[later], controls[later], shadows[later]);
                shadows[step] = std::array::from_fn(|k| shadows[later][k] - STEP_YEARS * speed[k]);
            }
            shadows[steps] = shadows[steps - 1];
            let (mut moved, mut sum) = ([0.0; 2], [1.0; 2]);
            for step in 0..=steps {
                let is_late = step as f64 * STEP_YEARS >= delay_years;
                let best = if is_late { self.best(users[step], shadows[step]) } else { [0.0; 2] };
                for k in 0..2 {
                    moved[k] += (best[k] - controls[step][k]).abs();
                    sum[k] += best[k];
                    controls[step][k] += SWEEP_STEP * (best[k] - controls[step][k]);
                }
            }
            if moved[0] / sum[0] + moved[1] / sum[1] < SETTLED {
                is_settled = true;
                break;
            }
        }
        Path {
            cost_usd: self.cost_usd(&self.users(start, &controls), &controls),
            prevention_usd: controls.iter().map(|control| control[0]).collect(),
            treatment_usd: controls.iter().map(|control| control[1]).collect(),
            is_settled,
        }
    }

    /// Cost of the epidemic when nothing is ever done.
    pub fn uncontrolled_cost_usd(&self, start: Pair, horizon_years: f64) -> f64 {
        let controls = vec![[0.0; 2]; (horizon_years / STEP_YEARS) as usize + 1];
        self.cost_usd(&self.users(start, &controls), &controls)
    }
}

impl Path {
    /// Years from the start to the largest value of a control.
    pub fn peak_year(control: &[f64]) -> f64 {
        let peak = control.iter().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
        peak.map_or(f64::NAN, |(step, _)| step as f64 * STEP_YEARS)
    }

    /// Years in which both controls exceed this share of their own largest value.
    pub fn years_of_both(&self, share: f64) -> f64 {
        let largest = |control: &[f64]| control.iter().copied().fold(0.0, f64::max);
        let [prevention, treatment] =
            [&self.prevention_usd, &self.treatment_usd].map(|control| share * largest(control));
        let both =
            self.prevention_usd.iter().zip(&self.treatment_usd).filter(|(w, u)| **w > prevention && **u > treatment);
        both.count() as f64 * STEP_YEARS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Pair = [1.4e6, 0.13e6];

    fn model() -> LightHeavyModel {
        LightHeavyModel {
            innovators: 50_000.0,
            contact: 0.61,
            deterrence: 7.01,
            rates: [0.163, 0.024, 0.062],
            use_g: [16.42, 118.93],
            prevention: [0.84, 2.37e-9],
            treatment: [0.04323, 0.6],
            cost_per_gram_usd: 113.0,
            discount: 0.04,
        }
    }

    /// Nobody does better by spending more or less over some decade, or sooner or later.
    #[test]
    fn prop_no_other_path_costs_less() {
        let model = model();
        let path = model.best_path(START, 80.0, 0.0);
        assert!(path.is_settled);
        let controls: Vec<Pair> = path.prevention_usd.iter().zip(&path.treatment_usd).map(|(w, u)| [*w, *u]).collect();
        for k in 0..2 {
            for from in (0..160).step_by(40) {
                for change in [-2e8, 2e8] {
                    let mut other = controls.clone();
                    other[from..from + 40].iter_mut().for_each(|control| control[k] = (control[k] + change).max(0.0));
                    let cost = model.cost_usd(&model.users(START, &other), &other);
                    // The sweeps settle to a thousandth of the controls and steps are of first order backward.
                    assert!(cost > path.cost_usd * (1.0 - 1e-3), "{k} {from} {change}: {cost} {}", path.cost_usd);
                }
            }
        }
    }
}
