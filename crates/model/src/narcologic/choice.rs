//! How a node values its possible receivers, picks among them and splits its stock.
//!
//! For candidate j with q = min(S/candidates, capacity), margin y and cost C:
//!   payoffs            A = (y - C) q if it arrives,  L = -C q if it is lost
//!   salience of state  |alt - own| / (|alt| + |own| + 1),  alt = mean over the other candidates
//!   rank k             1 for the more salient state, 2 for the other (tie: "arrives" first)
//!   decision weight    w_s = d^k_s / (d^k_a (1-r) + d^k_l r)
//!   value              V = (1-r) w_a A + r w_l L
//! (salience theory: Bordalo, Gennaioli & Shleifer 2012; d = 1 is expected value.)
//!
//! Selection ranks by preference x V, at the source within each organisation, elsewhere among all:
//! no V > 0: the candidate of least r; else no preference x V > 0: those >= 0; else those > 0.
//! A candidate without organisation (the market, seen from the source) joins if its product is > 0.
//! Split: any V <= 0 among the candidates: in proportion to 1 - r; else in proportion to V.

/// One possible receiver.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Edge that leads there.
    pub edge: usize,
    /// Owner of the receiver, 0 for none.
    pub organisation: u8,
    /// Price gain on the way, USD/kg.
    pub margin_usd_per_kg: f64,
    /// Transport cost, USD/kg.
    pub cost_usd_per_kg: f64,
    /// Perceived probability of loss.
    pub risk: f64,
    /// Whether the organisation prefers the edge.
    pub is_preferred: bool,
    /// Salience-weighted value V, USD.
    pub value_usd: f64,
    /// Share of the stock to send, once split; 0 if not selected.
    pub share: f64,
}

impl Candidate {
    /// Preference x V, the ranking criterion.
    fn preferred_value(&self) -> f64 {
        if self.is_preferred { self.value_usd } else { 0.0 }
    }
}

/// Constants of the valuation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Valuation {
    /// Local-thinking coefficient d.
    pub local_thinking: f64,
    /// Offset in the denominator of salience.
    pub salience_offset_usd: f64,
    /// Capacity of every edge.
    pub capacity_kg: f64,
}

/// Room for the choice of one node, kept between nodes so that a month allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The candidates, in node order.
    pub candidates: Vec<Candidate>,
    /// Positions of the selected candidates, best first.
    pub selected: Vec<usize>,
    arrives: Vec<f64>,
    lost: Vec<f64>,
    others_arrive: Vec<f64>,
    others_lost: Vec<f64>,
    ranked: Vec<usize>,
}

impl Choice {
    /// Values, selects and splits `stock_kg` among the candidates.
    pub fn decide(&mut self, stock_kg: f64, valuation: &Valuation) {
        self.value(stock_kg, valuation);
        self.select();
        self.split();
    }

    /// Sets V of every candidate.
    fn value(&mut self, stock_kg: f64, valuation: &Valuation) {
        let quantity = (stock_kg / self.candidates.len() as f64).min(valuation.capacity_kg);
        self.arrives.clear();
        self.lost.clear();
        for candidate in &self.candidates {
            let arrives = candidate.margin_usd_per_kg * quantity - candidate.cost_usd_per_kg * quantity;
            self.arrives.push(arrives);
            self.lost.push(arrives - candidate.margin_usd_per_kg * quantity);
        }
        mean_of_others(&self.arrives, &mut self.others_arrive);
        mean_of_others(&self.lost, &mut self.others_lost);
        for (position, candidate) in self.candidates.iter_mut().enumerate() {
            let (arrives, lost) = (self.arrives[position], self.lost[position]);
            let offset = valuation.salience_offset_usd;
            let loss_is_salient = salience(lost, self.others_lost[position], offset)
                > salience(arrives, self.others_arrive[position], offset);
            let d = valuation.local_thinking;
            let (weight_arrives, weight_lost) = if loss_is_salient { (d * d, d) } else { (d, d * d) };
            let r = candidate.risk;
            let normaliser = weight_arrives * (1.0 - r) + weight_lost * r;
            candidate.value_usd =
                (1.0 - r) * (weight_arrives / normaliser) * arrives + r * (weight_lost / normaliser) * lost;
        }
    }

