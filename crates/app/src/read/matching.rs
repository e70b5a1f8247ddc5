//! The place that a statement means and the claim that tests it.

use crate::assessment::own_claims;
use crate::failure::Failure;
use crate::session::{NamedScenario, Session};
use counterflow_model::indicators::{INDICATORS, Indicator, WORLD};
use counterflow_model::policy::LeverId;
use counterflow_reader::{Direction, Outcome, Statement};
use counterflow_study::claims::Claim;
use counterflow_study::series::{SeriesRef, find_series};
use std::collections::BTreeSet;

/// What tests a statement.
#[derive(Clone, Debug)]
pub struct Tested {
    /// The lever.
    pub lever: LeverId,
    /// Indicator and place.
    pub series: SeriesRef,
    /// What the statement says.
    pub direction: Direction,
    /// Scenario that uses the lever alone.
    pub scenario: String,
    /// The claim of the claims file that asks the same.
    pub shipped: Option<String>,
}

impl Tested {
    /// The movement that is tested: the one that the statement asserts or denies.
    fn promised(&self) -> &'static str {
        match self.direction {
            Direction::Rise | Direction::NotRise => "rise",
            Direction::Fall | Direction::NotFall | Direction::NoEffect => "fall",
        }
    }

    /// Identifier of its claim.
    pub fn claim_id(&self) -> String {
        let lever = self.lever.lever().key;
        let own = || format!("read-{lever}-{}-{}", self.series.name(), self.promised()).replace(['@', ':', '/'], "-");
        self.shipped.clone().unwrap_or_else(own)
    }
}

/// What a statement can be matched to.
pub struct Matcher<'a> {
    /// The model.
    pub session: &'a Session,
    /// The shipped claims.
    pub claims: &'a [Claim],
    /// The scenarios at hand.
    pub scenarios: &'a [NamedScenario],
}

