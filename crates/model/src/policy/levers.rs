//! The levers: one declaration each.
//!
//! A declaration says what the lever is, in which physical unit its effort is counted, where it can
//! be aimed, what it moves and what it is said to do. Its numbers (unit cost, baseline effort,
//! feasible maximum, sizes of effects) are evidence records in `data/evidence/levers.toml`.

mod numbers;
mod parameters;

pub use numbers::LeverNumbers;
pub use parameters::LeverParameters;

/// Identifies a lever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeverId {
    /// Surveillance enhancement.
    Surveillance,
    /// Strike-force deployment.
    StrikeForce,
    /// Regional coordination.
    RegionalCoordination,
    /// Supply-chain interdiction of precursors.
    PrecursorControl,
    /// Vessel patrols.
    VesselPatrols,
    /// Intelligence-sharing hubs.
    IntelligenceHubs,
    /// Strikes on production sites.
    ProductionStrikes,
    /// Multilateral task forces.
    TaskForces,
    /// Community engagement.
    CommunityEngagement,
    /// Judicial and security reform.
    JusticeReform,
    /// Demand-reduction campaigns.
    DemandReduction,
    /// Treatment and public health.
    Treatment,
    /// Alternative development.
    AlternativeDevelopment,
    /// Diplomatic engagement.
    Diplomacy,
}

/// Where a lever can be aimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// Countries.
    Country,
    /// Corridors.
    Corridor,
    /// Markets.
    Market,
    /// Nowhere in particular.
    Worldwide,
}

/// A lever's declaration.
#[derive(Clone, Copy, Debug)]
pub struct Lever {
    /// Identifier.
    pub id: LeverId,
    /// Key in scenario files.
    pub key: &'static str,
    /// Title.
    pub title: &'static str,
    /// What it means, in one paragraph.
    pub about: &'static str,
    /// Who decides on it.
    pub decided_by: &'static str,
    /// Names of the unit of effort that a scenario may use, the usual plural first.
    pub units: &'static [&'static str],
    /// Whether effort is a flow per year (or a stock in force).
    pub per_year: bool,
    /// Where it can be aimed.
    pub targets: TargetKind,
    /// Whether `consent = false` is possible.
    pub can_lack_consent: bool,
    /// Whether `lethal_force = true` is possible.
    pub can_be_lethal: bool,
    /// What the coverage promises.
    pub claim: &'static str,
    /// What it moves in the model.
    pub mechanism: &'static str,
    /// Side effects that show when they occur.
    pub side_effects: &'static str,
    /// Historical example of a large effort.
    pub example: &'static str,
}

