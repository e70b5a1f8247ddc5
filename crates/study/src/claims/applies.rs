//! Which claims say something of the scenario at hand: by its levers, their targets, consent and dates.

use super::{Claim, SeriesRef};
use counterflow_evidence::reader::YearMonth;
use counterflow_model::Model;
use counterflow_model::indicators::Scope;
use counterflow_model::policy::levers::TargetKind;
use counterflow_model::policy::{LeverId, LeverUse, Scenario};
use counterflow_report::NotApplicable;
use std::collections::BTreeSet;

/// What a scenario must use of one lever for a claim to apply to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The lever.
    pub lever: LeverId,
    /// Whether the states concerned consent, where the lever can lack it.
    pub consent: Option<bool>,
    /// Whether lethal force is authorised, where the lever can be lethal.
    pub lethal_force: Option<bool>,
    /// Targets that the lever's must hold, as indices of its target kind with their names.
    pub targets: Vec<(usize, String)>,
}

impl Need {
    /// What the claim needs of a lever, as the scenario that tests it uses it. Targets count where the
    /// claim's place is, or lies in, one of them.
    pub(super) fn of(model: &Model, tested: &Scenario, lever: LeverId, series: &SeriesRef) -> Self {
        let used = tested.levers.iter().find(|used| used.id == lever);
        let places = used.map_or_else(Vec::new, |used| {
            let mut places = places(model, series, lever.lever().targets);
            places.retain(|(place, _)| used.targets.is_empty() || used.targets.contains(place));
            places
        });
        Self {
            lever,
            consent: used.filter(|_| lever.lever().can_lack_consent).map(|used| used.consent),
            lethal_force: used.filter(|_| lever.lever().can_be_lethal).map(|used| used.lethal_force),
            targets: places,
        }
    }

    /// What of the lever's use does not fit; none if it does.
    fn misfit(&self, used: &LeverUse) -> Option<String> {
        let title = self.lever.lever().title;
        let said = |wanted: Option<bool>, found: bool| wanted.is_some_and(|wanted| wanted != found);
        if said(self.consent, used.consent) {
            let word = if used.consent { "has" } else { "lacks" };
            return Some(format!("{title} {word} the consent of the states concerned"));
        }
        if said(self.lethal_force, used.lethal_force) {
            return Some(format!("{title} is {}lethal", if used.lethal_force { "" } else { "not " }));
        }
        let missing = self.targets.iter().find(|(place, _)| !used.targets.is_empty() && !used.targets.contains(place));
        missing.map(|(_, name)| format!("{title} is not aimed at {name}"))
    }
}

