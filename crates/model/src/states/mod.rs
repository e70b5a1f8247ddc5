//! States: relations, cooperation, the politics of a struck country, and third powers.
//!
//! Actors are one lead state U (which runs operations abroad), states of the region, partners outside
//! it, and external powers. Dyad values lie in [-1, 1], a tenth of the Goldstein scale. Monthly:
//!
//! ```text
//! impulse     E_ij = clip( sum_e z_e g_e salience_e log2(1 + n_e) / 10 ),  e_ij = (E_ij + E_ji)/2 (1 + rho)
//! tension     A_ij <- phi A_ij + e_ij
//! relation    R_ij <- R_ij + kappa (T_ij - R_ij) + gamma_minus min(A,0)(1 + R) + gamma_plus max(A,0)(1 - R)
//!                         + beta (1 - R^2) [ sum_k R_ik R_kj - its value at the start ] / (n - 2)
//! target      T_ij = Rbar_ij - chi (H_h - H_h0)(1 + Rbar_ij) for the lead and a state h, else Rbar_ij
//! scarring    Rbar_ij <- Rbar_ij + epsilon min(R_ij - T_ij, 0), not below a floor
//! new leader  R_ij += delta (T_ij - R_ij) with probability pi
//! arranged    c_h -> logistic((R_Uh - R_half)/width) ceiling; falls fast, rises slowly
//! cooperation C_h: c_h less what is suspended, more where the state hosts or joins (`answers.rs`)
//! rally       S <- S 2^(-1/h) + Delta salience (1 - habituation)
//! hardliners  H <- H + k_H (H0 - H) + [theta max(0, -A_Uh) + violence + corruption terms] (1 - H); the lead's own
//!             answer to the worst A_Uh, with a rate of their own
//! opposition  O <- O - k_H O + theta_O max(0, -A_Uh)(1 - O)
//! sovereignty V <- V 2^(-1/h) + x_h (1 - 2^(-1/h)), x_h the force on its soil that is noticed; index 100 (1 - V)
//! negotiation w = (1 - H_h)/(1 - H_h0) (1 - H_U)/(1 - H_U0) exp(min(A_Uh, 0)); room (1 + R_Uh)/2 w; diplomacy heals
//!             in proportion to w
//! division    F = clip(F0 + omega_F (H - H0) + omega_V violence + omega_C corruption)
//! stability   100 (1 - P(adverse regime change or irregular exit within 24 months))
//! third power G_P = max(0, R_hP) max(0, -R_Uh); support events with probability 10 g0 (1 - a_h)(G - G at start)
//! ```
//!
//! z is one for material events (force, sanctions, all cooperation) and zeta for verbal conflict. A hostile event of
//! weight g drives a relation towards g/10, not beyond: its impulse is multiplied by max(0, R - g/10)/(1 + R), which is
//! one for force (g = -10) and nought where relations are already as bad as the event.
//! Sources: event weights Goldstein 1992; rho and phi estimated from public event data; hazards from
//! Polity and PITF files (Goldstone et al. 2010 for the model); leader exits from Archigos and
//! militarised-dispute data; the couplings gamma, kappa, beta, epsilon, chi, delta, pi are assumptions
//! set on three Andean ruptures, and belong in every sensitivity run.
//!
//! The baseline is at rest: the triadic and third-power terms act on the excess over the start, and
//! cooperation starts at its own target, nobody has announced, joined or remembers anything. What is meant to keep a
//! memory: scarred targets, and relations for the years that repair takes.
//!
//! Domain of validity: political side-effects over months to years, at the level of states; tone of
//! events forgets itself in a month or two, hence the slow second variable. Known failures: recovery
//! bands are wide (US-Bolivia 2008 lies in the upper tail, Colombia-Venezuela 2010 just below the
//! band); relations between states other than with the lead enter domestic politics only through
//! events; elections have no calendar; a new leader repairs relations but keeps the state's alignment.
//!
//! The no-backlash world (`backlash = false`) sets rally, the hardliners' response to tension and the
//! triadic term to zero, and lets strikes only reduce the activity of groups.

mod answers;
mod domestic;
pub mod goldstein;
mod parameters;
mod powers;
mod relations;
#[cfg(test)]
mod tests;
mod triads;

pub use goldstein::GoldsteinTable;
pub use parameters::StatesParameters;
pub use triads::square;

