//! What a user can ask of Counterflow, without a terminal.
//!
//! Start reading at [`session`] (a checked world and evidence with the scenarios at hand), then the question of
//! interest: [`run`], [`compare`], [`bands`] (where the interval of an ensemble is computed), [`contributions`],
//! [`flow_map`], [`assessment`], [`read`], [`reconciliation`], [`validation`]. [`results`] holds what each of them
//! answers, as types that say what the JSON of the command line and of the server looks like.
//!
//! The crate prints nothing, reads no command line and knows no exit status: a [`failure::Failure`] holds
//! problems with their places. Long work asks a [`cancellation::Cancellation`] or an observer whether anybody
//! still wants the rest.

// A `Problem` is built once per fault of a user's file, never in a hot loop.
#![allow(clippy::result_large_err)]

pub mod assessment;
pub mod bands;
pub mod cancellation;
pub mod catalogue;
pub mod compare;
pub mod contributions;
pub mod data_source;
pub mod data_table;
pub mod discovery;
pub mod draws;
pub mod ensemble;
pub mod failure;
pub mod flow_map;
pub mod hashes;
pub mod history;
pub mod module_alone;
pub mod months;
pub mod parts;
pub mod plan;
pub mod prefix_cache;
pub mod read;
pub mod reconciliation;
pub mod record;
pub mod results;
pub mod robustness;
pub mod run;
pub mod scenario_words;
pub mod scenario_world;
pub mod schemas;
pub mod sensitivity;
pub mod series;
pub mod session;
mod shapley;
pub mod study_folder;
pub mod study_report;
pub mod validation;
pub mod warnings;
pub mod whole_model_record;
pub mod yearly_run;
