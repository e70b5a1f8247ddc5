//! Relations between states and stability inside them.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use crate::published::relations::{TwoActors, bounded_triad, half_life_months, largest_eigenvalue, time_to_balance};
use counterflow_model::random::{Purpose as Draw, Stream};
use counterflow_model::states::{
    ActorRole, Chance, GoldsteinTable, Purpose, RegimeClass, StateActor, StateEvent, StatesBaseline, StatesInputs,
    StatesOutputs, StatesParameters, StatesState, step,
};
use rayon::prelude::*;

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("goldstein-cameo", |case| weights(&CAMEO_CODES, case)),
    ("goldstein-weis", |case| weights(&WEIS_CODES, case)),
    ("goldstein-file", goldstein_file),
    ("goldstein-embargo", embargo),
    ("balance-exponent", balance_exponent),
    ("balance-time-at-500", |case| Ok(mean_log_time(case, case.input("largest_size")?)?.exp().into())),
    ("blow-up-time", blow_up_time),
    ("enemy-of-my-enemy", enemy_of_my_enemy),
    ("two-actor-threshold", two_actor_threshold),
    ("two-actor-fixed-points", two_actor_fixed_points),
    ("two-actors-of-opposite-mind", two_actors_of_opposite_mind),
    ("hazard-by-regime", |case| Ok(hazards(case)?.map(|hazard| 100.0 * hazard).into())),
    ("factional-against-autocracy", |case| {
        odds_ratio(case, RegimeClass::FactionalPartialDemocracy, RegimeClass::FullAutocracy)
    }),
    ("factional-against-partial-democracy", |case| {
        odds_ratio(case, RegimeClass::FactionalPartialDemocracy, RegimeClass::PartialDemocracy)
    }),
    ("factionalism-parameter", |case| Ok(states(case).factionalism_log_odds.exp().into())),
    ("leader-exit-of-targets", |case| Ok(states(case).targeted_log_odds.exp().into())),
    ("rally-after-2001", |case| half_life(case, "rally_2001")),
    ("rally-mexico-2025", |case| half_life(case, "rally_mexico_2025")),
    ("andean-path", andean_path),
    ("andean-repair-follows-a-new-leader", andean_repair),
    ("nothing-moves-without-events", nothing_moves),
    ("labels-do-not-matter", labels_do_not_matter),
    ("no-backlash-world", no_backlash_world),
];

const GOLDSTEIN: &str = include_str!("../../../../data/goldstein.csv");
const CAMEO_FILE: &str = "baseline/cameo_goldstein.csv";
const CAMEO_CODES: [&str; 11] = [
    "cameo_195",
    "cameo_190",
    "cameo_191",
    "cameo_171",
    "cameo_15",
    "cameo_161",
    "cameo_057",
    "cameo_062",
    "cameo_064",
    "cameo_072",
    "cameo_040",
];
const WEIS_CODES: [&str; 3] = ["weis_195", "weis_223", "weis_072"];

fn states<'a>(case: &Case<'a>) -> &'a StatesParameters {
    &case.parameters().states
}

fn shipped_table() -> Result<GoldsteinTable, Missing> {
    GoldsteinTable::parse(GOLDSTEIN).map_err(|error| Missing::Unusable(error.to_string()))
}

fn weights(codes: &[&str], _: &Case<'_>) -> Computed {
    let table = shipped_table()?;
    let weight = |code: &&str| table.weight(code).ok_or_else(|| Missing::Unusable(format!("no event {code}")));
    Ok(codes.iter().map(weight).collect::<Result<Vec<f64>, _>>()?.into())
}

/// Shipped CAMEO events whose weight differs from the public file.
fn goldstein_file(case: &Case<'_>) -> Computed {
    let text = case.inputs.reference.text(CAMEO_FILE)?;
    let theirs = GoldsteinTable::parse(&text).map_err(|error| Missing::Unusable(error.to_string()))?;
    let ours = shipped_table()?;
    let cameo = ours.events().filter_map(|(code, event)| Some((code.strip_prefix("cameo_")?, event.weight)));
    Ok((cameo.filter(|(code, weight)| theirs.weight(code) != Some(*weight)).count() as f64).into())
}

