//! Which program a run follows, rule by rule, so that each repair can be judged alone.

pub use super::interdiction::CapacityRule;

/// How transport cost answers to risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CostRule {
    /// Multiplied by the risk premium every month: it never falls, and reaches 1e26 USD/kg.
    Ratchet,
    /// The first cost times this month's premium.
    Relaxing,
}

/// Whether the program's indexing errors are kept. They touch the expansion of organisations, the
/// source's choice when an organisation prefers nothing, preferences for pairs without an edge, the
/// market edge of the source that two organisations write, prices of nodes behind the market and
/// the order of time weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indexing {
    /// As programmed.
    Original,
    /// As described.
    Corrected,
}

/// What interdiction takes on a targeted edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeizureRule {
    /// The whole flow of the month, with certainty.
    WholeFlow,
    /// Shipments, each lost with the probability min(multiplier x base probability of the receiver, 1).
    Shipments,
}

/// What traffickers remember of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemoryRule {
    /// Months in which it was targeted, recalled only while the edge is in use: an abandoned edge keeps
    /// its bad name.
    TargetedWhileUsed,
    /// Months in which it was targeted, on all edges: the memory of an edge that rests fades.
    TargetedOnAll,
    /// The share lost in each month, on all edges.
    LossesOnAll,
}

/// What rounding residues do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResidueRule {
    /// Stocks of 1e-15 kg move on, keep nodes active and get seized.
    Shipped,
    /// Masses below the negligible stay where they are.
    Ignored,
}

/// The rules of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How transport cost answers to risk.
    pub cost: CostRule,
    /// Whether indexing errors are kept.
    pub indexing: Indexing,
    /// What interdiction takes.
    pub seizure: SeizureRule,
    /// What traffickers remember.
    pub memory: MemoryRule,
    /// What rounding residues do.
    pub residue: ResidueRule,
    /// How interdiction capacity answers to results.
    pub capacity: CapacityRule,
}

impl Rules {
    /// The public program of 2018, errors included. It draws nothing at random.
    pub const EXACT_2018: Self = Self {
        cost: CostRule::Ratchet,
        indexing: Indexing::Original,
        seizure: SeizureRule::WholeFlow,
        memory: MemoryRule::TargetedWhileUsed,
        residue: ResidueRule::Shipped,
        capacity: CapacityRule::FollowsSuccess,
    };

    /// All repairs.
    pub const REPAIRED: Self = Self {
        cost: CostRule::Relaxing,
        indexing: Indexing::Corrected,
        seizure: SeizureRule::Shipments,
        memory: MemoryRule::LossesOnAll,
        residue: ResidueRule::Ignored,
        capacity: CapacityRule::FollowsSuccess,
    };
}
