//! Published models that the simulator does not contain, solved here to meet their papers.

pub mod cohort;
pub mod epidemic_control;
pub mod everingham_rydell;
pub mod lhy;
pub mod light_heavy_control;
pub mod rand_treatment;
pub mod relations;
pub mod sanction_game;