/// Weight of embargoes under whichever code the table lists them.
fn embargo(_: &Case<'_>) -> Computed {
    let table = shipped_table()?;
    let embargo = table.events().find(|(code, event)| code.starts_with("cameo") && event.title.contains("embargo"));
    Ok(embargo.map_or(f64::NAN, |(_, event)| event.weight).into())
}

/// Symmetric relations, uniform between -1/2 and 1/2.
fn random_relations(actors: usize, seed: u64) -> Vec<f64> {
    let stream = Stream { seed, member: 0 };
    let mut matrix = vec![0.0; actors * actors];
    for i in 0..actors {
        for j in i..actors {
            let value = stream.uniform(0, Draw::Parameter, (i * actors + j) as u64) - 0.5;
            matrix[i * actors + j] = value;
            matrix[j * actors + i] = value;
        }
    }
    matrix
}

/// Mean log time to balance over random matrices of a size, from the largest eigenvalue; small
/// matrices, which vary more, are drawn more often.
fn drawn_log_time(case: &Case<'_>, actors: f64) -> Result<f64, Missing> {
    let draws = (case.input("matrix_rows_drawn")? / actors).ceil() as u64;
    let iterations = case.input("power_iterations")? as usize;
    let log_time =
        |seed| -largest_eigenvalue(&random_relations(actors as usize, seed), actors as usize, iterations).ln();
    // Gathered before they are added, so that the sum does not depend on the number of threads.
    let log_times: Vec<f64> = (1..=draws).into_par_iter().map(log_time).collect();
    Ok(log_times.iter().sum::<f64>() / draws as f64)
}

/// The mean log time; that of the largest size, which two checks need, is computed once.
fn mean_log_time(case: &Case<'_>, actors: f64) -> Result<f64, Missing> {
    if actors == case.input("largest_size")? {
        return case.inputs.largest_balance_time.get_or_init(|| drawn_log_time(case, actors)).clone();
    }
    drawn_log_time(case, actors)
}

/// Slope of log time on log size.
fn balance_exponent(case: &Case<'_>) -> Computed {
    let mut points = Vec::new();
    for &size in case.inputs("sizes")? {
        points.push((size.ln(), mean_log_time(case, size)?));
    }
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / points.len() as f64;
    let (x, y) = (mean(&|point| point.0), mean(&|point| point.1));
    Ok((mean(&|point| (point.0 - x) * (point.1 - y)) / mean(&|point| (point.0 - x).powi(2))).into())
}

/// Simulated time to balance over the inverse of the largest eigenvalue.
fn blow_up_time(case: &Case<'_>) -> Computed {
    let [actors, growth, step_share, iterations] = case.array("blow_up")?;
    let actors = actors as usize;
    let ratios = [1, 2, 3].map(|seed| {
        let matrix = random_relations(actors, seed);
        time_to_balance(&matrix, actors, growth, step_share) * largest_eigenvalue(&matrix, actors, iterations as usize)
    });
    Ok(ratios.into())
}

/// Host-power relation after five years, for each start and speed quoted.
fn enemy_of_my_enemy(case: &Case<'_>) -> Computed {
    let [lead_power, months, steps] = case.array("triad")?;
    let cases = case.inputs("triad_cases")?.chunks_exact(3);
    let ends = cases.map(|one| bounded_triad([one[0], lead_power, one[1]], one[2], months as usize, steps as usize)[2]);
    Ok(ends.collect::<Vec<f64>>().into())
}

fn actors(case: &Case<'_>, first: f64, second: f64) -> Result<TwoActors, Missing> {
    Ok(TwoActors { inertia: [case.input("inertia")?; 2], influence: [first, second] })
}

/// Influence at which the neutral state loses its stability, times itself, over the product of inertias.
fn two_actor_threshold(case: &Case<'_>) -> Computed {
    let inertia = case.input("inertia")?;
    let (mut stable, mut unstable) = (0.0, 2.0 * inertia.abs());
    for _ in 0..f64::MANTISSA_DIGITS {
        let middle = 0.5 * (stable + unstable);
        if actors(case, middle, middle)?.neutral_is_stable() { stable = middle } else { unstable = middle }
    }
    Ok((stable * stable / (inertia * inertia)).into())
}

