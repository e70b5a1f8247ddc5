//! One epidemic, two budgets: treatment and enforcement chosen over time (Tragler et al. 2001).
//!
//! Users A, treatment u and enforcement v (thousand dollars a year), price p (thousand dollars a gram):
//!
//! ```text
//! p  = d + e v / (A + e0)
//! A' = k A^alpha p^-a  -  c (u / (A + e0))^z A  -  mu p^b A
//! minimise the integral of  exp(-r t) [ kappa theta A p^-omega + u + v ]
//! ```
//!
//! With the shadow price x of a user, the least of `kappa theta A p^-omega + u + v + x A'` gives u in
//! closed form and v as a root; `x' = r x - dH/dA`. The optimum follows the stable branch of the saddle
//! of (A, x). Domain: interior controls, so not the epidemic that is best ended at once.

/// Relative step of numerical derivatives.
const DERIVATIVE_STEP: f64 = 1e-5;
/// Relative distance from the saddle at which its linear branch is left.
const FROM_SADDLE: f64 = 1e-3;
/// Steps along the branch.
const BRANCH_STEPS: usize = 600;
/// Halvings of a bracket: more than the bits of a double.
const HALVINGS: usize = 70;

/// Constants of the model, in the order of the paper's table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Epidemic {
    /// Scale of initiation, k.
    pub initiation_scale: f64,
    /// Exponent of users in initiation, alpha.
    pub contagion: f64,
    /// Price elasticity of initiation, a.
    pub initiation_elasticity: f64,
    /// Price elasticity of quitting, b.
    pub quitting_elasticity: f64,
    /// Effect of treatment, c.
    pub treatment_effect: f64,
    /// Exponent of treatment per user, z.
    pub treatment_exponent: f64,
    /// Quitting at unit price, mu.
    pub quitting_scale: f64,
    /// Price without enforcement, d.
    pub free_price: f64,
    /// Effect of enforcement on the price, e.
    pub enforcement_effect: f64,
    /// Price elasticity of use per user, omega.
    pub use_elasticity: f64,
    /// Use per user at unit price, theta.
    pub use_scale: f64,
    /// Social cost of a gram, kappa.
    pub social_cost: f64,
    /// Discount rate, r.
    pub discount: f64,
    /// Keeps controls finite without users, e0.
    pub regular: f64,
}

/// Yearly spending in thousand dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spending {
    /// On treatment, u.
    pub treatment: f64,
    /// On enforcement, v.
    pub enforcement: f64,
}

impl Spending {
    /// Part of both that goes to treatment.
    pub fn treatment_share(&self) -> f64 {
        self.treatment / (self.treatment + self.enforcement)
    }
}

