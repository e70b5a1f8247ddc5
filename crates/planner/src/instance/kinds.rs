//! Every kind of question with its keys and columns: what help, schema and reader agree on.

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// The name of a node.
    Node,
    /// A number of at least zero.
    Number,
    /// A whole number.
    Whole,
}

/// A key of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyInfo {
    /// The key.
    pub key: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether the question needs it.
    pub required: bool,
    /// What it means.
    pub about: &'static str,
}

/// A kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindInfo {
    /// As the key `kind` has it.
    pub kind: &'static str,
    /// What is asked.
    pub about: &'static str,
    /// Keys besides `kind`.
    pub keys: &'static [KeyInfo],
    /// Columns of the table.
    pub columns: &'static [&'static str],
    /// Columns of the table whose cells may be empty.
    pub optional_columns: &'static [&'static str],
    /// A second file: what it holds, and its columns.
    pub second_file: Option<(&'static str, &'static [&'static str])>,
    /// Whether its answer needs the solver, so that only a build with the feature `highs` reads it.
    pub needs_solver: bool,
}

const fn required(key: &'static str, takes: Takes, about: &'static str) -> KeyInfo {
    KeyInfo { key, takes, required: true, about }
}

const fn optional(key: &'static str, takes: Takes, about: &'static str) -> KeyInfo {
    KeyInfo { key, takes, required: false, about }
}

const SOURCE: KeyInfo = required("source", Takes::Node, "where paths or flow start");
const TARGET: KeyInfo = required("target", Takes::Node, "where they end");
const BUDGET: KeyInfo = required("budget", Takes::Number, "what may be spent on the arcs");
const ATTEMPTS: &[KeyInfo] = &[
    SOURCE,
    TARGET,
    BUDGET,
    optional("outcomes", Takes::Whole, "most outcomes that are all weighed; more are sampled, so many at a time"),
    optional("replications", Takes::Whole, "samples, at least two"),
    optional("evaluation_outcomes", Takes::Whole, "fresh outcomes that the attempts are tried on, at least two"),
    optional("seed", Takes::Whole, "seed of the samples"),
];

/// Every kind, in the order of the help.
pub const KINDS: &[KindInfo] = &[
    KindInfo {
        kind: "path_interdiction",
        about: "which arcs are delayed so that the shortest path is longest",
        keys: &[
            SOURCE,
            TARGET,
            BUDGET,
            optional("protections", Takes::Whole, "arcs that the owner protects before the attack"),
        ],
        columns: &["from", "to", "length", "delay"],
        optional_columns: &["interdiction_cost"],
        second_file: None,
        needs_solver: false,
    },
    KindInfo {
        kind: "flow_interdiction",
        about: "which arcs are removed so that least can flow, for every budget up to the one named",
        keys: &[SOURCE, TARGET, required("budget", Takes::Whole, "largest budget")],
        columns: &["from", "to", "capacity"],
        optional_columns: &["interdiction_cost"],
        second_file: None,
        needs_solver: false,
    },
    KindInfo {
        kind: "uncertain_path_interdiction",
        about: "the same on average, where attempts succeed only sometimes",
        keys: ATTEMPTS,
        columns: &["from", "to", "length", "delay"],
        optional_columns: &["interdiction_cost", "success_probability"],
        second_file: None,
        needs_solver: true,
    },
    KindInfo {
        kind: "uncertain_flow_interdiction",
        about: "likewise for flow",
        keys: ATTEMPTS,
        columns: &["from", "to", "capacity"],
        optional_columns: &["interdiction_cost", "success_probability"],
        second_file: None,
        needs_solver: true,
    },
    KindInfo {
        kind: "inspection",
        about: "which arcs are inspected at random against an evader who knows the odds",
        keys: &[SOURCE, TARGET],
        columns: &["from", "to", "detection_probability"],
        optional_columns: &[],
        second_file: None,
        needs_solver: false,
    },
    KindInfo {
        kind: super::PATROL,
        about: "which schedules are patrolled at random against an adversary who knows the odds",
        keys: &[
            required("base", Takes::Node, "where every schedule starts"),
            required("periods", Takes::Whole, "moves of a schedule"),
        ],
        columns: &["from", "to"],
        optional_columns: &[],
        second_file: Some(("targets", &["node", "value"])),
        needs_solver: false,
    },
    KindInfo {
        kind: super::EVASION,
        about: "where sensors catch most evaders of random origin and destination",
        keys: &[BUDGET],
        columns: &["from", "to", "evasion_probability"],
        optional_columns: &["evasion_with_sensor", "sensor_cost"],
        second_file: Some(("evaders", &["origin", "destination", "probability"])),
        needs_solver: true,
    },
    KindInfo {
        kind: "security_game",
        about: "how targets are covered against an attacker who knows the odds",
        keys: &[
            required("resources", Takes::Number, "targets that can be covered at once"),
            optional("rationality", Takes::Number, "per unit of utility, for an attacker who errs"),
        ],
        columns: &["target", "defender_covered", "defender_uncovered", "attacker_uncovered", "attacker_covered"],
        optional_columns: &[],
        second_file: None,
        needs_solver: false,
    },
    KindInfo {
        kind: "search_effort",
        about: "how hours of search are split over cells",
        keys: &[required("effort_hours", Takes::Number, "hours to split")],
        columns: &["cell", "probability", "detection_rate_per_hour"],
        optional_columns: &[],
        second_file: None,
        needs_solver: false,
    },
    KindInfo {
        kind: "covering",
        about: "which sites reach most weight; one row per pair of a site and a point within its reach",
        keys: &[required("sites", Takes::Whole, "sites to open")],
        columns: &["site", "point", "weight"],
        optional_columns: &[],
        second_file: None,
        needs_solver: false,
    },
];

/// Names of the kinds whose answers need the solver.
pub fn kinds_that_need_the_solver() -> impl Iterator<Item = &'static str> {
    KINDS.iter().filter(|known| known.needs_solver).map(|known| known.kind)
}
