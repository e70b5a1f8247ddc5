//! What words of a lexicon do in a sentence.

/// How a word of direction is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A verb with an object: "reduce".
    Transitive,
    /// A verb without one: "rise"; its forms are also nouns: "a rise in".
    Intransitive,
    /// Both: "increase".
    Both,
    /// A noun: "reduction".
    Noun,
    /// An adjective: "fewer".
    Adjective,
}

/// What a word of direction says of the indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It rises.
    Rise,
    /// It falls.
    Fall,
    /// It moves as public policy would welcome.
    Improve,
    /// It moves the other way.
    Worsen,
    /// A movement, or the indicator itself, is held back.
    Prevent,
    /// It changes; of use with a negation only.
    Change,
    /// It does not change.
    NoEffect,
}

/// What a word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A direction.
    Direction(Way, Part),
    /// "not", "fail to".
    Negation,
    /// "not only": a negation that denies nothing.
    NoNegation,
    /// "would", "may".
    Modal,
    /// "should", "must": what ought to be says nothing of what will be.
    Normative,
    /// "whether".
    Question,
    /// "lead to", "mean": what its subject brings about.
    Causal,
    /// "because of", "when": introduces a cause.
    Cause,
    /// "rather than", "without": what follows is not said to act.
    Excluded,
    /// "when", "that": where another clause begins.
    Barrier,
    /// "but", "while": where another statement begins.
    HardBarrier,
    /// "is", "were".
    Be,
    /// "in", "of": joins a noun of direction to its indicator.
    Joint,
    /// "by".
    By,
    /// "last year".
    PastTime,
    /// "they", "the move": stands for the lever of the sentence before.
    Anaphor,
    /// "withdraw", "end": less of a lever.
    Withdrawal,
    /// "fell", "drove": a past form that its ending does not show.
    Past,
    /// A phrase that contains other words of the lexicon and means none of them.
    Idiom,
    /// A policy that the model does not have.
    OtherPolicy,
    /// A field that the model does not have.
    OtherField,
    /// Another drug.
    OtherDrug,
}

/// Keys of `[words]` and what they do.
pub const ROLES: [(&str, Role); 45] = [
    ("rise_transitive", Role::Direction(Way::Rise, Part::Transitive)),
    ("rise_intransitive", Role::Direction(Way::Rise, Part::Intransitive)),
    ("rise_both", Role::Direction(Way::Rise, Part::Both)),
    ("rise_noun", Role::Direction(Way::Rise, Part::Noun)),
    ("rise_adjective", Role::Direction(Way::Rise, Part::Adjective)),
    ("fall_transitive", Role::Direction(Way::Fall, Part::Transitive)),
    ("fall_intransitive", Role::Direction(Way::Fall, Part::Intransitive)),
    ("fall_both", Role::Direction(Way::Fall, Part::Both)),
    ("fall_noun", Role::Direction(Way::Fall, Part::Noun)),
    ("fall_adjective", Role::Direction(Way::Fall, Part::Adjective)),
    ("improve_transitive", Role::Direction(Way::Improve, Part::Transitive)),
    ("improve_intransitive", Role::Direction(Way::Improve, Part::Intransitive)),
    ("improve_both", Role::Direction(Way::Improve, Part::Both)),
    ("improve_noun", Role::Direction(Way::Improve, Part::Noun)),
    ("improve_adjective", Role::Direction(Way::Improve, Part::Adjective)),
    ("worsen_transitive", Role::Direction(Way::Worsen, Part::Transitive)),
    ("worsen_intransitive", Role::Direction(Way::Worsen, Part::Intransitive)),
    ("worsen_both", Role::Direction(Way::Worsen, Part::Both)),
    ("worsen_noun", Role::Direction(Way::Worsen, Part::Noun)),
    ("worsen_adjective", Role::Direction(Way::Worsen, Part::Adjective)),
    ("prevent", Role::Direction(Way::Prevent, Part::Transitive)),
    ("change", Role::Direction(Way::Change, Part::Transitive)),
    ("no_effect", Role::Direction(Way::NoEffect, Part::Transitive)),
    ("unchanged", Role::Direction(Way::NoEffect, Part::Intransitive)),
    ("negation", Role::Negation),
    ("no_negation", Role::NoNegation),
    ("modal", Role::Modal),
    ("normative", Role::Normative),
    ("question", Role::Question),
    ("causal", Role::Causal),
    ("cause", Role::Cause),
    ("excluded", Role::Excluded),
    ("barrier", Role::Barrier),
    ("hard_barrier", Role::HardBarrier),
    ("be", Role::Be),
    ("joint", Role::Joint),
    ("by", Role::By),
    ("past_time", Role::PastTime),
    ("anaphor", Role::Anaphor),
    ("withdrawal", Role::Withdrawal),
    ("past", Role::Past),
    ("idiom", Role::Idiom),
    ("other_policy", Role::OtherPolicy),
    ("other_field", Role::OtherField),
    ("other_drug", Role::OtherDrug),
];

/// What a pattern means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A lever, by its place in the lexicon's list.
    Lever(u16),
    /// An indicator, or a general word for several, by its place in the list.
    Indicator(u16),
    /// An indicator with its direction; whether its subject is somebody else than the lever.
    Effect(u16, Way, Subject),
    /// A place.
    Place(u16),
    /// Anything else.
    Role(Role),
}

/// Whose act an effect is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The lever's: "dismantle laboratories".
    Lever,
    /// Somebody's who answers to it: "traffickers move to".
    Others,
}
