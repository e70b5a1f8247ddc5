//! Optimal scarce effort against an adversary who responds.
//!
//! A graph and a budget go in; an answer with value, bound and a certificate that a separate routine
//! has re-checked comes out.
//!
//! | question | module |
//! | --- | --- |
//! | Where does search effort find most? | [`search_effort`] |
//! | Which sites reach most? | [`covering`] |
//! | Where do sensors catch most evaders? | `evasion` (feature `highs`) |
//! | Which arcs are delayed so that the shortest path is longest? | [`path_interdiction`] |
//! | Which arcs are removed so that least can flow? | [`flow_interdiction`] |
//! | What if interdiction succeeds only sometimes? | `uncertain` (feature `highs`) |
//! | How are targets covered against an attacker who looks first? | [`stackelberg`], [`quantal_response`] |
//! | Which arcs are inspected at random, which schedules are patrolled? | [`inspection`], [`patrol`] |
//! | Which portfolios does no other dominate? | [`portfolio`] |
//! | Where does a lever's effort do most against the traffickers of the simulator? | [`simulated`] |
//!
//! Problems are built in code or read from CSV and TOML ([`instance`]).
//!
//! Answers are a pure function of problem and seed unless a time limit is set. Nothing here opens
//! a file, prints, or keeps global state. Aggregate policy analysis only: nodes are regions, arcs are
//! corridors.

pub mod answer;
#[cfg(feature = "highs")]
mod branching;
pub mod covering;
pub mod error;
#[cfg(feature = "highs")]
pub mod evasion;
pub mod flow_interdiction;
pub mod graph;
pub mod inspection;
pub mod instance;
mod matrix_game;
pub mod max_flow;
pub mod nsga3;
pub mod path_interdiction;
pub mod patrol;
pub mod portfolio;
#[cfg(feature = "highs")]
mod programme;
pub mod quantal_response;
mod random;
pub mod search_effort;
pub mod shortest_path;
pub mod simulated;
pub mod stackelberg;
#[cfg(feature = "highs")]
pub mod uncertain;
#[cfg(feature = "highs")]
mod warm_programme;

/// The examples of the readme run with those of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// Whether this build has the solver HiGHS (feature `highs`).
pub const HAS_SOLVER: bool = cfg!(feature = "highs");

pub use answer::{Bounded, Limits, Watch};
pub use error::PlannerError;
pub use graph::Graph;