/// All levers, in the order of their identifiers.
pub static LEVERS: [Lever; 14] = [
    Lever {
        id: LeverId::Surveillance,
        key: "surveillance",
        title: "Surveillance enhancement",
        about: "Drones, patrol aircraft and radar over sea and air corridors and over growing regions.",
        decided_by: "Defence and interior ministries, with the states whose airspace is used",
        units: &["flight hours", "flight hour", "hours", "hour"],
        per_year: true,
        targets: TargetKind::Corridor,
        can_lack_consent: true,
        can_be_lethal: false,
        claim: "Improved target identification",
        mechanism: "Search effort raises detection by the random-search law; false cues rise with it and waste sorties.",
        side_effects: "Saturation; more known flow makes the disrupted share fall; without consent neighbours read it as a show of force.",
        example: "United States Coast Guard, fiscal 2018: more than 3,400 surveillance-aircraft hours",
    },
    Lever {
        id: LeverId::StrikeForce,
        key: "strike_force",
        title: "Strike-force deployment",
        about: "Rapid-deployment units that raid laboratories and staging areas.",
        decided_by: "The host state, or an outside state with or without its consent",
        units: &["raids", "raid"],
        per_year: true,
        targets: TargetKind::Country,
        can_lack_consent: true,
        can_be_lethal: false,
        claim: "Rapid disruption of laboratories",
        mechanism: "Raids destroy laboratory capacity, arrest members and capture leaders.",
        side_effects: "Laboratories rebuild and relocate; captures fragment groups; without consent relations break.",
        example: "Colombia 2024: 5,329 laboratories destroyed",
    },
    Lever {
        id: LeverId::RegionalCoordination,
        key: "regional_coordination",
        title: "Regional coordination",
        about: "Agreements, joint operations, boarding and overflight rights.",
        decided_by: "Governments of the region together",
        units: &["agreements", "agreement"],
        per_year: false,
        targets: TargetKind::Country,
        can_lack_consent: false,
        can_be_lethal: false,
        claim: "Streamlined intelligence flow",
        mechanism: "Shorter information delay, fewer events lost to jurisdiction, as far as relations allow.",
        side_effects: "Depends on relations and improves them; collapses with them.",
        example: "JIATF-South works with 19 partner nations",
    },
    Lever {
        id: LeverId::PrecursorControl,
        key: "precursor_control",
        title: "Supply-chain interdiction of precursors",
        about: "Control, tracing and seizure of precursor chemicals.",
        decided_by: "Chemical-trade regulators and police of producing and trading states",
        units: &["operations", "operation"],
        per_year: true,
        targets: TargetKind::Worldwide,
        can_lack_consent: false,
        can_be_lethal: false,
        claim: "Reduced chemical availability",
        mechanism: "Availability limits processing, until substitutes are found (1989) or not (2006).",
        side_effects: "Substitution; price up, purity down.",
        example: "United States rules on permanganate, October 1989 and December 2006",
    },
    Lever {
        id: LeverId::VesselPatrols,
        key: "vessel_patrols",
        title: "Vessel patrols",
        about: "Cutters, aircraft and boarding teams; as law enforcement, or with lethal force.",
        decided_by: "Coast guards and navies; flag states consent to boardings",
        units: &["patrol days", "patrol day", "cutter days", "cutter day", "days", "day"],
        per_year: true,
        targets: TargetKind::Corridor,
        can_lack_consent: true,
        can_be_lethal: true,
        claim: "Reduced maritime drug flow",
        mechanism: "Assets raise the share of events acted on; losses and, with lethal force, danger raise the cost of a corridor.",
        side_effects: "Shift to other corridors and modes; with lethal force civilian deaths and strained relations.",
        example: "United States Coast Guard, fiscal 2017: more than 2,600 cutter days",
    },
    Lever {
        id: LeverId::IntelligenceHubs,
        key: "intelligence_hubs",
        title: "Intelligence-sharing hubs",
        about: "Fusion centres that turn many states' reports into cues.",
        decided_by: "Partner governments",
        units: &["hubs", "hub"],
        per_year: false,
        targets: TargetKind::Country,
        can_lack_consent: false,
        can_be_lethal: false,
        claim: "Improved cross-border coordination",
        mechanism: "Shorter response time and more actionable cues, as far as partners take part.",
        side_effects: "Hubs saturate; suspended when relations break.",
        example: "JIATF-South and regional fusion centres",
    },
    Lever {
        id: LeverId::ProductionStrikes,
        key: "production_strikes",
        title: "Strikes on production sites",
        about: "Air or ground strikes on production areas, with or without the host's consent.",
        decided_by: "An outside state, or the host",
        units: &["strikes", "strike"],
        per_year: true,
        targets: TargetKind::Country,
        can_lack_consent: true,
        can_be_lethal: false,
        claim: "Disrupted cocaine manufacturing",
        mechanism: "Laboratory capacity destroyed, rebuilt within weeks and relocated.",
        side_effects: "Civilian deaths, revenge recruitment, rally and hardliners, broken relations, lost partner intelligence, displacement to neighbours.",
        example: "Afghanistan 2017-18: more than 200 strikes on laboratories",
    },
    Lever {
        id: LeverId::TaskForces,
        key: "task_forces",
        title: "Multilateral task forces",
        about: "Standing joint operations with shared assets and joint investigations.",
        decided_by: "Partner governments",
        units: &["joint operations", "joint operation", "operations", "operation"],
        per_year: true,
        targets: TargetKind::Country,
        can_lack_consent: false,
        can_be_lethal: false,
        claim: "Improved coordination and faster response",
        mechanism: "More disruptions per asset-day, faster response, arrests and captures.",
        side_effects: "Burden is shared; captures fragment groups.",
        example: "Operation Martillo 2012: partner-supported disruptions rose from 59 to 69 %",
    },
    Lever {
        id: LeverId::CommunityEngagement,
        key: "community_engagement",
        title: "Community engagement",
        about: "Youth programmes, transfers, therapy and jobs for people whom armed groups would recruit.",
        decided_by: "Local and national governments of affected countries",
        units: &["participants", "participant", "persons", "people"],
        per_year: true,
        targets: TargetKind::Country,
        can_lack_consent: false,
        can_be_lethal: false,
        claim: "Reduced recruitment by trafficking networks",
        mechanism: "Fewer of those at risk join.",
        side_effects: "Fades unless renewed; nothing or worse where the state is weak.",
        example: "One Summer Plus, Chicago; STYL, Liberia; Cali 2017-19",
    },
    Lever {
        id: LeverId::JusticeReform,
        key: "justice_reform",
        title: "Judicial and security reform",
        about: "Prosecution capacity, courts, anti-corruption bodies and vetted units.",
        decided_by: "Governments and parliaments of affected countries",
        units: &["teams", "team", "prosecution teams", "prosecution team"],
        per_year: true,
        targets: TargetKind::Country,
        can_lack_consent: false,
        can_be_lethal: false,
        claim: "Increased prosecution rates and deterrence",
        mechanism: "Sanction capacity against violations, with tipping; less corruption.",
        side_effects: "Swamped below the tipping point; severity does little.",
        example: "CICIG, Guatemala 2007-17: homicide convictions from 7 to 28 %",
    },
    Lever {
        id: LeverId::DemandReduction,
        key: "demand_reduction",
        title: "Demand-reduction campaigns",
        about: "School prevention and mass-media campaigns.",
        decided_by: "Health and education ministries of consumer countries",
        units: &["pupils", "pupil"],
        per_year: true,
        targets: TargetKind::Market,
        can_lack_consent: false,
        can_be_lethal: false,
        claim: "Lower drug consumption",
        mechanism: "Fewer people start, years after the lesson; media campaigns may do nothing or harm.",
        side_effects: "Delayed by years; media may raise initiation.",
        example: "United States 1998-2004: nearly 1 billion dollars of media",
    },
    Lever {
        id: LeverId::Treatment,
        key: "treatment",
        title: "Treatment and public health",
        about: "Treatment episodes for heavy users.",
        decided_by: "Health systems of consumer countries",
        units: &["episodes", "episode", "treatment episodes", "treatment episode"],
        per_year: true,
        targets: TargetKind::Market,
        can_lack_consent: false,
        can_be_lethal: false,
        claim: "Less dependence and associated harm",
        mechanism: "Less use during treatment, some leave heavy use, some relapse.",
        side_effects: "Relapse; the evidence is an upper bound.",
        example: "United States 1992: 31 % of heavy users treated in a year",
    },
    Lever {
        id: LeverId::AlternativeDevelopment,
        key: "alternative_development",
        title: "Alternative development",
        about: "Crops, roads, titles and payments for households that grow coca.",
        decided_by: "Governments of growing countries and donors",
        units: &["households", "household", "families", "family"],
        per_year: true,
        targets: TargetKind::Country,
        can_lack_consent: false,
        can_be_lethal: false,
        claim: "Alternative livelihoods",
        mechanism: "Announcement raises planting, delivery lowers it years later.",
        side_effects: "Planting rises first; slow.",
        example: "Peru 2018: 41,439 families assisted",
    },
    Lever {
        id: LeverId::Diplomacy,
        key: "diplomacy",
        title: "Diplomatic engagement and institutional capacity",
        about: "Negotiation, aid to institutions, repair of relations after ruptures.",
        decided_by: "Foreign ministries",
        units: &["missions", "mission"],
        per_year: true,
        targets: TargetKind::Country,
        can_lack_consent: false,
        can_be_lethal: false,
        claim: "Balance of precision and engagement; no unintended escalation",
        mechanism: "Positive events and faster return to normal relations.",
        side_effects: "Slow; undone by one salient hostile event.",
        example: "United States and Bolivia 2008-11: 38 months to a framework agreement",
    },
];

impl LeverId {
    /// The declaration.
    #[must_use]
    pub fn lever(self) -> &'static Lever {
        &LEVERS[self as usize]
    }

    /// Finds a lever by its key.
    #[must_use]
    pub fn find(key: &str) -> Option<Self> {
        LEVERS.iter().find(|lever| lever.key == key).map(|lever| lever.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_stand_in_the_order_of_their_identifiers() {
        for (position, lever) in LEVERS.iter().enumerate() {
            assert_eq!(lever.id as usize, position);
            assert_eq!(LeverId::find(lever.key), Some(lever.id));
            assert!(!lever.units.is_empty() && !lever.about.is_empty());
        }
    }
}