    /// Fills `selected`.
    fn select(&mut self) {
        self.selected.clear();
        let order = &mut self.ranked;
        order.clear();
        order.extend(0..self.candidates.len());
        let candidates = &self.candidates;
        order.sort_by(|&a, &b| candidates[b].preferred_value().total_cmp(&candidates[a].preferred_value()));
        let owners = [1_u8, 2].map(|owner| candidates.iter().any(|candidate| candidate.organisation == owner));
        if owners == [true, true] {
            for owner in [1, 2] {
                select_among(candidates, order, |candidate| candidate.organisation == owner, &mut self.selected);
            }
            let joins = |&position: &usize| {
                candidates[position].organisation == 0 && candidates[position].preferred_value() > 0.0
            };
            self.selected.extend(order.iter().copied().filter(joins));
        } else {
            select_among(candidates, order, |_| true, &mut self.selected);
        }
    }

    /// Sets the shares of the selected candidates.
    fn split(&mut self) {
        let by_risk = self.candidates.iter().any(|candidate| candidate.value_usd <= 0.0);
        let weight = |candidate: &Candidate| {
            if by_risk { 1.0 - candidate.risk } else { candidate.value_usd }
        };
        let total: f64 = self.selected.iter().map(|&position| weight(&self.candidates[position])).sum();
        // Divided twice, as in the original: the second sum differs from 1 by rounding only, but the
        // residues that it leaves decide the original's later months.
        let share = |candidate: &Candidate| {
            if total > 0.0 { weight(candidate) / total } else { 0.0 }
        };
        let sum_of_shares: f64 = self.selected.iter().map(|&position| share(&self.candidates[position])).sum();
        for &position in &self.selected {
            let candidate = &mut self.candidates[position];
            candidate.share = if sum_of_shares > 0.0 { share(candidate) / sum_of_shares } else { 0.0 };
        }
    }
}

/// Applies the selection rule to the candidates that `belongs` admits, in ranking order.
fn select_among(
    candidates: &[Candidate],
    ranked: &[usize],
    belongs: impl Fn(&Candidate) -> bool,
    selected: &mut Vec<usize>,
) {
    let group = || ranked.iter().copied().filter(|&position| belongs(&candidates[position]));
    let first = selected.len();
    if !group().any(|position| candidates[position].value_usd > 0.0) {
        // `min_by` keeps the first of equal risks, the one ranked best.
        selected.extend(group().min_by(|&a, &b| candidates[a].risk.total_cmp(&candidates[b].risk)));
        return;
    }
    selected.extend(group().filter(|&position| candidates[position].preferred_value() > 0.0));
    if selected.len() == first {
        selected.extend(group().filter(|&position| candidates[position].preferred_value() >= 0.0));
    }
}

/// Salience of a state; NaN, and so never the more salient, where there are no alternatives.
fn salience(own: f64, alternative: f64, offset: f64) -> f64 {
    (alternative - own).abs() / (alternative.abs() + own.abs() + offset)
}

/// Mean over all values but the one at each position, from sums before and after it: the total
/// less the value itself would cancel where one value dwarfs the rest.
fn mean_of_others(values: &[f64], means: &mut Vec<f64>) {
    means.clear();
    means.resize(values.len(), 0.0);
    let mut before = 0.0;
    for (mean, value) in means.iter_mut().zip(values) {
        *mean = before;
        before += value;
    }
    let others = values.len() as f64 - 1.0;
    let mut after = 0.0;
    for (mean, value) in means.iter_mut().zip(values).rev() {
        *mean = (*mean + after) / others;
        after += value;
    }
}
