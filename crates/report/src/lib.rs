//! Reports for people who decide: one self-contained HTML page, charts, a flow map, tidy tables and
//! plain text for the terminal.
//!
//! The crate takes finished results as plain data ([`data`]) and knows nothing of the model. The
//! same object printed by `--json` ([`Report`]) makes the page ([`html::render`]), the folder with
//! its CSV tables ([`folder::write_folder`]) and the terminal tables ([`text`]). Member-level
//! results stream through [`tables`].
//!
//! Three rules hold everywhere: no number without its unit, no interval hidden, no verdict told by
//! colour alone.

pub mod analysis_charts;
mod chart;
pub mod comparison;
mod csv_tables;
pub mod data;
mod error;
pub mod folder;
pub mod hindcast_page;
pub mod html;
mod map;
mod markup;
pub mod number;
pub mod path_charts;
pub mod pdf;
pub mod plan_charts;
pub mod png;
pub mod reading;
mod svg_style;
pub mod tables;
pub mod text;
pub mod text_table;

pub use data::{
    Assumption, ChartSeries, ClaimResult, Displacement, Driver, Finding, FlowMap, Follows, ImpulseResponse,
    IndicatorInfo, Kind, MapPlace, MapRoute, NotApplicable, OutcomeChange, Pathway, Report, ResponseSeries, RunRecord,
    ScenarioResult, SideEffect, SourceInfo, Structure, StructureResult, Verdict,
};
pub use error::ReportError;
pub use folder::write_folder;
