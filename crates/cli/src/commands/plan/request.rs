//! Options of every placement.

use crate::failure::Failure;
use crate::options::EnsembleOptions;
use clap::Args;
use counterflow_app::plan::task::PlacementRequest;
use counterflow_app::session::Session;
use std::path::PathBuf;

/// Options of every placement.
#[derive(Clone, Debug, Args)]
pub struct PlacementOptions {
    /// Lever whose effort is placed (`counterflow schema levers` lists them)
    #[arg(long, value_name = "LEVER", default_value = "vessel_patrols")]
    lever: String,
    /// Effort a year on top of the base year's, or money such as '50 million USD/year'
    #[arg(long, value_name = "AMOUNT")]
    amount: String,
    /// What is lowered: an indicator at a place [default: arrivals in the lead state's market]
    #[arg(long, aliases = ["series", "of"], value_name = "INDICATOR@PLACE")]
    objective: Option<String>,
    /// Raises the objective instead
    #[arg(long)]
    maximise: bool,
    /// Scenario in force besides
    #[arg(long, value_name = "SCENARIO", default_value = "baseline")]
    scenario: String,
    /// First month of the effort [default: the world's second year]
    #[arg(long, value_name = "YYYY-MM")]
    from: Option<String>,
    /// Last month of the run; the 36 months before it count [default: the scenario's]
    #[arg(long, value_name = "YYYY-MM")]
    until: Option<String>,
    /// Every placement is tried if there are at most so many; otherwise steps are moved while that helps
    #[arg(long, value_name = "N", default_value_t = 5000)]
    runs: usize,
    /// Stops the search after so many seconds with the best placement so far, which may then depend on the machine
    #[arg(long, value_name = "S", value_parser = super::watch::seconds)]
    seconds: Option<f64>,
    #[command(flatten)]
    pub ensemble: EnsembleOptions,
    /// Prints JSON
    #[arg(long)]
    pub json: bool,
    /// Writes charts and tables to this file, one page that loads nothing from elsewhere
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

impl PlacementOptions {
    /// What is asked.
    pub fn request(&self, session: &Session) -> Result<PlacementRequest, Failure> {
        Ok(PlacementRequest {
            lever: self.lever.clone(),
            amount: self.amount.clone(),
            objective: self.objective.clone(),
            maximise: self.maximise,
            scenario: self.scenario.clone(),
            from: self.from.clone(),
            until: self.until.clone(),
            runs: self.runs,
            seconds: self.seconds,
            size: self.ensemble.size(session)?,
        })
    }
}
