//! Structural alternatives: assumptions about how the world works that a study can enumerate.

use crate::demand::InitiationRule;
use crate::interdiction::Enforcement;
use crate::market::PassThrough;
use crate::production::{PrecursorRegime, Supply};
use crate::trafficking::RouteChoice;

/// One structural switch: its key, what it decides, and its settings, the default first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SwitchInfo {
    /// Key in the `[switches]` table.
    pub id: &'static str,
    /// What it decides.
    pub about: &'static str,
    /// Settings, the default first.
    pub settings: &'static [&'static str],
}

/// All switches.
pub const SWITCHES: [SwitchInfo; 8] = [
    SwitchInfo {
        id: "supply",
        about: "How supply answers profit: planting integrates it and laboratories follow, or area and laboratories \
            are limited, or price is the cost of supply and planting follows what markets lack (RAND 1994).",
        settings: &["elastic", "limited", "rand"],
    },
    SwitchInfo {
        id: "pass_through",
        about: "How a change of the wholesale price reaches the street: a mix, dollar for dollar, or per cent for per \
            cent (the largest structural uncertainty).",
        settings: &["mixed", "additive", "multiplicative"],
    },
    SwitchInfo {
        id: "route_choice",
        about: "How traffickers choose routes: calibrated shares, all-or-nothing best route, shares with congestion, \
            or no reaction at all.",
        settings: &["calibrated_share", "shortest_path", "congested", "fixed"],
    },
    SwitchInfo {
        id: "precursor_regime",
        about: "Whether substitutes for controlled precursors are found (1989) or not (2006).",
        settings: &["substitution", "no_substitution"],
    },
    SwitchInfo {
        id: "backlash",
        about: "Whether force causes rally, hardliners, third-power involvement and revenge recruitment, or none of \
            them.",
        settings: &["full", "none"],
    },
    SwitchInfo {
        id: "recruit_deterrence",
        about: "Whether violence deters recruits, as the authors of the participation model assume, or does not.",
        settings: &["on", "off"],
    },
    SwitchInfo {
        id: "initiation",
        about: "Whether the number of people who start follows the survey or spreads from users with memory of harm \
            (LHY).",
        settings: &["fixed", "endogenous"],
    },
    SwitchInfo {
        id: "enforcement",
        about: "Whether patrols and surveillance keep their theatres or follow success.",
        settings: &["adaptive", "fixed"],
    },
];

/// The settings of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switches {
    /// How supply answers profit.
    pub supply: Supply,
    /// Retail pass-through.
    pub pass_through: PassThrough,
    /// Route choice.
    pub route_choice: RouteChoice,
    /// Precursor regime.
    pub precursor_regime: PrecursorRegime,
    /// Whether force causes backlash.
    pub backlash: bool,
    /// Whether violence deters recruits.
    pub recruit_deterrence: bool,
    /// Initiation.
    pub initiation: InitiationRule,
    /// Enforcement.
    pub enforcement: Enforcement,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            supply: Supply::Elastic,
            pass_through: PassThrough::Mixed,
            route_choice: RouteChoice::CalibratedShare,
            precursor_regime: PrecursorRegime::Substitution,
            backlash: true,
            recruit_deterrence: true,
            initiation: InitiationRule::Fixed,
            enforcement: Enforcement::Adaptive,
        }
    }
}

impl Switches {
    /// Sets one switch; `false` if key or setting is unknown.
    pub fn set(&mut self, id: &str, setting: &str) -> bool {
        match (id, setting) {
            ("supply", "elastic") => self.supply = Supply::Elastic,
            ("supply", "limited") => self.supply = Supply::Limited,
            ("supply", "rand") => self.supply = Supply::CostBased,
            ("pass_through", "mixed") => self.pass_through = PassThrough::Mixed,
            ("pass_through", "additive") => self.pass_through = PassThrough::Additive,
            ("pass_through", "multiplicative") => self.pass_through = PassThrough::Multiplicative,
            ("route_choice", "calibrated_share") => self.route_choice = RouteChoice::CalibratedShare,
            ("route_choice", "shortest_path") => self.route_choice = RouteChoice::ShortestPath,
            ("route_choice", "congested") => self.route_choice = RouteChoice::Congested,
            ("route_choice", "fixed") => self.route_choice = RouteChoice::Fixed,
            ("precursor_regime", "substitution") => self.precursor_regime = PrecursorRegime::Substitution,
            ("precursor_regime", "no_substitution") => self.precursor_regime = PrecursorRegime::NoSubstitution,
            ("backlash", "full") => self.backlash = true,
            ("backlash", "none") => self.backlash = false,
            ("recruit_deterrence", "on") => self.recruit_deterrence = true,
            ("recruit_deterrence", "off") => self.recruit_deterrence = false,
            ("initiation", "fixed") => self.initiation = InitiationRule::Fixed,
            ("initiation", "endogenous") => self.initiation = InitiationRule::Endogenous,
            ("enforcement", "adaptive") => self.enforcement = Enforcement::Adaptive,
            ("enforcement", "fixed") => self.enforcement = Enforcement::Fixed,
            _ => return false,
        }
        true
    }

    /// Key and setting of every switch, in the order of [`SWITCHES`].
    #[must_use]
    pub fn settings(&self) -> Vec<(&'static str, &'static str)> {
        SWITCHES
            .iter()
            .map(|info| {
                let setting = info.settings.iter().find(|setting| {
                    let mut probe = *self;
                    probe.set(info.id, setting) && probe == *self
                });
                (info.id, *setting.unwrap_or(&info.settings[0]))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_of_every_switch_can_be_set_and_read_back() {
        for info in SWITCHES {
            for setting in info.settings {
                let mut switches = Switches::default();
                assert!(switches.set(info.id, setting), "{} = {setting}", info.id);
                assert!(switches.settings().contains(&(info.id, setting)));
            }
            let defaults = Switches::default().settings();
            assert!(defaults.contains(&(info.id, info.settings[0])), "default first: {}", info.id);
        }
        assert!(!Switches::default().set("pass_through", "mxied"));
    }
}