/// Root of a function that falls through zero within the bracket.
fn falling_root(mut low: f64, mut high: f64, of: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if of(middle) > 0.0 { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

impl Epidemic {
    /// The table's fourteen values, in its order.
    pub fn new(table: [f64; 14]) -> Self {
        let [
            initiation_scale,
            contagion,
            initiation_elasticity,
            quitting_elasticity,
            treatment_effect,
            treatment_exponent,
            quitting_scale,
            free_price,
            enforcement_effect,
            use_elasticity,
            use_scale,
            social_cost,
            discount,
            regular,
        ] = table;
        Self {
            initiation_scale,
            contagion,
            initiation_elasticity,
            quitting_elasticity,
            treatment_effect,
            treatment_exponent,
            quitting_scale,
            free_price,
            enforcement_effect,
            use_elasticity,
            use_scale,
            social_cost,
            discount,
            regular,
        }
    }

    fn price(&self, users: f64, enforcement: f64) -> f64 {
        self.free_price + self.enforcement_effect * enforcement / (users + self.regular)
    }

    /// People who start in a year.
    pub fn initiation(&self, users: f64, price: f64) -> f64 {
        self.initiation_scale * users.powf(self.contagion) * price.powf(-self.initiation_elasticity)
    }

    /// Share of users who quit by themselves in a year.
    pub fn quitting(&self, price: f64) -> f64 {
        self.quitting_scale * price.powf(self.quitting_elasticity)
    }

    /// Grams per user and year.
    pub fn use_g(&self, price: f64) -> f64 {
        self.use_scale * price.powf(-self.use_elasticity)
    }

    /// Users at which initiation equals quitting, at a fixed price and without treatment.
    pub fn users_at_rest(&self, price: f64) -> f64 {
        let ratio = self.initiation(1.0, price) / self.quitting(price);
        ratio.powf((1.0 - self.contagion).recip())
    }

    fn growth(&self, users: f64, spending: Spending) -> f64 {
        let price = self.price(users, spending.enforcement);
        let treated =
            self.treatment_effect * (spending.treatment / (users + self.regular)).powf(self.treatment_exponent);
        self.initiation(users, price) - treated * users - self.quitting(price) * users
    }

    /// The current-value Hamiltonian.
    fn hamiltonian(&self, users: f64, shadow: f64, spending: Spending) -> f64 {
        let harm = self.social_cost * users * self.use_g(self.price(users, spending.enforcement));
        harm + spending.treatment + spending.enforcement + shadow * self.growth(users, spending)
    }

    /// What is best spent on `users` with shadow price `shadow`.
    fn best(&self, users: f64, shadow: f64) -> Spending {
        let per_user =
            (shadow * self.treatment_effect * self.treatment_exponent).powf((1.0 - self.treatment_exponent).recip());
        let treatment = per_user * (users + self.regular);
        // What another dollar of enforcement saves beyond its cost; it falls as enforcement grows.
        let gain = |enforcement: f64| {
            let price = self.price(users, enforcement);
            let harm = self.use_elasticity * self.social_cost * self.use_g(price);
            let initiation = self.initiation_elasticity * self.initiation(users, price) / users;
            let quitting = self.quitting_elasticity * self.quitting(price);
            self.enforcement_effect * (harm + shadow * (initiation + quitting)) / price - 1.0
        };
        let mut most = users;
        while gain(most) > 0.0 {
            most *= 2.0;
        }
        Spending { treatment, enforcement: falling_root(0.0, most, gain) }
    }

    /// Speed of users and of the shadow price under the best spending.
    fn speed(&self, [users, shadow]: [f64; 2]) -> [f64; 2] {
        let spending = self.best(users, shadow);
        let step = DERIVATIVE_STEP * users;
        let at = |users: f64| self.hamiltonian(users, shadow, spending);
        let slope = (at(users + step) - at(users - step)) / (2.0 * step);
        [self.growth(users, spending), self.discount * shadow - slope]
    }

    /// Users and shadow price of the saddle; users lie within the bracket.
    pub fn saddle(&self, [fewest, most]: [f64; 2]) -> [f64; 2] {
        // More is spent on dearer users, so their growth falls with the shadow price.
        let shadow = |users: f64| falling_root(0.0, users, |shadow| self.speed([users, shadow])[0]);
        let users = falling_root(fewest, most, |users| self.speed([users, shadow(users)])[1]);
        [users, shadow(users)]
    }

    /// Slope of the stable branch at the saddle.
    fn branch_slope(&self, saddle: [f64; 2]) -> f64 {
        let derivative = |of: usize| {
            let step = DERIVATIVE_STEP * saddle[of];
            let (mut above, mut below) = (saddle, saddle);
            above[of] += step;
            below[of] -= step;
            let (above, below) = (self.speed(above), self.speed(below));
            [(above[0] - below[0]) / (2.0 * step), (above[1] - below[1]) / (2.0 * step)]
        };
        let ([a, c], [b, d]) = (derivative(0), derivative(1));
        let (trace, determinant) = (a + d, a * d - b * c);
        let stable = 0.5 * (trace - (trace * trace - 4.0 * determinant).max(0.0).sqrt());
        (stable - a) / b
    }

    /// Best spending on `users` along the stable branch of the saddle.
    pub fn optimum(&self, saddle: [f64; 2], users: f64) -> Spending {
        let start = saddle[0] * (1.0 + FROM_SADDLE * (users - saddle[0]).signum());
        let mut point = [start, saddle[1] + self.branch_slope(saddle) * (start - saddle[0])];
        let step = (users - start) / BRANCH_STEPS as f64;
        let slope = |users: f64, shadow: f64| {
            let [growth, change] = self.speed([users, shadow]);
            change / growth
        };
        for _ in 0..BRANCH_STEPS {
            let [at, shadow] = point;
            let first = slope(at, shadow);
            let second = slope(at + 0.5 * step, shadow + 0.5 * step * first);
            let third = slope(at + 0.5 * step, shadow + 0.5 * step * second);
            let fourth = slope(at + step, shadow + step * third);
            point = [at + step, shadow + step / 6.0 * (first + 2.0 * second + 2.0 * third + fourth)];
        }
        self.best(point[0], point[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn epidemic() -> Epidemic {
        Epidemic::new([
            5167.0, 0.3, 0.25, 0.25, 0.04323, 0.6, 0.18841, 0.06792, 0.02655, 0.5, 14.6259, 0.11332, 0.04, 0.001,
        ])
    }

    /// No other spending lowers the Hamiltonian.
    #[test]
    fn prop_spending_is_best() {
        let epidemic = epidemic();
        let (users, shadow) = (5e6, 60.0);
        let best = epidemic.best(users, shadow);
        let least = epidemic.hamiltonian(users, shadow, best);
        for factor in [0.5, 0.9, 0.99, 1.01, 1.1, 2.0] {
            for other in [
                Spending { treatment: factor * best.treatment, ..best },
                Spending { enforcement: factor * best.enforcement, ..best },
            ] {
                assert!(epidemic.hamiltonian(users, shadow, other) > least, "{factor}");
            }
        }
    }

    /// Nothing moves at the saddle, and the branch leads there from both sides.
    #[test]
    fn prop_branch_leads_to_the_saddle() {
        let epidemic = epidemic();
        let saddle = epidemic.saddle([1e6, 8e6]);
        let [growth, change] = epidemic.speed(saddle);
        assert!(growth.abs() < 1.0 && change.abs() < 1e-6, "{growth} {change}");
        let above = epidemic.growth(1.2 * saddle[0], epidemic.optimum(saddle, 1.2 * saddle[0]));
        let below = epidemic.growth(0.8 * saddle[0], epidemic.optimum(saddle, 0.8 * saddle[0]));
        assert!(above < 0.0 && below > 0.0, "{above} {below}");
    }
}