impl Matcher<'_> {
    /// What tests a statement; none where it is not read, or the model lacks its lever, indicator or scenario.
    pub fn tested(&self, statement: &Statement) -> Option<Tested> {
        if statement.outcome != Outcome::Read {
            return None;
        }
        let lever = LeverId::find(statement.lever.as_deref()?)?;
        let direction = statement.direction?;
        let series = self.series(statement, lever)?;
        let mut tested = Tested { lever, series, direction, scenario: self.scenario(lever)?, shipped: None };
        let asks_the_same = |claim: &&Claim| {
            claim.lever == Some(lever)
                && claim.scenario == tested.scenario
                && claim.series == tested.series
                && claim.promised.word() == tested.promised()
                && claim.stops.is_none()
        };
        tested.shipped = self.claims.iter().find(asks_the_same).map(|claim| claim.id.clone());
        Some(tested)
    }

    /// The scenario that uses the lever alone.
    fn scenario(&self, lever: LeverId) -> Option<String> {
        let id = format!("only-{}", lever.lever().key.replace('_', "-"));
        self.scenarios.iter().any(|named| named.scenario.id == id).then_some(id)
    }

    /// The indicator at the place that the statement names, or where the claims file looks for it.
    fn series(&self, statement: &Statement, lever: LeverId) -> Option<SeriesRef> {
        let asked = statement.indicator.as_deref()?;
        let places = || statement.places.iter().flat_map(|place| place.ids.iter());
        let family: Vec<&Indicator> = self.family(asked);
        for place in places() {
            for indicator in &family {
                if let Ok(series) = find_series(&self.session.model, &format!("{}@{place}", indicator.id)) {
                    return Some(series);
                }
                if let Some(series) = self.relation(indicator, place, statement) {
                    return Some(series);
                }
            }
        }
        let of_lever = self.claims.iter().filter(|claim| claim.lever == Some(lever));
        let known = of_lever.chain(self.claims).find(|claim| claim.series.indicator.id == asked);
        let whole = || find_series(&self.session.model, asked).ok();
        known.map(|claim| claim.series.clone()).or_else(whole).or_else(|| self.anywhere(&family))
    }

    /// An indicator with those that count the same by other places: `seized`, `seized_by_country`, `seized_by_mode`.
    fn family(&self, id: &str) -> Vec<&'static Indicator> {
        let own = |indicator: &&Indicator| indicator.id == id;
        let by = |indicator: &&Indicator| {
            indicator.id.strip_prefix(id).is_some_and(|rest| rest.starts_with("_by_") && !rest.contains("_and_"))
        };
        let suffix = id.rsplit('_').next().unwrap_or(id);
        // A mean or a total over the world has its parts under its last word: `maritime_flow`, `flow`.
        let part = |indicator: &&Indicator| indicator.id == suffix && indicator.id != id;
        let parts = INDICATORS.iter().filter(part).chain(INDICATORS.iter().filter(|indicator| {
            indicator.id.strip_prefix(suffix).is_some_and(|rest| rest.starts_with("_by_mode")) && suffix != id
        }));
        INDICATORS.iter().filter(own).chain(INDICATORS.iter().filter(by)).chain(parts).collect()
    }

    /// A relation: between the two states that are named, or of the one that is with the lead state.
    fn relation(&self, indicator: &Indicator, place: &str, statement: &Statement) -> Option<SeriesRef> {
        let all = self.session.model.layout.places(indicator.id)?;
        if !all.iter().any(|known| known.contains(':')) {
            return None;
        }
        let world = &self.session.model.world;
        let lead = world.countries.get(world.lead_state).map(|country| country.id.as_str())?;
        let others = statement.places.iter().flat_map(|place| place.ids.iter()).map(String::as_str);
        for other in others.chain([lead]).filter(|other| *other != place) {
            for dyad in [format!("{place}:{other}"), format!("{other}:{place}")] {
                if all.contains(&dyad) {
                    return find_series(&self.session.model, &format!("{}@{dyad}", indicator.id)).ok();
                }
            }
        }
        None
    }

    /// The first place of an indicator that has no total.
    fn anywhere(&self, family: &[&Indicator]) -> Option<SeriesRef> {
        let indicator = family.first()?;
        let place = self.session.model.layout.places(indicator.id)?.iter().find(|place| *place != WORLD)?.clone();
        find_series(&self.session.model, &format!("{}@{place}", indicator.id)).ok()
    }

    /// The claims that test the statements, each once.
    ///
    /// # Errors
    /// A claim that the claims reader refuses.
    pub fn claims_of(&self, matched: &[Option<Tested>]) -> Result<Vec<Claim>, Failure> {
        let mut known = BTreeSet::new();
        let mut found = Vec::new();
        for tested in matched.iter().flatten() {
            if !known.insert(tested.claim_id()) {
                continue;
            }
            match &tested.shipped {
                Some(id) => found.extend(self.claims.iter().find(|claim| claim.id == *id).cloned()),
                None => found.extend(self.made(tested)?),
            }
        }
        Ok(found)
    }

    /// A claim made for a statement: the window and side effects are those of the lever's shipped claims.
    fn made(&self, tested: &Tested) -> Result<Vec<Claim>, Failure> {
        let is_alike = |claim: &&Claim| {
            claim.lever == Some(tested.lever) && claim.scenario == tested.scenario && claim.stops.is_none()
        };
        let Some(alike) = self.claims.iter().find(is_alike) else { return Ok(Vec::new()) };
        let Some(named) = self.scenarios.iter().find(|named| named.scenario.id == tested.scenario) else {
            return Ok(Vec::new());
        };
        let text = format!(
            "[[claim]]\nid = \"{}\"\nlever = \"{}\"\nscenario = \"{}\"\nstatement = \"{}\"\nindicator = \"{}\"\n\
             promised = \"{}\"\nfrom = \"{}\"\nuntil = \"{}\"\n",
            tested.claim_id(),
            tested.lever.lever().key,
            tested.scenario,
            format_args!("{}: {}", tested.series.name(), tested.promised()),
            tested.series.name(),
            tested.promised(),
            alike.from,
            alike.until
        );
        let mut claims = own_claims(&text, self.session, named)?;
        for claim in &mut claims {
            let others = alike.side_effects.iter().filter(|(side, _)| *side != tested.series);
            claim.side_effects = others.cloned().collect();
        }
        Ok(claims)
    }
}