/// Places of a series among the targets of one kind, with their names.
fn places(model: &Model, series: &SeriesRef, kind: TargetKind) -> Vec<(usize, String)> {
    let world = &model.world;
    let place = series.place.as_str();
    let country = |id: &str| world.countries.iter().position(|country| country.id == id);
    let named = |position: usize| (position, world.countries[position].name.clone());
    match (kind, series.indicator.scope) {
        (TargetKind::Country, Scope::Country | Scope::Actor) => country(place).into_iter().map(named).collect(),
        (TargetKind::Country, Scope::Region) => world
            .regions
            .iter()
            .find(|region| region.id == place)
            .map(|region| named(region.country))
            .into_iter()
            .collect(),
        // A relation's place names two states; the lead acts, so that it is no target.
        (TargetKind::Country, Scope::Dyad) => {
            place.split(':').filter_map(country).filter(|&position| position != world.lead_state).map(named).collect()
        }
        (TargetKind::Corridor, Scope::Corridor | Scope::CorridorMode) => {
            let corridor = place.split('/').next().unwrap_or(place);
            let found = world.corridors.iter().position(|known| known.id == corridor);
            found.map(|position| (position, world.corridors[position].name.clone())).into_iter().collect()
        }
        (TargetKind::Market, Scope::Market) => {
            let found = world.markets.iter().position(|market| market.id == place);
            found.map(|position| (position, world.markets[position].name.clone())).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a claim says something of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applies {
    /// It does.
    Applies,
    /// It does not, for this reason.
    NotApplicable(String),
}

/// Whether a claim says something of a scenario: it uses the claim's levers, with its consent and aimed
/// where the claim looks, in force through its window (or until the claim's stop date), in a run that
/// reaches the window's end.
#[must_use]
pub fn applies(claim: &Claim, scenario: &Scenario) -> Applies {
    if claim.until > scenario.until {
        let reason = format!("the run ends in {}, the claim looks until {}", scenario.until, claim.until);
        return Applies::NotApplicable(reason);
    }
    match claim.needs.iter().find_map(|need| misfit(need, claim, scenario)) {
        Some(reason) => Applies::NotApplicable(reason),
        None => Applies::Applies,
    }
}

fn uses(scenario: &Scenario, lever: LeverId) -> impl Iterator<Item = &LeverUse> {
    scenario.levers.iter().filter(move |used| used.id == lever)
}

/// Why no use of the needed lever fits; none if one does.
fn misfit(need: &Need, claim: &Claim, scenario: &Scenario) -> Option<String> {
    let of_use = |used: &LeverUse| need.misfit(used).or_else(|| out_of_time(claim, used));
    let mut reasons = Vec::new();
    for used in uses(scenario, need.lever) {
        reasons.push(of_use(used)?);
    }
    let title = need.lever.lever().title;
    Some(reasons.into_iter().next().unwrap_or_else(|| format!("{title} is not used")))
}

fn out_of_time(claim: &Claim, used: &LeverUse) -> Option<String> {
    let title = used.id.lever().title;
    let starts = |latest: YearMonth, what: &str| format!("{title} starts in {}, {what} {latest}", used.from);
    match claim.stops {
        Some(stops) if used.from > stops => Some(starts(stops, "the claim has it end in")),
        None if used.from > claim.from => Some(starts(claim.from, "the claim looks from")),
        None => used
            .until
            .filter(|until| *until < claim.from)
            .map(|until| format!("{title} ends in {until}, the claim looks from {}", claim.from)),
        Some(_) => None,
    }
}

/// The claims that apply to some scenarios, and those that do not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AtHand {
    /// Claims to evaluate, each on its scenario.
    pub claims: Vec<Claim>,
    /// Claims that were meant, and why they do not apply.
    pub not_applicable: Vec<NotApplicable>,
}

impl AtHand {
    /// The claims of a file for each scenario: those that name it, and where none does those of the levers
    /// that it uses.
    #[must_use]
    pub fn of(claims: &[Claim], scenarios: &[&Scenario]) -> Self {
        let mut found = Self::default();
        for scenario in scenarios {
            let named = claims.iter().any(|claim| claim.scenario == scenario.id);
            let meant = |claim: &&Claim| !named || claim.scenario == scenario.id;
            found.add(claims.iter().filter(meant), scenario);
        }
        // A claim that stands for several scenarios has an identifier in each.
        let mut known = BTreeSet::new();
        for claim in &mut found.claims {
            if !known.insert(claim.id.clone()) {
                claim.id = format!("{}@{}", claim.id, claim.scenario);
            }
        }
        // The order of the file first, so that a report keeps it.
        let place = |claim: &Claim| claims.iter().position(|known| claim.id.split('@').next() == Some(&known.id));
        found.claims.sort_by_key(place);
        found
    }

    fn add<'a>(&mut self, claims: impl Iterator<Item = &'a Claim>, scenario: &Scenario) {
        let first = self.claims.len();
        for claim in claims {
            let is_named = claim.scenario == scenario.id;
            let is_meant = is_named || claim.needs.iter().any(|need| uses(scenario, need.lever).next().is_some());
            // Mixes repeat what is said of their levers: where none is named, the same question is asked once.
            let is_asked = !is_named && self.claims[first..].iter().any(|known| known.asks_the_same(claim));
            if !is_meant || is_asked {
                continue;
            }
            match applies(claim, scenario) {
                Applies::Applies => self.claims.push(Claim { scenario: scenario.id.clone(), ..claim.clone() }),
                Applies::NotApplicable(reason) => self.not_applicable.push(NotApplicable {
                    claim: claim.id.clone(),
                    statement: claim.statement.clone(),
                    scenario: scenario.id.clone(),
                    reason,
                }),
            }
        }
    }
}
