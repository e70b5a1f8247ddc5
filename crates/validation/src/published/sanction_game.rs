//! The game of scarce sanctions with few actors, solved by looking at every outcome.
//!
//! Each of N actors complies at cost C or violates; K sanctions with penalty P are at hand. A violator
//! expects to pay q P, where q is the chance that a sanction falls on him. An outcome is an equilibrium
//! if nobody gains by changing his mind: violators have q P < C, and whoever complies would pay more
//! than C by violating (Kleiman & Kilmer 2009).

/// How sanctions fall on violators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignment {
    /// At random.
    Random,
    /// In an order announced before: on the first violators of the list.
    InOrder,
}

/// A game.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SanctionGame {
    /// Actors, at most as many as a mask has bits.
    pub actors: u32,
    /// Sanctions at hand.
    pub sanctions: u32,
    /// Penalty over the cost of complying.
    pub penalty_ratio: f64,
    /// How sanctions fall.
    pub assignment: Assignment,
}

impl SanctionGame {
    /// Chance that a sanction falls on an actor who violates, beside these other violators.
    fn chance(&self, actor: u32, others: u32) -> f64 {
        match self.assignment {
            Assignment::Random => (f64::from(self.sanctions) / f64::from(others.count_ones() + 1)).min(1.0),
            Assignment::InOrder => {
                let before = (others & ((1 << actor) - 1)).count_ones();
                f64::from(u8::from(before < self.sanctions))
            }
        }
    }

    /// Whether nobody gains by changing his mind when these actors violate.
    fn is_equilibrium(&self, violators: u32) -> bool {
        (0..self.actors).all(|actor| {
            let own = 1 << actor;
            let violates = violators & own != 0;
            let would_violate = self.chance(actor, violators & !own) * self.penalty_ratio < 1.0;
            violates == would_violate
        })
    }

    /// Numbers of violators in equilibria, without repetition, fewest first.
    pub fn violators_in_equilibria(&self) -> Vec<u32> {
        let mut counts: Vec<u32> = (0..1_u32 << self.actors)
            .filter(|violators| self.is_equilibrium(*violators))
            .map(u32::count_ones)
            .collect();
        counts.sort_unstable();
        counts.dedup();
        counts
    }

    /// Fewest sanctions with which compliance of all is the only equilibrium.
    pub fn sanctions_needed(&self) -> u32 {
        let is_enough = |sanctions: &u32| Self { sanctions: *sanctions, ..*self }.violators_in_equilibria() == [0];
        (0..=self.actors).find(is_enough).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Enough sanctions for all end violation however they fall; none leave it.
    #[test]
    fn prop_extremes_do_not_depend_on_the_order() {
        for assignment in [Assignment::Random, Assignment::InOrder] {
            let game = SanctionGame { actors: 4, sanctions: 4, penalty_ratio: 1.2, assignment };
            assert_eq!(game.violators_in_equilibria(), [0]);
            assert_eq!(SanctionGame { sanctions: 0, ..game }.violators_in_equilibria(), [4]);
        }
    }
}
