//! What levers and mixes are said to do.

use counterflow_study::claims::{Claim, Direction};
use counterflow_study::series::SeriesRef;
use schemars::JsonSchema;
use serde::Serialize;

/// Claims of a file, checked and not tested.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClaimList {
    /// The claims.
    pub claims: Vec<ListedClaim>,
}

/// One claim.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListedClaim {
    /// Identifier.
    pub id: String,
    /// Lever whose promise it is.
    pub lever: Option<&'static str>,
    /// Outcome it belongs to.
    pub outcome: Option<String>,
    /// Scenario that tests it.
    pub scenario: String,
    /// The claim in words.
    pub statement: String,
    /// Indicator identifier.
    pub indicator: &'static str,
    /// Where it is measured.
    pub place: String,
    /// Direction of the claim: `rise` or `fall`.
    pub promised: &'static str,
    /// Direction that public policy would welcome.
    pub welcome: &'static str,
    /// Promised benefit or predicted harm: `benefit` or `harm`.
    pub kind: &'static str,
    /// How it follows from the lever: `input`, `derived` or `emergent`.
    pub follows: &'static str,
    /// The smallest change that matters, with unit.
    pub matters: String,
    /// Month in which the levers end for this claim.
    pub stops: Option<String>,
    /// Levers that a scenario must use for the claim to apply to it.
    pub needs: Vec<&'static str>,
    /// First month of the window.
    pub from: String,
    /// Last month of the window.
    pub until: String,
    /// Indicators to watch.
    pub side_effects: Vec<WatchedSeries>,
}

/// A series to watch for a side effect.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WatchedSeries {
    /// `INDICATOR@PLACE`.
    pub series: String,
    /// Direction that public policy would welcome.
    pub welcome: &'static str,
}

impl From<&Claim> for ListedClaim {
    fn from(claim: &Claim) -> Self {
        let watched = |(series, welcome): &(SeriesRef, Direction)| WatchedSeries {
            series: series.name(),
            welcome: welcome.word(),
        };
        Self {
            id: claim.id.clone(),
            lever: claim.lever.map(|id| id.lever().key),
            outcome: claim.outcome.clone(),
            scenario: claim.scenario.clone(),
            statement: claim.statement.clone(),
            indicator: claim.series.indicator.id,
            place: claim.series.place.clone(),
            promised: claim.promised.word(),
            welcome: claim.welcome.word(),
            kind: claim.kind.word(),
            follows: claim.follows.word(),
            matters: claim.matters.text(claim.series.indicator),
            stops: claim.stops.map(|stops| stops.to_string()),
            needs: claim.needs.iter().map(|need| need.lever.lever().key).collect(),
            from: claim.from.to_string(),
            until: claim.until.to_string(),
            side_effects: claim.side_effects.iter().map(watched).collect(),
        }
    }
}