/// What an actor is to the lead state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorRole {
    /// The state that runs operations abroad; exactly one.
    Lead,
    /// A state of the region: host, producer, transit.
    Region,
    /// A cooperating state outside the region.
    Partner,
    /// An external power that may support states against the lead.
    ExternalPower,
}

/// Regime classes of the Political Instability Task Force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegimeClass {
    /// Full autocracy.
    FullAutocracy,
    /// Partial autocracy.
    PartialAutocracy,
    /// Partial democracy with factionalism.
    FactionalPartialDemocracy,
    /// Partial democracy.
    PartialDemocracy,
    /// Full democracy.
    FullDemocracy,
}

impl RegimeClass {
    /// Adverse regime changes a year.
    pub fn adverse_change_per_year(self, p: &StatesParameters) -> f64 {
        match self {
            Self::FullAutocracy => p.adverse_change_full_autocracy,
            Self::PartialAutocracy => p.adverse_change_partial_autocracy,
            Self::FactionalPartialDemocracy => p.adverse_change_factional_partial_democracy,
            Self::PartialDemocracy => p.adverse_change_partial_democracy,
            Self::FullDemocracy => p.adverse_change_full_democracy,
        }
    }
}

/// A state at the start, as the world describes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StateActor {
    /// What it is to the lead.
    pub role: ActorRole,
    /// Regime class.
    pub regime: RegimeClass,
    /// Share of hardliners (H0).
    pub hardliner_share: f64,
    /// Factionalism (F0), 0 to 1.
    pub factionalism: f64,
    /// Leader exits a month, regular ones included.
    pub leader_exit_per_month: f64,
    /// Weight in the mean cooperation with the lead, for example the trade that passes.
    pub cooperation_weight: f64,
    /// With the lead's use of force, -1 against to 1 with it (a).
    pub alignment: f64,
    /// Share of its exports that goes to the lead.
    pub exports_to_lead_share: f64,
}

/// Everything that stays as it was at the start. Matrices are symmetric, stored by rows.
#[derive(Clone, Debug, PartialEq)]
pub struct StatesBaseline {
    actors: Vec<StateActor>,
    lead: Option<usize>,
    powers: Vec<usize>,
    nearness: Vec<f64>,
    relation: Vec<f64>,
    triads: Vec<f64>,
    alignment: Vec<f64>,
    cooperation: Vec<f64>,
    mean_cooperation: f64,
}

impl StatesBaseline {
    /// From the actors and their relations; `relations` lists unordered pairs (a, b, relation). Pairs
    /// that are not listed are neutral.
    pub fn new(p: &StatesParameters, actors: Vec<StateActor>, relations: &[(usize, usize, f64)]) -> Self {
        let n = actors.len();
        let mut relation = vec![0.0; n * n];
        for &(a, b, value) in relations {
            if a != b && a < n && b < n {
                relation[a * n + b] = value.clamp(-1.0, 1.0);
                relation[b * n + a] = value.clamp(-1.0, 1.0);
            }
        }
        let mut triads = vec![0.0; n * n];
        triads::square_above_diagonal(&relation, n, &mut triads);
        let lead = actors.iter().position(|actor| actor.role == ActorRole::Lead);
        let powers = (0..n).filter(|&actor| actors[actor].role == ActorRole::ExternalPower).collect();
        let mut baseline = Self {
            lead,
            powers,
            nearness: vec![0.0; n * n],
            relation,
            triads,
            alignment: vec![0.0; n * n],
            cooperation: vec![0.0; n],
            mean_cooperation: 0.0,
            actors,
        };
        for host in 0..n {
            baseline.cooperation[host] = relations::cooperation_target(p, &baseline, &baseline.relation, host, 1.0);
            for power in 0..n {
                baseline.alignment[host * n + power] = powers::alignment(&baseline, &baseline.relation, host, power);
            }
        }
        baseline.mean_cooperation = baseline.weighted_mean(&baseline.cooperation);
        baseline
    }

    /// The same with how near states are to each other, 0 to 1, a symmetric matrix by rows; without it
    /// no state hears of force elsewhere.
    #[must_use]
    pub fn with_nearness(mut self, nearness: Vec<f64>) -> Self {
        self.nearness = nearness;
        self
    }

    /// Number of actors.
    pub fn actor_count(&self) -> usize {
        self.actors.len()
    }

    /// Index of the lead state, if the world has one.
    pub fn lead(&self) -> Option<usize> {
        self.lead
    }

    /// Relations at the start, stored by rows.
    pub fn relation(&self) -> &[f64] {
        &self.relation
    }