/// Both feelings at influences 0.95, 2 and -2.
fn two_actor_fixed_points(case: &Case<'_>) -> Computed {
    let mut points = Vec::new();
    for &influence in case.inputs("influences")? {
        let point = actors(case, influence, influence)?.feeling();
        points.extend(point.ok_or_else(|| Missing::Unusable(format!("no state of feeling at influence {influence}")))?);
    }
    Ok(points.into())
}

fn two_actors_of_opposite_mind(case: &Case<'_>) -> Computed {
    let [first, second] = case.array("opposite_influences")?;
    let opposite = actors(case, first, second)?;
    Ok((opposite.neutral_is_stable() && opposite.neutral_is_spiral() && opposite.feeling().is_none()).into())
}

const REGIMES: [RegimeClass; 5] = [
    RegimeClass::FullAutocracy,
    RegimeClass::PartialAutocracy,
    RegimeClass::FactionalPartialDemocracy,
    RegimeClass::PartialDemocracy,
    RegimeClass::FullDemocracy,
];

/// Yearly adverse changes by class, from the module's 24-month probability without irregular exits.
fn hazards(case: &Case<'_>) -> Result<[f64; 5], Missing> {
    let p = StatesParameters { irregular_exit_per_month: 0.0, ..states(case).clone() };
    let host = actor(case, ActorRole::Region)?;
    Ok(REGIMES.map(|regime| {
        let baseline = StatesBaseline::new(&p, vec![StateActor { regime, ..host }], &[]);
        1.0 - (1.0 - StatesOutputs::new(&p, &baseline).instability_24_months[0]).sqrt()
    }))
}

fn odds_ratio(case: &Case<'_>, of: RegimeClass, against: RegimeClass) -> Computed {
    let odds = |regime: RegimeClass| {
        let rate = regime.adverse_change_per_year(states(case));
        rate / (1.0 - rate)
    };
    Ok((odds(of) / odds(against)).into())
}

fn half_life(case: &Case<'_>, rally: &str) -> Computed {
    let [first, later, months] = case.array(rally)?;
    Ok(half_life_months(first, later, months).into())
}

/// An actor of the prototype run.
fn actor(case: &Case<'_>, role: ActorRole) -> Result<StateActor, Missing> {
    let [hardliner_share, factionalism, leader_exit_per_month] = case.array("actor")?;
    let regime = RegimeClass::PartialDemocracy;
    Ok(StateActor { role, regime, hardliner_share, factionalism, leader_exit_per_month, cooperation_weight: 1.0 })
}

const ROLES: [ActorRole; 5] =
    [ActorRole::Lead, ActorRole::Region, ActorRole::Region, ActorRole::Region, ActorRole::ExternalPower];
const HOST: usize = 1;
const POWER: usize = 4;

/// Lead, host, two neighbours, and a power hostile to the lead, listed in the order of `labels`.
fn five(case: &Case<'_>, labels: [usize; 5]) -> Result<StatesBaseline, Missing> {
    let [friendly, with_power, hostile] = case.array("relations")?;
    let mut listed = vec![actor(case, ActorRole::Lead)?; ROLES.len()];
    for (original, label) in labels.into_iter().enumerate() {
        listed[label].role = ROLES[original];
    }
    let mut pairs = Vec::new();
    for a in 0..ROLES.len() {
        for b in a + 1..ROLES.len() {
            let relation = if b < POWER {
                friendly
            } else if a == 0 {
                hostile
            } else {
                with_power
            };
            pairs.push((labels[a], labels[b], relation));
        }
    }
    Ok(StatesBaseline::new(states(case), listed, &pairs))
}

const IN_ORDER: [usize; 5] = [0, 1, 2, 3, 4];

/// A run of the module.
struct Run<'a> {
    p: &'a StatesParameters,
    baseline: StatesBaseline,
    state: StatesState,
    inputs: StatesInputs,
    outputs: StatesOutputs,
}

impl<'a> Run<'a> {
    fn new(p: &'a StatesParameters, baseline: StatesBaseline) -> Self {
        Self {
            state: StatesState::new(&baseline),
            inputs: StatesInputs::at_rest(&baseline),
            outputs: StatesOutputs::new(p, &baseline),
            p,
            baseline,
        }
    }

    fn month(&mut self, events: Vec<StateEvent>, chance: Chance<'_>) {
        self.inputs.events = events;
        step(self.p, &self.baseline, &mut self.state, &self.inputs, chance, &mut self.outputs);
    }
}

