//! Structural settings: every setting of every switch, one at a time from the scenario's own.
//!
//! The switches are those that the model declares, so that a new one is picked up by itself. Members are
//! dealt out in turn, member `i` to setting `i` modulo their number: each setting has as many, each member
//! a draw of its own, and a member run alone with that switch gives the same numbers.

use counterflow_model::policy::Scenario;
use counterflow_model::policy::switches::SWITCHES;
use counterflow_report::Structure;

/// Over which structures an assessment runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Structures {
    /// Only the scenario's own switches.
    Default,
    /// Those, and every other setting of each switch.
    #[default]
    All,
}

/// Name of the scenario's own switches.
const OWN: &str = "default";

impl Structures {
    /// The scenario under every setting, its own first, and the names of the settings.
    #[must_use]
    pub fn variants(self, scenario: &Scenario) -> (Vec<String>, Vec<Scenario>) {
        let mut names = vec![OWN.to_owned()];
        let mut variants = vec![scenario.clone()];
        if self == Self::Default {
            return (names, variants);
        }
        for (info, (_, own)) in SWITCHES.iter().zip(scenario.switches.settings()) {
            for setting in info.settings.iter().filter(|setting| **setting != own) {
                let mut other = scenario.clone();
                other.switches.set(info.id, setting);
                names.push(format!("{} = {setting}", info.id));
                variants.push(other);
            }
        }
        (names, variants)
    }
}

/// The settings with the number of members in each.
pub(super) fn told(names: &[String], members: u32) -> Vec<Structure> {
    let members = members as usize;
    let of = |position: usize| members / names.len() + usize::from(position < members % names.len());
    names
        .iter()
        .enumerate()
        .map(|(position, setting)| Structure { setting: setting.clone(), members: of(position) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use counterflow_evidence::reader::YearMonth;

    #[test]
    fn every_declared_setting_is_run_once_with_one_switch_moved() {
        let own = Scenario::baseline(YearMonth { year: 2030, month: 12 });
        let mut moved = own.clone();
        assert!(moved.switches.set("backlash", "none"));
        let others: usize = SWITCHES.iter().map(|info| info.settings.len() - 1).sum();
        for scenario in [&own, &moved] {
            let (names, variants) = Structures::All.variants(scenario);
            assert_eq!((names.len(), variants.len()), (1 + others, 1 + others));
            assert_eq!(&variants[0], scenario);
            for (number, variant) in variants.iter().enumerate() {
                let (here, there) = (variant.switches.settings(), scenario.switches.settings());
                let differ = here.iter().zip(&there).filter(|(a, b)| a != b).count();
                assert_eq!(differ, usize::from(number > 0), "{}", names[number]);
                assert_eq!(variants.iter().filter(|other| *other == variant).count(), 1, "{}", names[number]);
            }
        }
        assert!(Structures::All.variants(&moved).0.contains(&"backlash = full".to_owned()));
        assert_eq!(Structures::Default.variants(&own).0, ["default"]);
    }

    #[test]
    fn members_are_dealt_out_evenly() {
        let names = ["default", "a", "b"].map(str::to_owned);
        let counts: Vec<usize> = told(&names, 8).iter().map(|one| one.members).collect();
        assert_eq!(counts, [3, 3, 2]);
    }
}