    /// Cooperation with the lead at the start, per actor.
    pub fn cooperation(&self) -> &[f64] {
        &self.cooperation
    }

    /// Whether cooperation with the lead means something for this actor.
    fn cooperates(&self, actor: usize) -> bool {
        matches!(self.actors[actor].role, ActorRole::Region | ActorRole::Partner)
    }

    /// Mean over cooperating actors by their weight.
    fn weighted_mean(&self, values: &[f64]) -> f64 {
        let mut sum = 0.0;
        let mut weights = 0.0;
        for (actor, value) in values.iter().enumerate() {
            if self.cooperates(actor) {
                sum += self.actors[actor].cooperation_weight * value;
                weights += self.actors[actor].cooperation_weight;
            }
        }
        if weights > 0.0 { sum / weights } else { 0.0 }
    }
}

/// One kind of event between two states in a month; list each kind once, with its count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StateEvent {
    /// Who acts.
    pub source: usize,
    /// Upon whom.
    pub target: usize,
    /// Goldstein weight, -10 to 10.
    pub goldstein: f64,
    /// How many this month; further events of a kind count less and less.
    pub count: f64,
    /// How much the public notices, 0 to 1.
    pub salience: f64,
    /// Whether the target agreed. Hostile events without consent cause the rally.
    pub consented: bool,
}

/// Force at sea in one month: no act upon a state, but seen by those off whose coasts it happens.
#[derive(Clone, Debug, PartialEq)]
pub struct ForceAtSea {
    /// Goldstein weight, negative.
    pub goldstein: f64,
    /// How much the public notices one event, 0 to 1.
    pub salience: f64,
    /// Events in all.
    pub total: f64,
    /// Per actor: events in the sea areas off its coasts.
    pub near: Vec<f64>,
    /// Per actor: events that fall to its share, for example by the traffic that is its own.
    pub own: Vec<f64>,
}

/// What a month needs from policy and from the rest of the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct StatesInputs {
    /// Events of the month.
    pub events: Vec<StateEvent>,
    /// Force at sea.
    pub force_at_sea: ForceAtSea,
    /// Per actor: violent deaths over the start.
    pub violence_ratio: Vec<f64>,
    /// Per actor: corruption index over the start.
    pub corruption_ratio: Vec<f64>,
    /// Per actor: factor on the ceiling of cooperation with the lead.
    pub cooperation_ceiling_ratio: Vec<f64>,
    /// Per dyad, by rows, symmetric: extra pull toward the relation at the start by diplomacy, in
    /// multiples of the restoring rate.
    pub repair: Vec<f64>,
    /// Whether rally, hardliners and third parties respond.
    pub backlash: bool,
}

impl StatesInputs {
    /// Inputs under which nothing moves.
    pub fn at_rest(baseline: &StatesBaseline) -> Self {
        let n = baseline.actor_count();
        Self {
            events: Vec::new(),
            force_at_sea: ForceAtSea {
                goldstein: 0.0,
                salience: 0.0,
                total: 0.0,
                near: vec![0.0; n],
                own: vec![0.0; n],
            },
            violence_ratio: vec![1.0; n],
            corruption_ratio: vec![1.0; n],
            cooperation_ceiling_ratio: vec![1.0; n],
            repair: vec![0.0; n * n],
            backlash: true,
        }
    }
}

/// What a random draw of this module decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Whether the leader of an actor leaves office; entity: the actor.
    LeaderExit,
    /// Whether a new leader resets relations; entity: the actor.
    LeaderReset,
    /// Whether a power supports a state; entity: state times number of actors plus power.
    Support,
    /// Whether a state announces that it halts cooperation; entity: the actor.
    Announcement,
    /// Whether the announcement binds; entity: the actor.
    Binding,
    /// Whether a state hosts forces or joins operations; entity: the actor.
    Joining,
}

/// How chance enters: by its expectation, or by draws on [0, 1) for (entity, purpose).
#[derive(Clone, Copy)]
pub enum Chance<'a> {
    /// Every uncertain event happens to the extent of its probability.
    Expected,
    /// Every uncertain event is drawn.
    Drawn(&'a dyn Fn(u64, Purpose) -> f64),
}

impl Chance<'_> {
    /// Extent to which an event of this probability happens, 0 to 1.
    fn extent(&self, probability: f64, entity: usize, purpose: Purpose) -> f64 {
        match self {
            Self::Expected => probability,
            Self::Drawn(uniform) if probability > 0.0 => {
                if uniform(entity as u64, purpose) < probability {
                    1.0
                } else {
                    0.0
                }
            }
            Self::Drawn(_) => 0.0,
        }
    }
}