/// One strike without consent.
fn force(labels: [usize; 5]) -> StateEvent {
    const FORCE: f64 = -10.0;
    StateEvent {
        source: labels[0],
        target: labels[HOST],
        goldstein: FORCE,
        count: 1.0,
        salience: 1.0,
        consented: false,
    }
}

/// Relation of lead and host by months: force in month 0, a new leader of the host in the quoted month.
fn andean(case: &Case<'_>) -> Result<Vec<f64>, Missing> {
    // A draw just below one lets no event of any probability happen.
    const NEVER: f64 = 1.0 - f64::EPSILON;
    let p = states(case);
    let change = case.input("leader_change")? as usize;
    let mut run = Run::new(p, five(case, IN_ORDER)?);
    let never = |_: u64, _: Purpose| NEVER;
    let host_leader = |entity: u64, _: Purpose| if entity == HOST as u64 { 0.0 } else { NEVER };
    let mut path = Vec::new();
    for month in 0..=change {
        let events = if month == 0 { vec![force(IN_ORDER)] } else { Vec::new() };
        run.month(events, if month == change { Chance::Drawn(&host_leader) } else { Chance::Drawn(&never) });
        path.push(run.state.relation_of(0, HOST));
    }
    Ok(path)
}

fn andean_path(case: &Case<'_>) -> Computed {
    let path = andean(case)?;
    Ok(case.inputs("andean_months")?.iter().map(|month| path[*month as usize]).collect::<Vec<f64>>().into())
}

/// Hostile until the new leader, friendly with him.
fn andean_repair(case: &Case<'_>) -> Computed {
    let path = andean(case)?;
    Ok(path
        .split_last()
        .is_some_and(|(last, before)| *last > 0.0 && before.iter().all(|relation| *relation < 0.0))
        .into())
}

/// Largest move of any relation, cooperation or multiplier over 20 years without events.
fn nothing_moves(case: &Case<'_>) -> Computed {
    let p = states(case);
    let mut run = Run::new(p, five(case, IN_ORDER)?);
    for _ in 0..case.input("quiet_months")? as usize {
        run.month(Vec::new(), Chance::Expected);
    }
    let relations = run.state.relation.iter().zip(run.baseline.relation());
    let cooperation = run.state.cooperation.iter().zip(run.baseline.cooperation());
    let moves = relations.chain(cooperation).map(|(now, before)| (now - before).abs());
    Ok(moves.chain([(run.outputs.mean_partner_multiplier - 1.0).abs()]).fold(0.0, f64::max).into())
}

/// Largest difference of a relation when all states are listed in another order.
fn labels_do_not_matter(case: &Case<'_>) -> Computed {
    const OTHER_ORDER: [usize; 5] = [3, 0, 4, 2, 1];
    let p = states(case);
    let mut runs =
        [(Run::new(p, five(case, IN_ORDER)?), IN_ORDER), (Run::new(p, five(case, OTHER_ORDER)?), OTHER_ORDER)];
    for (run, labels) in &mut runs {
        for month in 0..case.input("quiet_months")? as usize {
            let events = if month == 0 { vec![force(*labels)] } else { Vec::new() };
            run.month(events, Chance::Expected);
        }
    }
    let [(first, _), (second, labels)] = &runs;
    let pairs = (0..ROLES.len()).flat_map(|a| (0..ROLES.len()).map(move |b| (a, b)));
    let difference = |(a, b)| (first.state.relation_of(a, b) - second.state.relation_of(labels[a], labels[b])).abs();
    Ok(pairs.map(difference).fold(0.0, f64::max).into())
}

/// Rally and hardliners stay as they are, while the relation still suffers.
fn no_backlash_world(case: &Case<'_>) -> Computed {
    let p = states(case);
    let mut run = Run::new(p, five(case, IN_ORDER)?);
    let hardliners = run.state.hardliner_share[HOST];
    run.inputs.backlash = false;
    run.month(vec![force(IN_ORDER)], Chance::Expected);
    let unmoved = run.state.rally_points[HOST] == 0.0 && run.state.hardliner_share[HOST] == hardliners;
    Ok((unmoved && run.state.relation_of(0, HOST) < 0.0).into())
}
