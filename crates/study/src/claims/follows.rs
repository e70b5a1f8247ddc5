//! What a claim can at most be: input, derived or emergent, by the lever and the indicator.
//!
//! A lever's *inputs* are indicators that its effort moves by definition, with a sign that the range of
//! one parameter fixes; what it *derives* follows within one module from there. Everything else passes
//! through the coupled model. The lists are the levers' own `apply` and the modules' equations, read by
//! hand; a claims file may say less of a claim than they allow, never more.

use counterflow_model::policy::LeverId;
use counterflow_report::Follows;

/// Inputs and derived indicators of one lever.
struct Bounds {
    lever: LeverId,
    inputs: &'static [&'static str],
    derived: &'static [&'static str],
}

const RELATIONS: [&str; 9] = [
    "relation",
    "acute_tension",
    "diplomatic_tension",
    "regional_tension",
    "cooperation",
    "mean_cooperation",
    "partner_supported_share",
    "third_power_alignment",
    "third_power_support_events",
];

const FORCE: [&str; 23] = [
    "relation",
    "acute_tension",
    "diplomatic_tension",
    "regional_tension",
    "cooperation",
    "mean_cooperation",
    "partner_supported_share",
    "third_power_alignment",
    "third_power_support_events",
    "government_support",
    "hardliner_share",
    "factionalism",
    "instability_probability",
    "political_stability_index",
    "laboratory_capacity",
    "opposition_pressure",
    "sovereignty_index",
    "negotiation_room",
    "lead_legitimacy",
    "suspensions_announced",
    "suspensions_walked_back",
    "cooperation_suspended",
    "hosting_and_joining",
];

const FUNNEL: [&str; 6] = [
    "seized",
    "seized_by_mode",
    "seized_by_country",
    "consignments_seized",
    "disrupted_share_of_known",
    "seized_per_patrol_day",
];

const WATCHED: [&str; 7] = [
    "seized",
    "seized_by_mode",
    "seized_by_country",
    "consignments_seized",
    "disrupted_share_of_known",
    "seized_per_patrol_day",
    "laboratory_capacity",
];

const BOUNDS: [Bounds; 15] = [
    Bounds {
        lever: LeverId::Surveillance,
        inputs: &["detection_probability", "known_flow", "false_cue_share", "laboratory_capacity_destroyed"],
        derived: &WATCHED,
    },
    Bounds {
        lever: LeverId::StrikeForce,
        inputs: &["laboratory_capacity_destroyed", "arrests", "captures", "civilian_deaths_from_force"],
        derived: &FORCE,
    },
    Bounds {
        lever: LeverId::RegionalCoordination,
        inputs: &["information_delay_index", "jurisdiction_loss_share"],
        derived: &RELATIONS,
    },
    Bounds {
        lever: LeverId::PrecursorControl,
        inputs: &["precursor_availability"],
        derived: &["processed_output", "purity"],
    },
    Bounds {
        lever: LeverId::VesselPatrols,
        inputs: &["civilian_deaths_at_sea", "civilian_deaths_from_force"],
        derived: &FUNNEL,
    },
    Bounds {
        lever: LeverId::IntelligenceHubs,
        inputs: &["response_time", "actionable_share"],
        derived: &["seized", "seized_per_patrol_day", "disrupted_share_of_known", "partner_supported_share"],
    },
    Bounds {
        lever: LeverId::ProductionStrikes,
        inputs: &["laboratory_capacity_destroyed", "civilian_deaths_from_force"],
        derived: &FORCE,
    },
    Bounds {
        lever: LeverId::TaskForces,
        inputs: &["response_time", "arrests", "captures"],
        derived: &["seized", "seized_per_patrol_day", "disrupted_share_of_known", "conflict_deaths"],
    },
    Bounds {
        lever: LeverId::CommunityEngagement,
        inputs: &[],
        derived: &["recruits", "recruits_per_week", "group_members", "group_members_by_country"],
    },
    Bounds {
        lever: LeverId::JusticeReform,
        inputs: &[],
        derived: &[
            "convictions_per_offence",
            "perceived_certainty_index",
            "violation_share",
            "corruption_index",
            "state_capacity",
        ],
    },
    Bounds {
        lever: LeverId::DemandReduction,
        inputs: &["initiation"],
        derived: &["light_users", "heavy_users", "overdose_deaths"],
    },
    Bounds { lever: LeverId::Treatment, inputs: &["treatment_episodes"], derived: &["heavy_users", "overdose_deaths"] },
    Bounds {
        lever: LeverId::AlternativeDevelopment,
        inputs: &["households_assisted"],
        derived: &["coca_area", "potential_output", "poverty_index"],
    },
    Bounds { lever: LeverId::Diplomacy, inputs: &[], derived: &RELATIONS },
    Bounds {
        lever: LeverId::PortControl,
        inputs: &["loss_share_by_mode", "port_delay_cost"],
        derived: &[
            "seized",
            "seized_by_mode",
            "seized_by_country",
            "seized_by_corridor_and_mode",
            "consignments_seized",
            "corruption_index",
            "recruits",
            "recruits_per_week",
            "conflict_deaths",
            "violent_deaths",
        ],
    },
];

/// The most that a claim about an indicator can be where `levers` are what it is about.
#[must_use]
pub fn most(levers: impl Iterator<Item = LeverId>, indicator: &str) -> Follows {
    let of = |lever: LeverId| {
        let bounds = BOUNDS.iter().find(|bounds| bounds.lever == lever);
        match bounds {
            Some(bounds) if bounds.inputs.contains(&indicator) => Follows::Input,
            Some(bounds) if bounds.derived.contains(&indicator) => Follows::Derived,
            _ => Follows::Emergent,
        }
    };
    // What is spent is what the lever is, whichever it be.
    if indicator == "cost" { Follows::Input } else { levers.map(of).min().unwrap_or(Follows::Emergent) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use counterflow_model::policy::LEVERS;

    #[test]
    fn every_lever_has_its_bounds_once() {
        for lever in &LEVERS {
            assert_eq!(BOUNDS.iter().filter(|bounds| bounds.lever == lever.id).count(), 1, "{}", lever.key);
        }
    }

    #[test]
    fn the_strongest_tie_of_any_lever_counts() {
        let of = |levers: &[LeverId], indicator| most(levers.iter().copied(), indicator);
        let (strikes, reform) = (LeverId::ProductionStrikes, LeverId::JusticeReform);
        assert_eq!(of(&[strikes], "laboratory_capacity_destroyed"), Follows::Input);
        assert_eq!(of(&[reform, strikes], "hardliner_share"), Follows::Derived);
        assert_eq!(of(&[reform], "hardliner_share"), Follows::Emergent);
        assert_eq!(of(&[reform], "cost"), Follows::Input);
        assert_eq!(of(&[], "seized"), Follows::Emergent);
    }
}
