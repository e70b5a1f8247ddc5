//! Indicators with their places, and switches with their settings.

use crate::results::catalogue::{IndicatorEntry, IndicatorList, SwitchEntry, SwitchList};
use crate::session::Session;
use counterflow_model::indicators::{INDICATORS, Indicator, Scope, Total};
use counterflow_model::policy::switches::{SWITCHES, SwitchInfo};

/// The indicators and their places.
pub fn indicators(session: &Session) -> IndicatorList {
    let entry = |indicator: &Indicator| IndicatorEntry {
        id: indicator.id,
        title: indicator.title,
        unit: indicator.unit,
        definition: indicator.definition,
        source: indicator.source(),
        module: indicator.module,
        by: scope_words(indicator.scope),
        has_total: indicator.total == Total::Sum,
        flow: indicator.flow,
        places: session.model.layout.places(indicator.id).unwrap_or_default().to_vec(),
    };
    IndicatorList { indicators: INDICATORS.iter().map(entry).collect() }
}

/// The kind of place that an indicator is told by.
pub fn scope_words(scope: Scope) -> &'static str {
    match scope {
        Scope::World => "world",
        Scope::Region => "region",
        Scope::Country => "country",
        Scope::TradeState => "producer or transit state",
        Scope::Actor => "state with relations",
        Scope::Corridor => "corridor",
        Scope::Mode => "mode",
        Scope::CorridorMode => "corridor/mode",
        Scope::Market => "market",
        Scope::Group => "armed group",
        Scope::Dyad => "pair of states (a:b)",
        Scope::Lever => "lever",
    }
}

/// The switches and their settings.
pub fn switches() -> SwitchList {
    let entry = |switch: &SwitchInfo| SwitchEntry {
        id: switch.id,
        about: switch.about,
        settings: switch.settings,
        default: switch.settings.first().copied().unwrap_or_default(),
    };
    SwitchList { switches: SWITCHES.iter().map(entry).collect() }
}
