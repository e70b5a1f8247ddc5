//! The papers: for each, its page and a function per row that computes our number.

pub mod cartel_follow_ups;
pub mod cartels;
pub mod contest;
pub mod deterrence;
pub mod engagement;
pub mod everingham_rydell;
pub mod force;
pub mod interdiction;
pub mod lhy;
pub mod narcologic;
pub mod optimal_control;
pub mod prevention;
pub mod price_chain;
pub mod price_response;
pub mod rand;
pub mod removals;
pub mod routes;
pub mod scarcity;
pub mod states;
pub mod supply;
pub mod tragler;
pub mod whole_model;

use crate::computed::{Case, Computed};

/// Computes our side of a row.
pub type CheckFunction = fn(&Case<'_>) -> Computed;

/// A paper or family of papers.
#[derive(Debug)]
pub struct Paper {
    /// Name of the folder in `validation/`.
    pub name: &'static str,
    /// Text of the page.
    pub text: &'static str,
    /// What computes each row.
    pub checks: &'static [(&'static str, CheckFunction)],
}

impl Paper {
    /// What computes a row.
    pub fn function(&self, id: &str) -> Option<CheckFunction> {
        self.checks.iter().find(|(known, _)| *known == id).map(|(_, function)| *function)
    }
}

/// A paper whose page lies in the folder of this name.
macro_rules! paper {
    ($folder:literal, $module:ident) => {
        Paper {
            name: $folder,
            text: include_str!(concat!("../../../../validation/", $folder, "/README.md")),
            checks: $module::CHECKS,
        }
    };
}

/// All papers, along the chain from demand to supply.
pub static PAPERS: &[Paper] = &[
    paper!("everingham-rydell", everingham_rydell),
    paper!("lhy", lhy),
    paper!("optimal-control", optimal_control),
    paper!("tragler", tragler),
    paper!("rand", rand),
    paper!("prevention", prevention),
    paper!("price-response", price_response),
    paper!("price-chain", price_chain),
    paper!("contest", contest),
    paper!("supply", supply),
    paper!("routes", routes),
    paper!("narcologic", narcologic),
    paper!("interdiction", interdiction),
    paper!("cartels", cartels),
    paper!("cartel-follow-ups", cartel_follow_ups),
    paper!("scarcity", scarcity),
    paper!("removals", removals),
    paper!("engagement", engagement),
    paper!("force", force),
    paper!("deterrence", deterrence),
    paper!("states", states),
    paper!("whole-model", whole_model),
];