/// What changes from month to month. Matrices are symmetric, stored by rows.
#[derive(Clone, Debug, PartialEq)]
pub struct StatesState {
    /// Structural relation of each dyad.
    pub relation: Vec<f64>,
    /// Scarred target of each dyad.
    pub target: Vec<f64>,
    /// Acute tension of each dyad; negative is hostile.
    pub tension: Vec<f64>,
    /// Per actor: cooperation with the lead.
    pub cooperation: Vec<f64>,
    /// Per actor: cooperation that the relation alone would give.
    pub arranged: Vec<f64>,
    /// Per actor: extent to which cooperation is suspended, 0 to 1.
    pub suspended: Vec<f64>,
    /// Per actor: extent to which it hosts forces or joins operations, 0 to 1.
    pub joined: Vec<f64>,
    /// Per actor: remembered alarm at the lead's force, 0 to 1.
    pub remembered_alarm: Vec<f64>,
    /// Per actor: pressure on the opposition, 0 to 1.
    pub opposition_pressure: Vec<f64>,
    /// Per actor: loss of sovereignty by force on its soil, 0 to 1.
    pub sovereignty_loss: Vec<f64>,
    /// Per actor: rally, in points of approval.
    pub rally_points: Vec<f64>,
    /// Per actor: remembered events that dull the next rally.
    pub remembered_events: Vec<f64>,
    /// Per actor: share of hardliners.
    pub hardliner_share: Vec<f64>,
    /// Per actor: months for which it still counts as a target of force.
    pub targeted_months_left: Vec<f64>,
    impulse: Vec<f64>,
    triads: Vec<f64>,
    reset: Vec<f64>,
    pressure: Vec<f64>,
    is_lead: Vec<f64>,
    alarm: Vec<f64>,
    backing: Vec<f64>,
}

impl StatesState {
    /// The state at the start of the world.
    pub fn new(baseline: &StatesBaseline) -> Self {
        let n = baseline.actor_count();
        Self {
            relation: baseline.relation.clone(),
            target: baseline.relation.clone(),
            tension: vec![0.0; n * n],
            cooperation: baseline.cooperation.clone(),
            arranged: baseline.cooperation.clone(),
            suspended: vec![0.0; n],
            joined: vec![0.0; n],
            remembered_alarm: vec![0.0; n],
            opposition_pressure: vec![0.0; n],
            sovereignty_loss: vec![0.0; n],
            rally_points: vec![0.0; n],
            remembered_events: vec![0.0; n],
            hardliner_share: baseline.actors.iter().map(|actor| actor.hardliner_share).collect(),
            targeted_months_left: vec![0.0; n],
            impulse: vec![0.0; n * n],
            triads: baseline.triads.clone(),
            reset: vec![0.0; n],
            pressure: vec![0.0; n],
            is_lead: vec![0.0; n],
            alarm: vec![0.0; n],
            backing: vec![0.0; n],
        }
    }

    /// Relation of two actors.
    pub fn relation_of(&self, a: usize, b: usize) -> f64 {
        self.relation[a * self.cooperation.len() + b]
    }
}

/// What a month gives to the rest of the chain; see the fields of [`StatesState`] for relations,
/// tension, cooperation, rally and hardliners themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatesOutputs {
    /// Per actor: factionalism, 0 to 1.
    pub factionalism: Vec<f64>,
    /// Per actor: probability of adverse regime change or irregular exit within 24 months.
    pub instability_24_months: Vec<f64>,
    /// Per actor: 100 (1 - that probability).
    pub stability_index: Vec<f64>,
    /// Per actor: tension with the lead, 0 to 100.
    pub diplomatic_tension: Vec<f64>,
    /// Per actor: largest alignment with an external power against the lead, 0 to 1.
    pub alignment: Vec<f64>,
    /// Per actor: support events by external powers this month (expected or drawn).
    pub support_events: Vec<f64>,
    /// Per actor: force on its soil without its consent, as far as it is noticed, 0 to 1.
    pub force_on_soil: Vec<f64>,
    /// Per actor: halts of cooperation announced this month (expected or drawn).
    pub suspensions_announced: Vec<f64>,
    /// Per actor: those of them that were walked back within the month.
    pub suspensions_walked_back: Vec<f64>,
    /// Per actor: willingness to negotiate with the lead over that at the start, of both sides.
    pub willingness: Vec<f64>,
    /// Per actor: room for negotiation with the lead, 0 to 1.
    pub negotiation_room: Vec<f64>,
    /// Legitimacy of the lead's use of force among the states that cooperate with it, 0 to 1.
    pub legitimacy: f64,
    /// Per actor: extent to which its leader changed this month (probability, or 0 and 1).
    pub leader_changes: Vec<f64>,
    /// Per actor: factor on the lead's disruptions in its jurisdiction from its cooperation.
    pub partner_multiplier: Vec<f64>,
    /// Per actor: change of group activity by strikes at full strength, as a share.
    pub strike_effect: Vec<f64>,
    /// Factor on the lead's disruptions from the mean cooperation of partners.
    pub mean_partner_multiplier: f64,
    /// Mean cooperation with the lead.
    pub mean_cooperation: f64,
    /// 50 (1 - mean relation among the lead and the states of the region), 0 to 100.
    pub regional_tension: f64,
}

impl StatesOutputs {
    /// The outputs of a month in which nothing has moved.
    pub fn new(p: &StatesParameters, baseline: &StatesBaseline) -> Self {
        let zeros = || vec![0.0; baseline.actor_count()];
        let mut outputs = Self {
            factionalism: zeros(),
            instability_24_months: zeros(),
            stability_index: zeros(),
            diplomatic_tension: zeros(),
            alignment: zeros(),
            support_events: zeros(),
            force_on_soil: zeros(),
            suspensions_announced: zeros(),
            suspensions_walked_back: zeros(),
            willingness: zeros(),
            negotiation_room: zeros(),
            leader_changes: zeros(),
            partner_multiplier: zeros(),
            strike_effect: zeros(),
            ..Self::default()
        };
        let (state, inputs) = (StatesState::new(baseline), StatesInputs::at_rest(baseline));
        report(p, baseline, &state, &inputs, &mut outputs);
        outputs
    }
}

/// Share left of something with this half-life after a month.
fn kept(half_life_months: f64) -> f64 {
    (-1.0 / half_life_months).exp2()
}

/// One month of all states. Support of third powers reads last month's relations.
pub fn step(
    p: &StatesParameters,
    baseline: &StatesBaseline,
    state: &mut StatesState,
    inputs: &StatesInputs,
    chance: Chance<'_>,
    outputs: &mut StatesOutputs,
) {
    relations::collect_events(p, state, &inputs.events);
    answers::judge(p, baseline, state, inputs, outputs);
    powers::add_support(p, baseline, state, chance, outputs);
    relations::settle_tension(p, state);
    domestic::leaders(p, baseline, state, inputs, chance, outputs);
    relations::move_relations(p, baseline, state, inputs);
    relations::move_arrangements(p, baseline, state, inputs);
    answers::act(p, baseline, state, inputs, chance, outputs);
    domestic::rally(p, baseline, state, inputs);
    domestic::hardliners(p, baseline, state, inputs);
    domestic::pressure(p, baseline, state, inputs, &outputs.force_on_soil);
    report(p, baseline, state, inputs, outputs);
}

/// Fills the outputs that follow from the state of the month.
fn report(
    p: &StatesParameters,
    baseline: &StatesBaseline,
    state: &StatesState,
    inputs: &StatesInputs,
    outputs: &mut StatesOutputs,
) {
    let n = baseline.actor_count();
    for actor in 0..n {
        domestic::report(p, baseline, state, inputs, actor, outputs);
        let cooperation = state.cooperation[actor];
        outputs.partner_multiplier[actor] =
            relations::partner_multiplier(p, baseline, cooperation - baseline.cooperation[actor]);
        outputs.strike_effect[actor] = relations::strike_effect(p, cooperation, inputs.backlash);
        outputs.diplomatic_tension[actor] = relations::tension_index(baseline, state, actor);
        outputs.willingness[actor] = domestic::willingness(baseline, state, actor);
        outputs.negotiation_room[actor] =
            relations::negotiation_room(baseline, state, actor, outputs.willingness[actor]);
        outputs.alignment[actor] = powers::largest_alignment(baseline, &state.relation, actor);
    }
    outputs.legitimacy = answers::legitimacy(baseline, state);
    outputs.mean_cooperation = baseline.weighted_mean(&state.cooperation);
    outputs.mean_partner_multiplier =
        relations::partner_multiplier(p, baseline, outputs.mean_cooperation - baseline.mean_cooperation);
    outputs.regional_tension = relations::regional_tension(baseline, &state.relation);
}
